"""Event loops that never sleep, and threads that never move."""

from __future__ import annotations

import asyncio
import operator
import os
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from typing import SupportsIndex

from ..errors import ConfigError


class SpinningSelector(selectors.DefaultSelector):
    """Asks the kernel again and again instead of sleeping: a message is seen at once, and a core is always busy."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready now."""
        return super().select(0)


def new_loop(*, busy_poll: bool = False) -> asyncio.AbstractEventLoop:
    """Make a loop on a selector, on Windows too: its other kind of loop copies every read."""
    return asyncio.SelectorEventLoop(SpinningSelector() if busy_poll else None)


async def spin() -> None:
    """Keep the running loop, whichever it is, from sleeping until cancelled."""
    while True:
        await asyncio.sleep(0)


def check_cpu(cpu: object) -> int:
    """Return the number of a core this process may run on; raises ConfigError for any other."""
    if not hasattr(os, "sched_getaffinity"):
        raise ConfigError("cpu: threads can be pinned to a core on Linux only")
    allowed = os.sched_getaffinity(0)
    if isinstance(cpu, bool) or not isinstance(cpu, SupportsIndex) or operator.index(cpu) not in allowed:
        raise ConfigError(f"cpu: one of the cores {sorted(allowed)}, not {cpu!r}")
    return operator.index(cpu)


@contextmanager
def pinned(cpu: int | None) -> Iterator[None]:
    """Keep the calling thread on one core."""
    if cpu is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cpu})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
