"""Orders rehearsed while a client that never sleeps has nothing else to do: caches have their way when one leaves."""

from __future__ import annotations

import asyncio

from .gate import Gate

# Between two rehearsals so little else is run that the processor's second cache still has the first.
EVERY_S = 50e-6


class Rehearsals:
    """One kind of order after the other, from `begin` to `end`, in the thread of `loop`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, gate: Gate) -> None:
        self._loop, self._gate, self._next = loop, gate, 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Rehearse now and from now on."""
        if kinds := self._gate.kept():
            self._next = (self._next + 1) % len(kinds)
            kinds[self._next].rehearse()
        self._timer = self._loop.call_later(EVERY_S, self.begin)

    def end(self) -> None:
        """Rehearse no more."""
        if self._timer is not None:
            self._timer.cancel()

    @property
    def is_going_on(self) -> bool:
        """Whether another rehearsal is to come."""
        return self._timer is not None and not self._timer.cancelled()
