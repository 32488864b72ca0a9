"""Tells a connection that is dead from one that is quiet: by asking, and only when nothing else was heard.

Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

from enum import Enum


class Pulse(Enum):
    """What is to be done now: ask for a sign of life, or give the connection up."""

    PING = "ping"
    DEAD = "dead"


class Heartbeat:
    """Any frame, whole and of any kind, is a sign of life; a pong is one of them and never better than data."""

    __slots__ = (
        "_asked_at", "_doubted_at", "_heard_at", "_last_recv_time", "_looked_at", "_ping_after", "_pong_within",
    )  # fmt: skip

    def __init__(self, ping_after: float, pong_within: float) -> None:
        self._ping_after, self._pong_within = ping_after, pong_within
        self._heard_at = self._looked_at = 0.0
        self._asked_at: float | None = None
        self._doubted_at: float | None = None
        self._last_recv_time = 0

    def opened(self, now: float) -> None:
        """A connection opened, which is a sign of life."""
        self._heard_at = self._looked_at = now
        self._asked_at = self._doubted_at = None
        self._last_recv_time = 0

    @property
    def due_at(self) -> float:
        """When to look again."""
        if self._asked_at is not None:
            return self._asked_at + self._pong_within
        if self._doubted_at is not None:
            return self._doubted_at
        return self._heard_at + self._ping_after

    def is_unanswered(self, last_recv_time: int) -> bool:
        """Whether a sign of life was asked for and nothing has come since, up to the frame received last."""
        return self._asked_at is not None and last_recv_time == self._last_recv_time

    def look(self, now: float, last_recv_time: int, wall_ns: int) -> Pulse | None:
        """Compare the time of the last frame, ns since the epoch like `wall_ns`, with that of the look before."""
        if last_recv_time != self._last_recv_time:
            self._last_recv_time, self._asked_at = last_recv_time, None
            # The wall clock may have been set in between: it came after the look before and not in the future.
            self._heard_at = min(now, max(self._looked_at, now - (wall_ns - last_recv_time) / 1e9))
            if self._doubted_at is not None and self._heard_at > self._doubted_at:
                self._doubted_at = None
        self._looked_at = now
        if now < self.due_at:
            return None
        if self._asked_at is not None:
            return Pulse.DEAD
        self._asked_at, self._doubted_at = now, None
        return Pulse.PING

    def doubt(self, now: float) -> None:
        """There is reason to believe it dead: ask at the next look, unless something is heard from now on."""
        if self._asked_at is None:
            self._doubted_at = now
