"""`Route`: from a stream to its sinks, chained so that delivery touches no Python object."""

cimport cython

from tickwire.feed.sink cimport Sink, sink_t


@cython.final
cdef class Route:
    """The sinks of a stream; without a name, of bare messages of a kind."""

    cdef void link(self) noexcept:
        cdef Sink sink
        cdef sink_t *next = NULL
        for sink in reversed(self.sinks):
            sink.c.next = next
            next = &sink.c
        self.first = next
