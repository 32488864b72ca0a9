"""Faults between a connection and its socket: layers that bytes pass, in order."""

from __future__ import annotations

import asyncio
import random
from collections import deque

from ..endpoint import Endpoint

_TICK = 0.01
# A venue without a pace stops writing while so many bytes are held.
_HIGH_WATER = 1 << 20


class Layer:
    """Holds bytes back; `put` and `remove` hang it into a connection and out again."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint, self.below = endpoint, endpoint.wire
        self.loop = asyncio.get_running_loop()
        self._held: deque[bytes] = deque()
        self._size = 0

    def put(self) -> Layer:
        """Stand in front of the connection's socket."""
        self.endpoint.wire = self
        return self

    def remove(self) -> None:
        """Stand there no more; what is held goes on at once."""
        above, wire = None, self.endpoint.wire
        while isinstance(wire, Layer) and wire is not self:
            above, wire = wire, wire.below
        if wire is not self:
            return
        if above is None:
            self.endpoint.wire = self.below
        else:
            above.below = self.below
        self.pass_on(self._size)

    def write(self, data: bytes, /) -> None:
        """Hold bytes."""
        self._held.append(data)
        self._size += len(data)
        if self._size > _HIGH_WATER:
            self.endpoint.pause_writing()

    def get_write_buffer_size(self) -> int:
        """Count what is held here and below."""
        return self._size + self.below.get_write_buffer_size()

    def pass_on(self, size: int) -> None:
        """Let the first `size` bytes through."""
        ready: list[bytes] = []
        while size > 0 and self._held:
            data = self._held.popleft()
            if len(data) > size:
                self._held.appendleft(data[size:])
                data = data[:size]
            ready.append(data)
            size -= len(data)
            self._size -= len(data)
        if ready and not self.endpoint.is_gone:
            self.below.write(b"".join(ready))
            if self._size <= _HIGH_WATER:
                self.endpoint.resume_writing()


class Nowhere(Layer):
    """Bytes are lost."""

    def write(self, data: bytes, /) -> None:
        """Lose them."""


class Late(Layer):
    """Bytes pass after a time of their own, never before those in front of them."""

    def __init__(self, endpoint: Endpoint, seconds: float, jitter: float, rng: random.Random) -> None:
        super().__init__(endpoint)
        self._seconds, self._jitter, self._rng, self._last = seconds, jitter, rng, 0.0

    def write(self, data: bytes, /) -> None:
        """Hold bytes until they are due."""
        super().write(data)
        self._last = max(self._last, self.loop.time() + self._seconds + self._rng.random() * self._jitter)
        self.loop.call_at(self._last, self._due, len(data))

    def _due(self, size: int) -> None:
        self.pass_on(min(size, self._size))


class Narrow(Layer):
    """So many bytes a second pass."""

    def __init__(self, endpoint: Endpoint, bytes_per_second: int) -> None:
        super().__init__(endpoint)
        self._allowance, self._share, self._ticking = 0.0, bytes_per_second * _TICK, False

    def write(self, data: bytes, /) -> None:
        """Hold bytes until there is room."""
        super().write(data)
        if not self._ticking:
            self._ticking = True
            self.loop.call_later(_TICK, self._tick)

    def _tick(self) -> None:
        self._allowance += self._share
        whole = int(self._allowance)
        self._allowance -= whole
        self.pass_on(whole)
        self._ticking = bool(self._held) and not self.endpoint.is_gone
        if self._ticking:
            self.loop.call_later(_TICK, self._tick)
