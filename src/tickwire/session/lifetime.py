"""How long a connection is used: the venue cuts it after 24 hours, so it is replaced before, each at its own moment.

Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

import random
from typing import NamedTuple

LIFETIME = 23.5 * 3600
# Connections that were opened together are replaced within this part of their lifetime before its end.
JITTER = 0.02
# A venue that says it goes down is left at once, by several connections within this time in seconds.
HURRY = 0.25
# One that takes part in a handover already is looked at again after this time, seconds.
POSTPONED = 1.0


class Due(NamedTuple):
    """When a connection is to be replaced, and why: "age" or "shutdown"."""

    at: float
    reason: str


class Lifetimes:
    """When each connection, by its number, is due to be replaced."""

    def __init__(self, lifetime: float, source: random.Random | None = None) -> None:
        self._lifetime = lifetime
        self._random = source if source is not None else random.Random()
        self._due: dict[int, Due] = {}

    def opened(self, line: int, now: float) -> None:
        """A connection opened and begins to age."""
        self._due[line] = Due(now + self._lifetime * (1.0 - JITTER * self._random.random()), "age")

    def leave(self, line: int, now: float) -> None:
        """The venue said that this connection is about to end."""
        self._due[line] = Due(now + (HURRY * self._random.random() if len(self._due) > 1 else 0.0), "shutdown")

    def postpone(self, line: int, reason: str, now: float) -> None:
        """It is due, and could not be replaced."""
        self._due[line] = Due(now + POSTPONED, reason)

    def ended(self, line: int) -> None:
        """The connection is gone, or is being replaced."""
        self._due.pop(line, None)

    def take_due(self, now: float) -> list[tuple[int, str]]:
        """The connections to be replaced now and why, each once."""
        due = [(line, one.reason) for line, one in self._due.items() if one.at <= now]
        for line, _ in due:
            del self._due[line]
        return due

    @property
    def due_at(self) -> float | None:
        """When the next one is due; None: none is open."""
        return min((due.at for due in self._due.values()), default=None)
