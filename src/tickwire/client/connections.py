"""The lines of a running client: their numbers, their tasks, and what they have counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from ..errors import ConfigError
from ..feed.dispatch import Dispatch
from ..session import ConnectionState, Subscriptions
from ..session.routes import Route
from ..transport import Line, Owner, Venue

# A line's number stands in one byte of every message.
MAX_LINES = 256


class Connections:
    """Adds, starts and retires lines, each to the venue whose URL it goes by.

    `failed` is told of a line that could not be opened at the start.
    """

    def __init__(
        self,
        venues: Sequence[Venue],
        dispatch: Dispatch,
        owner: Owner,
        request_timeout: float,
        failed: Callable[[BaseException], None],
    ) -> None:
        self._venues, self._dispatch, self._owner, self._timeout = venues, dispatch, owner, request_timeout
        self._failed = failed
        self._loop = asyncio.get_running_loop()
        self._ids = count(1)
        self._lines: dict[int, Line] = {}
        self._tasks: dict[Line, asyncio.Task[None]] = {}
        self._retired: Counter[str] = Counter()
        self._is_pump_due = False

    def __iter__(self) -> Iterator[Line]:
        return iter(tuple(self._lines.values()))

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, number: int) -> Line | None:
        """The line of that number, unless it is retired."""
        return self._lines.get(number)

    def add(self, route: Route, streams: Iterable[str] = ()) -> Line:
        """Make a line for these streams, not started yet. Raises ConfigError when there are too many."""
        in_use = self._lines.keys() | {line.number for line in self._tasks}
        number = next((n for n in range(MAX_LINES) if n not in in_use), None)
        if number is None:
            raise ConfigError(f"a client has at most {MAX_LINES} connections")
        venue = next(each for each in self._venues if route.url in each.urls)
        subscriptions = Subscriptions(self._ids, timeout=self._timeout, spell=venue.spell)
        for stream in streams:
            subscriptions.want(stream)
        self._dispatch.new_line(number)
        line = Line(number, venue, self._dispatch, subscriptions, self._owner, route)
        self._lines[number] = line
        return line

    def start(self, line: Line, gives_up: Callable[[], bool]) -> None:
        """Open a line and keep it open; `gives_up` is asked when it does not open the first time."""
        task = self._loop.create_task(line.run(gives_up), name=f"tickwire line {line.number}")
        self._tasks[line] = task
        task.add_done_callback(lambda done: self._ended(line, done))

    def retire(self, line: Line) -> None:
        """Close a line for good; its number is free again when it is closed."""
        if self._lines.get(line.number) is not line:
            return
        del self._lines[line.number]
        line.is_leaving = True
        self._retired.update(_counts(line) | {"connections": 0})
        self._dispatch.line_lost(line.number)
        if line in self._tasks:
            self._tasks[line].cancel()

    def counts(self) -> Counter[str]:
        """Totals over all lines, the retired ones included."""
        total = self._retired.copy()
        for line in self:
            total.update(_counts(line))
        return total

    def pump_soon(self) -> None:
        """Let every line send what is due, once for however many changes are made in one go."""
        if not self._is_pump_due:
            self._is_pump_due = True
            self._loop.call_soon(self._pump)

    async def close(self) -> None:
        """Close every line by a closing handshake."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            if not task.cancelling():  # one that is shaking hands already is left to it
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _pump(self) -> None:
        self._is_pump_due = False
        for line in self:
            line.pump()

    def _ended(self, line: Line, task: asyncio.Task[None]) -> None:
        del self._tasks[line]
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failed(error)


def _counts(line: Line) -> dict[str, int]:
    return {
        "connections": line.state is ConnectionState.OPEN,
        "connects": line.connects,
        "connect_failures": line.failures,
        "frames": line.messages,
        "bytes": line.payload_bytes,
    }
