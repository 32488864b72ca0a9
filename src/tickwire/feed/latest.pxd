"""Conflated values, for `cimport`."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

from tickwire.feed.kept cimport kept_t
from tickwire.feed.sink cimport Sink
from tickwire.feed.structs cimport Builder
from tickwire.feed.timing cimport Timing


cdef class Newest:
    cdef kept_t kept
    cdef uint32_t symbol
    cdef uint64_t count
    cdef uint64_t polled  # the count when it was polled


cdef class Latest:
    cdef object key
    cdef Builder builder
    cdef dict by_symbol  # symbol id to Newest
    cdef Newest newest
    cdef uint64_t polled
    cdef readonly uint64_t count, late
    cdef Timing timing       # None: no message is late
    cdef int64_t late_after  # ns

    cdef Newest open(self, uint32_t symbol)
    cdef Newest find(self, symbol)
    cdef object show(self, Newest newest)
    cdef int set_late_after(self, int64_t late_after, Timing timing) except -1


cdef class LatestSink(Sink):
    cdef Latest latest
    cdef Newest newest  # of the symbol that came last this way
