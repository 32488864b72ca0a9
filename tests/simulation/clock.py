"""An event loop whose clock jumps to the next timer, so that minutes of a feed take milliseconds."""

from __future__ import annotations

import asyncio
from typing import Any

EPOCH_NS = 1_793_025_000_000_000_000


TURNS_AT_ONCE = 20_000


class Deadlock(Exception):
    """Nothing is ready and no timer is set, or always something is and the time does not go on."""


class _Leap:
    """Where a loop would ask the kernel for what is ready: instead of sleeping it moves the clock."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop, self._turns = loop, 0

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise Deadlock("the simulation waits for something that never comes")
        self._turns = 0 if timeout else self._turns + 1
        if self._turns > TURNS_AT_ONCE:
            raise Deadlock("the loop turns and turns at the same time")
        self._loop.now += timeout
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """An asyncio loop without sockets, threads and sleep; `now` is its time in seconds.

    `faults` collects what reached the loop's exception handler: callbacks and tasks that failed unseen.
    """

    def __init__(self, now: float = 1000.0) -> None:
        super().__init__()
        self.now = now
        self.faults: list[str] = []
        self._selector = _Leap(self)
        self.set_exception_handler(lambda _, context: self.faults.append(f"{context}"))

    def time(self) -> float:
        """The virtual time in seconds."""
        return self.now

    def _process_events(self, events: list[Any]) -> None:
        """There are none: no socket is ever waited for."""

    def _write_to_self(self) -> None:
        """The loop never sleeps, so it need not be woken."""


class WallClock:
    """A machine's wall clock, on a loop's time; `skew_ns` is how far it is ahead of the venue's."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.skew_ns = 0

    def venue_ns(self) -> int:
        """The true time, which is the venue's, in ns since the epoch."""
        return EPOCH_NS + int(self._loop.now * 1e9)

    def __call__(self) -> int:
        return self.venue_ns() + self.skew_ns
