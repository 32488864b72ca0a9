"""Fills gaps: asks the venue for what a stream missed and has it delivered in its place, while the stream waits."""

from __future__ import annotations

import msgspec

from ..errors import DecodeError, RequestError, RequestLost, RequestTimeout, TooManyRequests
from ..feed.events import Gap
from ..session import Answer, Backfill, Call, Priority, Recovery, is_recoverable
from .hooks import Hooks
from .parts import Run

# A stream waits no longer for what it missed, in seconds; the feed's own patience is a little longer.
WAIT = 9.0
# Of a longer gap the latest messages are asked for.
MAX_MESSAGES = 10_000
# What failed within the venue is asked for again, after so many seconds; its statuses from 500 on say so.
RETRY_DELAY, FAILED = 0.25, 500


class _Job:
    """A gap being filled."""

    def __init__(self, gap: Gap, backfill: Backfill, began: float) -> None:
        self.gap, self.backfill, self.began = gap, backfill, began
        self.recovered = 0
        self.ask_at: float | None = began
        self.call: Call | None = None


class Recoveries:
    """Takes the gaps of the feed while the client runs, side by side, one request of each at a time.

    `recovered` counts messages, `incomplete` the gaps of which not everything came.
    """

    def __init__(self, hooks: Hooks, *, is_enabled: bool) -> None:
        self._hooks, self._is_enabled = hooks, is_enabled
        self._run: Run | None = None
        self._jobs: dict[tuple[str, int], _Job] = {}
        self.recovered = self.incomplete = 0

    @property
    def under_way(self) -> int:
        """How many gaps are being filled."""
        return len(self._jobs)

    def run_began(self, run: Run) -> None:
        """The client runs: have the way to ask open before it is needed."""
        if self._is_enabled:
            self._run = run
            run.dispatch.recover = self._recover
            run.api.open()
            run.ticker.add(self)

    def run_ended(self) -> None:
        """The client stopped running."""
        if self._run is not None:
            self._run.dispatch.recover = None
            for job in tuple(self._jobs.values()):
                self._end(self._run, job, RequestLost("backfill", 0))
            self._run = None

    def forget(self, stream: str) -> None:
        """Nobody listens to the stream any more: what it missed is not wanted, and nothing of its next subscription."""
        for key in [key for key in self._jobs if key[0] == stream]:
            del self._jobs[key]

    def tick(self, now: float) -> float | None:
        """Ask for what is due; returns when to be called next."""
        run = self._run
        if run is None:
            return None
        for job in tuple(self._jobs.values()):
            if job.ask_at is not None and job.ask_at <= now:
                self._ask(run, job, now)
        return min((job.ask_at for job in self._jobs.values() if job.ask_at is not None), default=None)

    def _recover(self, gap: Gap) -> bool:
        """Asked by the feed, in the middle of a message: whether the stream is to wait."""
        run = self._run
        if run is None or (gap.stream, gap.first_missing) in self._jobs or not is_recoverable(gap.stream):
            return False
        backfill = Backfill(
            gap.stream,
            gap.first_missing,
            gap.last_missing,
            is_microseconds=run.venue.microseconds,
            max_messages=MAX_MESSAGES,
        )
        self._jobs[gap.stream, gap.first_missing] = _Job(gap, backfill, run.loop.time())
        run.ticker.wake(self)
        return True

    def _ask(self, run: Run, job: _Job, now: float) -> None:
        left = job.began + WAIT - now
        if left <= 0.0:
            self._end(run, job, RequestTimeout(f"nothing more came within {WAIT:g} s"))
            return
        job.ask_at = None
        method, params, weight = job.backfill.question()

        def answered(answer: Answer) -> None:
            self._answered(run, job, answer)

        job.call = run.api.ask(method, params, answered, weight=weight, priority=Priority.RECOVERY, within=left)

    def _answered(self, run: Run, job: _Job, answer: Answer) -> None:
        if self._jobs.get((job.gap.stream, job.gap.first_missing)) is not job:
            return
        error: Exception | None = answer.error
        payloads: list[bytes] = []
        if error is None:
            try:
                payloads = job.backfill.take(answer.result)
            except msgspec.DecodeError as fault:
                error = DecodeError(
                    f"no rows of {answer.call.method}: {fault}", bytes(answer.result), None, job.gap.stream
                )
        if error is not None and not _passes(error):
            self._end(run, job, error)
            return
        job.recovered += len(payloads)
        if error is None and job.backfill.is_over:
            self._end(run, job, None, payloads)
            return
        if payloads:
            run.dispatch.recovered(job.gap.stream, payloads, False)
        job.ask_at = run.loop.time() + (job.backfill.retry_in if error is None else RETRY_DELAY)
        run.ticker.wake(self)

    def _end(self, run: Run, job: _Job, error: Exception | None, payloads: list[bytes] | None = None) -> None:
        """Let the stream go on, and say what came of it."""
        gap = job.gap
        del self._jobs[gap.stream, gap.first_missing]
        missing = run.dispatch.recovered(gap.stream, payloads or [], True)
        lost = tuple(r for r in missing if gap.first_missing <= r[0] and r[1] <= gap.last_missing)
        self.recovered += job.recovered
        self.incomplete += bool(lost)
        seconds = run.loop.time() - job.began
        self._hooks.tell(
            "recovery",
            Recovery(
                stream=gap.stream,
                unit=gap.unit,
                first=gap.first_missing,
                last=gap.last_missing,
                recovered=job.recovered,
                lost=lost,
                error=error,
                seconds=seconds,
            ),
        )


def _passes(error: Exception) -> bool:
    """Whether the same question may do better: the venue is short of breath, or something failed within it."""
    return isinstance(error, TooManyRequests) or (isinstance(error, RequestError) and error.status >= FAILED)
