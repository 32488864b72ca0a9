"""What is decided about lines as time goes by: which is too old, stalls, never comes first, is too close to its twin.

It only decides; what follows is a matter of rotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..feed.dispatch import Dispatch
from ..session.lifetime import Lifetimes
from ..session.twins import Figures
from ..transport import Line
from .connections import Connections
from .rotations import Rotations
from .shards import Shard, Shards, route_of
from .ticker import Ticker

if TYPE_CHECKING:
    from .lines import LineRules

# How often twins are compared, seconds, and how often rates are taken.
COMPARE = 1.0
RATE = 10.0


class Upkeep:
    """Looks at the lines from time to time."""

    def __init__(
        self,
        dispatch: Dispatch,
        connections: Connections,
        shards: Shards,
        rotations: Rotations,
        rules: LineRules,
    ) -> None:
        self._dispatch, self._connections, self._shards = dispatch, connections, shards
        self._rotations = rotations
        self._max_rate, self._is_slowest_replaced = rules.max_rate, rules.is_slowest_replaced
        self.lifetimes = Lifetimes(rules.lifetime)
        self._compare_at = self._rate_at = 0.0
        self._messages: dict[Line, int] = {}

    def began(self, ticker: Ticker) -> None:
        """The client runs."""
        self._rate_at = ticker.now + RATE
        ticker.add(self)

    def stalls(self, line: Line) -> int:
        """How often a line fell silent while its twins delivered."""
        shard = self._shards.of(line)
        return shard.twins.stalls.get(line.number, 0) if shard is not None else 0

    def tick(self, now: float) -> float | None:
        """Do what is due."""
        for number, reason in self.lifetimes.take_due(now):
            line = self._connections.get(number)
            if not self._rotations.replace(number, reason) and line is not None and line.is_open:
                self.lifetimes.postpone(number, reason, now)
        if now >= self._compare_at:
            self._compare_at = now + COMPARE
            self._compare(now)
        if now >= self._rate_at:
            self._take_rates(now)
            self._rate_at = now + RATE
        due_at = self.lifetimes.due_at
        next_at = min(self._rate_at, self._compare_at)
        return next_at if due_at is None else min(next_at, due_at)

    def _compare(self, now: float) -> None:
        shards = [shard for shard in self._shards if len(shard.lines) > 1]
        figures = self._dispatch.line_figures() if shards else {}
        for shard in shards:
            self._spread(shard, now)
            known = {
                line.number: Figures(line.messages, figures[line.number].wins if line.number in figures else 0)
                for line in shard.lines
                if line.is_open
            }
            for finding in shard.twins.look(now, known):
                if finding.what == "stall":
                    self._probe(finding.line)
                elif self._is_slowest_replaced and not (finding.what == "slow" and shard.kind == "mixed"):
                    self._rotations.replace(finding.line, finding.what)  # of two encodings one is slow by nature

    def _spread(self, shard: Shard, now: float) -> None:
        """Bring lines apart again that ended up at the same host."""
        if any(self._rotations.handovers.involves(line) for line in shard.lines):
            return
        used = {line.number: route_of(line) for line in shard.lines if line.is_open}
        if (number := shard.spread.look(now, used)) is not None:
            self._rotations.replace(number, "spread")

    def _probe(self, number: int) -> None:
        line = self._connections.get(number)
        if line is not None:
            line.probe()

    def _take_rates(self, now: float) -> None:
        """Streams are counted one by one only while some line has half of what is too much."""
        gained = {line: line.messages - self._messages.get(line, 0) for line in self._connections}
        self._messages = {line: line.messages for line in self._connections}
        if max(gained.values(), default=0) < self._max_rate * RATE / 2:
            return
        counts: dict[str, int] = {}
        for one in self._dispatch.activity():
            counts[one.stream] = max(one.frames, counts.get(one.stream, 0))
        self._shards.placement.observe(counts, now)
        if (move := self._shards.placement.move(now)) is not None:
            self._rotations.move(move)
