"""Whether the connections of a shard go by ways as different as there are, and which one is to move when they do not.

A connection that finds its host away comes back by another URL, where a twin may be: what breaks one then breaks both.
Times are seconds of the caller's monotonic clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .routes import Route, choose_route, overlap

# Connections share a way for so long before one of them is moved. Each time it takes twice as long, since the other way
# may still be closed, up to the ceiling; once they have been apart for the ceiling's time, it begins anew.
FIRST, CEILING = 5.0, 320.0


class Spread:
    """The connections of one shard; `among` are the ways that there are."""

    def __init__(self, among: Sequence[Route]) -> None:
        self._among = among
        self._crowded_at: float | None = None
        self._moved_at = float("-inf")
        self._patience = FIRST

    def look(self, now: float, used: Mapping[int, Route]) -> int | None:
        """The connection, by its number, that is to be replaced now; None as long as all is well or may become so."""
        line = next((line for line in used if self._is_crowded(line, used)), None)
        if line is None:
            self._crowded_at = None
            if now >= self._moved_at + CEILING:
                self._patience = FIRST
            return None
        if self._crowded_at is None:
            self._crowded_at = now
        if now < self._crowded_at + self._patience:
            return None
        self._crowded_at, self._moved_at = None, now
        self._patience = min(CEILING, 2.0 * self._patience)
        return line

    def _is_crowded(self, line: int, used: Mapping[int, Route]) -> bool:
        others = [route for other, route in used.items() if other != line]
        best = choose_route(self._among, others)
        return overlap(used[line], others) > overlap(best, others)
