"""How old messages are, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.wire.messages cimport header_t


cdef class Timing:
    cdef public int64_t clock_offset_ns  # the venue's clock less the one of this machine
    cdef public object wall_ns           # None: the system's clock
    cdef uint64_t overdue, slow_calls    # messages and handlers beyond their budget

    # The age of a message now, ns; below zero when that cannot be told.
    cdef int64_t age(self, const header_t *message) noexcept
