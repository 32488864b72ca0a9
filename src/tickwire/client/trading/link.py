"""The connections of one account, kept up: opened, logged on, subscribed to its events, replaced before they end."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from ...errors import (
    ConnectError,
    DecodeError,
    InvalidTimestamp,
    RequestError,
    RequestLost,
    RequestTimeout,
    SbeDisabled,
    TickwireError,
    TooManyRequests,
)
from ...schema import METHODS, ApiError, ApiReply, read
from ...session import Backoff, ConnectFailed, Disconnect, FrameRefused, Reconnect, RequestFailed
from ...session.endpoints import venue_name
from ...session.refusals import refusal
from ...session.weights import CONNECT_WEIGHT
from ...trading import Action, Gateway
from ..api import BAD_REQUEST, SBE_REFUSED
from ..api_connection import ApiConnection
from ..parts import Run
from .frames import FrameWriter
from .refresher import is_of_instrument

if TYPE_CHECKING:
    from .desk import Desk

_log = logging.getLogger("tickwire")

# The venue ends a connection after 24 hours; a new one takes over before.
LIFETIME = 23.5 * 3600.0
# What is still under way on a connection that is being left is waited for so long, seconds.
LINGER = 6.0
# Log-on and subscription are answered within this time, seconds, or the connection is given up.
PATIENCE = 5.0
REVOKED = 401

Answered = Callable[[ApiReply | TickwireError], None]


class _Asked(NamedTuple):
    """A request that is none of the gateway's: of which connection, and who waits."""

    connection: int
    method: str
    answered: Answered


