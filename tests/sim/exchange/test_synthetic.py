"""What accounts do in the synthetic market is in its public streams, as if they were part of it."""

import itertools
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tickwire.schema.enums import OrderType, Side
from tickwire.sim.exchange import Exchange, Execution, NewOrder, synthetic_floors
from tickwire.sim.market import Market

SCALE = 10**8


@pytest.fixture(params=range(20, 23))
def traffic(request: pytest.FixtureRequest, make_traffic: Any) -> Any:
    made = make_traffic(request.param)
    made.before = made.market.depth_snapshot("COINUSDT", 5000)
    for _ in range(250):
        made.step()
    made.market.advance((made.time // 1_000_000 + 1) * 1_000_000 + 500, made.publish)
    made.streams = defaultdict(list)
    for stream, message in made.said:
        made.streams[stream.removeprefix("coinusdt@")].append(message)
    return made


def units(text: str) -> int:
    return int(Decimal(text) * SCALE)


def test_trades_and_their_sums_have_no_gap(traffic: Any) -> None:
    trades, sums = traffic.streams["trade"], traffic.streams["aggTrade"]
    assert [b.trade_id - a.trade_id for a, b in itertools.pairwise(trades)] == [1] * (len(trades) - 1)
    assert all(a.transact_time <= b.transact_time for a, b in itertools.pairwise(trades))
    by_id = {trade.trade_id: trade for trade in trades}
    for before, after in itertools.pairwise(sums):
        assert (after.agg_trade_id, after.first_trade_id) == (before.agg_trade_id + 1, before.last_trade_id + 1)
    for each in sums:
        parts = [by_id[number] for number in range(each.first_trade_id, each.last_trade_id + 1)]
        assert sum(units(part.qty) for part in parts) == units(each.qty)
        assert {(part.price, part.is_buyer_maker) for part in parts} == {(each.price, each.is_buyer_maker)}


def test_every_trade_of_an_account_is_public(traffic: Any) -> None:
    public = {trade.trade_id: trade for trade in traffic.streams["trade"]}
    seen = 0
    for _, event in traffic.events:
        if isinstance(event, Execution) and event.execution_type == "TRADE" and event.trade_id != -1:
            trade = public[event.trade_id]
            assert (units(trade.price), units(trade.qty)) == (event.last_price, event.last_qty)
            assert trade.transact_time == event.transact_time
            assert trade.is_buyer_maker is (event.is_maker is (event.side == "BUY"))
            seen += 1
    assert seen > 50


def test_a_book_built_from_the_updates_is_the_markets(traffic: Any) -> None:
    book = {"b": dict(traffic.before.bids), "a": dict(traffic.before.asks)}
    last = traffic.before.book_update_id
    for update in traffic.streams["depth@100ms"]:
        assert update.first_book_update_id == last + 1
        last = update.last_book_update_id
        for side, levels in (("b", update.bids), ("a", update.asks)):
            for price, qty in levels:
                book[side][price] = qty
                if not units(qty):
                    del book[side][price]
    now = traffic.market.depth_snapshot("COINUSDT", 5000)
    assert (book["b"], book["a"], last) == (dict(now.bids), dict(now.asks), now.book_update_id)


def test_the_best_bid_and_ask_follow(traffic: Any) -> None:
    quotes, depths = traffic.streams["bookTicker"], traffic.streams["depth5@100ms"]
    assert all(before != after for before, after in itertools.pairwise(quotes))
    last = quotes[-1]
    assert (last.bid_price, last.bid_qty) == depths[-1].bids[0]
    assert (last.ask_price, last.ask_qty) == depths[-1].asks[0]


def test_without_time_to_trade_in_the_market_stands_still(desk: Any) -> None:
    before = desk.levels()
    desk.time += 10_000_000
    order = desk.place(desk.ann, "BUY", 1, 90)
    assert order.time == desk.time
    assert desk.levels() == ({**before[0], 90: 1}, before[1])


def test_a_clock_that_is_ahead_does_not_make_the_market_run() -> None:
    market, hour = Market(seed=1, symbols=["BTCUSDT"]), 3_600_000_000
    said: list[Any] = []
    floors = synthetic_floors(market, lambda stream, make: said.append((stream, make(1))), ahead=lambda: hour)
    exchange = Exchange(floors, on_event=lambda *_: None)
    account = exchange.open_account("ann", {"USDT": 10**6 * SCALE})
    time = market.now + 5000
    request = NewOrder(symbol="BTCUSDT", side=Side.BUY, type=OrderType.MARKET, quantity=SCALE // 100)
    order = exchange.place(account, request, time + hour)
    assert (order.time, order.fills[0].time, market.now) == (time + hour, time + hour, time)
    (trade,) = (message for stream, message in said if stream == "btcusdt@trade" and message.transact_time == time)
    assert trade.trade_id == order.fills[0].trade_id
