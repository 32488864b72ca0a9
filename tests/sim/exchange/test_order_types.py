"""Each kind of order does what it is for."""

from typing import Any

import pytest

from tickwire.schema.enums import OrderStatus, PegOffsetType, PegPriceType, SymbolStatus, TimeInForce
from tickwire.sim.exchange import Execution, Rejected
from tickwire.sim.instruments import SCALE

PRIMARY, MARKET = PegPriceType.PRIMARY_PEG, PegPriceType.MARKET_PEG


def trade_at(desk: Any, price: int) -> None:
    """Somebody trades at a price: others bid and ask around it for this."""
    desk.book({price: 1, price - 1: 500}, {price + 1: 500})
    desk.place(desk.bob, "SELL", 1, price, time_in_force=TimeInForce.IOC)
    desk.book({price: 500}, {price + 1: 500})


def test_a_limit_maker_rests_or_is_refused(desk: Any) -> None:
    assert desk.place(desk.ann, "BUY", 5, 100, "LIMIT_MAKER").status is OrderStatus.NEW
    with pytest.raises(Rejected, match="-2010: Order would immediately match and take"):
        desk.place(desk.ann, "BUY", 5, 101, "LIMIT_MAKER")
    with pytest.raises(Rejected, match="-2010: Order would immediately match and take"):
        desk.place(desk.bob, "SELL", 5, 100, "LIMIT_MAKER")
    report = desk.events(desk.bob, Execution)[-1]
    assert (report.execution_type, report.reject_reason) == ("REJECTED", "WOULD_MATCH_IMMEDIATELY")


@pytest.mark.parametrize(("side", "qty", "value"), [("BUY", 14, 1500), ("SELL", 15, 1500)])
def test_a_market_order_by_value_trades_whole_lots_of_it(desk: Any, side: str, qty: int, value: int) -> None:
    order = desk.place(desk.ann, side, 0, quote_order_qty=value)
    assert (order.status, order.orig_qty, order.executed_qty) == (OrderStatus.FILLED, qty * SCALE, qty * SCALE)
    assert order.cummulative_quote_qty <= value * SCALE
    assert order.orig_quote_order_qty == value * SCALE


def test_a_market_order_by_value_needs_a_book(desk: Any) -> None:
    desk.book({99: 1}, {101: 1})
    with pytest.raises(Rejected, match="-2010: Order book liquidity"):
        desk.place(desk.ann, "BUY", 0, quote_order_qty=100)
    desk.book({99: 1}, {})
    for order in (desk.order("BUY", 0, quote_order_qty=1500), desk.order("BUY", 5)):
        with pytest.raises(Rejected, match="-1112: No orders on book"):
            desk.exchange.place(desk.ann, order, desk.now())


@pytest.mark.parametrize(
    ("side", "kind", "stop", "path"),
    [
        ("BUY", "STOP_LOSS", 105, (104, 105)),
        ("SELL", "STOP_LOSS", 95, (96, 95)),
        ("BUY", "TAKE_PROFIT", 95, (96, 95)),
        ("SELL", "TAKE_PROFIT", 105, (104, 105)),
    ],
)
def test_a_stop_waits_for_its_price_and_then_takes(desk: Any, side: str, kind: str, stop: int, path: Any) -> None:
    order = desk.place(desk.ann, side, 5, None, kind, stop_price=stop)
    assert (order.status, order.working_time) == (OrderStatus.NEW, -1)
    (placed,) = desk.events(desk.ann, Execution)
    assert (placed.is_working, placed.working_time) == (False, None)
    trade_at(desk, path[0])
    assert order.status is OrderStatus.NEW
    trade_at(desk, path[1])
    assert order.status is OrderStatus.FILLED
    reports = desk.events(desk.ann, Execution)
    assert [(each.execution_type, each.is_working) for each in reports] == [("NEW", True), ("TRADE", False)]
    assert desk.ann.balance(order.pays_with).locked == 0


def test_a_stop_limit_rests_at_its_price_once_it_is_triggered(desk: Any) -> None:
    order = desk.place(desk.ann, "SELL", 5, 97, "STOP_LOSS_LIMIT", stop_price=95)
    assert desk.ann.balance("COIN").locked == 5 * SCALE
    trade_at(desk, 95)
    assert (order.status, order.is_resting) == (OrderStatus.NEW, True)
    assert desk.levels()[1][97] == 5