class Link:
    """Joins a gateway to the venue while the client runs, and the gate of orders from C to the current connection.

    `refused` is called with what is in the way: a connection that fails, a key that the venue does not take. It goes on
    trying for as long as the client runs.
    """

    def __init__(
        self,
        run: Run,
        url: str,
        desk: Desk,
        frames: FrameWriter,
        *,
        number: int,
        numbers: Iterator[int],
        refused: Callable[[TickwireError], None],
    ) -> None:
        self._run, self._url, self._desk, self._frames = run, url, desk, frames
        self._gate, self._number, self._numbers, self._refused = desk.gate, number, numbers, refused
        self._owner = run.api.owner
        self._asked: dict[int, _Asked] = {}
        self._connections: dict[int, ApiConnection] = {}
        self._current: ApiConnection | None = None
        self._backoff, self._refusals, self._random = Backoff(), Backoff(), random.Random()
        self._attempt = 0
        self._unlearnt = list(desk.symbols_to_learn)
        self._lost_at: float | None = None
        self._task = run.loop.create_task(self._keep_up(), name="tickwire trader")
        run.ticker.add(self)
        run.shutting.append(self.close)

    @property
    def _gateway(self) -> Gateway:
        return self._desk.gateway

    @property
    def is_open(self) -> bool:
        """Whether orders go out."""
        return self._current is not None and self._current.is_open

    def write(self, connection: int | None, frame: bytes) -> None:
        """Hand the bytes of a request to the socket of a connection."""
        channel = self._connections.get(connection) if connection is not None else None
        if channel is not None:
            channel.send(frame)

    def ask(self, method: str, params: Mapping[str, Any], answered: Answered, within: float) -> None:
        """Send a request that is none of the gateway's; `answered` gets the reply, or why there is none.

        After `within` seconds that is RequestTimeout.
        """
        if self._current is None:
            answered(RequestLost(method, 0))
            return
        number = self._ask(self._current, method, params, answered)
        self._run.loop.call_later(within, self._give_up, number, within)

    def _give_up(self, number: int, within: float) -> None:
        asked = self._asked.pop(number, None)
        if asked is not None:
            asked.answered(RequestTimeout(f"{asked.method} not answered within {within:g} s"))

    def replied(self, raw: bytes) -> None:
        """A reply came in."""
        try:
            reply: ApiReply = read(raw, ApiReply)
        except msgspec.DecodeError as fault:
            self._report(DecodeError(f"no reply to a request: {fault}", self._frames.without_key(raw)))
            self._gateway.missed(time.monotonic_ns())
            return
        if reply.error is not None:
            self._heed(reply.error)
        asked = self._asked.pop(reply.id, None) if isinstance(reply.id, int) else None
        if asked is not None:
            asked.answered(reply)
        elif reply.id is None and reply.status == REVOKED:
            self._revoked(reply)
        else:
            self._gateway.on_reply(reply, time.monotonic_ns())

    def _heed(self, error: ApiError) -> None:
        """What a refusal says about more than its request."""
        code = error.code
        if is_of_instrument(error):
            self._desk.doubt_instruments()
        elif code in SBE_REFUSED and self._run.api.leave_sbe():
            self.rotate()
        elif RequestError.by_code.get(code) is InvalidTimestamp:
            self._run.api.clock.doubted()

    def wake(self) -> None:
        """Something happened that may have the gateway send: look after it at the next turn of the loop."""
        self._run.ticker.wake(self)

    def leave(self, line: int) -> None:
        """Have another connection instead of the one with that number of a line: the venue is about to end it."""
        for connection in self._connections.values():
            if connection.line == line:
                connection.is_spent.set()

    def number_of(self, line: int) -> int | None:
        """Which connection brought something with that number of a line."""
        return next((c.number for c in self._connections.values() if c.line == line), None)

    def rotate(self) -> bool:
        """Replace the connection by a new one, before it is closed; False when none is open."""
        if self._current is None:
            return False
        self._current.is_spent.set()
        return True

    def pump(self) -> int | None:
        """Send what the gateway wants sent by itself; returns when to come again, in ns from now."""
        now, gateway = time.monotonic_ns(), self._gateway
        gateway.synchronised(self._run.api.venue_ns() - now)
        while (request := gateway.poll(now)) is not None:
            try:
                frame = self._frames.frame(request.id, request.method, request.params)
            except TickwireError as error:
                self._report(error)
                if isinstance(request, Action):
                    gateway.unwritten(request, error, now)
                continue  # a question counts as sent, and is asked again when its answer does not come
            self.write(request.connection, frame)
        self._desk.know()
        wake_at = gateway.wake_at(now)
        return None if wake_at is None else max(0, wake_at - now)

    def tick(self, now: float) -> float | None:
        """Send what is due, look after the connections; returns when to be called next."""
        due = [connection.tick(now) for connection in tuple(self._connections.values())]
        rest = self.pump()
        if rest is not None:
            due.append(now + rest * 1e-9)
        for connection in tuple(self._connections.values()):
            if connection is not self._current and connection.is_open and connection.is_spent.is_set():
                if now >= connection.leave_at:
                    connection.close()
                else:
                    due.append(connection.leave_at)
        return min((at for at in due if at is not None), default=None)

    async def close(self) -> None:
        """Close the connections."""
        self._gate.close()
        self._task.cancel()
        await asyncio.gather(self._task, *(c.shut() for c in self._connections.values()), return_exceptions=True)

    async def _keep_up(self) -> None:
        delay = 0.0
        while True:
            await self._wait_turn(delay)
            self._attempt += 1
            connection = ApiConnection(
                next(self._numbers), self._url, self._run.api.venue, self._happened, self._ended, self._number
            )
            try:
                await connection.open(self._desk.dispatch, LIFETIME * self._random.uniform(0.98, 1.0))
                self._connections[connection.number] = connection
                await self._greet(connection)
            except ConnectError as error:
                delay = self._failed(error)
                continue
            except Exception as error:  # whatever it is: nobody else would try again
                connection.close()
                delay = self._not_greeted(error)
                continue
            self._refusals.attempt = 0
            self._now_open(connection)
            await connection.is_spent.wait()
            delay = 0.0 if connection.is_open else self._backoff.next_delay()

    async def _greet(self, connection: ApiConnection) -> None:
        """Log on where the key can, and subscribe to the account's events. Raises RequestError, RequestTimeout."""
        if self._frames.credentials.can_log_on:
            await self._answer(connection, "session.logon")
            await self._answer(connection, "userDataStream.subscribe")
        else:
            await self._answer(connection, "userDataStream.subscribe.signature")
        while self._unlearnt:  # once a run
            params = {"symbol": self._unlearnt[-1]}
            self._desk.learn(params["symbol"], (await self._answer(connection, "myFilters", params)).result)
            self._unlearnt.pop()

    async def _answer(
        self, connection: ApiConnection, method: str, params: Mapping[str, Any] = MappingProxyType({})
    ) -> ApiReply:
        answer: asyncio.Future[ApiReply | TickwireError] = self._run.loop.create_future()

        def answered(reply: ApiReply | TickwireError) -> None:
            if not answer.done():
                answer.set_result(reply)

        number = self._ask(connection, method, params, answered)
        self._run.api.requests.budget.charge(METHODS[method].weight_of(params), self._run.api.venue_ns())
        try:
            async with asyncio.timeout(PATIENCE):
                reply = await answer
        except TimeoutError:
            self._asked.pop(number, None)
            raise RequestTimeout(f"{method} not answered within {PATIENCE:g} s") from None
        if isinstance(reply, TickwireError):
            raise reply
        if (error := self.refusal(reply, method, params)) is not None:
            self._gateway.heed(method, error, time.monotonic_ns())
            raise error
        return reply

    def _ask(self, connection: ApiConnection, method: str, params: Mapping[str, Any], answered: Answered) -> int:
        number = next(self._gate)
        frame = self._frames.frame(number, method, params)
        self._asked[number] = _Asked(connection.number, method, answered)
        connection.send(frame)
        return number

    def refusal(self, reply: ApiReply, method: str, params: Mapping[str, Any]) -> TickwireError | None:
        """Why a request was refused; None when it was not."""
        return refusal(reply, method, params, self._run.api.venue_ns())

    async def _wait_turn(self, delay: float) -> None:
        now = self._run.loop.time()
        delay = max(delay, self._run.api.requests.budget.blocked_for(self._run.api.venue_ns()))
        turn = self._run.venue.budget(venue_name(self._url)).reserve(now + delay)
        if turn > now:
            await asyncio.sleep(turn - now)

    def _not_greeted(self, error: Exception) -> float:
        """A connection did not become ready; returns when to try another, seconds from now."""
        if not isinstance(error, TickwireError):
            _log.error("a connection could not be made ready", exc_info=error)
            error = TickwireError(f"a connection could not be made ready: {type(error).__name__}: {error}")
        self._report(error)
        self._refused(error)
        # A refusal is repeated slowly, or when the venue says, see `_wait_turn`; what was lost is no refusal.
        is_lost = isinstance(error, RequestLost | RequestTimeout | TooManyRequests)
        is_lost |= isinstance(error, SbeDisabled) and not self._run.api.venue.takes_binary  # the next one is in JSON
        is_lost |= isinstance(error, RequestError) and error.is_in_doubt
        return self._backoff.next_delay() if is_lost else self._refusals.next_delay("slowly")

    def _failed(self, error: ConnectError) -> float:
        budget = self._run.venue.budget(venue_name(self._url))
        if error.retry_after is not None:
            budget.block_until(self._run.loop.time() + error.retry_after)
        if error.status == BAD_REQUEST:
            self._run.api.leave_sbe()
        delay = max(self._backoff.next_delay(error.retry), error.retry_after or 0.0)
        self._owner.happened(ConnectFailed(self._number, self._attempt, error, delay))
        self._refused(error)
        return delay

    def _now_open(self, connection: ApiConnection) -> None:
        """Orders go out on this connection from now on; the one before is left when its replies have come."""
        now, now_ns = self._run.loop.time(), time.monotonic_ns()
        venue_ns = self._run.api.venue_ns()
        self._run.api.requests.budget.charge(CONNECT_WEIGHT, venue_ns)
        if self._current is not None:
            self._current.leave_at = now + LINGER
            self._unsubscribe(self._current)
        elif self._lost_at is not None:
            self._owner.happened(Reconnect(self._number, self._url, self._attempt, now - self._lost_at, ()))
        if self._current is not None or self._lost_at is not None:
            self._desk.doubt_instruments()  # an outage may have been one of the venue, which changed things in it
        self._attempt, self._lost_at = 0, None
        self._current = connection
        self._gateway.synchronised(venue_ns - now_ns)
        self._gateway.opened(connection.number, now_ns)
        self._gateway.subscribed(connection.number, now_ns)
        outlet = connection.outlet
        if outlet is not None:
            self._gate.open(connection.number, outlet)
            self._desk.know()
        self.wake()

    def _unsubscribe(self, connection: ApiConnection) -> None:
        """Events come on another connection already: here they would come a second time."""

        def answered(reply: ApiReply | TickwireError) -> None:
            if isinstance(reply, ApiReply) and reply.failure is None:
                self._gateway.unsubscribed(connection.number, time.monotonic_ns())

        self._ask(connection, "userDataStream.unsubscribe", {}, answered)

    def _happened(self, event: Disconnect | FrameRefused) -> None:
        """Told by a connection; a frame that was thrown away may have been an event."""
        self._owner.happened(event)
        if isinstance(event, FrameRefused):
            self._gateway.missed(time.monotonic_ns())
            self.wake()

    def _ended(self, connection: ApiConnection) -> None:
        """Told by a connection that it is gone."""
        self._connections.pop(connection.number, None)
        if connection is self._current:
            self._gate.close()
            self._current = None
            self._lost_at = self._run.loop.time()
            self._backoff.lasted(self._lost_at - connection.opened_at)
        for number, asked in tuple(self._asked.items()):
            if asked.connection == connection.number:
                del self._asked[number]
                asked.answered(RequestLost(asked.method, 1))
        self._gateway.lost(connection.number, time.monotonic_ns())
        self.wake()

    def _revoked(self, reply: ApiReply) -> None:
        """The venue takes the key no longer: begin anew, which will say so; replies are still read here."""
        error = self.refusal(reply, "session", {})
        if error is not None:
            self._report(error)
        self.rotate()

    def _report(self, error: Exception) -> None:
        self._owner.happened(RequestFailed(self._number, error))
