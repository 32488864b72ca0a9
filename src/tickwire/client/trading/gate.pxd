"""What all orders of a trader go through that are sent from C."""

from libc.stdint cimport int64_t, uint32_t

from tickwire.transport.outlet cimport Outlet

cdef extern from "pythread.h":
    unsigned long PyThread_get_thread_ident()

cdef extern from "place.h" nogil:
    enum:
        TICKWIRE_NOT_CONNECTED, TICKWIRE_NO_ROOM, TICKWIRE_BACKLOG, TICKWIRE_NOT_READY, TICKWIRE_WRONG_THREAD

cdef enum:
    BACKLOG = 256  # orders that may be sent before any of them is entered in the books


cdef struct sent_t:
    void *placer  # a Placer, which the gate keeps
    int64_t request_id, number, price, qty, at, connection  # the price of a cancellation is below 0


cdef class Gate:
    cdef:
        Outlet outlet             # of the connection that orders go to; None: there is none
        int64_t connection
        int64_t last_id           # the last request
        int64_t room              # orders that the venue's limits have room for
        int64_t blocked_until     # ns by the venue's clock
        int64_t clock_offset      # the venue's clock less the monotonic one, ns
        int64_t open_orders
        unsigned long thread_id   # 0: the client does not run
        uint32_t first, count    # of `sent`, a ring
        sent_t sent[BACKLOG]
        list placers, guards
        object wake               # has what was sent entered soon
        object __weakref__

    cdef void enter(self, const sent_t *sent) noexcept
    cdef void call_soon(self) noexcept
    cdef void count_for_guards(self, int64_t now) noexcept


cdef inline int64_t obstacle(Gate gate, int64_t now) noexcept:
    """What is in the way of a request, 0 for nothing."""
    if gate.thread_id != PyThread_get_thread_ident():
        return TICKWIRE_WRONG_THREAD if gate.thread_id else TICKWIRE_NOT_READY
    if gate.outlet is None:
        return TICKWIRE_NOT_CONNECTED
    if gate.count == BACKLOG:
        return TICKWIRE_BACKLOG
    if gate.blocked_until > now + gate.clock_offset:
        return TICKWIRE_NO_ROOM
    return 0
