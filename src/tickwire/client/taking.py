"""Taking messages out of a ring as they come, with `async for`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from ..feed.ring import Ring


class Taking:
    """Whoever takes messages that one subscription puts into a ring, in any event loop."""

    def __init__(self) -> None:
        self._wakers: list[Callable[[], None]] = []
        self._runs_ended = 0

    def run_ended(self) -> None:
        """The client stopped: nothing more will come until it runs again. Told in its thread."""
        self._runs_ended += 1
        for wake in tuple(self._wakers):
            wake()

    async def messages(self, ring: Ring) -> AsyncIterator[Any]:
        """Those that are there and those that come, until the ring is finished or the client stops."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # the loop that iterated has been closed
                loop.call_soon_threadsafe(woken.set)

        self._wakers.append(wake)
        ring.set_waker(wake)
        runs_ended = self._runs_ended
        try:
            while True:
                woken.clear()
                for _ in range(len(ring)):
                    if (message := ring.get()) is not None:
                        yield message
                if ring.is_finished or (self._runs_ended != runs_ended and not len(ring)):
                    return
                if len(ring):
                    await asyncio.sleep(0)  # a full ring must not keep the loop from everything else
                else:
                    await woken.wait()
        finally:
            self._wakers.remove(wake)
            ring.set_waker(None)
