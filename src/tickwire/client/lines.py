"""The connections of a running client, as the rest of it sees them: streams are wanted, lines bring them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from ..errors import ConfigError, RequestError, UrlRefused
from ..feed.dispatch import Dispatch
from ..session import (
    Connected,
    ConnectFailed,
    ControlReply,
    Disconnect,
    Outcome,
    RequestFailed,
)
from ..transport import Line, LineEvent, Owner, Venue
from .connections import Connections
from .fallback import Fallback
from .rotations import Rotations
from .shards import Shard, Shards
from .ticker import Ticker
from .upkeep import Upkeep


class LineRules(NamedTuple):
    """What the user set.

    Every stream is brought by so many `copies`; timeouts and `lifetime` are in seconds, `max_rate` is in messages a
    second over one connection; `is_slowest_replaced` goes for lines that stall too. With `falls_back` streams come in
    JSON when the venue lets nobody in where they are in SBE; with `is_mixed` those of several copies come in both.
    """

    request_timeout: float
    copies: int
    lifetime: float
    max_rate: float
    is_slowest_replaced: bool
    falls_back: bool = False
    is_mixed: bool = False


class LineStatus(msgspec.Struct, frozen=True):
    """One line as it stands: `opened_at` in loop time, None while it is not open; `state` is a ConnectionState's.

    `wins_before` are those it had when the lines of its shard last changed.
    """

    line: int
    shard: int
    url: str
    local_address: str | None
    state: str
    streams: tuple[str, ...]
    active_streams: int
    opened_at: float | None
    messages: int
    payload_bytes: int
    connects: int
    connect_failures: int
    stalls: int
    wins_before: int
    is_moving: bool


class Lines:
    """Has every stream brought by so many lines as are wanted, and keeps them fresh."""

    def __init__(
        self,
        venue: Venue,
        dispatch: Dispatch,
        owner: Owner,
        ticker: Ticker,
        rules: LineRules,
        *,
        sbe: Venue | None = None,
        is_bare: bool = False,
    ) -> None:
        self._is_bare, self._is_mixed = is_bare, rules.is_mixed
        self._dispatch, self._owner, self._ticker = dispatch, owner, ticker
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[None] = self._loop.create_future()
        self._all_open: asyncio.Future[None] = self._loop.create_future()
        self._is_begun = self._is_open = False
        self._failing: set[Line] = set()
        venues = (venue,) if sbe is None else (venue, sbe)
        self._connections = Connections(venues, dispatch, self, rules.request_timeout, self._failed)
        self._shards = Shards(
            venue,
            sbe,
            dispatch,
            self._connections,
            self._start,
            copies=rules.copies,
            max_rate=rules.max_rate,
            is_mixed=rules.is_mixed,
        )
        self._rotations = Rotations(dispatch, ticker, self._connections, self._shards, owner.happened)
        self._handovers = self._rotations.handovers
        self._upkeep = Upkeep(dispatch, self._connections, self._shards, self._rotations, rules)
        self._fallback = Fallback(self._shards, self._rotations, self._move) if rules.falls_back else None

    def __iter__(self) -> Iterator[Line]:
        return iter(self._connections)

    # Streams.

    def want(self, stream: str) -> None:
        """Have a stream brought."""
        shard = self._shards.want(stream)
        self._handovers.want(stream, shard.lines)
        self._connections.pump_soon()

    def drop(self, stream: str) -> None:
        """Have a stream brought no longer; connections left without streams are closed, the last ones excepted."""
        self._handovers.forget(stream)
        self._shards.drop(stream)
        self._shards.prune(self._handovers.involves)
        self._connections.pump_soon()

    def is_active(self, stream: str) -> bool:
        """Whether the venue has acknowledged a stream on a connection of now."""
        return any(line.subscriptions.is_active(stream) for line in self)

    def resubscribe(self, stream: str, number: int | None = None) -> None:
        """Have the venue drop a stream and ask for it again, on one line or on every one that carries it."""
        for line in self:
            if number in (None, line.number):
                line.subscriptions.renew(stream)
        self._connections.pump_soon()

    @property
    def active_streams(self) -> int:
        """How many streams the venue has acknowledged, each counted once."""
        return len({stream for line in self for stream in line.subscriptions.active})

    # Lines.

    def lines(self) -> list[LineStatus]:
        """Every line as it stands."""
        return [
            LineStatus(
                line=line.number,
                shard=shard.number,
                url=line.url,
                local_address=line.local_address,
                state=line.state.value,
                streams=tuple(line.subscriptions.wanted),
                active_streams=len(line.subscriptions.active),
                opened_at=line.opened_at if line.is_open else None,
                messages=line.messages,
                payload_bytes=line.payload_bytes,
                connects=line.connects,
                connect_failures=line.failures,
                stalls=self._upkeep.stalls(line),
                wins_before=shard.wins_before.get(line.number, 0),
                is_moving=self._handovers.involves(line),
            )
            for shard in self._shards
            for line in shard.lines
        ]

    def opened(self) -> dict[int, float]:
        """When each of the lines that are open was opened, in loop time."""
        return {line.number: line.opened_at for line in self if line.is_open}

    def rotate(self, number: int | None = None) -> int:
        """Replace one line, or all; returns how many are being replaced, those that are moving already not counted."""
        if number is not None and self._connections.get(number) is None:
            raise ConfigError(f"line: one of {[line.number for line in self]}, not {number!r}")
        numbers = [number] if number is not None else [line.number for line in self]
        return sum(self.replace(one, "asked") for one in numbers)

    def probe(self, number: int) -> None:
        """Ask a line for a sign of life, without which it is given up."""
        if (line := self._connections.get(number)) is not None:
            line.probe()

    def replace(self, number: int, reason: str) -> bool:
        """Hand all streams of a line over to a new one; False when it is gone, or takes part in a handover already.

        A line that is not open has nothing to hand over: it is on its way back by itself.
        """
        return self._rotations.replace(number, reason)

    def counts(self) -> Counter[str]:
        """Totals over all connections, those closed in the meantime included."""
        return self._connections.counts()

    def replied(self, reply: ControlReply) -> bool:
        """Match a reply to the request of one of the lines; False when it answers none."""
        if isinstance(reply.id, int):
            return any(line.replied(reply) for line in self if line.subscriptions.owns(reply.id))
        return any(line.replied(reply) for line in self)

    def shut_down(self, number: int) -> None:
        """The venue said on that line that it is about to go down."""
        self._upkeep.lifetimes.leave(number, self._loop.time())
        self._ticker.wake(self._upkeep)

    # Running.

    async def open(self) -> None:
        """Open all connections; raises ConnectError when of one shard none opens."""
        if not len(self._shards) and not self._is_bare:
            self._shards.add()
        self._is_begun = True
        if self._fallback is not None:
            self._ticker.add(self._fallback)
        if not len(self._shards):
            self._all_open.set_result(None)
        for line in self:
            self._start(line)
        await asyncio.wait({self._all_open, self._ended}, return_when=asyncio.FIRST_COMPLETED)
        if self._ended.done():
            self._ended.result()
        self._is_open = True
        self._upkeep.began(self._ticker)

    async def wait_ended(self, seconds: float | None) -> None:
        """Wait for `end`, no longer than `seconds`; raises what broke a connection for good."""
        await asyncio.wait({self._ended}, timeout=seconds)
        if self._ended.done():
            self._ended.result()

    def end(self) -> None:
        """Let `open` and `wait_ended` return."""
        if not self._ended.done():
            self._ended.set_result(None)

    async def close(self) -> None:
        """Close every connection by a closing handshake."""
        self.end()
        await self._connections.close()

    # Told by the lines.

    def settled(self, line: Line, outcome: Outcome) -> None:
        """The venue answered a request, or did not in time; streams named in a URL count as answered."""
        if outcome.error is None:
            if outcome.method == "SUBSCRIBE":
                self._promised(line, outcome.streams)
            self._owner.settled(line, outcome)
            return
        elsewhere = {stream for stream in outcome.streams if self.is_active(stream)}
        if isinstance(outcome.error, RequestError) and outcome.method == "SUBSCRIBE":
            self._handovers.refused(line, elsewhere, str(outcome.error))
            if self._fallback is not None and self._fallback.takes(line, outcome.streams):
                self._owner.happened(RequestFailed(line.number, outcome.error))
                return
        if elsewhere and elsewhere.issuperset(outcome.streams):
            self._owner.happened(RequestFailed(line.number, outcome.error))
        else:
            alone = tuple(stream for stream in outcome.streams if stream not in elsewhere)
            self._owner.settled(line, Outcome(outcome.method, alone, outcome.error))

    def happened(self, event: LineEvent) -> None:
        """Something happened on a line."""
        now = self._loop.time()
        line = self._connections.get(event.line) if event.line is not None else None
        match event:
            case Connected() if line is not None:
                self._failing.discard(line)
                self._upkeep.lifetimes.opened(event.line, now)
                self._handovers.opened(line, now)
                self._look_whether_open()
            case ConnectFailed(error=UrlRefused()) if line is not None:
                self._loop.call_soon(self._fall_back, line)
            case Disconnect():
                self._dispatch.line_lost(event.line)
                self._upkeep.lifetimes.ended(event.line)
                if line is not None:
                    self._handovers.lost(line)
                    if self._connections.get(event.line) is not line:  # another has taken its place for good
                        event = msgspec.structs.replace(event, is_final=True)
        self._owner.happened(event)

    def _fall_back(self, line: Line) -> None:
        """The venue lets nobody in where the line goes."""
        if self._fallback is not None:
            self._fallback.refused(line)
            self._shards.prune(self._handovers.involves)
            self._look_whether_open()

    def _move(self, stream: str) -> None:
        self.drop(stream)
        self.want(stream)

    def _look_whether_open(self) -> None:
        if all(map(self._is_settled, self._shards)) and not self._all_open.done():
            self._all_open.set_result(None)

    def _is_settled(self, shard: Shard) -> bool:
        """Whether the start waits for a shard no longer."""
        is_away = self._failing.issuperset(shard.lines)
        return any(line.connects for line in shard.all_lines()) or (is_away and self._is_spare(shard))

    def _is_spare(self, shard: Shard) -> bool:
        """Whether a client of both encodings is of use without a shard, which is in SBE alone."""
        return self._is_mixed and shard.kind == "sbe" and any(other.kind != "sbe" for other in self._shards)

    def _promised(self, line: Line, streams: tuple[str, ...]) -> None:
        if line.is_leaving:
            return
        for stream in streams:
            self._dispatch.carry(stream, line.number)
        self._handovers.acknowledged(line, streams, self._loop.time())

    def _start(self, line: Line) -> None:
        if self._is_begun:
            self._connections.start(line, lambda: self._gives_up(line))

    def _gives_up(self, line: Line) -> bool:
        """A line did not open by any URL; at the start that is the end when none of its shard does."""
        self._failing.add(line)
        shard = self._shards.of(line)
        if shard is not None and shard.kind == "sbe" and self._fallback is not None:
            return False  # others will stand in for it
        if shard is not None and self._is_spare(shard):
            self._loop.call_soon(self._look_whether_open)
            return False
        return not self._is_open and shard is not None and self._failing.issuperset(shard.lines)

    def _failed(self, error: BaseException) -> None:
        if not self._ended.done():
            self._ended.set_exception(error)
