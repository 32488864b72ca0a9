"""How many orders an account has placed that were not filled, in the windows that the venue counts in."""

from __future__ import annotations

from typing import NamedTuple

from ..spans import DAY, SECOND
from .rejected import too_many_orders

# By how much the first fill of an order lowers the counts.
_TAKER_CREDIT = 1
_MAKER_CREDIT = 5


class OrderLimits(NamedTuple):
    """How many unfilled orders an account may place in ten seconds, and in a day."""

    ten_seconds: int = 50
    day: int = 160_000


class OrderCounts:
    """The two counts of one account. Windows are fixed: ten seconds and days of UTC. Times are µs."""

    def __init__(self, limits: OrderLimits) -> None:
        self.limits = limits
        self._starts, self._counts = [0, 0], [0, 0]

    def at(self, now: int) -> tuple[int, int]:
        """The counts of the ten seconds and of the day that `now` is in."""
        for index, length in enumerate((10 * SECOND, DAY)):
            start = now // length * length
            if start > self._starts[index]:
                self._starts[index], self._counts[index] = start, 0
        return self._counts[0], self._counts[1]

    def admit(self, orders: int, now: int) -> None:
        """Raise Rejected when so many new orders are more than the limits leave."""
        ten_seconds, day = self.at(now)
        if day + orders > self.limits.day:
            raise too_many_orders(self.limits.day, "1 DAY")
        if ten_seconds + orders > self.limits.ten_seconds:
            raise too_many_orders(self.limits.ten_seconds, "10 SECOND")

    def placed(self, orders: int, now: int) -> None:
        """Count new orders."""
        self.at(now)
        self._counts = [count + orders for count in self._counts]

    def first_fill(self, is_maker: bool, now: int) -> None:
        """Take an order off that has traded for the first time; counts end at 0."""
        self.at(now)
        credit = _MAKER_CREDIT if is_maker else _TAKER_CREDIT
        self._counts = [max(0, count - credit) for count in self._counts]
