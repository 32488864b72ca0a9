"""Frames that wait for what is missing before them, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.sequence cimport ids_t


cdef class Held:
    cdef bytes frame
    cdef ids_t ids
    cdef int64_t recv_time
    cdef int line
    cdef int64_t next          # what was awaited when it was released
    cdef uint64_t frames       # of the stream that its line had brought with it
    cdef bint is_first         # the first that its line brought of the stream
    cdef bint is_recovered
    cdef bint is_confirmed     # another line brought it too


cdef class Hold:
    cdef list frames           # of Held, in order
    cdef Py_ssize_t bytes
    cdef bint is_recovering    # what is missing before the first frame has been asked for
    cdef bint is_final         # nothing of it will come any more
    cdef bint is_overdue       # nothing is waited for any longer
    cdef int64_t due           # when recovering is given up, ns
    cdef int64_t gap_last      # of the gap that is being recovered

    # In its place by order; False when it is there already.
    cdef bint put(self, Held held) except -1
    cdef Held pop(self)
    cdef bint is_full(self) noexcept
