"""One connection to the venue's WebSocket API, from its opening to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ..feed.dispatch import Dispatch
from ..schema.sbe import SCHEMA_ID, SCHEMA_VERSION
from ..session import Disconnect, FrameRefused, Heartbeat, Pulse
from ..transport import Channel, Venue
from ..transport.outlet import Outlet

# The number that stands for it in events; lines that carry streams count from 0.
API_LINE = -1
LINES = 256
ABNORMAL, NORMAL = 1006, 1000
# How replies and events are asked for; times are µs in both.
JSON_FORM = "timeUnit=MICROSECOND"
SBE_FORM = f"responseFormat=sbe&sbeSchemaId={SCHEMA_ID}&sbeSchemaVersion={SCHEMA_VERSION}"
CLOSE_TIMEOUT = 1.0


class ApiConnection:
    """A channel under watch; `is_spent` is set when another one is needed: it is gone, too old, or was told to go.

    `label` is the number that stands for it in events, which go to `happened`.
    """

    def __init__(
        self,
        number: int,
        url: str,
        venue: Venue,
        happened: Callable[[Disconnect | FrameRefused], None],
        ended: Callable[[ApiConnection], None],
        label: int = API_LINE,
    ) -> None:
        self.number, self.url, self._label = number, url, label
        self.line = number % LINES  # by which what arrives tells its connection from the one before
        self.is_spent = asyncio.Event()
        self.opened_at = self.leave_at = 0.0
        self._loop = asyncio.get_running_loop()
        self._venue, self._happened, self._ended = venue, happened, ended
        self._channel: Channel | None = None
        self._heartbeat = Heartbeat(venue.ping_after, venue.pong_within)
        self._code, self._reason = ABNORMAL, ""
        self._hang_up_at: float | None = None
        self._gone = asyncio.Event()

    async def open(self, dispatch: Dispatch, lifetime: float) -> None:
        """Open it, to be left after `lifetime` seconds. Raises ConnectError."""
        venue = self._venue
        address = next(iter(venue.local_addresses), None)
        url = f"{self.url}?{SBE_FORM if venue.takes_binary else JSON_FORM}"
        self._channel = await venue.connect(url, dispatch, self.line, self, venue, address)
        self.opened_at = self._loop.time()
        self.leave_at = self.opened_at + lifetime
        self._heartbeat.opened(self.opened_at)

    @property
    def is_open(self) -> bool:
        """Whether requests can be sent and answers come."""
        return self._channel is not None and self._hang_up_at is None

    @property
    def last_recv_time(self) -> int:
        """When the socket was last read, ns since the epoch."""
        return self._channel.last_recv_time if self._channel is not None else 0

    @property
    def outlet(self) -> Outlet | None:
        """The sending end, for frames in C; None on a connection that is gone."""
        return self._channel.outlet if self._channel is not None else None

    def send(self, frame: bytes) -> None:
        """Send one request; nothing happens on a connection that is gone."""
        if self._channel is not None:
            self._channel.send(frame)

    def tick(self, now: float) -> float | None:
        """Ask for a sign of life, give up what shows none, leave when it is time; returns when to be called next."""
        channel = self._channel
        if channel is None:
            return None
        if self._hang_up_at is not None:
            if now >= self._hang_up_at:
                channel.hang_up()
                return None
            return self._hang_up_at
        if now >= self.leave_at:
            self.is_spent.set()
        pulse = self._heartbeat.look(now, channel.last_recv_time, self._venue.wall_ns())
        if pulse is Pulse.PING:
            channel.ping()
        elif pulse is Pulse.DEAD:
            self.close_received(ABNORMAL, f"no sign of life within {self._venue.pong_within:g} s of a ping")
            channel.hang_up()
        return self._heartbeat.due_at if self.is_spent.is_set() else min(self._heartbeat.due_at, self.leave_at)

    def close(self) -> None:
        """Begin the closing handshake; `tick` hangs up when the venue does not answer."""
        if self._channel is not None and self._hang_up_at is None:
            self._hang_up_at = self._loop.time() + CLOSE_TIMEOUT
            if not self._channel.close(NORMAL):
                self._channel.hang_up()

    async def shut(self) -> None:
        """Close it for good and wait until the socket is closed."""
        self.close()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._gone.wait()
        except TimeoutError:
            if self._channel is not None:
                self._channel.hang_up()
            await self._gone.wait()

    # Told by the channel.

    def frame_refused(self, fault: str, size: int) -> None:
        """A frame was thrown away."""
        self._happened(FrameRefused(self._label, fault, size))

    def ping_answered(self) -> None:
        """A pong was sent; requests here are limited by their weight."""

    def close_received(self, code: int, reason: str) -> None:
        """The connection ends: why, in the venue's words or in picows's."""
        self._code, self._reason = code, reason

    def gone(self) -> None:
        """The socket is closed."""
        channel, self._channel = self._channel, None
        self.is_spent.set()
        self._gone.set()
        lasted = self._loop.time() - self.opened_at
        messages = channel.messages if channel is not None else 0
        is_wanted = self._hang_up_at is not None
        self._happened(Disconnect(self._label, self.url, self._code, self._reason, lasted, messages, 0, is_wanted))
        self._ended(self)
