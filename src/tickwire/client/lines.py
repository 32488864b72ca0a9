"""The connections of a running client: which stream goes over which, and how many there are."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

from ..errors import ConfigError
from ..feed.dispatch import Dispatch
from ..session import ConnectionState, ControlReply, Subscriptions
from ..transport import Line, Owner, Venue

# A line's number stands in one byte of every message.
MAX_LINES = 256


class Lines:
    """Puts each stream on the first connection with room for it, and opens another one when there is none."""

    def __init__(self, venue: Venue, dispatch: Dispatch, owner: Owner, request_timeout: float) -> None:
        self._venue, self._dispatch, self._owner, self._timeout = venue, dispatch, owner, request_timeout
        self._loop = asyncio.get_running_loop()
        self._ids = count(1)
        self._lines: dict[int, Line] = {}
        self._tasks: dict[Line, asyncio.Task[None]] = {}
        self._placed: dict[str, Line] = {}
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._is_pump_due = self._is_open = False
        self._retired: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Line]:
        return iter(tuple(self._lines.values()))

    def want(self, stream: str) -> None:
        """Have a stream brought over one of the connections."""
        line = next((line for line in self._lines.values() if line.subscriptions.room > 0), None)
        if line is None:
            line = self._add_line()
        self._placed[stream] = line
        line.subscriptions.want(stream)
        self._pump_soon()

    def drop(self, stream: str) -> None:
        """Have a stream brought no longer; a connection left without streams is closed, the last one excepted."""
        line = self._placed.pop(stream, None)
        if line is None:
            return
        line.subscriptions.drop(stream)
        if not line.subscriptions.wanted and len(self._lines) > 1:
            del self._lines[line.number]
            self._retired.update(_counts(line) | {"connections": 0})
            if line in self._tasks:
                self._tasks[line].cancel()
        self._pump_soon()

    def is_active(self, stream: str) -> bool:
        """Whether the venue has acknowledged a stream on the connection of now."""
        line = self._placed.get(stream)
        return line is not None and line.subscriptions.is_active(stream)

    @property
    def active_streams(self) -> int:
        """How many streams the venue has acknowledged."""
        return sum(len(line.subscriptions.active) for line in self)

    def replied(self, reply: ControlReply) -> bool:
        """Match a reply to the request of one of the lines; False when it answers none."""
        if isinstance(reply.id, int):
            return any(line.replied(reply) for line in self if line.subscriptions.owns(reply.id))
        return any(line.replied(reply) for line in self)

    def counts(self) -> Counter[str]:
        """Totals over all connections, those closed in the meantime included."""
        total = self._retired.copy()
        for line in self:
            total.update(_counts(line))
        return total

    async def open(self) -> None:
        """Open all connections, at least one; raises ConnectError when one does not open."""
        if not self._lines:
            self._add_line()
        for line in self:
            self._start(line)
        opened = self._loop.create_task(self._wait_opened())
        try:
            either: set[asyncio.Future[Any]] = {opened, self._ended}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if self._ended.done():
                self._ended.result()
            self._is_open = True
        finally:
            opened.cancel()

    async def _wait_opened(self) -> None:
        for line in self:
            await line.opened.wait()

    async def wait_ended(self, seconds: float | None) -> None:
        """Wait for `end`, no longer than `seconds`; raises what broke a connection for good."""
        await asyncio.wait({self._ended}, timeout=seconds)
        if self._ended.done():
            self._ended.result()

    def end(self) -> None:
        """Let `open` and `wait_ended` return."""
        if not self._ended.done():
            self._ended.set_result(None)

    async def close(self) -> None:
        """Close every connection by a closing handshake."""
        self.end()
        tasks = tuple(self._tasks.values())
        for task in tasks:
            if not task.cancelling():  # one that is shaking hands already is left to it
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _add_line(self) -> Line:
        number = next((n for n in range(MAX_LINES) if n not in self._lines), None)
        if number is None:
            raise ConfigError(f"a client has at most {MAX_LINES} connections")
        subscriptions = Subscriptions(self._ids, timeout=self._timeout)
        line = Line(number, self._venue, self._dispatch, subscriptions, self._owner)
        self._lines[number] = line
        if self._tasks:
            self._start(line)
        return line

    def _start(self, line: Line) -> None:
        if line not in self._tasks:
            run = line.run(is_patient=self._is_open)
            task = self._loop.create_task(run, name=f"tickwire line {line.number}")
            self._tasks[line] = task
            task.add_done_callback(lambda done: self._line_ended(line, done))

    def _line_ended(self, line: Line, task: asyncio.Task[None]) -> None:
        del self._tasks[line]
        if not task.cancelled() and (error := task.exception()) is not None and not self._ended.done():
            self._ended.set_exception(error)

    def _pump_soon(self) -> None:
        """Let every line send what is due, once for however many changes are made in one go."""
        if not self._is_pump_due:
            self._is_pump_due = True
            self._loop.call_soon(self._pump)

    def _pump(self) -> None:
        self._is_pump_due = False
        for line in self:
            line.pump()


def _counts(line: Line) -> dict[str, int]:
    return {
        "connections": line.state is ConnectionState.OPEN,
        "connects": line.connects,
        "connect_failures": line.failures,
        "frames": line.messages,
        "bytes": line.payload_bytes,
    }
