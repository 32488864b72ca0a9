"""Who gets which message: subscriptions, encoding once for all, and tapes for a venue that knows no pace."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from .connection import Connection, Outlet
from .feeds import Feed
from .frames import message_frame
from .messages import Payload, Publish, encoded
from .stats import Counters
from .tape import Chunk, chunks

_TAPES_KEPT = 8


class Broadcast:
    """The subscriptions of every connection to the streams."""

    def __init__(self, feed: Feed, counters: Counters) -> None:
        self._feed, self._counters = feed, counters
        self.publish: Publish = self.deliver
        self._connections: dict[Connection, dict[str, Outlet]] = {}
        self._subscribers: dict[str, dict[Outlet, None]] = {}
        self._tapes: OrderedDict[Any, tuple[list[Chunk], bool]] = OrderedDict()

    @property
    def is_paced(self) -> bool:
        """False when everything is sent as fast as each client reads."""
        return self._feed.speed is not None

    @property
    def furthest(self) -> int:
        """The last round that a connection has begun; -1 before the first."""
        return max((connection.turn for connection in self._connections), default=-1)

    def subscribe(self, connection: Connection) -> None:
        """From now on send what the connection's streams say, in its form."""
        if not self.is_paced:
            # Ids never fall behind: not those of the connection, nor far behind those of the others.
            turn = max(0, self.furthest, connection.turn + 1 if connection in self._connections else 0)
            self._connections[connection] = {}
            connection.play(*self._tape(connection), turn)
            return
        self.forget(connection)
        outlets = {connection.feed_of(stream): connection.outlet(stream) for stream in connection.control.streams}
        for stream, outlet in outlets.items():
            self._subscribers.setdefault(stream, {})[outlet] = None
        self._connections[connection] = outlets

    def forget(self, connection: Connection) -> None:
        """Send nothing more."""
        for stream, outlet in self._connections.pop(connection, {}).items():
            del self._subscribers[stream][outlet]
            if not self._subscribers[stream]:
                del self._subscribers[stream]

    def flush(self, lag: float) -> None:
        """Write everything queued."""
        self._counters.lag = lag
        for connection in list(self._connections):
            connection.flush()

    def deliver(self, stream: str, make: Callable[[int], Payload]) -> None:
        """Queue a message for everyone who subscribed."""
        subscribers = self._subscribers.get(stream)
        if not subscribers:
            return
        payloads: dict[int, bytes] = {}
        frames: dict[tuple[int, bool], bytes] = {}
        for outlet in subscribers:
            unit, combined = outlet.time_unit, outlet.control.combined
            if (unit, combined) not in frames:
                if unit not in payloads:
                    payloads[unit] = encoded(make(unit))
                frames[unit, combined] = message_frame(stream, payloads[unit], combined)
            outlet.push(frames[unit, combined])

    def _tape(self, connection: Connection) -> tuple[list[Chunk], bool]:
        wanted, combined = frozenset(map(connection.feed_of, connection.control.streams)), connection.control.combined
        key = (wanted, combined, connection.time_unit)
        if key not in self._tapes:
            messages, loops = self._feed.tape(wanted, connection.time_unit)
            self._tapes[key] = chunks(messages, combined), loops
            if len(self._tapes) > _TAPES_KEPT:
                self._tapes.popitem(last=False)
        return self._tapes[key]
