"""What the demo counts: messages and latencies of each kind of stream, and the latest prices."""

from __future__ import annotations

import time
from typing import Any

from .latency import LatencyHistogram


class Tally:
    """One kind of stream; `on_message` is its handler, and does no more than it must.

    A latency is wire to callback: from `recv_time`, stamped at the first frame of a socket read, to the entry of the
    handler. Messages are counted when `fold` is called.
    """

    def __init__(self, stream: str) -> None:
        self.stream = stream
        self.latency = LatencyHistogram()
        self.last: dict[str, Any] = {}  # the last message of each symbol
        self.rate = 0.0
        self._fresh: list[tuple[int, Any]] = []
        self._seen = 0

    @property
    def messages(self) -> int:
        """How many have been counted."""
        return self.latency.count

    def on_message(self, message: Any) -> None:
        """Note one message and the time."""
        self._fresh.append((time.time_ns(), message))

    def fold(self) -> None:
        """Count the messages since the last time."""
        fresh, self._fresh = self._fresh, []
        for entered, message in fresh:
            self.latency.record(entered - message.recv_time)
            self.last[message.symbol] = message

    def tick(self, seconds: float) -> None:
        """Count, and set `rate`, in messages a second, to that of the last `seconds`."""
        self.fold()
        self.rate = (self.messages - self._seen) / seconds
        self._seen = self.messages


class Board:
    """The tallies of all streams of a demo."""

    def __init__(self, symbols: tuple[str, ...], streams: tuple[str, ...]) -> None:
        self.symbols = symbols
        self.tallies = {stream: Tally(stream) for stream in streams}

    @property
    def latency(self) -> LatencyHistogram:
        """All latencies together."""
        return LatencyHistogram.merged(tally.latency for tally in self.tallies.values())

    @property
    def messages(self) -> int:
        """How many messages came."""
        return sum(tally.messages for tally in self.tallies.values())

    def tick(self, seconds: float) -> None:
        """Bring all rates up to date."""
        for tally in self.tallies.values():
            tally.tick(seconds)

    def average(self, seconds: float) -> None:
        """Count, and set all rates to those of the whole time."""
        for tally in self.tallies.values():
            tally.fold()
            tally.rate = tally.messages / seconds

    def last(self, stream: str, symbol: str) -> Any:
        """The last message of one stream, or None."""
        return self.tallies[stream].last.get(symbol.upper())
