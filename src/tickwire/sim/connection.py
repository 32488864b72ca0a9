"""One client's connection: its requests, pings, limits and the closing handshake."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol

from picows import WSCloseCode, WSFrame, WSListener, WSMsgType, WSTransport

from .control import Control
from .frames import message_frame
from .limits import Limits, RollingLimit
from .stats import Counters
from .tape import Chunk
from .target import Target

_DATA = (WSMsgType.TEXT, WSMsgType.BINARY, WSMsgType.CONTINUATION)


class Server(Protocol):
    """What a connection needs of its venue."""

    limits: Limits
    counters: Counters

    def joined(self, connection: Connection) -> None:
        """A connection is open."""

    def left(self, connection: Connection) -> None:
        """A connection is gone."""

    def resubscribed(self, connection: Connection) -> None:
        """A connection's streams or the form of its messages changed."""


class Connection(WSListener):
    """The venue's end of one WebSocket."""

    def __init__(self, server: Server, target: Target, flat_errors: bool) -> None:
        limits = server.limits
        self._server, self._limits, self._counters = server, limits, server.counters
        self.time_unit = target.time_unit
        self.control = Control(
            target.streams,
            target.combined,
            max_streams=limits.streams,
            max_bytes=limits.request_bytes,
            flat_errors=flat_errors,
        )
        self._loop = asyncio.get_running_loop()
        self._incoming = RollingLimit(limits.messages, limits.messages_window)
        self._partial = bytearray()
        self._pending: list[bytes] = []
        self._pings: dict[bytes, float] = {}
        self._timers: list[asyncio.TimerHandle] = []
        self._closing = self._paused = False
        self._cause = "client lost"
        self._tape: list[Chunk] = []
        self._tape_next, self._tape_loops, self._pumping = 0, False, False
        self._transport: Any = None

    # Called by picows.

    def on_ws_connected(self, transport: WSTransport) -> None:
        """The handshake is done: join the venue and start the clocks."""
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=1 << 20)
        self._later(self._limits.ping_interval, self._ping)
        self._later(self._limits.lifetime, self.close, WSCloseCode.GOING_AWAY, "", "lifetime over")
        self._server.joined(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """A frame came in; every kind of frame counts against the limit."""
        if frame.msg_type == WSMsgType.CLOSE:
            self._close_received(frame)
            return
        if self._closing:
            return
        self._counters.frames_received += 1
        if not self._incoming.admit(self._loop.time()):
            self.close(WSCloseCode.POLICY_VIOLATION, "Too many requests", "too many requests")
        elif frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type == WSMsgType.PONG:
            self._pong_received(frame.get_payload_as_bytes())
        elif frame.msg_type in _DATA:
            self._data_received(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """The socket is gone."""
        self._closing = True
        for timer in self._timers:
            timer.cancel()
        closed = self._counters.closed
        closed[self._cause] = closed.get(self._cause, 0) + 1
        self._server.left(self)

    def pause_writing(self) -> None:
        """The client has left too much unread."""
        self._paused = True

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._paused = False
        self._pump()

    # Called by the venue.

    def push(self, framed: bytes) -> None:
        """Queue a frame for the next `flush`."""
        self._pending.append(framed)

    def flush(self) -> None:
        """Write everything queued at once; a client that leaves too much unread is cut off."""
        pending, self._pending = self._pending, []
        if pending and not self._closing:
            self._counters.messages_sent += len(pending)
            self.write(b"".join(pending))

    def write(self, data: bytes) -> None:
        """Put bytes on the wire as they are."""
        if self._closing:
            return
        socket = self._transport.underlying_transport
        self._counters.bytes_sent += len(data)
        socket.write(data)
        if socket.get_write_buffer_size() > self._limits.write_buffer:
            self.abort("too slow")

    def send(self, stream: str, payload: bytes) -> None:
        """Send one message now, in the form this connection asked for."""
        if not self._closing:
            self._counters.messages_sent += 1
            self.write(message_frame(stream, payload, self.control.combined))

    def play(self, tape: list[Chunk], loops: bool) -> None:
        """From now on send `tape` as fast as the client reads, again and again if it `loops`."""
        self._tape, self._tape_next, self._tape_loops = tape, 0, loops
        self._pump()

    def close(self, code: WSCloseCode, reason: str, cause: str) -> None:
        """Begin the closing handshake; the socket is cut when the client does not answer in time."""
        if self._closing:
            return
        self._closing, self._cause = True, cause
        self._transport.send_close(code, reason)
        self._later(self._limits.close_timeout, self._transport.disconnect, False)

    def abort(self, cause: str) -> None:
        """Cut the connection without a word."""
        if not self._closing:
            self._cause = cause
        self._closing = True
        self._transport.disconnect(graceful=False)

    # Inside.

    def _later(self, delay: float, call: Any, *arguments: Any) -> None:
        self._timers = [timer for timer in self._timers if timer.when() > self._loop.time()]
        self._timers.append(self._loop.call_later(delay, call, *arguments))

    def _close_received(self, frame: WSFrame) -> None:
        if not self._closing:
            self._closing, self._cause = True, "client closed"
            code = frame.get_close_code()
            if frame.payload_size:
                self._transport.send_close(code, frame.get_close_message())
            else:
                self._transport.send(WSMsgType.CLOSE, None)
        self._transport.disconnect()

    def _data_received(self, frame: WSFrame) -> None:
        if len(self._partial) <= self._limits.request_bytes:
            self._partial += frame.get_payload_as_bytes()
        if not frame.fin:
            return
        request, self._partial = bytes(self._partial), bytearray()
        before = (self.control.streams, self.control.combined)
        refused = self.control.refused
        reply = self.control.answer(request)
        self._counters.requests += 1
        self._counters.requests_refused += self.control.refused - refused
        self._transport.send(WSMsgType.TEXT, reply)
        if before != (self.control.streams, self.control.combined):
            self._server.resubscribed(self)

    def _ping(self) -> None:
        payload = b"%d" % (time.time_ns() // 1_000_000)
        if payload not in self._pings:
            self._pings[payload] = self._loop.time()
            self._counters.pings_sent += 1
            self._transport.send_ping(payload)
            self._later(self._limits.pong_timeout, self._expect_pong, payload)
        self._later(self._limits.ping_interval, self._ping)

    def _pong_received(self, payload: bytes) -> None:
        """An answer settles its ping and all before it; any other pong is allowed and settles nothing."""
        self._counters.pongs_received += 1
        if (sent := self._pings.get(payload)) is not None:
            self._pings = {ping: at for ping, at in self._pings.items() if at > sent}

    def _expect_pong(self, payload: bytes) -> None:
        if payload in self._pings:
            self.close(WSCloseCode.POLICY_VIOLATION, "Pong timeout", "pong timeout")

    def _pump(self) -> None:
        if not self._pumping and self._tape and not self._paused and not self._closing:
            self._pumping = True
            self._loop.call_soon(self._write_chunk)

    def _write_chunk(self) -> None:
        self._pumping = False
        if self._paused or self._closing or not self._tape:
            return
        chunk = self._tape[self._tape_next]
        self._counters.messages_sent += chunk.messages
        self.write(chunk.data)
        self._tape_next += 1
        if self._tape_next == len(self._tape):
            self._tape_next = 0
            if not self._tape_loops:
                self._tape = []
        self._pump()
