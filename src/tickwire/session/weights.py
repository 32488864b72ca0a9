"""What requests cost at the venue, and the budget of it that all connections of a process share.

The venue counts weight by address in windows of a minute that begin with the minute. Instants are ns since the epoch
by the venue's clock. What each method weighs is in `schema.METHODS`. Source: the venue's pages on the WebSocket API,
"Rate limits".
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol
from weakref import WeakSet

import msgspec

from ..errors import ConfigError
from ..schema import METHODS

LIMIT = 6000
WINDOW_NS = 60_000_000_000
# What is kept back for requests that cannot wait: missing trades are to be had while someone waits for them.
RESERVE = 600
# How far our idea of the venue's clock may be off when it is decided to which minute a request belongs.
GUARD_NS = 1_000_000_000
CONNECT_WEIGHT = 2


def request_weight(method: str, params: Mapping[str, Any]) -> int:
    """Weight of a request for market data; raises ConfigError for a method that is none."""
    described = METHODS.get(method)
    if described is None or not described.is_market_data:
        known = sorted(name for name, each in METHODS.items() if each.is_market_data)
        raise ConfigError(f"method: {method!r} is no request for market data: {', '.join(known)}")
    return described.weight_of(params)


class Spending(NamedTuple):
    """Weight of one request under way, and the window in which it was sent."""

    weight: int
    window: int


class BudgetStats(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the venue's weight is used in the minute of now, and by this process's requests under way.

    `blocked_until` is an instant in ns, 0 when the venue did not ask to wait.
    """

    limit: int
    used: int
    in_flight: int
    reserve: int
    blocked_until: int


class Watcher(Protocol):
    """Whoever wants to know at once that the venue asked for no request."""

    def block_until(self, at_ns: int, /) -> None: ...


class WeightBudget:
    """The weight of one venue, for all connections and threads of the process.

    It is reckoned before sending and corrected by what replies say, for other programs of the address spend too. What
    is under way counts wherever it may: a request sent at the end of a minute may be counted by the venue in the next.
    """

    def __init__(
        self, limit: int = LIMIT, *, reserve: int = RESERVE, window_ns: int = WINDOW_NS, guard_ns: int = GUARD_NS
    ) -> None:
        self._limit, self._reserve = limit, reserve
        self._window_ns, self._guard_ns = window_ns, guard_ns
        self._window = 0
        self._counted = 0  # by the venue's word
        self._uncounted = 0  # by our own reckoning, where the venue gave no word
        self._in_flight = 0
        self._carried = 0  # answered so close to the border that the next window may have it
        self._blocked_until = 0
        self._watchers: WeakSet[Watcher] = WeakSet()
        self._lock = threading.Lock()

    def spend(self, weight: int, now_ns: int, *, is_urgent: bool = False) -> Spending | int:
        """Book the weight of a request to be sent now, or return the instant from which to try again.

        Raises ConfigError when no window has room for so much.
        """
        with self._lock:
            if weight > self._limit:
                raise ConfigError(f"weight: the venue allows {self._limit} a minute, and this request costs {weight}")
            self._roll(now_ns)
            if self._blocked_until > now_ns:
                return self._blocked_until
            room = self._limit if is_urgent else max(self._limit - self._reserve, weight)
            if self._used() + weight > room:
                return (self._window + 1) * self._window_ns + self._guard_ns
            self._in_flight += weight
            return Spending(weight, self._window)

    def allow(self, limit: int) -> None:
        """The venue said how much a window has."""
        with self._lock:
            self._limit = limit

    def settle(self, spending: Spending, now_ns: int, count: int | None = None, limit: int | None = None) -> int:
        """A request was answered, with the venue's count and limit where it told them, or never will be.

        Returns the room that is left, see `room`.
        """
        with self._lock:
            self._roll(now_ns)
            self._in_flight -= spending.weight
            if limit is not None:
                self._limit = limit
            if count is None or spending.window != self._window:
                self._uncounted += spending.weight
            else:
                self._counted = max(self._counted, count)
            if now_ns >= (self._window + 1) * self._window_ns - self._guard_ns:
                self._carried += spending.weight
            return self._room(now_ns)

    def refund(self, spending: Spending) -> None:
        """A request was not sent after all."""
        with self._lock:
            self._in_flight -= spending.weight

    def charge(self, weight: int, now_ns: int) -> None:
        """Count what was spent without asking, such as for connecting."""
        with self._lock:
            self._roll(now_ns)
            self._in_flight += weight
        self.settle(Spending(weight, -1), now_ns)

    def block_until(self, at_ns: int) -> None:
        """The venue asked for no request before that instant."""
        with self._lock:
            self._blocked_until = max(self._blocked_until, at_ns)
            watchers = tuple(self._watchers)
        for watcher in watchers:
            watcher.block_until(at_ns)

    def watch(self, watcher: Watcher) -> None:
        """Tell `watcher`, for as long as it lives, when the venue asks for no request, in whatever thread that is."""
        with self._lock:
            self._watchers.add(watcher)
        watcher.block_until(self._blocked_until)

    def is_blocked(self, now_ns: int) -> bool:
        """Whether the venue asked for no request now."""
        return self._blocked_until > now_ns

    def blocked_for(self, now_ns: int) -> float:
        """For how many seconds the venue asked for no request."""
        return max(0, self._blocked_until - now_ns) * 1e-9

    def seconds_for(self, weight: int, now_ns: int) -> float:
        """About how long it takes until so much more has been spent, if nobody else wants any."""
        with self._lock:
            self._roll(now_ns)
            begin = max(self._blocked_until, now_ns)
            room = self._limit - self._reserve
            left = max(0, room - self._used()) if begin == now_ns else room
            if weight <= left:
                return (begin - now_ns) * 1e-9
            windows = -(-(weight - left) // max(room, 1))
            return ((self._window + windows) * self._window_ns + self._guard_ns - now_ns) * 1e-9

    def room(self, now_ns: int) -> int:
        """How much more may be spent in the window of now by what is urgent."""
        with self._lock:
            self._roll(now_ns)
            return self._room(now_ns)

    def stats(self, now_ns: int) -> BudgetStats:
        """What is used of the window of now."""
        with self._lock:
            self._roll(now_ns)
            blocked = self._blocked_until if self._blocked_until > now_ns else 0
            return BudgetStats(
                limit=self._limit,
                used=self._used(),
                in_flight=self._in_flight,
                reserve=self._reserve,
                blocked_until=blocked,
            )

    def _room(self, now_ns: int) -> int:
        return 0 if self._blocked_until > now_ns else max(0, self._limit - self._used())

    def _used(self) -> int:
        return self._counted + self._uncounted + self._in_flight

    def _roll(self, now_ns: int) -> None:
        """Begin a new window, a little late; a clock that is set back begins none and forgets nothing."""
        window = (now_ns - self._guard_ns) // self._window_ns
        if window > self._window:
            self._counted, self._uncounted, self._carried = 0, self._carried, 0
        self._window = window


_budgets: dict[str, WeightBudget] = {}
_budgets_lock = threading.Lock()


def weight_budget(venue: str) -> WeightBudget:
    """Return the one budget this process has for `venue`, a host name."""
    with _budgets_lock:
        return _budgets.setdefault(venue, WeightBudget())
