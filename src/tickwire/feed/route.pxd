"""The sinks of a stream, for `cimport`."""

from tickwire.feed.sink cimport sink_t
from tickwire.wire.json cimport batch_t
from tickwire.wire.messages cimport header_t


cdef class Route:
    cdef str name        # "" for bare messages of the kind
    cdef int kind
    cdef bint is_array
    cdef list sinks
    cdef sink_t *first

    # Chain the sinks in the order in which they were added.
    cdef void link(self) noexcept


cdef inline void deliver(const header_t *message, sink_t *sink) noexcept:
    while sink is not NULL:
        if sink.call is not NULL:
            sink.messages += 1
            sink.call(message, sink.context)
        sink = sink.next


cdef inline void deliver_batch(const batch_t *batch, sink_t *first) noexcept:
    cdef const char *message = <const char *>batch.first
    cdef Py_ssize_t _i
    for _i in range(batch.count):
        deliver(<const header_t *>message, first)
        message += batch.stride
