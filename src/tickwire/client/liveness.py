"""The watchdog of a running client: looks once a second at what every stream brought, tells, and acts on silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set

from ..feed.events import Activity
from ..session import Stale
from ..session.liveness import Event, Liveness
from ..session.remedies import Remedies, Replace, SilencePolicy
from .hooks import Hooks
from .parts import Run
from .stats import SilenceStats

INTERVAL = 1.0
# Between two portions of one look, so that messages do not wait for all of it.
PAUSE = 0.002
# Longer steps are time in which the loop did not run, and what came was not read: they are no silence.
LONGEST_STEP = 2 * INTERVAL


class Watchdog:
    """Judges every subscription by its liveness and sees to the remedies; `wanted` gives the streams with handlers."""

    def __init__(self, hooks: Hooks, policy: SilencePolicy, wanted: Callable[[], Set[str]]) -> None:
        self.liveness = Liveness()
        self.on_told: Callable[[Event], None] | None = None  # told before the hooks are
        self._stale = self._alive = self._resubscribed = self._replaced = 0
        self._remedies, self._hooks, self._wanted = Remedies(policy), hooks, wanted
        self._run: Run | None = None
        self._steps: Iterator[list[Event]] | None = None
        self._clock = self._began_at = 0.0
        self._lines: set[int] = set()
        self._opened: dict[int, float] = {}

    def run_began(self, run: Run) -> None:
        """The client runs: watch from now on."""
        self._run, self._began_at, self._steps = run, run.loop.time(), None
        self.liveness.interrupted()
        run.ticker.add(self)

    def run_ended(self) -> None:
        """The client stopped running."""
        self._run = None

    def tick(self, now: float) -> float | None:
        """Look at a portion of everything, all of it about once a second; `now` in seconds of the loop."""
        if self._run is None:
            return None
        if self._steps is None:
            self._clock += min(now - self._began_at, LONGEST_STEP)
            self._began_at = now
            self._steps = self.liveness.observe(self._clock, self._run.venue.wall_ns(), self._samples(self._run))
        if (events := next(self._steps, None)) is not None:
            for event in events:
                self._remedies.note(self._clock, event)
                self._tell(event)
            return now + PAUSE
        self._steps = None
        self._act(self._run)
        return max(now, self._began_at + INTERVAL)

    def stats(self) -> SilenceStats:
        """What was seen and done."""
        return SilenceStats(
            stale=self._stale, alive=self._alive, resubscribed=self._resubscribed, replaced=self._replaced
        )

    def silence(self, stream: str) -> float | None:
        """How long nothing came on a stream, in seconds; None when it is not carried."""
        return self.liveness.silence(stream, self._clock)

    def allowed(self, stream: str) -> float | None:
        """How long that may last; None when that cannot be said."""
        return self.liveness.allowance(stream, self._clock)

    def _samples(self, run: Run) -> list[Activity]:
        wanted = self._wanted()
        if self.liveness.retain(wanted):
            self._remedies.retain(wanted)
        samples = run.dispatch.activity()
        lines = {sample.line for sample in samples}
        for gone in self._lines - lines:
            self._remedies.forget_line(gone)
        self._lines = lines
        opened = run.lines.opened()
        for number, at in opened.items():
            if self._opened.get(number, at) != at:
                self.liveness.reopened(self._clock, number)
        self._opened |= opened
        return samples

    def _act(self, run: Run) -> None:
        for remedy in self._remedies.due(self._clock):
            if isinstance(remedy, Replace):
                run.lines.probe(remedy.line)
                self._replaced += run.lines.replace(remedy.line, remedy.reason)
            else:
                self._resubscribed += 1
                self.liveness.renewed(self._clock, remedy.stream)
                run.lines.resubscribe(remedy.stream, remedy.line)

    def _tell(self, event: Event) -> None:
        if self.on_told is not None:
            self.on_told(event)
        if isinstance(event, Stale):
            self._stale += 1
            self._hooks.tell("stale", event)
        else:
            self._alive += 1
            self._hooks.tell("alive", event)
