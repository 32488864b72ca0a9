"""Virtual time: what is to happen when. There is no loop and no sleep; the clock jumps to the next entry."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from typing import Any

SECOND, MS = 1_000_000_000, 1_000_000
EPOCH_NS = 1_793_025_003_700 * MS  # the venue's clock when ours shows 0


class Agenda:
    """Entries by their time; those of one time in the order in which they were made."""

    def __init__(self) -> None:
        self.now_ns = 0
        self._numbers = count()
        self._entries: list[tuple[int, int, Callable[..., Any], tuple[Any, ...]]] = []

    @property
    def now(self) -> float:
        """Seconds, for traces."""
        return self.now_ns / SECOND

    @property
    def venue_ms(self) -> int:
        """What the venue's clock shows."""
        return (EPOCH_NS + self.now_ns) // MS

    def at(self, at_ns: int, call: Callable[..., Any], *arguments: Any) -> None:
        """Call this then."""
        heapq.heappush(self._entries, (max(at_ns, self.now_ns), next(self._numbers), call, arguments))

    def after(self, ns: int, call: Callable[..., Any], *arguments: Any) -> None:
        """Call this later."""
        self.at(self.now_ns + ns, call, *arguments)

    def step(self) -> bool:
        """Do what is next; False when there is nothing."""
        if not self._entries:
            return False
        self.now_ns, _, call, arguments = heapq.heappop(self._entries)
        call(*arguments)
        return True
