"""Budgets of time: the age at which a message is late, and the time after which a handler is slow.

Clocks are read for subscriptions with a budget only. Reports are made once a second at most for each, counts are exact.
"""

cimport cython
from libc.stdint cimport INT64_MAX

from tickwire.feed.latest cimport LatestSink
from tickwire.feed.ring cimport RingSink
from tickwire.wire.messages cimport FLAG_LATE, header_t

from tickwire.errors import ConfigError
from tickwire.feed.events import Late, SlowHandler

cdef extern from "clock.h" nogil:
    int64_t tickwire_monotonic_ns()

cdef enum:
    NS = 1_000_000_000

cdef double SECOND = 1e-9  # in one of ns
cdef int64_t NEVER = -(1 << 62)


@cython.final
cdef class Budget:
    """Stands before a sink's handler and times it."""

    cdef int tell_late(self, int64_t age, int64_t now) except -1:
        self.late += 1
        self.timing.overdue += 1
        self.worst_age = max(self.worst_age, age)
        if now - self.late_told >= NS:
            self.late_told = now
            self.tell(Late(self.stream, self.handler, age, self.late_after, self.worst_age, self.late))
            self.worst_age = 0
        return 0

    cdef int tell_slow(self, int64_t time, int64_t now) except -1:
        self.slow += 1
        self.timing.slow_calls += 1
        self.worst_time = max(self.worst_time, time)
        if now - self.slow_told >= NS:
            self.slow_told = now
            seconds, budget, worst = time * SECOND, self.slow_after * SECOND, self.worst_time * SECOND
            self.tell(SlowHandler(self.stream, self.handler, seconds, budget, worst, self.slow))
            self.worst_time = 0
        return 0


cdef void call_timed(const header_t *message, void *context) noexcept:
    cdef Budget budget = <Budget>context
    cdef header_t *header = <header_t *>message
    cdef int64_t began = tickwire_monotonic_ns()
    cdef int64_t age, now
    if budget.late_after != INT64_MAX:
        age = budget.timing.age(message)
        if age > budget.late_after:
            budget.tell_late(age, began)
            header.flags |= FLAG_LATE
            began = tickwire_monotonic_ns()
    budget.call(message, budget.context)
    header.flags &= ~FLAG_LATE
    if budget.slow_after != INT64_MAX:
        now = tickwire_monotonic_ns()
        if now - began > budget.slow_after:
            budget.tell_slow(now - began, now)


cdef int64_t ns_of(object seconds, str name) except -1:
    if seconds is None:
        return INT64_MAX
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or not 0 < seconds < 1e9:
        raise ConfigError(f"{name} is a number of seconds above 0, not {seconds!r}")
    return <int64_t>(seconds * NS)


cdef int set_budget(Sink sink, object late_after, object slow_after, Timing timing, object tell) except -1:
    cdef Budget budget
    cdef int64_t late = ns_of(late_after, "late_after")
    cdef int64_t slow = ns_of(slow_after, "slow_after")
    if late_after is None and slow_after is None:
        return 0
    if isinstance(sink, (RingSink, LatestSink)):
        if slow_after is not None:
            raise ConfigError(f"slow_after is for handlers that are called; {sink.on!r} is none")
        if isinstance(sink, RingSink):
            (<RingSink>sink).ring.set_late_after(late, timing)
        else:
            (<LatestSink>sink).latest.set_late_after(late, timing)
        return 0
    budget = Budget()
    budget.call, budget.context, budget.timing, budget.tell = sink.c.call, sink.c.context, timing, tell
    budget.stream, budget.handler = sink.stream, sink.handler
    budget.late_after, budget.slow_after = late, slow
    budget.late_told = budget.slow_told = NEVER
    sink.budget = budget
    sink.c.call, sink.c.context = call_timed, <void *>budget
    return 0
