"""What the venue takes for the time."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """The time of this machine, and by how much the venue's is ahead of it, for each reason, in µs."""

    def __init__(self) -> None:
        self.skews: list[Callable[[], int]] = []

    def ahead(self) -> int:
        """How far, altogether."""
        return sum(skew() for skew in self.skews)

    def now(self) -> int:
        """µs since the epoch."""
        return time.time_ns() // 1000 + self.ahead()
