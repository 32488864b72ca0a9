"""The streams of one connection: which are wanted, which the venue has acknowledged, and the requests in between.

Sans-I/O: `poll` gives the next frame to send, `on_reply` and `expire` tell what became of requests. Times are seconds
of the caller's monotonic clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Literal

import msgspec

from ..errors import RequestError, RequestTimeout
from ..schema import ControlReply, ControlRequest
from .limits import Pacer
from .states import StreamEvent, StreamState, next_stream_state

MAX_STREAMS = 1024
# The venue cuts a request at 4096 bytes; not documented, so a margin is kept.
MAX_REQUEST_BYTES = 4000
REQUEST_TIMEOUT = 5.0
# "Too many subscriptions": no part of the request is at fault more than another.
TOO_MANY_SUBSCRIPTIONS = 4

SubscribeMethod = Literal["SUBSCRIBE", "UNSUBSCRIBE"]


class Request(msgspec.Struct, frozen=True):
    """A request that was sent: `frame` its bytes, `deadline` when its answer is overdue."""

    id: int
    method: SubscribeMethod
    streams: tuple[str, ...]
    frame: bytes
    deadline: float


class Outcome(msgspec.Struct, frozen=True):
    """What became of a request: `error` is None when the venue did as it was asked."""

    method: SubscribeMethod
    streams: tuple[str, ...]
    error: RequestError | RequestTimeout | None = None


class Subscriptions:
    """Brings what the venue sends on one connection in line with what is wanted on it.

    `ids` numbers requests; connections that share it never use a number twice, so that a reply names its connection.
    `spell` gives the name that a stream has at the venue on this connection.
    """

    def __init__(
        self,
        ids: Iterator[int] | None = None,
        pacer: Pacer | None = None,
        *,
        max_streams: int = MAX_STREAMS,
        max_bytes: int = MAX_REQUEST_BYTES,
        timeout: float = REQUEST_TIMEOUT,
        spell: Callable[[str], str] = str,
    ) -> None:
        self._ids = ids if ids is not None else count(1)
        self._pacer = pacer if pacer is not None else Pacer()
        self._max_streams, self._max_bytes, self._timeout = max_streams, max_bytes, timeout
        self._spell = spell
        self._wanted: dict[str, None] = {}
        self._states: dict[str, StreamState] = {}
        self._pending: dict[int, Request] = {}
        self._suspects: deque[tuple[str, ...]] = deque()
        self._renewed: set[str] = set()
        self._is_open = False

    @property
    def wanted(self) -> list[str]:
        """Streams that ought to arrive, in the order they were asked for."""
        return list(self._wanted)

    @property
    def active(self) -> list[str]:
        """Streams that the venue has acknowledged and that are still wanted."""
        return [name for name in self.wanted if self.is_active(name)]

    @property
    def room(self) -> int:
        """How many more streams this connection may carry."""
        return self._max_streams - len(self._wanted)

    def state(self, stream: str) -> StreamState:
        """Where a stream stands at the venue."""
        return self._states.get(stream, StreamState.ABSENT)

    def is_active(self, stream: str) -> bool:
        """Whether the venue has acknowledged a stream that it was asked for and is not asked to drop."""
        return self.state(stream) is StreamState.ACTIVE

    def owns(self, request_id: object) -> bool:
        """Whether this connection waits for the answer to that request."""
        return request_id in self._pending

    def want(self, stream: str) -> None:
        """Ask for a stream: it is subscribed at the next chance and again on every later connection."""
        self._wanted[stream] = None

    def drop(self, stream: str) -> None:
        """Ask for a stream no longer."""
        self._wanted.pop(stream, None)

    def renew(self, stream: str) -> None:
        """Have the venue drop a stream and ask for it again, on this connection."""
        if self.is_active(stream) and stream in self._wanted:
            self._renewed.add(stream)

    def pinged(self, now: float) -> None:
        """A ping was sent, which the venue counts as a message."""
        self._pacer.record(now)

    def opened(self, in_url: Iterable[str] = ()) -> None:
        """A connection opened whose URL already named some streams."""
        self._is_open = True
        self._pacer.reset()
        for stream in in_url:
            self._advance(stream, StreamEvent.NAMED)

    def lost(self) -> None:
        """The connection is gone and with it everything that was asked of the venue on it."""
        self._is_open = False
        self._states.clear()
        self._pending.clear()
        self._suspects.clear()
        self._renewed.clear()

    def poll(self, now: float) -> Request | None:
        """Return the next request if one is due and may be sent now; it counts as sent."""
        if not self._is_open or self._pacer.ready_at(now) > now:
            return None
        if leaving := self._leaving():
            return self._request("UNSUBSCRIBE", leaving, now)
        if coming := self._coming():
            if self._suspects:
                self._suspects.popleft()
            return self._request("SUBSCRIBE", coming, now)
        return None

    def wake_at(self, now: float) -> float | None:
        """When `poll` or `expire` next has something to do if nothing else happens; None: never."""
        times = [request.deadline for request in self._pending.values()]
        if self._is_open and (self._leaving() or self._coming()):
            times.append(self._pacer.ready_at(now))
        return min(times, default=None)

    def on_reply(self, reply: ControlReply) -> Outcome | None:
        """Match a reply to its request; None when it answers no request of this connection.

        A refusal may leave the request's number out: it then belongs to the request that has waited longest. Of a
        refused batch the innocent streams are asked for again, so that one bad name does not cost the others.
        """
        number = reply.id if isinstance(reply.id, int) else next(iter(self._pending), None)
        request = self._pending.pop(number, None) if number is not None else None
        if request is None:
            return None
        if (failure := reply.failure) is None:
            self._finish(request, StreamEvent.ACKNOWLEDGED)
            return Outcome(request.method, request.streams)
        self._finish(request, StreamEvent.REFUSED)
        if request.method == "SUBSCRIBE" and len(request.streams) > 1 and failure.code != TOO_MANY_SUBSCRIPTIONS:
            half = len(request.streams) // 2
            self._suspects += (request.streams[:half], request.streams[half:])
            return Outcome(request.method, ())
        if request.method == "SUBSCRIBE":
            for stream in request.streams:
                self.drop(stream)
        error = RequestError(failure.code, failure.msg, request.method, request.streams)
        return Outcome(request.method, request.streams, error)

    def expire(self, now: float) -> list[Outcome]:
        """Give up on requests whose answer is overdue; their streams are asked for again."""
        overdue = [request for request in self._pending.values() if request.deadline <= now]
        outcomes = []
        for request in overdue:
            del self._pending[request.id]
            self._finish(request, StreamEvent.UNANSWERED)
            what = f"{request.method} of {len(request.streams)} streams not answered within {self._timeout:g} s"
            outcomes.append(Outcome(request.method, request.streams, RequestTimeout(what)))
        return outcomes

    def _leaving(self) -> list[str]:
        at_venue = (StreamState.ACTIVE, StreamState.DOUBTFUL)
        return [
            name
            for name, state in self._states.items()
            if state in at_venue and (name not in self._wanted or name in self._renewed)
        ]

    def _coming(self) -> list[str]:
        room = self._max_streams - len(self._states)
        while self._suspects:
            if suspects := [name for name in self._suspects[0] if name in self._wanted and name not in self._states]:
                return suspects[:room]
            self._suspects.popleft()
        doubtful = [name for name in self._wanted if self._states.get(name) is StreamState.DOUBTFUL]
        return doubtful + [name for name in self._wanted if name not in self._states][:room]

    def _request(self, method: SubscribeMethod, candidates: list[str], now: float) -> Request:
        number = next(self._ids)
        spelled = [self._spell(name) for name in candidates]
        said = tuple(fitting(spelled, self._max_bytes - len(_request_frame(method, (), number))))
        streams, frame = tuple(candidates[: len(said)]), _request_frame(method, said, number)
        event = StreamEvent.SUBSCRIBE if method == "SUBSCRIBE" else StreamEvent.UNSUBSCRIBE
        for stream in streams:
            self._renewed.discard(stream)
            self._advance(stream, event)
        request = Request(number, method, streams, frame, now + self._timeout)
        self._pending[number] = request
        self._pacer.record(now)
        return request

    def _finish(self, request: Request, event: StreamEvent) -> None:
        for stream in request.streams:
            self._advance(stream, event)

    def _advance(self, stream: str, event: StreamEvent) -> None:
        state = next_stream_state(self.state(stream), event)
        if state is StreamState.ABSENT:
            self._states.pop(stream, None)
        else:
            self._states[stream] = state


def fitting(names: Iterable[str], max_bytes: int) -> Iterator[str]:
    """Yield names while their JSON, quotes and commas included, stays under `max_bytes`; the first in any case."""
    used = 0
    for position, name in enumerate(names):
        used += len(msgspec.json.encode(name)) + 1
        if used >= max_bytes and position:
            return
        yield name


def _request_frame(method: SubscribeMethod, streams: tuple[str, ...], number: int) -> bytes:
    return msgspec.json.encode(ControlRequest(method=method, params=list(streams), id=number))
