"""How often the venue may be spoken to: requests on a connection, and connections from this process.

Times are seconds of the caller's monotonic clock. Source: the venue's page on WebSocket streams, "Limits".
"""

from __future__ import annotations

import threading
from collections import deque

# The venue takes 5 messages a second, pings, pongs and requests together: one is left for the pong to its ping.
MESSAGES = 4
WINDOW = 1.0
# The venue's window rolls and the network bunches: requests are spread, with a little more than their fair distance.
SPACING = 0.26

CONNECTS = 300
CONNECT_WINDOW = 300.0


class Pacer:
    """Spaces the messages sent on one connection so that the venue's limit is never reached."""

    __slots__ = ("_sent", "_spacing", "_window")

    def __init__(self, messages: int = MESSAGES, window: float = WINDOW, spacing: float = SPACING) -> None:
        self._sent: deque[float] = deque(maxlen=messages)
        self._window, self._spacing = window, spacing

    def ready_at(self, now: float) -> float:
        """When the next message may go: `now` or later."""
        if not self._sent:
            return now
        ready = max(now, self._sent[-1] + self._spacing)
        if len(self._sent) == self._sent.maxlen:
            ready = max(ready, self._sent[0] + self._window)
        return ready

    def record(self, now: float) -> None:
        """A message has been sent."""
        self._sent.append(now)

    def reset(self) -> None:
        """A new connection begins with nothing sent on it."""
        self._sent.clear()


class ConnectBudget:
    """Connection attempts at one venue, counted over all connections and threads of the process."""

    def __init__(self, attempts: int = CONNECTS, window: float = CONNECT_WINDOW) -> None:
        self._attempts: deque[float] = deque(maxlen=attempts)
        self._window = window
        self._blocked_until = 0.0
        self._lock = threading.Lock()

    def reserve(self, now: float) -> float:
        """Book one attempt and return when it may be made: `now` or later."""
        with self._lock:
            at = max(now, self._blocked_until)
            if len(self._attempts) == self._attempts.maxlen:
                at = max(at, self._attempts[0] + self._window)
            self._attempts.append(at)
            return at

    def block_until(self, at: float) -> None:
        """The venue asked (HTTP 429 or 418 with Retry-After) for no attempt before `at`."""
        with self._lock:
            self._blocked_until = max(self._blocked_until, at)


_budgets: dict[str, ConnectBudget] = {}
_budgets_lock = threading.Lock()


def connect_budget(venue: str) -> ConnectBudget:
    """Return the one budget this process has for `venue`, a host name."""
    with _budgets_lock:
        return _budgets.setdefault(venue, ConnectBudget())
