"""Bounded queues of messages, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.kept cimport kept_t
from tickwire.feed.sink cimport Sink
from tickwire.feed.timing cimport Timing


cdef class Ring:
    cdef kept_t *places
    cdef dict builders     # kind to Builder, or None for views
    cdef Py_ssize_t first, held
    cdef readonly Py_ssize_t capacity
    cdef bint drops_oldest
    cdef readonly uint64_t count, dropped, late
    cdef Timing timing       # None: no message is late
    cdef int64_t late_after  # ns
    cdef Py_ssize_t sources  # sinks that lead here
    cdef bint had_source
    cdef object waker

    cdef object take(self)
    cdef int set_late_after(self, int64_t late_after, Timing timing) except -1
    cdef int wake(self) except -1


cdef class RingSink(Sink):
    cdef Ring ring
