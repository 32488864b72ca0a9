"""Carries out handovers: asks the dispatcher how far the new line has come, and tells when it is over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..feed.dispatch import Dispatch
from ..session import Rotation
from ..session.handover import Handover, HandoverState, LegState
from ..transport import Line
from .ticker import Ticker

# How often a handover under way is looked at, in seconds, and how often the frames of its streams are counted.
LOOK = 0.02
COUNT = 0.5


class Transfer(NamedTuple):
    """Streams on their way from one line to another; `is_whole`: the old line is closed when they have arrived."""

    old: Line
    new: Line
    handover: Handover
    reason: str
    attempt: int
    is_whole: bool


class Handovers:
    """Those under way; `over` is called with each that has ended."""

    def __init__(self, dispatch: Dispatch, ticker: Ticker, over: Callable[[Transfer, Rotation], None]) -> None:
        self._dispatch, self._ticker, self._over = dispatch, ticker, over
        self._transfers: list[Transfer] = []
        self._counted_at = 0.0

    def __len__(self) -> int:
        return len(self._transfers)

    def involves(self, line: Line) -> bool:
        """Whether a line hands streams over or takes them over."""
        return any(line in (transfer.old, transfer.new) for transfer in self._transfers)

    def begin(self, transfer: Transfer, now: float) -> None:
        """Start one; the new line has been asked for the streams already, and may be open."""
        self._transfers.append(transfer)
        if transfer.new.is_open:
            transfer.handover.opened(now)
            for stream in transfer.handover.streams:
                if transfer.new.subscriptions.is_active(stream):
                    transfer.handover.acknowledged(stream, now)
        self._ticker.wake(self)

    def want(self, stream: str, lines: Iterable[Line]) -> None:
        """One more stream is wanted of these lines."""
        for transfer in self._transfers:
            if transfer.is_whole and transfer.old in lines:
                transfer.handover.want(stream)

    def forget(self, stream: str) -> None:
        """Nobody wants the stream any more."""
        for transfer in self._transfers:
            transfer.handover.forget(stream)
        self._transfers = [each for each in self._transfers if each.is_whole or each.handover.streams]

    def opened(self, line: Line, now: float) -> None:
        """A line is open, for the first time or again."""
        for transfer in self._of_new(line):
            transfer.handover.opened(now)

    def acknowledged(self, line: Line, streams: Iterable[str], now: float) -> None:
        """The venue promised streams on a line."""
        for transfer in self._of_new(line):
            for stream in streams:
                transfer.handover.acknowledged(stream, now)

    def refused(self, line: Line, streams: Iterable[str], words: str) -> None:
        """The venue refused streams on a line."""
        for transfer in self._of_new(line):
            for stream in streams:
                transfer.handover.refused(stream, words)
        self._ticker.wake(self)

    def lost(self, line: Line) -> None:
        """The connection of a line ended."""
        for transfer in self._transfers:
            if transfer.new is line:
                transfer.handover.new_lost()
            elif transfer.old is line:
                transfer.handover.old_lost()
        self._end_those_over(self._ticker.now)

    def tick(self, now: float) -> float | None:
        """Look at every handover."""
        if not self._transfers:
            return None
        is_counting = now >= self._counted_at + COUNT
        frames = self._frames() if is_counting else {}
        for transfer in tuple(self._transfers):
            old, new, handover = transfer.old.number, transfer.new.number, transfer.handover
            for stream in handover.settling():
                if is_counting:
                    handover.brought(stream, frames.get((stream, old), 0), frames.get((stream, new), 0), now)
                if self._dispatch.overlaps(stream, new):
                    handover.joined(stream)
            if handover.is_ready and not self._is_awaited(handover):
                handover.compare(self._ids(old), self._ids(new))
            handover.check(now)
        self._end_those_over(now)
        return now + LOOK

    def _frames(self) -> dict[tuple[str, int], int]:
        self._counted_at = self._ticker.now
        return {(one.stream, one.line): one.frames for one in self._dispatch.activity()}

    def _is_awaited(self, handover: Handover) -> bool:
        """Whether a message is missing that the old line may still bring."""
        return any(stream in handover.streams for stream in self._dispatch.held_streams())

    def _ids(self, line: int) -> dict[str, int | None]:
        return {one.stream: one.last_id for one in self._dispatch.activity() if one.line == line}

    def _of_new(self, line: Line) -> list[Transfer]:
        return [transfer for transfer in self._transfers if transfer.new is line and not transfer.handover.is_over]

    def _end_those_over(self, now: float) -> None:
        for transfer in tuple(self._transfers):
            if transfer.handover.is_over and transfer in self._transfers:
                self._transfers.remove(transfer)
                self._over(transfer, _rotation(transfer, now))


def _rotation(transfer: Transfer, now: float) -> Rotation:
    handover = transfer.handover
    return Rotation(
        line=transfer.old.number,
        new_line=transfer.new.number,
        reason=transfer.reason,
        outcome="failed" if handover.state is HandoverState.FAILED else "cut" if handover.fault else "complete",
        fault=handover.fault,
        streams=handover.streams,
        overlapped=handover.count(LegState.JOINED),
        quiet=handover.count(LegState.QUIET),
        lasted=now - handover.began_at,
        attempt=transfer.attempt,
    )
