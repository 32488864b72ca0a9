"""A connection without a socket: what one end sends arrives at the other in order, later, or never."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tickwire.sim.limits import RollingLimit

if TYPE_CHECKING:
    from .venue import MemoryVenue

MESSAGES, WINDOW = 5, 1.0  # what the venue takes from one connection, pongs included, and in how many seconds
PING_INTERVAL = 20.0


class MemoryChannel:
    """The client's end and the venue's; subclasses say what the venue answers.

    `latency` is in seconds, one way. While it `is_stalled` nothing arrives, but nothing is lost either; once it
    `is_dead` nothing ever arrives again, and neither end is told. One that `is_leaving` will end soon.
    """

    def __init__(self, venue: MemoryVenue, dispatch: Any, line: int, peer: Any) -> None:
        self.venue, self.line, self.latency = venue, line, 0.0
        self.messages = self.payload_bytes = 0
        self.last_recv_time = venue.clock()
        self.is_open = True
        self.is_stalled = self.is_dead = self.is_leaving = False
        self.dispatch, self._peer, self._is_hushed = dispatch, peer, False
        self._pipe: deque[tuple[float, Callable[..., None], tuple[Any, ...]]] = deque()
        self._is_draining = False
        self._requests = RollingLimit(MESSAGES, WINDOW)
        self._ping_timer = venue.loop.call_later(venue.random.uniform(0.0, PING_INTERVAL), self._venue_pings)

    def __repr__(self) -> str:
        return f"line {self.line}"

    # The client's end, as tickwire.transport.Channel has it.

    def send(self, frame: bytes) -> None:
        """One text message to the venue."""
        if self._comes_through():
            self.venue.trace.add("asked", self, frame[:150])
            self.answer(frame)

    def ping(self) -> None:
        """A ping to the venue, which answers it at once."""
        if self._comes_through():
            self.later(self._hear)

    def close(self, code: int) -> bool:
        """Begin the closing handshake; the venue answers it unless the connection is dead."""
        self._is_hushed = True
        if not self.is_open:
            return False
        self.venue.trace.add("closing", self)
        if not self.is_dead:
            self.later(self._end, code, "")
        return True

    def hang_up(self) -> None:
        """Cut the connection, from the client's end."""
        self._is_hushed = True
        if self.is_open:
            self.venue.loop.call_soon(self._end, None, "")

    def _comes_through(self) -> bool:
        """Whether what the client sends reaches the venue, which counts it."""
        if not self.is_open or self.is_dead:
            return False
        if not self._requests.admit(self.venue.loop.now):
            self.venue.violate(f"{self}: more than {MESSAGES} messages in {WINDOW:g} s")
        return True

    def _hear(self) -> None:
        """A frame that is no message."""
        self.count(0, 0)

    # The venue's end.

    def _venue_pings(self) -> None:
        self._ping_timer = self.venue.loop.call_later(PING_INTERVAL, self._venue_pings)
        self.later(self._pong)

    def _pong(self) -> None:
        self._hear()
        self._comes_through()

    def answer(self, frame: bytes) -> None:
        """Carry out what the client asks for."""
        raise TypeError(f"{self} takes no requests")

    def reply(self, frame: bytes) -> None:
        """Send something that is no market data."""
        self.later(self.receive, frame)

    def drop(self, code: int | None = None, reason: str = "") -> None:
        """End the connection from the venue's end, with a CLOSE frame when there is a `code`."""
        self.venue.trace.add("dropped", self, code or "")
        self.is_leaving = True
        self.later(self._end, code, reason)

    def die(self) -> None:
        """Half-open from now on: the client finds out by a ping that nobody answers, if ever."""
        self.is_dead = True
        self._pipe.clear()

    def stall(self, seconds: float) -> None:
        """Nothing arrives for a while."""
        self.is_stalled = True
        self.venue.loop.call_later(seconds, self._resume)

    def _resume(self) -> None:
        self.is_stalled = False
        self._drain()

    # What is under way.

    def later(self, arrive: Callable[..., None], *arguments: Any) -> None:
        """Have something arrive at the client after the latency, never before what was sent earlier."""
        if self.is_dead:
            return
        if not self.latency and not self._pipe and not self.is_stalled:
            self.venue.loop.call_soon(arrive, *arguments)
            return
        self._pipe.append((self.venue.loop.now + self.latency, arrive, arguments))
        if not self._is_draining:
            self._drain()

    def _drain(self) -> None:
        self._is_draining = True  # what is sent in answer to one message arrives after all that are here
        now = self.venue.loop.now
        while self._pipe and not self.is_stalled:
            at, arrive, arguments = self._pipe[0]
            if at > now:
                self.venue.loop.call_at(at, self._drain)
                return
            self._pipe.popleft()
            arrive(*arguments)
        self._is_draining = False

    def receive(self, frame: bytes) -> None:
        """A whole text message has come to the client."""
        if self._is_hushed:
            return
        self.count(1, len(frame))
        self.dispatch.on_bytes(frame, self.last_recv_time, self.line)

    def count(self, messages: int, size: int) -> None:
        """So many messages of `size` bytes in all have come."""
        self.messages += messages
        self.payload_bytes += size
        self.last_recv_time = self.venue.clock()

    @property
    def is_listening(self) -> bool:
        """Whether the client still takes what comes."""
        return self.is_open and not self._is_hushed

    def _end(self, code: int | None, reason: str) -> None:
        if not self.is_open:
            return
        self.is_open, self._is_hushed = False, True
        self._pipe.clear()
        self._ping_timer.cancel()
        self.venue.ended(self)
        if code is not None:
            self._peer.close_received(code, reason)
        self._peer.gone()
