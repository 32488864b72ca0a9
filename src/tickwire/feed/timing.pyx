"""The age of messages by the venue's clock, as far as it is known."""

cimport cython

cdef extern from "clock.h" nogil:
    int64_t tickwire_realtime_ns()


@cython.final
cdef class Timing:
    """The wall clock, how far the venue's is from it, and what exceeded its budget."""

    cdef int64_t age(self, const header_t *message) noexcept:
        cdef int64_t now = tickwire_realtime_ns()
        if self.wall_ns is not None:
            try:
                now = self.wall_ns()
            except Exception:
                return -1
        if message.event_time:
            return now + self.clock_offset_ns - message.event_time
        return now - message.recv_time if message.recv_time else -1
