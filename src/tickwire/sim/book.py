"""The order book of one symbol: price levels of both sides and the update ids that number every change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

Level = tuple[int, int]


class Side:
    """The bids or the asks, best first. Prices and quantities are integers in units of 1e-8."""

    def __init__(self, is_bid: bool) -> None:
        self._sign = -1 if is_bid else 1
        self._keys: list[int] = []
        self._qty: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Level]:
        for key in self._keys:
            price = key * self._sign
            yield price, self._qty[price]

    def level(self, index: int) -> Level:
        """The level at `index`, 0 being the best, -1 the worst."""
        price = self._keys[index] * self._sign
        return price, self._qty[price]

    def qty(self, price: int) -> int:
        """The quantity at `price`, 0 when there is no such level."""
        return self._qty.get(price, 0)

    def set(self, price: int, qty: int) -> None:
        """Put `qty` at `price`; 0 removes the level."""
        key = price * self._sign
        if price not in self._qty:
            if qty:
                self._keys.insert(bisect_left(self._keys, key), key)
                self._qty[price] = qty
        elif qty:
            self._qty[price] = qty
        else:
            del self._keys[bisect_left(self._keys, key)]
            del self._qty[price]

    def away(self, price: int, distance: int) -> int:
        """The price `distance` further from the other side than `price`."""
        return price + distance * self._sign


class Changes:
    """The prices touched since the depth message before, of one depth stream."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._first_id = book.update_id + 1
        self._touched: tuple[dict[int, None], dict[int, None]] = ({}, {})

    def touch(self, is_bid: bool, price: int) -> None:
        """Note that the level at `price` changed."""
        self._touched[not is_bid][price] = None

    def take(self) -> tuple[int, int, list[Level], list[Level]] | None:
        """First and last update id, bids and asks since the last call, best first; None when nothing changed."""
        if self._first_id > self._book.update_id:
            return None
        first_id, self._first_id = self._first_id, self._book.update_id + 1
        bids = [(price, self._book.bids.qty(price)) for price in sorted(self._touched[0], reverse=True)]
        asks = [(price, self._book.asks.qty(price)) for price in sorted(self._touched[1])]
        self._touched = ({}, {})
        return first_id, self._book.update_id, bids, asks


class Book:
    """Both sides, and who must hear of their changes."""

    def __init__(self, update_id: int) -> None:
        self.update_id = update_id
        self.bids, self.asks = Side(is_bid=True), Side(is_bid=False)
        self._followers: list[Changes] = []

    def follow(self) -> Changes:
        """Begin to note changes for one depth stream."""
        changes = Changes(self)
        self._followers.append(changes)
        return changes

    def set(self, is_bid: bool, price: int, qty: int) -> None:
        """Change one level, under the next update id."""
        self.update_id += 1
        (self.bids if is_bid else self.asks).set(price, qty)
        for changes in self._followers:
            changes.touch(is_bid, price)

    def top(self) -> tuple[Level, Level]:
        """Best bid and best ask."""
        return self.bids.level(0), self.asks.level(0)

    def levels(self, limit: int) -> tuple[list[Level], list[Level]]:
        """The best `limit` levels of both sides."""
        return list(islice(self.bids, limit)), list(islice(self.asks, limit))
