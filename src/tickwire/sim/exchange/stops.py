"""Orders that wait for a price: stop losses and take profits, fixed and trailing."""

from __future__ import annotations

from collections import deque

from .orders import STOPS, Order

_BIPS = 10_000


def waits_for_fall(order: Order) -> bool:
    """Whether the price must fall to the order's stop price, rather than rise."""
    return order.is_buy is not (order.type in STOPS)


def reaches(order: Order, price: int) -> bool:
    """Whether a trade at `price` meets the order's stop price."""
    return price <= order.stop_price if waits_for_fall(order) else price >= order.stop_price


def triggers(order: Order, price: int, now: int) -> bool:
    """Tell an order of a trade; whether it comes on the market by it."""
    if order.trailing_delta is None:
        return reaches(order, price)
    if order.extreme is None:
        if not order.stop_price or reaches(order, price):
            order.extreme, order.trailing_time = price, now
        return False
    if order.is_buy:
        order.extreme = min(order.extreme, price)
        return price * _BIPS >= order.extreme * (_BIPS + order.trailing_delta)
    order.extreme = max(order.extreme, price)
    return price * _BIPS <= order.extreme * (_BIPS - order.trailing_delta)


class Stops:
    """The waiting orders of one symbol, oldest first. Each is told of the trades since it waits."""

    def __init__(self) -> None:
        # By order: how many trades there had been when it came.
        self._orders: dict[Order, int] = {}
        self._prices: deque[int] = deque()
        self._told = 0

    def add(self, order: Order) -> None:
        """Let an order wait."""
        self._orders[order] = self._told + len(self._prices)

    def remove(self, order: Order) -> None:
        """Let it wait no longer."""
        self._orders.pop(order, None)

    def traded(self, price: int) -> None:
        """There was a trade."""
        if self._orders:
            self._prices.append(price)

    def next(self, now: int) -> Order | None:
        """An order that a trade triggered; it waits no longer."""
        while self._prices:
            for order, since in self._orders.items():
                if since <= self._told and triggers(order, self._prices[0], now):
                    del self._orders[order]
                    return order
            self._prices.popleft()
            self._told += 1
        return None
