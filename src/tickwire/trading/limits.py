"""How many orders an account may place, and what requests weigh: reckoned before sending, corrected by replies.

The venue counts unfilled orders by account in windows aligned to its clock, of ten seconds and of a day; a first fill
gives back. Each window is a `WeightBudget`, as request weight is, of orders instead of weight; the stricter one
decides. Instants are ns since the epoch by the venue's clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..schema import RateLimit
from ..schema.enums import RateLimitInterval, RateLimitType
from ..session.weights import Spending, WeightBudget
from ..wire.messages import UsedLimit

SECOND_NS = 1_000_000_000
INTERVALS_NS = {"SECOND": SECOND_NS, "MINUTE": 60 * SECOND_NS, "HOUR": 3600 * SECOND_NS, "DAY": 86_400 * SECOND_NS}
# The venue's own examples; exchangeInfo says what holds for all, and replies what holds for an account.
ORDERS_10S, ORDERS_DAY = 50, 160_000
# How far our idea of the venue's clock may be off when it is decided to which window an order belongs.
GUARD_NS = 250_000_000
# Kept at hand, for members of enums are slow to find.
ORDERS, REQUEST_WEIGHT = RateLimitType.ORDERS, RateLimitType.REQUEST_WEIGHT
MINUTE = RateLimitInterval.MINUTE
Interval = tuple[str, int]


class Ticket(NamedTuple):
    """What was booked for one request, to be settled when it is answered."""

    weight: Spending
    orders: tuple[tuple[WeightBudget, Spending], ...]


class OrderLimits:
    """The limits that one account's orders are under; `weights` are those of the address, shared by all accounts."""

    def __init__(
        self,
        weights: WeightBudget,
        orders: Iterable[tuple[str, int, int]] = (("SECOND", 10, ORDERS_10S), ("DAY", 1, ORDERS_DAY)),
        *,
        guard_ns: int = GUARD_NS,
    ) -> None:
        self.weights = weights
        self._guard_ns = guard_ns
        self._windows: dict[Interval, WeightBudget] = {}
        self._room = 0
        for interval, number, limit in orders:
            self._windows[interval, number] = self._window(interval, number, limit)

    def learn(self, told: Iterable[RateLimit]) -> None:
        """The venue named its limits (`exchangeInfo`): what it says of orders stands in place of what was assumed."""
        windows: dict[Interval, WeightBudget] = {}
        for limit in told:
            if limit.rate_limit_type == ORDERS and limit.interval in INTERVALS_NS:
                key = (limit.interval, limit.interval_num)
                windows[key] = self._windows.get(key) or self._window(*key, limit.limit)
                windows[key].allow(limit.limit)
        self._windows = windows or self._windows
        self._room = 0  # to be reckoned anew

    def book(self, weight: int, orders: int, venue_ns: int, *, is_urgent: bool = True) -> Ticket | int:
        """Book a request to be sent now, or return the instant from which to try again.

        What is not urgent leaves the reserve of the weights alone.
        Raises ConfigError when no window has room for so many orders.
        """
        spent = self.weights.spend(weight, venue_ns, is_urgent=is_urgent)
        if not isinstance(spent, Spending):
            return spent
        if not orders:
            return Ticket(spent, ())
        booked: list[tuple[WeightBudget, Spending]] = []
        for window in self._windows.values():
            one = window.spend(orders, venue_ns)
            if not isinstance(one, Spending):
                self.refund(Ticket(spent, tuple(booked)))
                return one
            booked.append((window, one))
        self._room -= orders
        return Ticket(spent, tuple(booked))

    def room(self, venue_ns: int) -> int:
        """How many orders may be sent now, one by one.

        Cheap, for it stands between a tick and an order: as reckoned when an order was last booked or answered. A new
        window can only make it more, so it is reckoned anew when there is none.
        """
        if self.weights.is_blocked(venue_ns):
            return 0
        if self._room <= 0:
            self._room = self._reckon(venue_ns)
        return self._room

    def wait(self, weight: int, orders: int, venue_ns: int) -> int:
        """For how many ns there is no room for a request; 0 when there is."""
        booked = self.book(weight, orders, venue_ns)
        if not isinstance(booked, Ticket):
            return booked - venue_ns
        self.refund(booked)
        return 0

    def refund(self, ticket: Ticket) -> None:
        """The request was not sent after all."""
        self.weights.refund(ticket.weight)
        for window, spending in ticket.orders:
            window.refund(spending)

    def settle(self, ticket: Ticket, venue_ns: int, told: Iterable[RateLimit | UsedLimit] = ()) -> None:
        """The request was answered, with what the venue told of its limits, or never will be."""
        weight: RateLimit | UsedLimit | None = None
        orders: dict[WeightBudget, RateLimit | UsedLimit] = {}
        for limit in told:
            if limit.rate_limit_type == ORDERS:
                window = self._windows.get((limit.interval, limit.interval_num))
                if window is not None:
                    orders[window] = limit
            elif limit.rate_limit_type == REQUEST_WEIGHT and limit.interval == MINUTE:
                weight = limit
        room = self.weights.settle(ticket.weight, venue_ns, *_figures(weight))
        for window, spending in ticket.orders:
            room = min(room, window.settle(spending, venue_ns, *_figures(orders.get(window))))
        self._room = room if ticket.orders else self._reckon(venue_ns)

    def exhausted(self, venue_ns: int) -> None:
        """The venue refused an order for there being too many (-1015): wait for the next window of the shortest."""
        interval, number = min(self._windows, key=lambda key: INTERVALS_NS[key[0]] * key[1])
        length = INTERVALS_NS[interval] * number
        self._room = 0
        self._windows[interval, number].block_until((venue_ns // length + 1) * length + self._guard_ns)

    def used(self, venue_ns: int) -> dict[Interval, tuple[int, int]]:
        """Orders used and allowed in each window of now."""
        stats = {key: window.stats(venue_ns) for key, window in self._windows.items()}
        return {key: (one.used, one.limit) for key, one in stats.items()}

    def _reckon(self, venue_ns: int) -> int:
        return min([window.room(venue_ns) for window in (self.weights, *self._windows.values())])

    def _window(self, interval: str, number: int, limit: int) -> WeightBudget:
        return WeightBudget(limit, reserve=0, window_ns=INTERVALS_NS[interval] * number, guard_ns=self._guard_ns)


def _figures(limit: RateLimit | UsedLimit | None) -> tuple[int | None, int | None]:
    return (None, None) if limit is None else (limit.count, limit.limit)
