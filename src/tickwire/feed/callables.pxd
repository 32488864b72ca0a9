"""Python callables as handlers, for `cimport`."""

from tickwire.feed.sink cimport Sink


cdef class ViewSink(Sink):
    pass
