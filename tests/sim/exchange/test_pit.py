"""Matching against a book so simple that it is plainly right: price before time, one entry after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tickwire.schema.enums import OrderType, Side, TimeInForce
from tickwire.sim.exchange import Account, Cancel, Exchange, Execution, NewOrder, OrderLimits, PaperFloor, Rejected
from tickwire.sim.instruments import SCALE, Instrument

COIN = Instrument("COINUSDT", price=100 * SCALE, tick=SCALE, lot=SCALE, order_size=10 * SCALE)
Match = tuple[int, int, int | None]  # price, quantity, order id of the maker or None for others


@dataclass
class Entry:
    is_buy: bool
    price: int
    qty: int
    order_id: int | None


class NaiveBook:
    """All there is in one list, oldest first."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def take(self, is_buy: bool, qty: int, accepts: Callable[[int], bool]) -> tuple[list[Match], int]:
        matches: list[Match] = []
        makers = [each for each in self.entries if each.is_buy is not is_buy and accepts(each.price)]
        for maker in sorted(makers, key=lambda each: each.price if is_buy else -each.price):
            part = min(qty, maker.qty)
            maker.qty, qty = maker.qty - part, qty - part
            matches += [(maker.price, part, maker.order_id)] if part else []
        self.entries = [each for each in self.entries if each.qty]
        return matches, qty

    def others(self, is_buy: bool, price: int, qty: int) -> None:
        """Others come behind everybody, and of others the last ones leave first."""
        theirs = [e for e in self.entries if e.order_id is None and (e.is_buy, e.price) == (is_buy, price)]
        surplus = sum(each.qty for each in theirs) - qty
        if surplus < 0:
            self.entries.append(Entry(is_buy, price, -surplus, None))
        for each in reversed(theirs):
            leaving = min(each.qty, max(0, surplus))
            each.qty, surplus = each.qty - leaving, surplus - leaving
        self.entries = [each for each in self.entries if each.qty]


def joined(matches: Sequence[Match]) -> list[Match]:
    """Others are one crowd: their neighbouring entries at one price trade as one."""
    together: list[Match] = []
    for price, qty, maker in matches:
        if maker is None and together and together[-1][0] == price and together[-1][2] is None:
            together[-1] = (price, together[-1][1] + qty, None)
        else:
            together.append((price, qty, maker))
    return together


class Twin:
    """The exchange and the naive book, given the same orders."""

    def __init__(self) -> None:
        self.floor, self.naive = PaperFloor(COIN), NaiveBook()
        self.events: list[Execution] = []
        self.exchange = Exchange([self.floor], on_event=self._told, limits=OrderLimits(1000, 1000))
        self.pit = self.exchange.pit("COINUSDT")
        self.accounts = [
            self.exchange.open_account(name, {"USDT": 10**15 * SCALE, "COIN": 10**12 * SCALE}) for name in "ab"
        ]
        self.time = 0
        self.open: list[tuple[Account, int]] = []

    def _told(self, _: Account, event: Any) -> None:
        if isinstance(event, Execution) and event.execution_type == "TRADE":
            self.events.append(event)

    def matches(self) -> list[Match]:
        makers = {event.trade_id: event.order_id for event in self.events if event.is_maker}
        trades = {event.trade_id: (event.last_price // SCALE, event.last_qty // SCALE) for event in self.events}
        self.events = []
        return [(*what, makers.get(trade_id)) for trade_id, what in trades.items()]

    def place(self, who: int, is_buy: bool, qty: int, price: int | None, tif: str) -> None:
        self.time += 1
        request = NewOrder(
            symbol="COINUSDT",
            side=Side.BUY if is_buy else Side.SELL,
            type=OrderType.MARKET if price is None else OrderType.LIMIT,
            quantity=qty * SCALE,
            price=None if price is None else price * SCALE,
            time_in_force=None if price is None else TimeInForce(tif),
        )

        def accepts(there: int) -> bool:
            return price is None or (there <= price if is_buy else there >= price)

        if price is None and not any(each.is_buy is not is_buy for each in self.naive.entries):
            with pytest.raises(Rejected, match="-1112"):
                self.exchange.place(self.accounts[who], request, self.time)
            return
        before = sum(e.qty for e in self.naive.entries if e.is_buy is not is_buy and accepts(e.price))
        order = self.exchange.place(self.accounts[who], request, self.time)
        wanted, left = ([], qty) if tif == "FOK" and before < qty and price else self.naive.take(is_buy, qty, accepts)
        assert joined(self.matches()) == joined(wanted)
        assert order.executed_qty == (qty - left) * SCALE
        if price is not None and tif == "GTC" and left:
            self.naive.entries.append(Entry(is_buy, price, left, order.order_id))
            self.open.append((self.accounts[who], order.order_id))

    def cancel(self, index: int) -> None:
        live = {each.order_id for each in self.naive.entries}
        self.open = [each for each in self.open if each[1] in live]
        if not self.open:
            return
        account, order_id = self.open.pop(index % len(self.open))
        self.exchange.cancel(account, Cancel(symbol="COINUSDT", order_id=order_id), self.time)
        self.naive.entries = [each for each in self.naive.entries if each.order_id != order_id]

    def others(self, is_buy: bool, price: int, qty: int) -> None:
        """Others' quantity changes, where it crosses nobody."""
        if any(each.is_buy is not is_buy and (each.price <= price) is is_buy for each in self.naive.entries):
            return
        self.floor.book.set(is_buy, price * SCALE, qty * SCALE)
        self.naive.others(is_buy, price, qty)

    def sweep(self, is_bid: bool, qty: int) -> None:
        """A market order of others."""
        self.pit.meet(is_bid, qty * SCALE, 1 << 30)
        self.pit.settle()
        matches, _ = self.naive.take(not is_bid, qty, lambda _: True)
        assert self.matches() == [each for each in matches if each[2] is not None]

    def compare(self) -> None:
        for is_bid in (True, False):
            wanted: dict[int, int] = {}
            for each in self.naive.entries:
                if each.is_buy is is_bid:
                    wanted[each.price] = wanted.get(each.price, 0) + each.qty
            found = {price // SCALE: qty // SCALE for price, qty in self.floor.book.side(is_bid).seen()}
            assert found == wanted


PRICES, SIZES, BUYS = st.integers(99, 101), st.integers(1, 12), st.booleans()
STEPS = st.one_of(
    st.tuples(
        st.just("place"),
        st.integers(0, 1),
        BUYS,
        SIZES,
        st.one_of(st.none(), PRICES),
        st.sampled_from(["GTC", "GTC", "IOC", "FOK"]),
    ),
    st.tuples(st.just("cancel"), st.integers(0, 50)),
    st.tuples(st.just("others"), BUYS, PRICES, st.integers(0, 12)),
    st.tuples(st.just("sweep"), BUYS, SIZES),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, min_size=15, max_size=50))
def test_the_exchange_matches_as_the_naive_book_does(steps: list[tuple[Any, ...]]) -> None:
    twin = Twin()
    twin.pit.checks.rules = _without_limits(twin.pit.checks.rules)
    for name, *arguments in steps:
        getattr(twin, name)(*arguments)
        twin.compare()


def _without_limits(rules: Any) -> Any:
    return replace(rules, min_notional=0, percent_price_by_side=None)
