"""How long to wait before the next attempt to connect: at once or nearly so after an honest drop, then ever longer."""

from __future__ import annotations

import random

FIRST = 0.04
CEILING = 10.0
# A connection that lasted less than this proves nothing: the next delay grows on, or a venue that accepts and drops
# at once would be called several times a second for ever.
STABLE = 5.0


class Backoff:
    """Exponential delays in seconds, each drawn from the upper half of its span so that clients keep out of step."""

    __slots__ = ("_ceiling", "_first", "_random", "_stable", "attempt")

    def __init__(
        self,
        first: float = FIRST,
        ceiling: float = CEILING,
        stable: float = STABLE,
        source: random.Random | None = None,
    ) -> None:
        self._first, self._ceiling, self._stable = first, ceiling, stable
        self._random = source if source is not None else random.Random()
        self.attempt = 0

    def next_delay(self) -> float:
        """Count one more attempt and return the seconds to wait before it."""
        span = min(self._ceiling, self._first * 2.0 ** min(self.attempt, 60))
        self.attempt += 1
        return span * self._random.uniform(0.5, 1.0)

    def lasted(self, seconds: float) -> None:
        """A connection ended after so many seconds; a stable one clears the record."""
        if seconds >= self._stable:
            self.attempt = 0
