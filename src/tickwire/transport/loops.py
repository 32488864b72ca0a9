"""Event loops that never sleep, and threads that never move."""

from __future__ import annotations

import asyncio
import operator
import os
import selectors
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, SupportsIndex

from ..errors import ConfigError

Read = Callable[[], object]


class SpinningSelector(selectors.DefaultSelector):
    """Asks again and again instead of sleeping: a message is seen at once, and a core is always busy.

    Each time the connections themselves are asked first, by reading them: that saves a message the way through the
    kernel's list of what is ready and the loop's list of what is to be done, and caches keep the code that reads.
    """

    def __init__(self) -> None:
        super().__init__()
        self._readers: dict[int, asyncio.Handle] = {}
        self._own: dict[asyncio.Handle, Read] = {}
        self._read: tuple[Read, ...] = ()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Read what has come, and return what else is ready now."""
        for read in (reads := self._read):
            if reads is not self._read:  # one of them ended another: the list is gone through anew the next time
                break
            read()
        return super().select(0)

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As of every selector; `data` are the handles of the loop."""
        return self._know(super().register(fileobj, events, data))

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        """As of every selector."""
        return self._know(super().modify(fileobj, events, data))

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        """As of every selector."""
        key = super().unregister(fileobj)
        self._know(key._replace(data=None))
        return key

    def read_with(self, fd: int, read: Read) -> Read | None:
        """Read a connection with `read`, as long as its transport does; returns how that does it. None: it does not."""
        if (reader := self._readers.get(fd)) is None:
            return None
        self._own[reader] = read
        self._list()
        return reader._run

    def _know(self, key: selectors.SelectorKey) -> selectors.SelectorKey:
        """Note how a connection is read."""
        reader = key.data[0] if isinstance(key.data, tuple) else None
        if isinstance(reader, asyncio.Handle) and _may_be_asked(reader):
            self._readers[key.fd] = reader
        else:
            self._readers.pop(key.fd, None)
        self._list()
        return key

    def _list(self) -> None:
        readers = self._readers.values()
        self._own = {reader: read for reader, read in self._own.items() if reader in readers}
        self._read = tuple(self._own.get(reader, reader._run) for reader in readers)


def read_with(fd: int, read: Read) -> Read | None:
    """Have the running loop read a connection with `read` whenever it asks itself; None: it waits to be told."""
    selector = getattr(asyncio.get_running_loop(), "_selector", None)
    return selector.read_with(fd, read) if isinstance(selector, SpinningSelector) else None


def _may_be_asked(reader: asyncio.Handle) -> bool:
    """Whether it is of the transports below picows, to whom it is nothing new that a socket has nothing to read."""
    owner = getattr(getattr(reader, "_callback", None), "__self__", None)
    return type(owner).__module__.partition(".")[0] == "aiofastnet"


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
