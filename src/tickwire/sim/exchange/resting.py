"""Orders of accounts that rest in one side of a book, each in its place in the queue of its price.

Others' quantity at a price is one number. What of it stands before an order is the order's `ahead`: all of it when the
order comes, less what trades, and never more than there is; what others take back is taken from behind the order.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from ..book import Book
from .orders import Order


class Queue:
    """One side, best price first and oldest order first."""

    def __init__(self, book: Book, is_bid: bool) -> None:
        self._book, self.is_bid = book, is_bid
        self._sign = -1 if is_bid else 1
        self._keys: list[int] = []
        self._orders: dict[int, list[Order]] = {}

    def __bool__(self) -> bool:
        return bool(self._keys)

    @property
    def best(self) -> int | None:
        """The best price of accounts; None without any."""
        return self._keys[0] * self._sign if self._keys else None

    def first(self, price: int) -> Order | None:
        """The order that is next at a price."""
        orders = self._orders.get(price)
        return orders[0] if orders else None

    def at(self, price: int) -> list[Order]:
        """All orders at a price, oldest first."""
        return self._orders.get(price, [])

    def add(self, order: Order, price: int) -> None:
        """Put an order behind all that is at its price."""
        if price not in self._orders:
            insort(self._keys, price * self._sign)
            self._orders[price] = []
        self._orders[price].append(order)
        order.is_resting = True
        order.ahead = self._book.side(self.is_bid).qty(price)
        self._show(order, price)

    def remove(self, order: Order, price: int) -> None:
        """Take an order out."""
        orders = self._orders[price]
        orders.remove(order)
        if not orders:
            del self._orders[price]
            del self._keys[bisect_left(self._keys, price * self._sign)]
        order.is_resting = False
        self._book.show(self.is_bid, price, -order.shown)
        order.shown = 0

    def filled(self, order: Order, price: int, qty: int) -> None:
        """`qty` of what an order shows was traded or has expired; an iceberg shows its next part, behind all others."""
        order.shown -= qty
        self._book.show(self.is_bid, price, -qty)
        if not order.remaining:
            self.remove(order, price)
        elif not order.shown:
            self.remove(order, price)
            self.add(order, price)

    def shrunk(self, order: Order, price: int) -> None:
        """An order's quantity was lowered: it keeps its place and shows no more than it has."""
        if order.shown > order.remaining:
            self._book.show(self.is_bid, price, order.remaining - order.shown)
            order.shown = order.remaining

    def passed(self, price: int, qty: int) -> None:
        """So much of others' quantity before the orders at a price traded."""
        for order in self._orders.get(price, ()):
            order.ahead = max(0, order.ahead - qty)

    def clamp(self, price: int, qty: int) -> None:
        """Others have `qty` at a price now."""
        for order in self._orders.get(price, ()):
            order.ahead = min(order.ahead, qty)

    def _show(self, order: Order, price: int) -> None:
        order.shown = min(order.iceberg_qty or order.remaining, order.remaining)
        self._book.show(self.is_bid, price, order.shown)
