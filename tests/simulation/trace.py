"""The last events of a run, told only when it failed."""

from __future__ import annotations

from collections import deque
from typing import Any

from .clock import VirtualLoop


class Violation(AssertionError):
    """Something that must never happen did."""


class Trace:
    """Remembers what happened lately; nothing is put into words before somebody asks."""

    def __init__(self, loop: VirtualLoop, size: int = 100) -> None:
        self._loop, self._is_over = loop, False
        self._events: deque[tuple[float, str, tuple[Any, ...]]] = deque(maxlen=size)

    def add(self, what: str, *details: Any) -> None:
        """Something happened, now."""
        if not self._is_over:
            self._events.append((self._loop.now, what, details))

    def end(self) -> None:
        """What happens from now on is of no interest."""
        self._is_over = True

    def __str__(self) -> str:
        return "\n".join(f"{at:12.4f} {what} {' '.join(map(str, details))}" for at, what, details in self._events)
