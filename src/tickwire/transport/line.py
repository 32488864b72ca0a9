"""One connection to the venue, kept up: opened, subscribed, answered, reopened, closed.

The rules are the session's; here are the socket, the clock and the timers.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from picows import WSMsgType, WSTransport

from ..errors import ConnectError
from ..feed.dispatch import Dispatch
from ..session import (
    Backoff,
    ConnectFailed,
    ConnectionEvent,
    ConnectionLife,
    ConnectionState,
    ControlReply,
    Disconnect,
    FrameRefused,
    Outcome,
    Reconnect,
    Subscriptions,
    connect_budget,
    connection_url,
)
from ..session.endpoints import venue_name
from .connect import open_websocket
from .guard import listener_class
from .unusual import UnusualFrames

if TYPE_CHECKING:
    from .guard import AnyListener

Listener = listener_class()

ABNORMAL, NORMAL = 1006, 1000
CLOSE_TIMEOUT = 1.0
# Answers that may mean that the streams in the URL were too many, too long or not to the venue's taste.
REFUSED_URL = (400, 413, 414, 431)


class Venue(NamedTuple):
    """Where and how to connect: base URLs of the same venue, tried in turn."""

    urls: tuple[str, ...]
    context: ssl.SSLContext | None
    microseconds: bool
    connect_timeout: float
    max_frame_size: int


class Owner(Protocol):
    """Who is told what happens on a line."""

    def settled(self, line: Line, outcome: Outcome) -> None:
        """The venue answered a request, or did not in time; streams named in a URL count as answered."""

    def happened(self, event: Disconnect | Reconnect | ConnectFailed | FrameRefused) -> None:
        """An event for the hooks."""


class Line:
    """A connection, through all its reconnects; `number` tells it from the other lines of a client."""

    def __init__(
        self, number: int, venue: Venue, dispatch: Dispatch, subscriptions: Subscriptions, owner: Owner
    ) -> None:
        self.number, self.subscriptions = number, subscriptions
        self.opened = asyncio.Event()
        self.connects = self.failures = 0
        self._attempt = 0  # since the connection was last open
        self._venue, self._dispatch, self._owner = venue, dispatch, owner
        self._life, self._backoff = ConnectionLife(), Backoff()
        self._door = 0
        self._is_patient = False
        self._url = venue.urls[0]
        self._listener: Any = None
        self._transport: WSTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._gone = asyncio.Event()
        self._close_code, self._close_reason = ABNORMAL, ""
        self._past_messages = self._past_bytes = 0
        self._opened_at = 0.0
        self._lost_at: float | None = None

    @property
    def state(self) -> ConnectionState:
        """Where the connection stands."""
        return self._life.state

    @property
    def messages(self) -> int:
        """Messages received, over all connections."""
        return self._past_messages + (self._listener.messages if self._listener is not None else 0)

    @property
    def payload_bytes(self) -> int:
        """Bytes in those messages."""
        return self._past_bytes + (self._listener.payload_bytes if self._listener is not None else 0)

    async def run(self, *, is_patient: bool = False) -> None:
        """Keep the connection up until cancelled, then close it.

        Raises ConnectError when it does not come up the first time, unless it `is_patient` and goes on trying.
        """
        self._is_patient = is_patient
        delay = 0.0
        try:
            while True:
                await self._wait_turn(delay)
                self._life.advance(ConnectionEvent.CONNECT)
                try:
                    await self._open()
                except ConnectError as error:
                    delay = self._failed(error)
                else:
                    await self._until_gone()
                    delay = self._backoff.next_delay()
        finally:
            await self._close()

    def pump(self) -> None:
        """Send what is due, give up on what is overdue, and wake up when that changes by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._life.state is not ConnectionState.OPEN or self._transport is None:
            return
        now = time.monotonic()
        for outcome in self.subscriptions.expire(now):
            self._owner.settled(self, outcome)
        while (request := self.subscriptions.poll(now)) is not None:
            self._transport.send(WSMsgType.TEXT, request.frame)
        wake_at = self.subscriptions.wake_at(now)
        if wake_at is not None:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, wake_at - now), self.pump)

    def replied(self, reply: ControlReply) -> bool:
        """Match a reply; False when it answers no request of this line."""
        outcome = self.subscriptions.on_reply(reply)
        if outcome is None:
            return False
        self._owner.settled(self, outcome)
        self.pump()
        return True

    async def _wait_turn(self, delay: float) -> None:
        now = time.monotonic()
        turn = connect_budget(venue_name(self._base)).reserve(now + delay)
        if turn > now + delay:
            error = ConnectError(
                "held back: the venue asked for it, or its limit of connections is reached", self._base
            )
            self._owner.happened(ConnectFailed(self.number, self._attempt, error, turn - now))
        if turn > now:
            await asyncio.sleep(turn - now)

    @property
    def _base(self) -> str:
        return self._venue.urls[self._door % len(self._venue.urls)]

    async def _open(self) -> None:
        """Open with as many streams in the URL as fit, or with none when the venue refuses the URL for them."""
        url, named = connection_url(self._base, self.subscriptions.wanted, microseconds=self._venue.microseconds)
        try:
            await self._open_url(url, named)
        except ConnectError as error:
            if not named or error.status not in REFUSED_URL:
                raise
            await self._wait_turn(0.0)
            await self._open_url(connection_url(self._base, (), microseconds=self._venue.microseconds)[0], ())

    async def _open_url(self, url: str, named: tuple[str, ...]) -> None:
        self._attempt += 1
        self._gone.clear()
        self._close_code, self._close_reason = ABNORMAL, ""
        listener = Listener(self._dispatch, self.number, UnusualFrames(self, self._venue.max_frame_size))
        try:
            self._transport = await open_websocket(
                url,
                listener,
                context=self._venue.context if url.startswith("wss:") else None,
                timeout=self._venue.connect_timeout,
                max_frame_size=self._venue.max_frame_size,
            )
        except asyncio.CancelledError:
            await self._say_goodbye(listener)  # messages may have come already
            raise
        except ConnectError:
            listener.hang_up()
            raise
        self._listener, self._url = listener, self._base
        self._now_open(named)

    def _now_open(self, named: tuple[str, ...]) -> None:
        now = time.monotonic()
        self._life.advance(ConnectionEvent.OPENED)
        self._opened_at = now
        self.connects += 1
        self.subscriptions.opened(named)
        if self._lost_at is not None:
            outage, streams = now - self._lost_at, tuple(self.subscriptions.wanted)
            self._owner.happened(Reconnect(self.number, self._url, self._attempt, outage, streams))
        self._attempt = 0
        if named:
            self._owner.settled(self, Outcome("SUBSCRIBE", named))
        self.opened.set()
        self.pump()
        if self._gone.is_set():  # it was lost before the task that opened it ran again
            self._lost()

    def _failed(self, error: ConnectError) -> float:
        """Note a failed attempt and return the seconds until the next; raises the error when no door ever opened."""
        now = time.monotonic()
        self._life.advance(ConnectionEvent.FAILED)
        self.failures += 1
        if error.retry_after is not None:
            connect_budget(venue_name(self._base)).block_until(now + error.retry_after)
        self._door += 1
        if (
            not self.connects
            and not self._is_patient
            and (error.retry_after is not None or self._door >= len(self._venue.urls))
        ):
            raise error
        delay = max(self._backoff.next_delay(), error.retry_after or 0.0)
        self._owner.happened(ConnectFailed(self.number, self._attempt, error, delay))
        return delay

    def _lost(self) -> None:
        now = time.monotonic()
        lasted = now - self._opened_at
        is_final = self._life.state is ConnectionState.CLOSING
        self._life.advance(ConnectionEvent.LOST)
        self._backoff.lasted(lasted)
        self._lost_at = now
        messages, streams = self._listener.messages, len(self.subscriptions.wanted)
        self._past_messages += messages
        self._past_bytes += self._listener.payload_bytes
        self._listener = self._transport = None
        self.subscriptions.lost()
        self.pump()
        self._owner.happened(
            Disconnect(
                self.number, self._url, self._close_code, self._close_reason, lasted, messages, streams, is_final
            )
        )

    async def _close(self) -> None:
        """Shake hands with the venue, and hang up when it does not answer."""
        if self._life.advance(ConnectionEvent.CLOSE) is ConnectionState.CLOSED:
            return
        self.pump()
        await self._say_goodbye(self._listener)

    async def _say_goodbye(self, listener: AnyListener) -> None:
        if not listener.close(NORMAL):
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._until_gone()
        except TimeoutError:
            listener.hang_up()
            await self._until_gone()

    async def _until_gone(self) -> None:
        transport = self._transport
        await self._gone.wait()
        if transport is not None:
            with suppress(Exception):  # what broke the connection was reported already, but picows wants it fetched
                await transport.wait_disconnected()

    # Told by the listener.

    def frame_refused(self, fault: str, size: int) -> None:
        """A frame was thrown away."""
        self._owner.happened(FrameRefused(self.number, fault, size))

    def close_received(self, code: int, reason: str) -> None:
        """The connection ends: why, in the venue's words or in picows's."""
        self._close_code, self._close_reason = code, reason

    def gone(self) -> None:
        """The socket is closed."""
        self._gone.set()
        if self._listener is not None:
            self._lost()
