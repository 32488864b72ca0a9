"""Accounts trade against a market that does not know of them."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderStatus, OrderType, Side, TimeInForce
from tickwire.sim.exchange import Account, Exchange, NewOrder, Order, PaperFloor
from tickwire.sim.instruments import SCALE, Instrument

COIN = Instrument("COIN-X", 100 * SCALE, SCALE, SCALE, 10 * SCALE, assets=("COIN", "X"))


class Paper:
    def __init__(self) -> None:
        self.floor, self.time, self.told = PaperFloor(COIN), 0, list[Any]()
        self.exchange = Exchange([self.floor], on_event=lambda _, event: self.told.append(event))
        self.ann: Account = self.exchange.open_account("ann", {"X": 10**6 * SCALE, "COIN": 10**4 * SCALE})

    def now(self) -> int:
        self.time += 1
        return self.time

    def depth(self, bids: dict[int, int], asks: dict[int, int], *, is_whole: bool = True) -> None:
        levels = [[(price * SCALE, qty * SCALE) for price, qty in side.items()] for side in (bids, asks)]
        self.floor.on_depth(self.now(), *levels, is_whole=is_whole)

    def trade(self, price: int, qty: int, *, sold: bool) -> None:
        self.floor.on_trade(self.now(), price * SCALE, qty * SCALE, sold)

    def place(self, side: str, qty: int, price: int | None = None, **more: Any) -> Order:
        kind = OrderType.MARKET if price is None else OrderType.LIMIT
        request = NewOrder(
            symbol="COIN-X",
            side=Side(side),
            type=more.pop("type", kind),
            quantity=qty * SCALE,
            price=None if price is None else price * SCALE,
            time_in_force=None if price is None else TimeInForce.GTC,
            **more,
        )
        return self.exchange.place(self.ann, request, self.now())


@pytest.fixture
def paper() -> Paper:
    made = Paper()
    made.depth({99: 10, 98: 20}, {101: 10, 102: 20})
    return made


def test_what_is_taken_is_gone_until_the_level_is_told_again(paper: Paper) -> None:
    first, second = paper.place("BUY", 8, 101), paper.place("BUY", 8)
    assert [fill.price // SCALE for fill in first.fills + second.fills] == [101, 101, 102]
    paper.depth({}, {101: 9}, is_whole=False)
    assert paper.place("BUY", 9, 101).status is OrderStatus.FILLED


def test_a_resting_order_trades_when_its_turn_has_come(paper: Paper) -> None:
    order = paper.place("BUY", 5, 99)
    paper.trade(99, 6, sold=True)
    assert (order.ahead, order.executed_qty) == (4 * SCALE, 0)
    paper.trade(99, 2, sold=False)
    assert order.ahead == 4 * SCALE
    paper.trade(99, 6, sold=True)
    assert order.executed_qty == 2 * SCALE
    paper.trade(99, 60, sold=True)
    assert order.status is OrderStatus.FILLED
    assert all(fill.is_maker and fill.price == 99 * SCALE for fill in order.fills)


def test_what_others_take_back_brings_an_order_forward(paper: Paper) -> None:
    order = paper.place("BUY", 5, 99)
    paper.depth({99: 3}, {}, is_whole=False)
    paper.trade(99, 4, sold=True)
    assert order.executed_qty == SCALE


def test_a_trade_at_a_worse_price_would_have_been_ours(paper: Paper) -> None:
    order = paper.place("BUY", 5, 100)
    paper.trade(98, 3, sold=True)
    assert (order.executed_qty, order.fills[0].price) == (3 * SCALE, 100 * SCALE)


def test_others_who_come_to_offer_our_price_trade_with_us(paper: Paper) -> None:
    order = paper.place("SELL", 5, 101)
    paper.floor.on_quote(paper.now(), (101 * SCALE, 3 * SCALE), (102 * SCALE, SCALE))
    assert order.executed_qty == 3 * SCALE
    paper.depth({103: 50}, {104: 1})
    assert order.status is OrderStatus.FILLED
    assert paper.floor.book.bids.qty(103 * SCALE) == 48 * SCALE


def test_a_quote_ends_what_was_better(paper: Paper) -> None:
    paper.floor.on_quote(paper.now(), (98 * SCALE, 7 * SCALE), (102 * SCALE, 9 * SCALE))
    assert paper.floor.book.levels(9) == ([(98 * SCALE, 7 * SCALE)], [(102 * SCALE, 9 * SCALE)])


def test_a_side_of_which_there_is_none_is_empty(paper: Paper) -> None:
    paper.floor.on_quote(paper.now(), (99 * SCALE, 10 * SCALE), (0, 0))
    assert paper.floor.book.levels(9) == ([(99 * SCALE, 10 * SCALE), (98 * SCALE, 20 * SCALE)], [])


def test_trades_of_the_market_trigger_stops(paper: Paper) -> None:
    order = paper.place("SELL", 5, None, type=OrderType.STOP_LOSS, stop_price=95 * SCALE)
    paper.trade(96, 1, sold=True)
    assert order.status is OrderStatus.NEW
    paper.trade(95, 1, sold=True)
    assert order.status is OrderStatus.FILLED
    assert (order.fills[0].price, paper.floor.last_price) == (99 * SCALE, 95 * SCALE)


def test_the_average_is_that_of_five_minutes(paper: Paper) -> None:
    assert paper.floor.average_price == 100 * SCALE
    paper.trade(100, 1, sold=True)
    paper.trade(110, 3, sold=True)
    assert paper.floor.average_price == 107 * SCALE + SCALE // 2
    paper.floor.on_trade(20 * 60 * 1_000_000, 90 * SCALE, SCALE, True)
    assert paper.floor.average_price == 90 * SCALE


def test_nobody_hears_of_a_market_without_accounts() -> None:
    floor = PaperFloor(COIN)
    floor.on_depth(1, [(99 * SCALE, SCALE)], [(101 * SCALE, SCALE)], is_whole=True)
    floor.on_trade(2, 99 * SCALE, SCALE, True)
    assert floor.book.top() == ((99 * SCALE, SCALE), (101 * SCALE, SCALE))
