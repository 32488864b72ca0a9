"""Make before break: streams move from one connection to another, which must have overlapped the first by then.

Sans-I/O, the rules as tables. One `Handover` moves a set of streams. The new connection is asked for all of them while
the old one goes on delivering; it takes over when, for each stream, its ids have joined what was delivered, or the old
connection brings nothing any more that could be missed. When it stays mute on a stream that the old one brings, it is
given up and the old one stays. Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from .states import IllegalTransition

# A stream that the old connection does not bring for so long after it was promised on the new one is quiet there.
SETTLE = 5.0
# What the old connection brings within this time of the promise may have left the venue before it.
GRACE = 1.0
# How long the new connection may bring nothing of a stream that the old one brings.
MUTE_AFTER = 10.0
# How long all of it may take once the new connection is open.
OVERLAP_WITHIN = 60.0


class HandoverState(Enum):
    """Where a handover stands. DONE: the new connection has taken over; FAILED: the old one stays."""

    OPENING = "opening"
    OVERLAPPING = "overlapping"
    DONE = "done"
    FAILED = "failed"


class HandoverEvent(Enum):
    """What may happen to a handover. CUT: the old connection ended before the overlap was complete."""

    OPENED = "opened"
    LOST = "lost"
    OVERLAPPED = "overlapped"
    CUT = "cut"
    MUTE = "mute"
    REFUSED = "refused"
    OVERDUE = "overdue"


class LegState(Enum):
    """Where one stream of a handover stands on the new connection."""

    ASKED = "asked"
    SETTLING = "settling"
    JOINED = "joined"
    QUIET = "quiet"


class LegEvent(Enum):
    """What may happen to one stream; LOST: the new connection broke and is opened anew."""

    ACKNOWLEDGED = "acknowledged"
    JOINED = "joined"
    SETTLED = "settled"
    HEARD = "heard"
    LOST = "lost"


HANDOVER: dict[HandoverState, dict[HandoverEvent, HandoverState]] = {
    HandoverState.OPENING: {
        HandoverEvent.OPENED: HandoverState.OVERLAPPING,
        HandoverEvent.CUT: HandoverState.DONE,
        HandoverEvent.OVERDUE: HandoverState.FAILED,
    },
    HandoverState.OVERLAPPING: {
        HandoverEvent.LOST: HandoverState.OPENING,
        HandoverEvent.OVERLAPPED: HandoverState.DONE,
        HandoverEvent.CUT: HandoverState.DONE,
        HandoverEvent.MUTE: HandoverState.FAILED,
        HandoverEvent.REFUSED: HandoverState.FAILED,
        HandoverEvent.OVERDUE: HandoverState.FAILED,
    },
    HandoverState.DONE: {},
    HandoverState.FAILED: {},
}

LEG: dict[LegState, dict[LegEvent, LegState]] = {
    LegState.ASKED: {
        LegEvent.ACKNOWLEDGED: LegState.SETTLING,
    },
    LegState.SETTLING: {
        LegEvent.JOINED: LegState.JOINED,
        LegEvent.SETTLED: LegState.QUIET,
        LegEvent.LOST: LegState.ASKED,
    },
    LegState.JOINED: {
        LegEvent.LOST: LegState.ASKED,
    },
    LegState.QUIET: {
        LegEvent.HEARD: LegState.SETTLING,
        LegEvent.LOST: LegState.ASKED,
    },
}


class _Leg:
    """One stream: frames brought by either connection, when the old one last brought some, and since when it alone."""

    __slots__ = ("acknowledged_at", "alone_since", "heard_at", "new_frames", "old_frames", "state")

    def __init__(self) -> None:
        self.state = LegState.ASKED
        self.acknowledged_at = self.heard_at = 0.0
        self.old_frames = self.new_frames = -1
        self.alone_since: float | None = None

    def advance(self, event: LegEvent) -> None:
        following = LEG[self.state].get(event)
        if following is None:
            raise IllegalTransition(f"stream of a handover: {event.value} while {self.state.value}")
        self.state = following

    @property
    def is_ready(self) -> bool:
        return self.state in (LegState.JOINED, LegState.QUIET)


class Handover:
    """One move of streams to a new connection; `fault` says why it failed, or what was incomplete when it was cut."""

    def __init__(
        self,
        streams: Iterable[str],
        now: float,
        *,
        settle: float = SETTLE,
        grace: float = GRACE,
        mute_after: float = MUTE_AFTER,
        overlap_within: float = OVERLAP_WITHIN,
        open_within: float | None = None,
    ) -> None:
        self.state = HandoverState.OPENING
        self.fault = ""
        self.began_at = now
        self._settle, self._grace, self._mute_after = settle, grace, mute_after
        self._overlap_within = overlap_within
        self._legs = {stream: _Leg() for stream in streams}
        self._overdue_at = now + open_within if open_within is not None else None
        self._marks: dict[str, int] | None = None
        self._is_level = False

    @property
    def is_ready(self) -> bool:
        """Whether every stream has joined or is quiet."""
        return all(leg.is_ready for leg in self._legs.values())

    @property
    def is_over(self) -> bool:
        """Whether nothing can happen any more."""
        return not HANDOVER[self.state]

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams that move."""
        return tuple(self._legs)

    def count(self, state: LegState) -> int:
        """How many streams stand there."""
        return sum(leg.state is state for leg in self._legs.values())

    def settling(self) -> list[str]:
        """The streams whose ids are to be looked at: promised, and not seen to join."""
        return [stream for stream, leg in self._legs.items() if leg.state in (LegState.SETTLING, LegState.QUIET)]

    def opened(self, now: float) -> None:
        """The new connection is open."""
        self._advance(HandoverEvent.OPENED)
        self._overdue_at = now + self._overlap_within

    def acknowledged(self, stream: str, now: float) -> None:
        """The venue promised a stream on the new connection."""
        leg = self._legs.get(stream)
        if leg is not None and leg.state is LegState.ASKED:
            leg.advance(LegEvent.ACKNOWLEDGED)
            leg.acknowledged_at = leg.heard_at = now

    def want(self, stream: str) -> None:
        """One more stream is wanted, of both connections."""
        if not self.is_over:
            self._legs.setdefault(stream, _Leg())

    def forget(self, stream: str) -> None:
        """Nobody wants the stream any more."""
        self._legs.pop(stream, None)

    def refused(self, stream: str, words: str) -> None:
        """The venue refused a stream on the new connection that it brings on the old one."""
        if stream in self._legs and self.state is HandoverState.OVERLAPPING:
            self._advance(HandoverEvent.REFUSED, f"{stream}: {words}")

    def new_lost(self) -> None:
        """The new connection broke; what it was promised is void, and it is opened anew."""
        if self.state is HandoverState.OVERLAPPING:
            self._advance(HandoverEvent.LOST)
            self._overdue_at = None
            for stream, leg in self._legs.items():
                if leg.state is not LegState.ASKED:
                    leg.advance(LegEvent.LOST)
                    self._legs[stream] = _Leg()

    def old_lost(self) -> None:
        """The old connection ended: the new one takes over as it is, and ids tell what was missed."""
        if not self.is_over:
            missing = sum(not leg.is_ready for leg in self._legs.values())
            words = f"the old connection ended before {missing} of {len(self._legs)} streams had overlapped"
            self._advance(HandoverEvent.CUT, words)

    def joined(self, stream: str) -> None:
        """The new connection's ids overlap what was delivered, or go on where it ended."""
        leg = self._legs.get(stream)
        if leg is not None:
            if leg.state is LegState.QUIET:
                leg.advance(LegEvent.HEARD)
            if leg.state is LegState.SETTLING:
                leg.advance(LegEvent.JOINED)

    def brought(self, stream: str, old_frames: int, new_frames: int, now: float) -> None:
        """How many frames either connection has brought of a stream so far."""
        leg = self._legs.get(stream)
        if leg is None or leg.state not in (LegState.SETTLING, LegState.QUIET):
            return
        is_first = leg.old_frames < 0
        from_old, from_new = old_frames > leg.old_frames, new_frames > leg.new_frames
        leg.old_frames, leg.new_frames = old_frames, new_frames
        if is_first:
            leg.heard_at = now  # it settles from the first count on: what came before is not known
            return
        if from_new:
            leg.alone_since = None
        elif from_old and leg.alone_since is None and now >= leg.acknowledged_at + self._grace:
            leg.alone_since = now
        if from_old:
            leg.heard_at = now
            if leg.state is LegState.QUIET:
                leg.advance(LegEvent.HEARD)

    def compare(self, old_ids: Mapping[str, int | None], new_ids: Mapping[str, int | None]) -> None:
        """Take the highest ids that either connection has brought of each stream, once it `is_ready`.

        A stream that joined long ago may have fallen mute on the new connection since: it has to reach whatever the old
        one had brought when all were ready.
        """
        if self._marks is None:
            joined = (stream for stream, leg in self._legs.items() if leg.state is LegState.JOINED)
            self._marks = {stream: mark for stream in joined if (mark := old_ids.get(stream)) is not None}
        reached = ((new_ids.get(stream), mark) for stream, mark in self._marks.items() if stream in self._legs)
        self._is_level = all(new is not None and new >= mark for new, mark in reached)

    def check(self, now: float) -> HandoverState:
        """Judge what is known at this time."""
        if self.state is HandoverState.OVERLAPPING:
            mute = [stream for stream, leg in self._legs.items() if self._is_mute(leg, now)]
            if not self.is_ready:
                self._marks, self._is_level = None, False
            if mute:
                self._advance(HandoverEvent.MUTE, f"{len(mute)} streams came on the old connection only: {mute[0]}")
            elif self.is_ready and self._is_level:
                self._advance(HandoverEvent.OVERLAPPED)
        if not self.is_over and self._overdue_at is not None and now >= self._overdue_at:
            self._advance(HandoverEvent.OVERDUE, self._words_of_delay())
        return self.state

    def _is_mute(self, leg: _Leg, now: float) -> bool:
        """Settle a stream that has fallen quiet; whether another one is brought by the old connection alone."""
        if leg.state is not LegState.SETTLING:
            return False
        if now >= leg.heard_at + self._settle:
            leg.advance(LegEvent.SETTLED)
            return False
        return leg.alone_since is not None and now >= leg.alone_since + self._mute_after

    def _words_of_delay(self) -> str:
        if self.state is HandoverState.OPENING:
            return "the new connection did not open in time"
        if self.is_ready:
            return "the new connection fell behind the old one"
        late = next((stream for stream, leg in self._legs.items() if not leg.is_ready), "")
        missing = sum(not leg.is_ready for leg in self._legs.values())
        return f"{missing} of {len(self._legs)} streams did not overlap in time, such as {late}"

    def _advance(self, event: HandoverEvent, fault: str = "") -> None:
        following = HANDOVER[self.state].get(event)
        if following is None:
            raise IllegalTransition(f"handover: {event.value} while {self.state.value}")
        self.state, self.fault = following, fault
