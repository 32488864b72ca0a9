"""Cython handlers as handlers, for `cimport`."""

from tickwire.feed.handler cimport Handler
from tickwire.feed.sink cimport Sink


cdef class HandlerSink(Sink):
    cdef Handler target