@pytest.mark.parametrize(
    ("side", "kind", "stop"),
    [("BUY", "STOP_LOSS", 90), ("SELL", "STOP_LOSS", 110), ("BUY", "TAKE_PROFIT", 110), ("SELL", "TAKE_PROFIT", 90)],
)
def test_a_stop_that_would_trigger_at_once_is_refused(desk: Any, side: str, kind: str, stop: int) -> None:
    with pytest.raises(Rejected, match="-2010: Order would trigger immediately"):
        desk.place(desk.ann, side, 5, None, kind, stop_price=stop)
    assert desk.events(desk.ann)[0].reject_reason == "STOP_PRICE_WOULD_TRIGGER_IMMEDIATELY"


def test_stops_trigger_one_another(desk: Any) -> None:
    first = desk.place(desk.ann, "SELL", 3, None, "STOP_LOSS", stop_price=98)
    second = desk.place(desk.bob, "SELL", 3, None, "STOP_LOSS", stop_price=95)
    desk.book({98: 1, 95: 50}, {120: 10})
    desk.place(desk.ann, "SELL", 1, 98)
    assert (first.status, second.status) == (OrderStatus.FILLED, OrderStatus.FILLED)
    assert [fill.price // SCALE for fill in first.fills + second.fills] == [95, 95]


def test_a_trailing_stop_follows_the_price_and_triggers_when_it_turns(desk: Any) -> None:
    order = desk.place(desk.ann, "SELL", 5, None, "STOP_LOSS", trailing_delta=500)
    assert order.trailing_time == desk.time
    for price in (99, 110, 120, 115):
        trade_at(desk, price)
        assert order.status is OrderStatus.NEW
    trade_at(desk, 114)
    assert order.status is OrderStatus.FILLED


def test_a_trailing_stop_with_a_stop_price_begins_to_follow_there(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, 130, "STOP_LOSS_LIMIT", stop_price=110, trailing_delta=500)
    for price in (90, 100, 109):
        trade_at(desk, price)
    assert order.trailing_time == -1
    for price in (110, 115, 105, 110):
        trade_at(desk, price)
        assert order.status is OrderStatus.NEW
    trade_at(desk, 111)
    assert order.status is OrderStatus.FILLED
    report = desk.events(desk.ann, Execution)[-1]
    assert (report.trailing_delta, report.trailing_time) == (500, order.trailing_time)


def test_an_iceberg_shows_a_part_and_goes_behind_with_the_next(desk: Any) -> None:
    iceberg = desk.place(desk.ann, "BUY", 10, 100, iceberg_qty=4)
    other = desk.place(desk.bob, "BUY", 3, 100)
    assert desk.levels()[0][100] == 7
    taker = desk.place(desk.exchange.open_account("eve", {"COIN": 100 * SCALE}), "SELL", 9, 100)
    assert [fill.qty // SCALE for fill in taker.fills] == [4, 3, 2]
    assert (iceberg.executed_qty // SCALE, other.status) == (6, OrderStatus.FILLED)
    assert desk.levels()[0][100] == 2


def test_an_iceberg_is_all_there_for_fill_or_kill(desk: Any) -> None:
    desk.book({90: 1}, {110: 1})
    desk.place(desk.ann, "BUY", 10, 100, iceberg_qty=4)
    assert desk.place(desk.bob, "SELL", 10, 100, time_in_force=TimeInForce.FOK).status is OrderStatus.FILLED


def test_a_pegged_order_gets_the_best_price_of_its_side(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, None, "LIMIT", peg_price_type=PRIMARY)
    assert (order.price, order.pegged_price) == (0, 99 * SCALE)
    assert desk.levels()[0][99] == 15
    assert desk.ann.balance("USDT").locked == 5 * 99 * SCALE
    report = desk.events(desk.ann)[0]
    assert (report.peg_price_type, report.pegged_price, report.price) == (PRIMARY, 99 * SCALE, 0)


def test_a_peg_to_the_other_side_takes_that_price_alone(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 15, None, "LIMIT", peg_price_type=MARKET, time_in_force=TimeInForce.IOC)
    assert (order.status, order.executed_qty) == (OrderStatus.EXPIRED, 10 * SCALE)
    assert order.cummulative_quote_qty == 1010 * SCALE


def test_a_price_bounds_the_peg(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, 100, "LIMIT", peg_price_type=MARKET)
    assert (order.pegged_price, order.status) == (101 * SCALE, OrderStatus.NEW)
    assert desk.levels()[0][100] == 5


def test_a_peg_is_offset_by_levels(desk: Any) -> None:
    offset = {"peg_price_type": PRIMARY, "peg_offset_type": PegOffsetType.PRICE_LEVEL}
    order = desk.place(desk.ann, "BUY", 5, None, "LIMIT_MAKER", **offset, peg_offset_value=2)
    assert order.pegged_price == 97 * SCALE
    with pytest.raises(Rejected, match="-2010: Order book liquidity is too low for this pegged order"):
        desk.place(desk.ann, "BUY", 5, None, "LIMIT_MAKER", **offset, peg_offset_value=90)


def test_a_pegged_stop_takes_the_best_price_when_it_is_triggered(desk: Any) -> None:
    order = desk.place(desk.ann, "SELL", 5, None, "STOP_LOSS_LIMIT", stop_price=95, peg_price_type=PRIMARY)
    assert order.pegged_price is None
    trade_at(desk, 95)
    assert order.pegged_price == 96 * SCALE
    assert order.is_resting


def test_a_pegged_stop_that_the_filters_refuse_when_triggered_expires(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 5, None, "STOP_LOSS_LIMIT", stop_price=105, peg_price_type=MARKET)
    desk.book({105: 1}, {800: 10})
    desk.place(desk.bob, "SELL", 1, 105)
    assert (order.status, order.expiry_reason) == (OrderStatus.EXPIRED, "REJECTED")
    assert desk.ann.balance("USDT").locked == 0


def test_a_routed_order_is_filled_by_allocations(desk: Any) -> None:
    request = desk.order("BUY", 12, 101)
    order = desk.exchange.place(desk.ann, request, desk.now(), sor=True)
    (fill,) = order.fills
    assert (fill.trade_id, fill.alloc_id, fill.match_type) == (-1, 0, "ONE_PARTY_TRADE_REPORT")
    assert (order.used_sor, order.working_floor) == (True, "SOR")
    report = [each for each in desk.events(desk.ann, Execution) if each.execution_type == "TRADE"][-1]
    assert (report.used_sor, report.working_floor, report.alloc_id, report.trade_id) == (True, "SOR", 0, -1)
    desk.place(desk.bob, "SELL", 2, 101)
    assert (order.status, order.working_floor) == (OrderStatus.FILLED, "EXCHANGE")
    assert order.fills[1].alloc_id is None
    assert desk.exchange.allocations(desk.ann, "COINUSDT") == [fill]
    assert desk.exchange.trades(desk.ann, "COINUSDT") == order.fills[1:]


def test_a_test_order_is_checked_and_not_placed(desk: Any) -> None:
    before = desk.wealth()
    desk.exchange.test(desk.ann, desk.order("BUY", 5, 101), desk.now())
    with pytest.raises(Rejected, match="-2010: Order would immediately match"):
        desk.exchange.test(desk.ann, desk.order("BUY", 5, 101, "LIMIT_MAKER"), desk.now())
    assert not desk.events(desk.ann)
    assert not desk.exchange.open_orders(desk.ann)
    assert desk.ann.counts.at(desk.time) == (0, 0)
    assert desk.wealth() == before


def test_a_closed_market_and_a_barred_account_place_nothing(desk: Any) -> None:
    desk.exchange.set_status("COINUSDT", SymbolStatus.HALT)
    with pytest.raises(Rejected, match="-2010: Market is closed"):
        desk.place(desk.ann, "BUY", 5, 100)
    desk.exchange.set_status("COINUSDT", SymbolStatus.TRADING)
    desk.exchange.close_account(desk.ann, desk.now())
    with pytest.raises(Rejected, match="-2010: This account may not place"):
        desk.place(desk.ann, "BUY", 5, 100)
