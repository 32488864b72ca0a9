"""The venue's end of one WebSocket: pings, pongs, the closing handshake, and a way out for bytes."""

from __future__ import annotations

import asyncio
import struct
import sys
import time
from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from socket import SO_LINGER, SOL_SOCKET
from typing import Any, Protocol

from picows import WSFrame, WSListener, WSMsgType, WSTransport

from .frames import CLOSE, GOING_AWAY, PING, POLICY_VIOLATION, PONG, close_frame
from .frames import frame as framed
from .limits import Limits
from .stats import Counters

# SO_LINGER of zero seconds: closing the socket sends an RST.
_RESET = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
_DATA = (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION)


class Wire(Protocol):
    """Where bytes go: the socket's transport, or a fault in front of it."""

    def write(self, data: bytes, /) -> None:
        """Take whole frames, in order."""

    def get_write_buffer_size(self) -> int:
        """Count the bytes that wait for the client to read."""
        ...


class Substitute(Protocol):
    """A fault that answers in place of the connection."""

    def instead(self, raw: bytes) -> bytes | None:
        """Reply to a request that is not carried out, with nothing for no reply; None when it is to be carried out."""

    def reply(self, given: bytes) -> bytes | None:
        """Say what to send in place of a reply; None for nothing."""


class Endpoint(WSListener):
    """A connection of either kind. `number` counts the venue's connections from 1, in the order they opened."""

    def __init__(self, limits: Limits, counters: Counters, time_unit: int) -> None:
        self._limits, self._counters = limits, counters
        self.time_unit, self.number = time_unit, 0
        self._loop = asyncio.get_running_loop()
        self._partial = bytearray()
        self._pings: dict[bytes, float] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self._closing = False
        self.is_gone, self.is_pinging = False, True
        self._substitutes: list[Substitute] = []
        self._cause = "client lost"
        self._transport: Any = None
        self.wire: Wire

    # What the two kinds of connection add.

    def admitted(self) -> bool:
        """Tell whether one more frame of the client's is allowed now."""
        return True

    def opened(self) -> None:
        """The handshake is done."""

    @abstractmethod
    def request(self, raw: bytes) -> bytes:
        """Carry out a message of the client's and return the reply."""

    def framed(self, reply: bytes) -> bytes:
        """Put a reply into a frame."""
        return framed(reply)

    def answered(self) -> None:
        """The reply is on its way."""

    def gone(self) -> None:
        """The socket is closed."""

    def shutdown_notice(self, now: int) -> None:
        """Send `serverShutdown`; `now` is µs since the epoch."""

    # Called by picows.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done: join the venue and start the clocks."""
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=1 << 20)
        self.wire = transport.underlying_transport
        self.later(self._limits.ping_interval, self._keep_pinging)
        self.later(self._limits.lifetime, self.close, GOING_AWAY, "", "lifetime over")
        self.opened()

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame came in; every kind of frame counts against the limit."""
        if frame.msg_type == WSMsgType.CLOSE:
            self._close_received(frame)
            return
        if self._closing:
            return
        self._counters.frames_received += 1
        if not self.admitted():
            self.close(POLICY_VIOLATION, "Too many requests", "too many requests")
        elif frame.msg_type == WSMsgType.PING:
            self.write(framed(frame.get_payload_as_bytes(), PONG))
        elif frame.msg_type == WSMsgType.PONG:
            self._pong_received(frame.get_payload_as_bytes())
        elif frame.msg_type in _DATA:
            self._data_received(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is gone."""
        self._closing = self.is_gone = True
        for timer in self._timers:
            timer.cancel()
        closed = self._counters.closed
        closed[self._cause] = closed.get(self._cause, 0) + 1
        self.gone()

    # Called by the venue.

    def write(self, data: bytes) -> None:
        """Put bytes on the wire as they are; a client that leaves too much unread is cut off."""
        if self._closing:
            return
        self._counters.bytes_sent += len(data)
        self.wire.write(data)
        if self.wire.get_write_buffer_size() > self._limits.write_buffer:
            self.abort("too slow")

    def ping(self) -> None:
        """Send a ping, which the client must answer in time."""
        payload = b"%d" % (time.time_ns() // 1_000_000)
        if payload not in self._pings:
            self._pings[payload] = self._loop.time()
            self._counters.pings_sent += 1
            self.write(framed(payload, PING))
            self.later(self._limits.pong_timeout, self._expect_pong, payload)

    def close(self, code: int, reason: str, cause: str) -> None:
        """Begin the closing handshake; the socket is cut when the client does not answer in time."""
        if self._closing:
            return
        self._closing, self._cause = True, cause
        self.wire.write(close_frame(code, reason))
        self.later(self._limits.close_timeout, self._transport.disconnect, False)

    def abort(self, cause: str) -> None:
        """Cut the connection without a word."""
        if not self._closing:
            self._cause = cause
        self._closing = True
        self._transport.disconnect(graceful=False)

    def cut(self, cause: str, *, reset: bool) -> None:
        """Cut the connection by an RST or a FIN; what is still to be sent is lost."""
        if self.is_gone:
            return
        if reset:
            socket = self._transport.underlying_transport.get_extra_info("socket")
            socket.setsockopt(SOL_SOCKET, SO_LINGER, _RESET)
        self.abort(cause)

    def forsake(self) -> None:
        """Read nothing more, and let nothing end the connection."""
        for timer in self._timers:
            timer.cancel()
        if not self.is_gone:
            self._transport.underlying_transport.pause_reading()

    def announce_shutdown(self, now: int, close_after: float | None) -> None:
        """Send `serverShutdown`, and close after so many seconds."""
        self.shutdown_notice(now)
        if close_after is not None:
            self.later(close_after, self.close, GOING_AWAY, "", "server shutdown")

    def answer_by(self, substitute: Substitute) -> Callable[[], None]:
        """Let something else answer; it sees requests before all others that do, and replies after them.

        Returns what ends that.
        """
        self._substitutes.insert(0, substitute)
        return partial(self._substitutes.remove, substitute)

    def pause_writing(self) -> None:
        """The client has left too much unread."""

    def resume_writing(self) -> None:
        """The client has caught up."""

    def later(self, delay: float, call: Any, *arguments: Any) -> None:
        """Call something after `delay` seconds, unless the connection is gone by then."""
        self._timers = [timer for timer in self._timers if timer.when() > self._loop.time()]
        self._timers.append(self._loop.call_later(delay, call, *arguments))

    # Inside.

    def _close_received(self, frame: WSFrame) -> None:
        if not self._closing:
            self._closing, self._cause = True, "client closed"
            self.wire.write(framed(frame.get_payload_as_bytes(), CLOSE))
        self._transport.disconnect()

    def _data_received(self, frame: WSFrame) -> None:
        if len(self._partial) <= self._limits.request_bytes:
            self._partial += frame.get_payload_as_bytes()
        if frame.fin:
            request, self._partial = bytes(self._partial), bytearray()
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        substitutes = self._substitutes.copy()
        refusals = (each.instead(request) for each in substitutes)
        reply = next((refusal for refusal in refusals if refusal is not None), None)
        if reply is None:
            reply = self._changed(self.request(request), substitutes)
        if reply:
            self.write(self.framed(reply))
        self.answered()

    def _changed(self, reply: bytes | None, substitutes: list[Substitute]) -> bytes | None:
        for each in reversed(substitutes):
            reply = each.reply(reply) if reply is not None else None
        return reply

    def _keep_pinging(self) -> None:
        if self.is_pinging:
            self.ping()
        self.later(self._limits.ping_interval, self._keep_pinging)

    def _pong_received(self, payload: bytes) -> None:
        """An answer settles its ping and all before it; any other pong is allowed and settles nothing."""
        self._counters.pongs_received += 1
        if (sent := self._pings.get(payload)) is not None:
            self._pings = {ping: at for ping, at in self._pings.items() if at > sent}

    def _expect_pong(self, payload: bytes) -> None:
        if payload in self._pings:
            self.close(POLICY_VIOLATION, "Pong timeout", "pong timeout")
