"""Calls the parts of a client when they have something to do, without a fixed beat."""

from __future__ import annotations

import asyncio
import logging
from math import inf
from typing import Protocol

_log = logging.getLogger("tickwire")

# A part whose tick fails, by a bug of ours, is called again after this time in seconds.
AFTER_FAILURE = 1.0


class Ticking(Protocol):
    """What may be called by the ticker."""

    def tick(self, now: float) -> float | None:
        """Do what is due at loop time `now`; return when to be called next, None: not before `wake`."""


class Ticker:
    """One timer of the loop for all parts; it is armed for the earliest of them."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._due: dict[Ticking, float] = {}
        self._timer: asyncio.Handle | None = None
        self._armed_for = inf

    @property
    def now(self) -> float:
        """Loop time."""
        return self._loop.time()

    def add(self, part: Ticking) -> None:
        """Call `part.tick` soon, and then whenever it asked for."""
        self.wake(part)

    def remove(self, part: Ticking) -> None:
        """Call `part` no more."""
        self._due.pop(part, None)

    def wake(self, part: Ticking) -> None:
        """Call `part.tick` at the next turn of the loop, whatever it asked for before."""
        now = self._loop.time()
        if self._timer is None or self._due.get(part, inf) > now:  # else it is being waited for already
            self._due[part] = now
            self._arm()

    def close(self) -> None:
        """Call nobody any more."""
        self._due.clear()
        self._arm()

    def _arm(self) -> None:
        due_at = min(self._due.values(), default=inf)
        if self._timer is not None:
            if self._armed_for == due_at:
                return
            self._timer.cancel()
            self._timer = None
        if due_at != inf:
            self._armed_for = due_at
            self._timer = self._loop.call_at(due_at, self._tick)

    def _tick(self) -> None:
        self._timer = None
        now = self._loop.time()
        for part, due_at in tuple(self._due.items()):
            if due_at <= now and part in self._due:
                self._due[part] = inf  # a wake while it ticks is not overwritten
                next_at = self._next_tick(part, now)
                if part in self._due:
                    self._due[part] = min(self._due[part], next_at)
        self._arm()

    def _next_tick(self, part: Ticking, now: float) -> float:
        try:
            next_at = part.tick(now)
        except Exception:
            _log.exception("%s failed", type(part).__name__)
            return now + AFTER_FAILURE
        return inf if next_at is None else next_at
