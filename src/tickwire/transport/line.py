"""One connection to the venue, kept up: opened, subscribed, answered, reopened, closed.

The rules are the session's; here are the socket, the clock and the timers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from ..errors import ConnectError
from ..feed.dispatch import Dispatch
from ..session import (
    Backoff,
    Connected,
    ConnectFailed,
    ConnectionEvent,
    ConnectionLife,
    ConnectionState,
    ControlReply,
    Disconnect,
    FrameRefused,
    Heartbeat,
    Outcome,
    Pulse,
    Reconnect,
    RequestFailed,
    Rotation,
    Subscriptions,
    connection_url,
)
from ..session.endpoints import venue_name
from ..session.routes import Route
from .channel import Channel
from .venue import Venue
from .websocket import CLOSE_TIMEOUT, NORMAL

ABNORMAL = 1006
# Answers that may mean that the streams in the URL were too many, too long or not to the venue's taste.
REFUSED_URL = (400, 413, 414, 431)


LineEvent = Connected | Disconnect | Reconnect | ConnectFailed | FrameRefused | RequestFailed | Rotation


class Owner(Protocol):
    """Who is told what happens on a line."""

    def settled(self, line: Line, outcome: Outcome) -> None:
        """The venue answered a request, or did not in time; streams named in a URL count as answered."""

    def happened(self, event: LineEvent) -> None:
        """An event, most of them for the hooks."""


class Line:
    """A connection, through all its reconnects; `number` tells it from the other lines of a client."""

    def __init__(
        self,
        number: int,
        venue: Venue,
        dispatch: Dispatch,
        subscriptions: Subscriptions,
        owner: Owner,
        route: Route | None = None,
    ) -> None:
        self.number, self.subscriptions = number, subscriptions
        self.opened = asyncio.Event()
        self.connects = self.failures = 0
        self._attempt = 0  # since the connection was last open
        self._venue, self._dispatch, self._owner = venue, dispatch, owner
        self._door = venue.urls.index(route.url) if route is not None else 0
        self.local_address = route.local_address if route is not None else None
        self._loop = asyncio.get_running_loop()
        self._life, self._backoff = ConnectionLife(), Backoff()
        self._heartbeat = Heartbeat(venue.ping_after, venue.pong_within)
        self._tries = 0
        self._gives_up: Callable[[], bool] = _always
        self.opened_at = 0.0
        self.is_leaving = False  # its streams move to another line: when it ends it does not come back
        self._channel: Channel | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._gone = asyncio.Event()
        self._close_code, self._close_reason = ABNORMAL, ""
        self._past_messages = self._past_bytes = 0
        self._lost_at: float | None = None

    @property
    def state(self) -> ConnectionState:
        """Where the connection stands."""
        return self._life.state

    @property
    def is_open(self) -> bool:
        """Whether requests may be sent and messages come."""
        return self._life.state is ConnectionState.OPEN

    @property
    def is_answering(self) -> bool:
        """Whether it is open, and not asked in vain for a sign of life just now."""
        channel = self._channel if self.is_open else None
        return channel is not None and not self._heartbeat.is_unanswered(channel.last_recv_time)

    @property
    def is_sbe(self) -> bool:
        """Whether messages come in SBE."""
        return self._venue.takes_binary

    @property
    def messages(self) -> int:
        """Messages received, over all connections."""
        return self._past_messages + (self._channel.messages if self._channel is not None else 0)

    @property
    def payload_bytes(self) -> int:
        """Bytes in those messages."""
        return self._past_bytes + (self._channel.payload_bytes if self._channel is not None else 0)

    @property
    def url(self) -> str:
        """Base URL of the connection, or of the next attempt to open it."""
        return self._venue.urls[self._door % len(self._venue.urls)]

    async def run(self, gives_up: Callable[[], bool] | None = None) -> None:
        """Keep the connection up until cancelled, then close it.

        Raises ConnectError when it does not come up the first time by any URL, and `gives_up` says so (None: always).
        """
        self._gives_up = gives_up if gives_up is not None else _always
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
                    await self._gone.wait()
                    delay = self._backoff.next_delay()
        finally:
            await self._close()

    def pump(self) -> None:
        """Send what is due, give up on what is overdue, and wake up when that changes by itself."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        channel = self._channel
        if self._life.state is not ConnectionState.OPEN or channel is None:
            return
        now = self._loop.time()
        for outcome in self.subscriptions.expire(now):
            self._owner.settled(self, outcome)
        while (request := self.subscriptions.poll(now)) is not None:
            channel.send(request.frame)
        self._feel_pulse(channel, now)
        wake_at = self.subscriptions.wake_at(now)
        due_at = self._heartbeat.due_at
        self._timer = self._loop.call_at(due_at if wake_at is None else min(due_at, wake_at), self.pump)

    def probe(self) -> None:
        """Ask the venue for a sign of life now: there is reason to believe the connection dead."""
        self._heartbeat.doubt(self._loop.time())
        self.pump()

    def replied(self, reply: ControlReply) -> bool:
        """Match a reply; False when it answers no request of this line."""
        outcome = self.subscriptions.on_reply(reply)
        if outcome is None:
            return False
        self._owner.settled(self, outcome)
        self.pump()
        return True

    def _feel_pulse(self, channel: Channel, now: float) -> None:
        pulse = self._heartbeat.look(now, channel.last_recv_time, self._venue.wall_ns())
        if pulse is Pulse.PING:
            channel.ping()
            self.subscriptions.pinged(now)
        elif pulse is Pulse.DEAD:
            self.close_received(ABNORMAL, f"no sign of life within {self._venue.pong_within:g} s of a ping")
            channel.hang_up()

    async def _wait_turn(self, delay: float) -> None:
        now = self._loop.time()
        turn = self._venue.budget(venue_name(self.url)).reserve(now + delay)
        if turn > now + delay:
            error = ConnectError("held back: the venue asked for it, or its limit of connections is reached", self.url)
            self._owner.happened(ConnectFailed(self.number, self._attempt, error, turn - now))
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _open(self) -> None:
        """Open with as many streams in the URL as fit, or with none when the venue refuses the URL for them."""
        wanted = self.subscriptions.wanted
        spelled = map(self._venue.spell, wanted)
        url, in_url = connection_url(self.url, spelled, microseconds=self._venue.microseconds)
        named = tuple(wanted[: len(in_url)])
        try:
            await self._open_url(url, named)
        except ConnectError as error:
            if not named or error.status not in REFUSED_URL:
                raise
            await self._wait_turn(0.0)
            await self._open_url(connection_url(self.url, (), microseconds=self._venue.microseconds)[0], ())

    async def _open_url(self, url: str, named: tuple[str, ...]) -> None:
        self._attempt += 1
        self._gone.clear()
        self._close_code, self._close_reason = ABNORMAL, ""
        connect, dispatch, number = self._venue.connect, self._dispatch, self.number
        self._channel = await connect(url, dispatch, number, self, self._venue, self.local_address)
        self._now_open(named)

    def _now_open(self, named: tuple[str, ...]) -> None:
        now = self._loop.time()
        self._life.advance(ConnectionEvent.OPENED)
        self.opened_at = now
        self._heartbeat.opened(now)
        self.connects += 1
        self.subscriptions.opened(named)
        if self._lost_at is not None:
            outage, streams = now - self._lost_at, tuple(self.subscriptions.wanted)
            self._owner.happened(Reconnect(self.number, self.url, self._attempt, outage, streams))
        self._attempt = 0
        self._owner.happened(Connected(self.number, self.url, named))
        if named:
            self._owner.settled(self, Outcome("SUBSCRIBE", named))
        self.opened.set()
        self.pump()

    def _failed(self, error: ConnectError) -> float:
        """Note a failed attempt and return the seconds until the next; raises the error when no door ever opened."""
        now = self._loop.time()
        self._life.advance(ConnectionEvent.FAILED)
        self.failures += 1
        if error.retry_after is not None:
            self._venue.budget(venue_name(self.url)).block_until(now + error.retry_after)
        is_held_back = not self._next_door(error.retry_after is not None)
        if not self.connects and (is_held_back or self._tries >= len(self._venue.urls)) and self._gives_up():
            raise error
        delay = max(self._backoff.next_delay(error.retry), (error.retry_after or 0.0) * is_held_back)
        self._owner.happened(ConnectFailed(self.number, self._attempt, error, delay))
        return delay

    def _next_door(self, is_refused: bool) -> bool:
        """Go on to the next URL, at another host if this one asked to wait; False when there is none."""
        host, urls = venue_name(self.url), self._venue.urls
        for step in range(1, len(urls) + 1):
            if not is_refused or venue_name(urls[(self._door + step) % len(urls)]) != host:
                self._door += step
                self._tries += step
                return True
        return False

    def _lost(self, channel: Channel) -> None:
        now = self._loop.time()
        lasted = now - self.opened_at
        is_final = self.is_leaving or self._life.state is ConnectionState.CLOSING
        self._life.advance(ConnectionEvent.LOST)
        self._backoff.lasted(lasted)
        self._lost_at = now
        messages, streams = channel.messages, len(self.subscriptions.wanted)
        self._past_messages += messages
        self._past_bytes += channel.payload_bytes
        self._channel = None
        self.subscriptions.lost()
        self.pump()
        self._owner.happened(
            Disconnect(self.number, self.url, self._close_code, self._close_reason, lasted, messages, streams, is_final)
        )

    async def _close(self) -> None:
        """Shake hands with the venue, and hang up when it does not answer."""
        if self._life.advance(ConnectionEvent.CLOSE) is ConnectionState.CLOSED:
            return
        self.pump()
        if self._channel is None or not self._channel.close(NORMAL):
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._gone.wait()
        except TimeoutError:
            if self._channel is not None:  # it may have ended just then
                self._channel.hang_up()
            await self._gone.wait()

    # Told by the channel.

    def frame_refused(self, fault: str, size: int) -> None:
        """A frame was thrown away."""
        self._owner.happened(FrameRefused(self.number, fault, size))

    def ping_answered(self) -> None:
        """A pong was sent, which the venue counts like a request."""
        self.subscriptions.pinged(self._loop.time())

    def close_received(self, code: int, reason: str) -> None:
        """The connection ends: why, in the venue's words or in picows's."""
        self._close_code, self._close_reason = code, reason

    def gone(self) -> None:
        """The socket is closed."""
        self._gone.set()
        if self._channel is not None:
            self._lost(self._channel)


def _always() -> bool:
    return True
