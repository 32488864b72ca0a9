"""Measures the venue's clock by asking for it, from time to time, while the WebSocket API is open."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from ..errors import DecodeError
from ..feed.dispatch import Dispatch
from ..schema import ServerTime, read
from ..session import Answer, Call, ClockEstimate, Priority, Reading, VenueClock, request_weight
from ..session.instants import instant_ns, resolution_ns
from ..transport import Venue

if TYPE_CHECKING:
    from .api import Api

# At first several times in a row, of which the shortest round trip counts; then every so many seconds.
FIRST_READINGS, FIRST_INTERVAL = 8, 0.1
INTERVAL = 10.0
# Whether our own clock was set is looked at so often.
LOOK = 1.0


class Clock:
    """Asks for the venue's time and keeps the estimate; the feed reckons the age of messages by it."""

    def __init__(self, api: Api, feed: Dispatch, venue: Venue) -> None:
        self._api, self._feed, self._venue = api, feed, venue
        self._loop = asyncio.get_running_loop()
        self._estimate = ClockEstimate()
        self._asked: Call | None = None
        self._next_at, self._answered_at, self._quick = 0.0, 0.0, 0
        # What is to be added to the monotonic clock, which nobody sets, for the venue's time.
        self.monotonic_offset_ns = venue.wall_ns() - venue.monotonic_ns()

    def now(self) -> VenueClock | None:
        """What is known of the venue's clock at this instant; None before the first answer."""
        return self._estimate.at(self._loop.time(), self._venue.wall_ns())

    def opened(self, now: float) -> None:
        """A connection is open: measure at once, for budgets go by the venue's clock."""
        self._next_at, self._quick = now, FIRST_READINGS

    def doubted(self) -> None:
        """The venue refused a request for its time: measure soon, but no more than once in a while."""
        self._next_at = min(self._next_at, self._answered_at + LOOK)

    def tick(self, now: float) -> float | None:
        """Ask when it is time; returns when that is next, None while an answer is awaited."""
        if self._asked is not None:
            return None
        if now >= self._next_at or self._estimate.was_set(now, self._venue.wall_ns()):
            weight = request_weight("time", {})
            self._asked = self._api.ask("time", {}, self._answered, weight=weight, priority=Priority.CLOCK)
            return None
        return min(self._next_at, now + LOOK)

    def _answered(self, answer: Answer) -> None:
        now, wall_ns = self._loop.time(), self._venue.wall_ns()
        self._quick -= 1
        self._api.requests.is_held = False
        self._next_at, self._answered_at = now + (FIRST_INTERVAL if self._quick > 0 else INTERVAL), now
        self._asked = None
        if answer.error is not None:
            if not self._api.is_closed:
                self._api.report(answer.error)
            return
        try:
            told: ServerTime = read(answer.result, ServerTime)
        except msgspec.DecodeError as fault:
            self._api.report(DecodeError(f"no time of the venue: {fault}", bytes(answer.result)))
            return
        call, server = answer.call, told.server_time
        reading = Reading(call.sent_at, call.sent_ns, now, wall_ns, instant_ns(server), resolution_ns(server))
        if self._estimate.observe(reading):
            self._quick, self._next_at = FIRST_READINGS, now + FIRST_INTERVAL
        if (clock := self.now()) is not None:
            self._feed.clock_offset_ns = clock.offset_ns
            self.monotonic_offset_ns = clock.offset_ns + self._venue.wall_ns() - self._venue.monotonic_ns()
