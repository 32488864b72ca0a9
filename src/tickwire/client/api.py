"""The venue's WebSocket API for everything in a client that asks: one connection, opened when it is first needed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from ..errors import ConfigError, ConnectError, DecodeError, DeprecatedSbeSchema, RequestLost, SbeDisabled
from ..feed.dispatch import Dispatch
from ..feed.events import Unhandled
from ..schema import ApiReply, read
from ..session import Answer, Backoff, Call, ConnectFailed, Priority, Reconnect, RequestFailed, Requests
from ..session.endpoints import venue_name
from ..session.refusals import refusal
from ..session.weights import CONNECT_WEIGHT
from ..transport import Owner, Venue
from .api_connection import API_LINE, ApiConnection
from .clock import Clock
from .ticker import Ticker

# The venue ends a connection after 24 hours.
LIFETIME = 23.5 * 3600.0
# What is still asked on a connection that is being left is waited for so long.
LINGER = 12.0
BAD_REQUEST = 400
SBE_REFUSED = frozenset({SbeDisabled.venue_code, DeprecatedSbeSchema.venue_code})
"""SBE is off, or its schema cannot say what is to be said."""

Answered = Callable[[Answer], None]


class Api:
    """Sends requests and hands out their answers while a client runs.

    `feed` is the dispatcher of the streams. On this connection times are asked for in µs, whatever the streams use.
    With a `venue` that takes binary messages replies are asked for in SBE; they come here as the JSON that says the
    same.
    """

    def __init__(self, url: str | None, venue: Venue, owner: Owner, ticker: Ticker, feed: Dispatch) -> None:
        self.url, self.venue, self.owner, self._ticker = url, venue, owner, ticker
        self._loop = asyncio.get_running_loop()
        self._dispatch = Dispatch(on_error=feed.on_error, on_unhandled=self._unasked, on_control=self._replied)
        self.requests = Requests(venue.weights(venue_name(url) if url is not None else ""))
        self.requests.is_held = True  # until the clock is known, for the budget goes by it
        self.clock = Clock(self, feed, venue)
        self._waiting: dict[Call, Answered] = {}
        self._connections: dict[int, ApiConnection] = {}
        self._current: ApiConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._backoff, self._random = Backoff(), random.Random()
        self._attempt = self._opened = 0
        self._lost_at: float | None = None
        self.falls_back = False  # to JSON, when the venue refuses a connection in SBE
        self._has_left_sbe = False
        self.is_closed = False
        self.trouble: ConnectError | None = None  # why there is no connection

    def venue_ns(self) -> int:
        """The venue's time, as far as it is known, in ns since the epoch; our own clock may be set meanwhile."""
        return self.venue.monotonic_ns() + self.clock.monotonic_offset_ns

    @property
    def is_open(self) -> bool:
        """Whether requests are sent as soon as they are paid for."""
        return self._current is not None and self._current.is_open

    def ask(
        self,
        method: str,
        params: Mapping[str, Any],
        answered: Answered,
        *,
        weight: int,
        priority: Priority,
        within: float | None = None,
        is_repeatable: bool = True,
    ) -> Call:
        """Queue a request and call `answered` once with what becomes of it, after `within` seconds at the latest.

        Raises ConfigError when it is not known where the WebSocket API is.
        """
        self.open()
        deadline = None if within is None else self._loop.time() + within
        call = self.requests.ask(
            method, params, weight=weight, priority=priority, is_repeatable=is_repeatable, deadline=deadline
        )
        self._waiting[call] = answered
        self._ticker.wake(self)
        return call

    async def request(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        weight: int,
        priority: Priority = Priority.QUERY,
        within: float | None = None,
    ) -> msgspec.Raw:
        """Ask and wait; raises RequestError, RequestTimeout, RequestLost or ConfigError."""
        answer: asyncio.Future[Answer] = self._loop.create_future()

        def settle(told: Answer) -> None:
            if not answer.done():  # whoever waited may just have been cancelled, and not have run since
                answer.set_result(told)

        call = self.ask(method, params, settle, weight=weight, priority=priority, within=within)
        try:
            settled = await answer
        except asyncio.CancelledError:
            self.give_up(call)
            raise
        if settled.error is not None:
            raise settled.error
        return settled.result

    def give_up(self, call: Call) -> None:
        """Nobody waits for this answer any more."""
        self._waiting.pop(call, None)
        self.requests.give_up(call)

    def open(self) -> None:
        """Have the connection opened and kept up; raises ConfigError when it is not known where."""
        if self.url is None:
            raise ConfigError("api_url: the venue's WebSocket API is needed; give its URL beside stream_urls")
        if self._task is None:
            self._task = self._loop.create_task(self._keep_up(self.url), name="tickwire WebSocket API")
            self._ticker.add(self)

    async def close(self) -> None:
        """Close the connections; whoever still waits is told that the client stopped."""
        if self._task is None:
            return
        self.is_closed = True
        self._task.cancel()
        for call in tuple(self._waiting):
            self._answer(Answer(call=call, error=RequestLost(call.method, call.sends)))
        await asyncio.gather(self._task, *(c.shut() for c in self._connections.values()), return_exceptions=True)

    def tick(self, now: float) -> float | None:
        """Send what is due, give up what is overdue, look after the connections; returns when to be called next."""
        now_ns = self.venue_ns()
        for answer in self.requests.expire(now, now_ns):
            self._answer(answer)
        due = [connection.tick(now) for connection in tuple(self._connections.values())]
        if (current := self._current) is not None:
            due.append(self.clock.tick(now))
            while current.is_open and (call := self.requests.poll(now, self.venue_ns())) is not None:
                call.sent_ns = self.venue.wall_ns()
                current.send(call.frame)
        due.append(self._leave_spent(now))
        due.append(self.requests.wake_at(now, now_ns))
        return min((at for at in due if at is not None), default=None)

    def _leave_spent(self, now: float) -> float | None:
        """Close connections that were replaced, once their answers have come or will not."""
        leaving = [c for c in self._connections.values() if c is not self._current and c.is_open]
        for connection in leaving:
            if now >= connection.leave_at or not self.requests.in_flight(connection.number):
                connection.close()
        return min((connection.leave_at for connection in leaving), default=None)

    async def _keep_up(self, url: str) -> None:
        delay = 0.0
        while True:
            await self._wait_turn(url, delay)
            self._attempt += 1
            connection = ApiConnection(self._opened + 1, url, self.venue, self.owner.happened, self._ended)
            try:
                await connection.open(self._dispatch, LIFETIME * self._random.uniform(0.98, 1.0))
            except ConnectError as error:
                delay = self._failed(url, error)
                continue
            self._now_open(connection)
            await connection.is_spent.wait()
            delay = 0.0 if connection.is_open else self._backoff.next_delay()

    async def _wait_turn(self, url: str, delay: float) -> None:
        now = self._loop.time()
        delay = max(delay, self.requests.budget.blocked_for(self.venue_ns()))  # connecting costs weight, too
        turn = self.venue.budget(venue_name(url)).reserve(now + delay)
        if turn > now + delay:
            error = ConnectError("held back: the venue asked for it, or its limit of connections is reached", url)
            self.owner.happened(ConnectFailed(API_LINE, self._attempt, error, turn - now))
        if turn > now:
            await asyncio.sleep(turn - now)

    def _failed(self, url: str, error: ConnectError) -> float:
        if error.status == BAD_REQUEST:  # what is refused is SBE, or its version
            self.leave_sbe()
        if error.retry_after is not None:
            self.venue.budget(venue_name(url)).block_until(self._loop.time() + error.retry_after)
        self.trouble = error
        delay = max(self._backoff.next_delay(), error.retry_after or 0.0)
        self.owner.happened(ConnectFailed(API_LINE, self._attempt, error, delay))
        return delay

    def leave_sbe(self) -> bool:
        """The venue refuses SBE: ask for JSON from now on, where that is allowed; False when it is not."""
        if self.falls_back:
            self.venue, self.falls_back = self.venue._replace(takes_binary=False), False
            self._has_left_sbe = True
            if self._current is not None:
                self._current.close()
        return self._has_left_sbe

    def _now_open(self, connection: ApiConnection) -> None:
        """Requests go out on this connection from now on; the one before is left when its answers have come."""
        self.requests.budget.charge(CONNECT_WEIGHT, self.venue_ns())
        if self._current is not None:
            self._current.leave_at = connection.opened_at + LINGER
        elif self._lost_at is not None:
            outage = connection.opened_at - self._lost_at
            self.owner.happened(Reconnect(API_LINE, connection.url, self._attempt, outage, ()))
        self._opened += 1
        self.trouble = None
        self._attempt, self._lost_at = 0, None
        self._connections[connection.number] = self._current = connection
        self.requests.opened(connection.number)
        self.clock.opened(connection.opened_at)
        self._ticker.wake(self)

    def _ended(self, connection: ApiConnection) -> None:
        """Told by a connection that it is gone."""
        del self._connections[connection.number]
        if connection is self._current:
            self._current = None
            self._lost_at = self._loop.time()
            self._backoff.lasted(self._lost_at - connection.opened_at)
        for answer in self.requests.lost(connection.number, self.venue_ns()):
            self._answer(answer)
        self._ticker.wake(self)

    def _replied(self, raw: bytes) -> None:
        try:
            reply: ApiReply = read(raw, ApiReply)
        except msgspec.DecodeError as fault:
            self.report(DecodeError(f"no reply to a request: {fault}", raw))
            return
        if reply.error is not None and reply.error.code in SBE_REFUSED and self.leave_sbe():
            self.report(refusal(reply, "", {}, self.venue_ns()) or DecodeError("no reply to a request", raw))
            if self.requests.ask_again(reply, self.venue_ns()):
                return
        answer = self.requests.on_reply(reply, self.venue_ns())
        if answer is not None:
            self._answer(answer)
        elif reply.id is None and (error := refusal(reply, "", {}, self.venue_ns())) is not None:
            self.report(error)
        self._ticker.wake(self)

    def _unasked(self, frame: Unhandled) -> None:
        """A frame without result or error: an event, of which one matters here."""
        if b'"serverShutdown"' in frame.raw:
            for connection in self._connections.values():
                if connection.line == frame.line:
                    connection.is_spent.set()

    def report(self, error: Exception) -> None:
        """Something failed that nobody waits for."""
        self.owner.happened(RequestFailed(API_LINE, error))

    def _answer(self, answer: Answer) -> None:
        answered = self._waiting.pop(answer.call, None)
        if answered is not None:
            answered(answer)
