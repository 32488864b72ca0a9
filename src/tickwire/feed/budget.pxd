"""Limits of age and time for one subscription, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.sink cimport Sink, handler_t
from tickwire.feed.timing cimport Timing


cdef class Budget:
    cdef handler_t call      # the sink's own
    cdef void *context
    cdef Timing timing
    cdef object tell         # called with a Late or a SlowHandler
    cdef str stream, handler
    cdef int64_t late_after, slow_after  # ns
    cdef uint64_t late, slow
    cdef int64_t worst_age, worst_time
    cdef int64_t late_told, slow_told    # when, by the clock that never steps

    cdef int tell_late(self, int64_t age, int64_t now) except -1
    cdef int tell_slow(self, int64_t time, int64_t now) except -1


# Have a sink timed; seconds, None for no limit. Raises ConfigError for what is no time or cannot be timed.
cdef int set_budget(Sink sink, object late_after, object slow_after, Timing timing, object tell) except -1
