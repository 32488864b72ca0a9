"""Which lines carry which streams: every shard of streams has so many lines, which all carry the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from ..feed.dispatch import Dispatch
from ..session.encodings import encoding_of_changes, has_sbe
from ..session.placement import Move, Placement
from ..session.routes import Route, choose_route, routes
from ..session.spread import Spread
from ..session.twins import Twins
from ..transport import Line, Venue
from .connections import Connections

# What the lines of a shard speak; a cover stands in, in JSON, for a shard in SBE, whose streams stay placed there.
Kind = Literal["json", "sbe", "mixed", "cover"]


class Shard:
    """A set of streams and the lines that carry them, one more while one of them is being replaced."""

    def __init__(self, number: int, among: Sequence[Route], kind: Kind) -> None:
        self.number, self.among = number, among
        self.kind: Kind = kind
        self.cover: Shard | None = None
        self.lines: list[Line] = []
        self.twins = Twins()
        self.wins_before: dict[int, int] = {}
        self.spread = Spread(among)

    @property
    def is_standing_in(self) -> bool:
        """Whether it still brings what others cannot: also when it could not be handed back, which is tried again."""
        return self.kind == "cover" and any(line.subscriptions.wanted for line in self.lines)

    def all_lines(self) -> list[Line]:
        """Its lines, and those that stand in for them."""
        return self.lines if self.cover is None else [*self.lines, *self.cover.lines]


class Shards:
    """Puts streams on shards, and lines on shards; `start` is called for every line that is added."""

    def __init__(
        self,
        venue: Venue,
        sbe: Venue | None,
        dispatch: Dispatch,
        connections: Connections,
        start: Callable[[Line], None],
        *,
        copies: int,
        max_rate: float,
        is_mixed: bool = False,
    ) -> None:
        self._dispatch, self._connections, self._copies, self._start = dispatch, connections, copies, start
        json_routes = routes(venue.urls, venue.local_addresses)
        sbe_routes = () if sbe is None else routes(sbe.urls, sbe.local_addresses, is_sbe=True)
        self._ways: dict[Kind, Sequence[Route]] = {"json": json_routes, "sbe": sbe_routes, "cover": json_routes}
        self._ways["mixed"] = (*sbe_routes, *json_routes) if is_mixed and sbe_routes else ()
        self.only_in_json: set[str] = set()  # which the venue has not in SBE, whatever it says
        self._shards: dict[int, Shard] = {}
        self.placement = Placement(max_rate=max_rate)

    def __iter__(self) -> Iterator[Shard]:
        return iter(tuple(self._shards.values()))

    def __len__(self) -> int:
        return len(self._shards)

    def of(self, line: Line) -> Shard | None:
        """The shard whose streams a line carries; None when it is retired."""
        return next((shard for shard in self._shards.values() if line in shard.lines), None)

    def add(self, kind: Kind = "json") -> Shard:
        """Add a shard without streams, with all its lines."""
        number = next(n for n in range(len(self._shards) + 1) if n not in self._shards)
        shard = self._shards[number] = Shard(number, self._ways[kind], kind)
        self.placement.add_shard(number, kind)
        for _ in range(self._copies):
            self.add_line(shard)
        return shard

    def add_line(self, shard: Shard, instead_of: Line | None = None, avoid: Route | None = None) -> Line:
        """Add a line for the shard's streams, by another route than its twins if there is one."""
        used = [route_of(line) for line in shard.lines if line is not instead_of]
        streams = instead_of.subscriptions.wanted if instead_of is not None else ()
        line = self._connections.add(choose_route(shard.among, used, avoid), streams)
        shard.lines.append(line)
        shard.twins.forget(line.number)
        self._compare_anew(shard)
        self._start(line)
        return line

    def remove_line(self, line: Line) -> None:
        """Take a line off its shard and close it."""
        if (shard := self.of(line)) is not None:
            shard.lines.remove(line)
            self._compare_anew(shard)
        self._connections.retire(line)

    def _compare_anew(self, shard: Shard) -> None:
        """Let all lines of a shard begin at nothing: what one won against others than these is no part of its share."""
        figures = self._dispatch.line_figures()
        shard.wins_before = {line.number: figures[line.number].wins for line in shard.lines if line.number in figures}

    def want(self, stream: str) -> Shard:
        """Put a stream on a shard, a new one when all are full."""
        kind = self._kind_of(stream)
        number = self.placement.choose(kind)
        shard = self._shards[number] if number is not None else self.add(kind)
        self.placement.put(stream, shard.number)
        for line in shard.lines:
            line.subscriptions.want(stream)
            if line.subscriptions.is_active(stream):  # given up a moment ago, and the venue not told yet
                self._dispatch.carry(stream, line.number)
        return shard

    def without_sbe(self) -> list[str]:
        """Put nothing more on shards in SBE; returns the streams that are on some."""
        self._ways["sbe"] = self._ways["mixed"] = ()
        return [stream for shard in self if shard.kind == "sbe" for stream in self.placement.streams(shard.number)]

    def _kind_of(self, stream: str) -> Kind:
        if not self._ways["sbe"] or not has_sbe(stream) or stream in self.only_in_json:
            return "json"
        return encoding_of_changes(stream) or "mixed" if self._ways["mixed"] else "sbe"

    def drop(self, stream: str) -> None:
        """Take a stream off every line."""
        self.placement.remove(stream)
        for line in self._connections:
            self.unload(line, (stream,))

    def load(self, line: Line, streams: Iterable[str]) -> None:
        """Have one line bring streams that are placed elsewhere."""
        for stream in streams:
            line.subscriptions.want(stream)
        self._connections.pump_soon()

    def unload(self, line: Line, streams: Iterable[str]) -> None:
        """Take streams off one line; another one brings them."""
        for stream in streams:
            self._dispatch.uncarry(stream, line.number)
            line.subscriptions.drop(stream)
        self._connections.pump_soon()

    def prune(self, is_busy: Callable[[Line], bool]) -> None:
        """Close the lines of shards without streams, the last shard excepted."""
        for shard in self:
            is_empty = not self.placement.size(shard.number) and not shard.is_standing_in
            if is_empty and len(self._shards) > 1 and not any(map(is_busy, shard.lines)):
                del self._shards[shard.number]
                self.placement.remove_shard(shard.number)
                for line in shard.lines:
                    self._connections.retire(line)

    def begin_move(self, move: Move) -> list[tuple[Line, Line]]:
        """Give streams to another shard; returns the pairs of lines, old and new, that have to hand them over."""
        source = self._shards[move.source]
        target = self._shards[move.target] if move.target is not None else self.add(source.kind)
        for stream in move.streams:
            self.placement.put(stream, target.number)
        return list(zip(source.lines, target.lines, strict=False))


def route_of(line: Line) -> Route:
    """The way a line goes."""
    return Route(line.url, line.local_address, line.is_sbe)
