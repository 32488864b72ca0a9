"""When to ask for a snapshot: at once when it is needed, ever later while it does not help. No clock: time is given."""

from __future__ import annotations

FIRST_DELAY = 0.25  # s, after the first snapshot that did not help; doubled each time
LONGEST_DELAY = 30.0  # s
SETTLED_AFTER = 30.0  # s of a valid book, after which the next snapshot is asked for at once again
QUIET_AFTER = 2.0  # s without any event on a new stream, after which a snapshot is taken all the same


class Schedule:
    """The time of a book's next snapshot. All times are seconds of one clock, whichever it is."""

    __slots__ = ("attempts", "begun_at", "due_at", "synced_at")

    def __init__(self) -> None:
        self.attempts = 0
        self.begun_at: float | None = None
        self.due_at: float | None = None
        self.synced_at: float | None = None

    def begun(self, now: float) -> None:
        """The stream is on: its first event is awaited from now."""
        self.begun_at = now

    def needed(self, now: float, has_event: bool) -> float:
        """When to ask: a snapshot is needed, and was not asked for yet."""
        if self.due_at is None:
            if self.synced_at is not None and now - self.synced_at >= SETTLED_AFTER:
                self.attempts = 0
            self.due_at = now + self._delay()
        if has_event or self.begun_at is None:
            return self.due_at
        return max(self.due_at, self.begun_at + QUIET_AFTER)

    def requested(self) -> None:
        """A snapshot was asked for."""
        self.attempts += 1
        self.due_at = None

    def refused(self, now: float) -> None:
        """It did not come, or did not help."""
        self.due_at = now + self._delay()

    def synced(self, now: float) -> None:
        """It made the book valid."""
        self.synced_at = now
        self.due_at = None

    def cleared(self) -> None:
        """The stream is off: nothing is due."""
        self.begun_at = self.due_at = None

    def forgiven(self) -> None:
        """What went wrong was not the symbol's fault: the next snapshot is asked for at once."""
        self.attempts = 0
        self.due_at = None

    def _delay(self) -> float:
        return min(FIRST_DELAY * 2 ** (min(self.attempts, 16) - 1), LONGEST_DELAY) if self.attempts else 0.0
