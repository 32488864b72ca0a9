"""Bounded queues of messages, for `cimport`."""

from libc.stdint cimport uint64_t

from tickwire.feed.kept cimport kept_t
from tickwire.feed.sink cimport Sink


cdef class Ring:
    cdef kept_t *places
    cdef dict builders     # kind to Builder, or None for views
    cdef Py_ssize_t first, held
    cdef readonly Py_ssize_t capacity
    cdef bint drops_oldest
    cdef readonly uint64_t count, dropped
    cdef Py_ssize_t sources  # sinks that lead here
    cdef bint had_source
    cdef object waker

    cdef object take(self)
    cdef int wake(self) except -1


cdef class RingSink(Sink):
    cdef Ring ring
