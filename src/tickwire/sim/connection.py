"""One client's connection to the streams: its requests, its subscriptions and the messages it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from ..schema.market import ServerShutdown
from .control import Control
from .endpoint import Endpoint
from .frames import SBE, message_frame
from .limits import Limits, RollingLimit
from .sbe.culling import Culling
from .stats import Counters
from .tape import Chunk
from .target import MILLISECOND, Target

if TYPE_CHECKING:
    from .faults.tampering import Chain


class Server(Protocol):
    """What a connection needs of its venue."""

    limits: Limits
    counters: Counters

    def joined(self, endpoint: Endpoint) -> None:
        """A connection is open."""

    def left(self, endpoint: Endpoint) -> None:
        """A connection is gone."""

    def resubscribed(self, connection: Connection) -> None:
        """A connection's streams or the form of its messages changed."""


class Outlet(Protocol):
    """Where the messages of one stream go."""

    @property
    def time_unit(self) -> int:
        """µs in one unit of the messages' times."""
        ...

    @property
    def control(self) -> Control:
        """What the client asked for."""
        ...

    def push(self, framed: bytes) -> None:
        """Queue a frame."""


class Connection(Endpoint):
    """The venue's end of a `/ws` or `/stream` connection."""

    def __init__(self, server: Server, target: Target, flat_errors: bool) -> None:
        limits = server.limits
        super().__init__(limits, server.counters, target.time_unit)
        self._server, self.is_sbe = server, target.is_sbe
        self.culling = Culling() if target.is_sbe else None
        self.control = Control(
            target.streams,
            target.combined,
            max_streams=limits.streams,
            max_bytes=limits.request_bytes,
            flat_errors=flat_errors,
        )
        self._incoming = RollingLimit(limits.messages, limits.messages_window)
        self._pending: list[bytes] = []
        self._paused = self._is_changed = False
        self.chain: Chain | None = None
        self._tape: list[Chunk] = []
        # The round of the tape that is being sent; -1 without one.
        self.turn = -1
        self._tape_next, self._tape_loops, self._pumping = 0, False, False

    def admitted(self) -> bool:
        """Every frame counts against the rolling limit."""
        return self._incoming.admit(self._loop.time())

    def opened(self) -> None:
        """Join the venue, with the streams of the URL."""
        self._server.joined(self)
        self._server.resubscribed(self)

    def gone(self) -> None:
        """Leave the venue."""
        self._server.left(self)

    def request(self, raw: bytes) -> bytes:
        """Carry out a request."""
        before = (self.control.streams, self.control.combined)
        refused = self.control.refused
        reply = self.control.answer(raw)
        self._counters.requests += 1
        self._counters.requests_refused += self.control.refused - refused
        self._is_changed = before != (self.control.streams, self.control.combined)
        return reply

    def answered(self) -> None:
        """Change what is sent once the reply is on its way."""
        if self._is_changed:
            self._is_changed = False
            self._server.resubscribed(self)

    def shutdown_notice(self, now: int) -> None:
        """Send `serverShutdown`, which needs no subscription."""
        unit = MILLISECOND if self.is_sbe else self.time_unit  # beside SBE it is text, without an envelope
        notice = msgspec.json.encode(ServerShutdown(event_time=now // unit))
        self._counters.messages_sent += 1
        self.write(message_frame("!serverShutdown", notice, self.control.combined and not self.is_sbe))

    def feed_of(self, stream: str) -> str:
        """The name under which the market publishes what the connection gets for a stream."""
        return stream + SBE if self.is_sbe else stream

    def outlet(self, stream: str) -> Outlet:
        """Where the messages of a stream go: here, unless a fault is in the way."""
        return self if self.chain is None else self.chain.outlet(stream)

    def push(self, framed: bytes) -> None:
        """Queue a frame for the next `flush`."""
        self._pending.append(framed)

    def flush(self) -> None:
        """Write everything queued at once."""
        pending, self._pending = self._pending, []
        if self.culling is not None:
            pending = self.culling.let_pass(pending, is_behind=self.wire.get_write_buffer_size() > 0)
        if pending and not self._closing:
            self._counters.messages_sent += len(pending)
            self.write(b"".join(pending))

    def play(self, tape: list[Chunk], loops: bool, turn: int) -> None:
        """From now on send `tape` as fast as the client reads, again and again if it `loops`; `turn` is the first."""
        self._tape, self._tape_next, self._tape_loops, self.turn = tape, 0, loops, turn
        self._pump()

    def pause_writing(self) -> None:
        """The client has left too much unread."""
        self._paused = True

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._paused = False
        self._pump()

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
        self.write(chunk.at(self.turn))
        self._tape_next += 1
        if self._tape_next == len(self._tape):
            self._tape_next = 0
            self.turn += 1
            if not self._tape_loops:
                self._tape = []
        self._pump()
