"""What is done about silence, how often, and when not: as little as helps, and never a storm.

A stale stream is asked for again; while it stays stale that is repeated after ever longer waits, or its connection is
replaced, as the policy says. A connection silent as a whole is replaced. Times are seconds of the caller's monotonic
clock.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Literal, NamedTuple

from .events import Alive, Stale

SilencePolicy = Literal["report", "resubscribe", "replace"]
POLICIES: tuple[SilencePolicy, ...] = ("report", "resubscribe", "replace")

# How long a remedy is given to work: at least so long, or so many times the silence that would have been normal.
PATIENCE, PATIENT_LENGTHS = 10.0, 2.0
LONGEST_WAIT = 3600.0
# Between two replacements of connections; it doubles each time, up to the longest wait, and begins anew after as long
# without one.
REPLACE_SPACING = 60.0


class Resubscribe(NamedTuple):
    """Ask for a stream again on a connection, None: on all that carry it."""

    stream: str
    line: int | None


class Replace(NamedTuple):
    """Open another connection for the streams of this one, then close it."""

    line: int
    reason: str


Remedy = Resubscribe | Replace


class _Case:
    """Something stale, and what was tried so far."""

    __slots__ = ("at", "event", "tried", "wait")

    def __init__(self, event: Stale, now: float) -> None:
        self.event, self.at, self.tried = event, now, 0
        self.wait = max(PATIENCE, PATIENT_LENGTHS * event.expected)


class Remedies:
    """The cases of a client; `policy` may be "report": then nothing is ever done."""

    def __init__(self, policy: SilencePolicy) -> None:
        self._policy = policy
        self._cases: dict[tuple[str | None, int | None], _Case] = {}
        self._replaced_at: float | None = None
        self._spacing = REPLACE_SPACING

    def note(self, now: float, event: Stale | Alive) -> None:
        """Something became stale, or alive again."""
        if isinstance(event, Alive):
            self._cases.pop((event.stream, event.line), None)
            self._cases.pop((event.stream, None), None)
        elif self._policy != "report":
            self._cases[event.stream, event.line] = _Case(event, now)

    def forget_line(self, line: int) -> None:
        """A connection is gone, and what was wrong with it."""
        self._cases = {key: case for key, case in self._cases.items() if key[1] != line}

    def retain(self, streams: Set[str]) -> None:
        """Forget what is nobody's concern any more: cases of other streams."""
        self._cases = {key: case for key, case in self._cases.items() if key[0] is None or key[0] in streams}

    def due(self, now: float) -> list[Remedy]:
        """What is to be done now; it counts as done."""
        remedies = []
        for case in self._cases.values():
            if case.at <= now and (remedy := self._remedy(case, now)) is not None:
                remedies.append(remedy)
                case.tried += 1
                case.at = now + case.wait
                case.wait = min(2 * case.wait, LONGEST_WAIT)
        return remedies

    def _remedy(self, case: _Case, now: float) -> Remedy | None:
        event = case.event
        if event.stream is None:
            return self._replace(event, now)
        is_proven = event.reason != "no first message"  # a name that the venue does not know is acknowledged too
        if self._policy == "replace" and case.tried and is_proven and event.line is not None:
            return self._replace(event, now)
        return Resubscribe(event.stream, event.line)

    def _replace(self, event: Stale, now: float) -> Replace | None:
        if event.line is None:
            return None
        if self._replaced_at is not None:
            since = now - self._replaced_at
            if since < self._spacing:
                return None
            self._spacing = REPLACE_SPACING if since >= LONGEST_WAIT else min(2 * self._spacing, LONGEST_WAIT)
        self._replaced_at = now
        return Replace(event.line, event.reason)
