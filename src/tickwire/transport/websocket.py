"""A channel over picows: frames go from its read buffer to the dispatcher."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from picows import WSMsgType, WSTransport

from ..errors import ConnectError
from ..feed.dispatch import Dispatch
from .connect import API_KEY_HEADER, open_websocket
from .guard import listener_class
from .outlet import Outlet
from .unusual import Peer, UnusualFrames

if TYPE_CHECKING:
    from .venue import Venue

Listener = listener_class()

NORMAL = 1000
CLOSE_TIMEOUT = 1.0


class WebSocket:
    """One connection; it stands between the listener and the peer, who hears of the end of what was opened only."""

    def __init__(
        self, dispatch: Dispatch, line: int, peer: Peer, max_frame_size: int, *, takes_binary: bool = False
    ) -> None:
        self._peer = peer
        self._listener = Listener(dispatch, line, UnusualFrames(self, max_frame_size, takes_binary=takes_binary))
        self._transport: WSTransport | None = None
        self._gone = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    async def open(self, url: str, venue: Venue, local_address: str | None) -> None:
        """Raises ConnectError."""
        try:
            self._transport = await open_websocket(
                url,
                self._listener,
                context=venue.context if url.startswith("wss:") else None,
                timeout=venue.connect_timeout,
                max_frame_size=venue.max_frame_size,
                local_address=local_address,
                headers={API_KEY_HEADER: venue.api_key()} if venue.api_key is not None else None,
            )
        except asyncio.CancelledError:
            await self._say_goodbye()  # messages may have come already
            raise
        except ConnectError:
            self._listener.hang_up()
            raise
        loop = asyncio.get_running_loop()
        # Messages that came with the handshake wait until whoever opened this goes on, which he does before the loop.
        loop.call_soon(self._listener.begin)
        self._watching = loop.create_task(self._watch(self._transport))

    @property
    def messages(self) -> int:
        """Whole text messages handed on."""
        return self._listener.messages

    @property
    def payload_bytes(self) -> int:
        """Bytes in those messages."""
        return self._listener.payload_bytes

    @property
    def last_recv_time(self) -> int:
        """When the socket was last read, ns since the epoch."""
        return self._listener.last_recv_time

    @property
    def outlet(self) -> Outlet:
        """The sending end, for frames in C."""
        return self._listener.outlet()

    def send(self, frame: bytes) -> None:
        """Send one text message; nothing happens on a connection that is gone, whose end is reported."""
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send(WSMsgType.TEXT, frame)

    def ping(self) -> None:
        """Send a ping."""
        if self._transport is not None and not self._transport.is_disconnected:
            self._transport.send_ping()

    def close(self, code: int) -> bool:
        """Hand nothing on any more and begin the closing handshake; False when not connected."""
        return self._listener.close(code)

    def hang_up(self) -> None:
        """Hand nothing on any more and cut the connection."""
        self._listener.hang_up()

    async def _say_goodbye(self) -> None:
        if not self._listener.close(NORMAL):
            return
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self._gone.wait()
        except TimeoutError:
            self._listener.hang_up()

    async def _watch(self, transport: WSTransport) -> None:
        try:
            with suppress(Exception):  # what broke the connection is reported already, but picows wants it fetched
                await transport.wait_disconnected()
        finally:  # cancelled, too, as when the loop ends: nobody else would tell, and the peer waits
            if not transport.is_disconnected:
                self._listener.hang_up()
            self._peer.gone()

    # Told by the listener.

    def frame_refused(self, fault: str, size: int) -> None:
        """A frame was thrown away."""
        self._peer.frame_refused(fault, size)

    def ping_answered(self) -> None:
        """A pong was sent, which the venue counts among the messages of a connection."""
        self._peer.ping_answered()

    def close_received(self, code: int, reason: str) -> None:
        """The connection ends: why, in the venue's words or in picows's."""
        self._peer.close_received(code, reason)

    def gone(self) -> None:
        """The socket is closed."""
        self._gone.set()


async def connect_picows(
    url: str, dispatch: Dispatch, line: int, peer: Peer, venue: Venue, local_address: str | None
) -> WebSocket:
    """Open a WebSocket. Raises ConnectError."""
    websocket = WebSocket(dispatch, line, peer, venue.max_frame_size, takes_binary=venue.takes_binary)
    await websocket.open(url, venue, local_address)
    return websocket
