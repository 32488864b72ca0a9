"""How long to wait before the next attempt to connect: at once or nearly so after an honest drop, then ever longer."""

from __future__ import annotations

import random
from typing import NamedTuple

from ..errors import Retry


class Pace(NamedTuple):
    """The longest first delay and the longest of all, seconds."""

    first: float
    ceiling: float


# What a `ConnectError` may ask for. After "when told" the venue's own time has been waited for already.
PACES: dict[Retry, Pace] = {"soon": Pace(0.03, 10.0), "slowly": Pace(1.0, 60.0), "when told": Pace(1.0, 60.0)}
# A connection that lasted less than this proves nothing: the next delay grows on, or a venue that accepts and drops
# at once would be called several times a second for ever.
STABLE = 5.0


class Backoff:
    """Exponential delays in seconds, each drawn from the upper half of its span so that clients keep out of step."""

    __slots__ = ("_random", "_stable", "attempt")

    def __init__(self, source: random.Random | None = None, stable: float = STABLE) -> None:
        self._stable = stable
        self._random = source if source is not None else random.Random()
        self.attempt = 0

    def next_delay(self, retry: Retry = "soon") -> float:
        """Count one more attempt and return the seconds to wait before it."""
        first, ceiling = PACES[retry]
        span = min(ceiling, first * 2.0 ** min(self.attempt, 60))
        self.attempt += 1
        return span * self._random.uniform(0.5, 1.0)

    def lasted(self, seconds: float) -> None:
        """A connection ended after so many seconds; a stable one clears the record."""
        if seconds >= self._stable:
            self.attempt = 0
