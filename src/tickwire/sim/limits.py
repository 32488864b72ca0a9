"""What the venue allows a client, with the real venue's values as defaults."""

from __future__ import annotations

from collections import deque

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The venue's limits. Times are seconds; tests shorten them, nothing else needs to.

    All clients of a simulated venue count as one address. `write_buffer` and `close_timeout` are the simulation's
    own: the bytes a slow client may leave unread before it is cut off, and how long a CLOSE may stay unanswered.
    """

    messages: int = 5
    messages_window: float = 1.0
    request_bytes: int = 4096
    streams: int = 1024
    connections: int = 300
    connections_window: float = 300.0
    ping_interval: float = 20.0
    pong_timeout: float = 60.0
    lifetime: float = 24 * 3600.0
    close_timeout: float = 5.0
    write_buffer: int = 16 << 20


class RollingLimit:
    """At most `count` events within any `window` seconds."""

    def __init__(self, count: int, window: float) -> None:
        self.count, self.window = count, window
        self._times: deque[float] = deque()

    def admit(self, now: float) -> bool:
        """Count an event at `now`; False when it is one too many. Refused events count as well."""
        times = self._times
        while times and times[0] <= now - self.window:
            times.popleft()
        times.append(now)
        return len(times) <= self.count
