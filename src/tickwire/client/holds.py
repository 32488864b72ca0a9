"""Gives up in time what the dispatcher holds back: messages that wait for missing ones."""

from __future__ import annotations

from ..feed.dispatch import Dispatch
from .parts import Run


class Holds:
    """The dispatcher's clock: it knows how long to wait, and has none of its own."""

    def __init__(self, dispatch: Dispatch, gap_wait: float) -> None:
        self._dispatch = dispatch
        self._run: Run | None = None
        dispatch.gap_wait = gap_wait
        dispatch.on_hold = self._held

    def run_began(self, run: Run) -> None:
        """The client runs."""
        self._run = run
        run.ticker.add(self)

    def run_ended(self) -> None:
        """The client stopped running."""
        self._run = None

    def tick(self, now: float) -> float | None:
        """Give up what is overdue."""
        if self._run is None:
            return None
        wall_ns = self._run.venue.wall_ns()
        due_ns = self._dispatch.expire(wall_ns)
        return None if due_ns is None else now + max(0.0, (due_ns - wall_ns) / 1e9)

    def _held(self, _due_ns: int) -> None:
        if self._run is not None:
            self._run.ticker.wake(self)
