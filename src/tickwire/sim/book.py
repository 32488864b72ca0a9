"""The order book of one symbol: price levels of both sides and the update ids that number every change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import islice

Level = tuple[int, int]
NO_LEVEL: Level = (0, 0)


class Side:
    """The bids or the asks, best first. Prices and quantities are integers in units of 1e-8.

    Beside the market's own quantities there may be those of visitors, who trade in it; `seen` tells both together.
    """

    def __init__(self, is_bid: bool) -> None:
        self._sign = -1 if is_bid else 1
        self._keys: list[int] = []
        self._qty: dict[int, int] = {}
        self.visitors: dict[int, int] = {}

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

    def seen_qty(self, price: int) -> int:
        """All there is at `price`, 0 when there is no such level."""
        return self._qty.get(price, 0) + self.visitors.get(price, 0)

    def seen(self) -> Iterator[Level]:
        """All levels, best first."""
        if not self.visitors:
            yield from self
            return
        for price in sorted({*self._qty, *self.visitors}, key=lambda price: price * self._sign):
            yield price, self.seen_qty(price)

    def seen_best(self) -> Level:
        """The best level of all; `NO_LEVEL` when the side is empty."""
        best = self._keys[0] * self._sign if self._keys else None
        if self.visitors:
            theirs = min(self.visitors, key=lambda price: price * self._sign)
            best = theirs if best is None or theirs * self._sign < best * self._sign else best
        return NO_LEVEL if best is None else (best, self.seen_qty(best))

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

    def restart_ids(self) -> None:
        """Go on with the book's new ids."""
        self._first_id = self._book.update_id + 1

    def take(self) -> tuple[int, int, list[Level], list[Level]] | None:
        """First and last update id, bids and asks since the last call, best first; None when nothing changed."""
        if self._first_id > self._book.update_id:
            return None
        first_id, self._first_id = self._first_id, self._book.update_id + 1
        bids = [(price, self._book.bids.seen_qty(price)) for price in sorted(self._touched[0], reverse=True)]
        asks = [(price, self._book.asks.seen_qty(price)) for price in sorted(self._touched[1])]
        self._touched = ({}, {})
        return first_id, self._book.update_id, bids, asks


class Book:
    """Both sides, and who must hear of their changes.

    `on_set` is called with side, price and new quantity whenever a level of the market's own changes.
    """

    def __init__(self, update_id: int) -> None:
        self.update_id = update_id
        self.bids, self.asks = Side(is_bid=True), Side(is_bid=False)
        self._followers: list[Changes] = []
        self.on_set: Callable[[bool, int, int], None] | None = None

    def side(self, is_bid: bool) -> Side:
        """The bids or the asks."""
        return self.bids if is_bid else self.asks

    def follow(self) -> Changes:
        """Begin to note changes for one depth stream."""
        changes = Changes(self)
        self._followers.append(changes)
        return changes

    def set(self, is_bid: bool, price: int, qty: int) -> None:
        """Change one level, under the next update id."""
        (self.bids if is_bid else self.asks).set(price, qty)
        self._touched(is_bid, price)
        if self.on_set is not None:
            self.on_set(is_bid, price, qty)

    def show(self, is_bid: bool, price: int, change: int) -> None:
        """Change what visitors have at `price` by so much, under the next update id."""
        visitors = self.side(is_bid).visitors
        qty = visitors.get(price, 0) + change
        if qty:
            visitors[price] = qty
        else:
            visitors.pop(price, None)
        self._touched(is_bid, price)

    def _touched(self, is_bid: bool, price: int) -> None:
        self.update_id += 1
        for changes in self._followers:
            changes.touch(is_bid, price)

    def restore(self, bids: list[Level], asks: list[Level]) -> None:
        """Change whatever is not as it was."""
        for is_bid, side, levels in ((True, self.bids, bids), (False, self.asks, asks)):
            wanted = dict(levels)
            for price in [price for price, _ in side if price not in wanted]:
                self.set(is_bid, price, 0)
            for price, qty in levels:
                if side.qty(price) != qty:
                    self.set(is_bid, price, qty)

    def restart_ids(self) -> None:
        """Let the next update have the id 1."""
        self.update_id = 0
        for changes in self._followers:
            changes.restart_ids()

    def top(self) -> tuple[Level, Level]:
        """Best bid and best ask; `NO_LEVEL` for a side that is empty."""
        return self.bids.seen_best(), self.asks.seen_best()

    def levels(self, limit: int) -> tuple[list[Level], list[Level]]:
        """The best `limit` levels of both sides."""
        return list(islice(self.bids.seen(), limit)), list(islice(self.asks.seen(), limit))
