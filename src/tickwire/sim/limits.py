"""What the venue allows a client, with the real venue's values as defaults."""

from __future__ import annotations

from collections import deque

import msgspec

from .instruments import ExchangeRules


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The venue's limits. Times are seconds; tests shorten them, nothing else needs to.

    All clients of a simulated venue count as one address. `write_buffer` and `close_timeout` are the simulation's
    own: the bytes a slow client may leave unread before it is cut off, and how long a CLOSE may stay unanswered.
    `weight` and `weight_window` are of the WebSocket API; a client that gets `refusals_borne` refusals in a window and
    goes on is banned for `ban` seconds, the next time for twice as long. `orders` an
    account may place in ten seconds, those that trade count no more. Of user data a connection has `subscriptions`
    at a time, and `subscription_ids` before it must be opened anew. `exchange` are the filters of the exchange.
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
    weight: int = 6000
    weight_window: float = 60.0
    refusals_borne: int = 10
    ban: float = 120.0
    orders: int = 50
    orders_of_a_day: int = 160_000
    subscriptions: int = 1000
    subscription_ids: int = 65_535
    exchange: ExchangeRules = ExchangeRules()


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
