"""How long other streams have been ahead of a book: the proof that its own stream does not bring what happened.

Best prices and partial depth bear update ids of the same space as the changes of the book. When they are ahead of it,
its own message is due within a period; so each id that was seen ahead is remembered with its time until the book has
reached it. No clock: time is given.
"""

from __future__ import annotations

# Longer steps are time in which nobody read what came: they are not counted in full.
LONGEST_STEP = 0.5  # s
MOST_MARKS = 16  # after that the last one stands for what comes later too


class Lag:
    """Judges whether a book is behind for more than `allowed` seconds. Times are of one clock, whichever it is."""

    __slots__ = ("_allowed", "_base", "_clock", "_looked_at", "_marks")

    def __init__(self, allowed: float) -> None:
        self._allowed = allowed
        self._clock, self._looked_at = 0.0, 0.0
        self.clear()

    def clear(self) -> None:
        """Forget what was seen: it says nothing about what comes."""
        self._base: int | None = None
        self._marks: list[tuple[int, float]] = []  # ids that were ahead, and when they were first seen to be

    def look(self, now: float, newest: int, held: int | None) -> bool:
        """Take the newest id of the other streams, and the last one of the book; returns whether it is behind.

        `held` is None while the book has none: then the first id of others may be an old one, and proves nothing.
        """
        self._clock += min(max(now - self._looked_at, 0.0), LONGEST_STEP)
        self._looked_at = now
        if held is None:
            self._base = held = newest if self._base is None else self._base
        marks = self._marks = [mark for mark in self._marks if mark[0] > held]
        if newest > (marks[-1][0] if marks else held):
            if len(marks) < MOST_MARKS:
                marks.append((newest, self._clock))
            else:
                marks[-1] = newest, marks[-1][1]
        return self.is_behind(held)

    def is_behind(self, held: int | None) -> bool:
        """Whether, as of the last look, a book with this id last is behind."""
        held = self._base if held is None else held
        since = next((at for number, at in self._marks if held is None or number > held), self._clock)
        return self._clock - since > self._allowed
