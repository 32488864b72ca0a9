"""Replaces lines and moves streams between them, and tries again what has failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..errors import ConfigError
from ..feed.dispatch import Dispatch
from ..session import Rotation
from ..session.handover import Handover, HandoverState
from ..session.placement import Move
from ..session.routes import Route
from ..transport import Line
from .connections import Connections
from .handovers import Handovers, Transfer
from .shards import Shards, route_of
from .ticker import Ticker

# What failed is tried again after this time in seconds, doubled each time up to the ceiling.
RETRY, RETRY_CEILING = 1.0, 60.0
# Reasons that say nothing against the way by which a line goes.
BLAMELESS = ("age", "shutdown", "asked")


class Rotations:
    """Begins handovers and draws the conclusion when they are over; `rotated` is told of each."""

    def __init__(
        self,
        dispatch: Dispatch,
        ticker: Ticker,
        connections: Connections,
        shards: Shards,
        rotated: Callable[[Rotation], None],
    ) -> None:
        self._ticker, self._connections, self._shards, self._rotated = ticker, connections, shards, rotated
        self.handovers = Handovers(dispatch, ticker, self._over)
        self._failed: list[tuple[float, Transfer]] = []

    def replace(self, number: int, reason: str) -> bool:
        """Hand all streams of a line over to a new one, by another route if this one is to blame.

        False when the line is gone or not open, takes part in a handover already, or no number is free.
        """
        old = self._connections.get(number)
        return old is not None and self._replace(old, reason, 1, None if reason in BLAMELESS else route_of(old))

    def move(self, move: Move) -> None:
        """Hand some streams over to the lines of another shard."""
        for old, new in self._shards.begin_move(move):
            self.move_between(old, new, move.streams, "balance")

    def tick(self, now: float) -> float | None:
        """Try again what failed a while ago."""
        due = [transfer for at, transfer in self._failed if at <= now]
        self._failed = [(at, transfer) for at, transfer in self._failed if at > now]
        for transfer in due:
            self._again(transfer)
        return min((at for at, _ in self._failed), default=None)

    def _again(self, transfer: Transfer) -> None:
        old, new, attempt = transfer.old, transfer.new, transfer.attempt + 1
        if self._connections.get(old.number) is not old:
            return
        if transfer.is_whole:
            self._replace(old, transfer.reason, attempt, route_of(new))
        elif self._connections.get(new.number) is new:
            wanted = set(old.subscriptions.wanted)
            streams = [one for one in transfer.handover.streams if one in wanted]
            self.move_between(old, new, streams, transfer.reason, attempt)

    def _replace(self, old: Line, reason: str, attempt: int, avoid: Route | None) -> bool:
        shard = self._shards.of(old)
        if shard is None or not old.is_open or self.handovers.involves(old):
            return False
        try:
            new = self._shards.add_line(shard, instead_of=old, avoid=avoid)
        except ConfigError:
            return False
        self._begin(old, new, old.subscriptions.wanted, reason, attempt, is_whole=True)
        return True

    def move_between(self, old: Line, new: Line, streams: Iterable[str], reason: str, attempt: int = 1) -> None:
        """Hand some streams over from one line to another, which may not be open yet."""
        for stream in streams:
            new.subscriptions.want(stream)
        self._begin(old, new, streams, reason, attempt, is_whole=False)
        self._connections.pump_soon()

    def _begin(
        self, old: Line, new: Line, streams: Iterable[str], reason: str, attempt: int, *, is_whole: bool
    ) -> None:
        now = self._ticker.now
        self.handovers.begin(Transfer(old, new, Handover(streams, now), reason, attempt, is_whole), now)

    def _over(self, transfer: Transfer, event: Rotation) -> None:
        has_failed = transfer.handover.state is HandoverState.FAILED
        given_up = transfer.new if has_failed else transfer.old
        if transfer.is_whole:
            self._shards.remove_line(given_up)
        else:
            self._shards.unload(given_up, event.streams)
        if has_failed:
            delay = min(RETRY_CEILING, RETRY * 2.0 ** (transfer.attempt - 1))
            self._failed.append((self._ticker.now + delay, transfer))
            self._ticker.wake(self)
        self._shards.prune(self.handovers.involves)
        self._rotated(event)
