"""Orders of accounts and of others meet in one book, and everybody hears of it."""

from typing import Any

import msgspec
import pytest

from tickwire.schema.enums import ExecutionType, OrderStatus, OrderType, Side, TimeInForce
from tickwire.sim.exchange import AccountPosition, Cancel, Exchange, Execution, NewOrder, Rejected, synthetic_floors
from tickwire.sim.instruments import SCALE
from tickwire.sim.market import Market


def shown(events: list[Any]) -> list[tuple[str, str]]:
    return [(each.execution_type, each.order_status) if isinstance(each, Execution) else ("", "") for each in events]


def test_a_market_where_nobody_trades_says_what_it_says_without_an_exchange() -> None:
    def run(with_exchange: bool) -> list[tuple[str, bytes]]:
        market, sent = Market(seed=7), list[tuple[str, bytes]]()

        def publish(stream: str, make: Any) -> None:
            sent.append((stream, msgspec.json.encode(make(1000))))

        if with_exchange:
            exchange = Exchange(synthetic_floors(market, publish), on_event=lambda *_: None)
            exchange.open_account("idle", {"USDT": SCALE})
        market.advance(market.now + 2_000_000, publish)
        return sent

    assert run(True) == run(False)


def test_a_market_order_walks_the_book_and_is_told_step_by_step(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 25)
    assert order.status is OrderStatus.FILLED
    assert [(fill.price // SCALE, fill.qty // SCALE) for fill in order.fills] == [(101, 10), (102, 15)]
    events = desk.events(desk.ann)
    assert shown(events) == [
        ("NEW", "NEW"),
        ("TRADE", "PARTIALLY_FILLED"),
        ("TRADE", "FILLED"),
        ("", ""),
    ]
    assert isinstance(events[-1], AccountPosition)
    spent = (10 * 101 + 15 * 102) * SCALE
    assert events[-1].balances[1].free == 10**6 * SCALE - spent
    assert events[-1].balances[0].free == (10**4 + 25) * SCALE - 25 * SCALE // 1000


def test_its_trades_come_in_the_public_streams_with_the_same_ids(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 25)
    trades = [message for stream, message in desk.said if stream == "coinusdt@trade"]
    assert [each.trade_id for each in trades] == [fill.trade_id for fill in order.fills]
    assert [each.is_buyer_maker for each in trades] == [False, False]
    sums = [message for stream, message in desk.said if stream == "coinusdt@aggTrade"]
    assert [each.qty for each in sums] == ["10.00000000", "15.00000000"]
    best = [message for stream, message in desk.said if stream == "coinusdt@bookTicker"][-1]
    assert (best.ask_price, best.ask_qty) == ("102.00000000", "5.00000000")


def test_a_resting_order_shows_in_the_book_and_is_gone_when_cancelled(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 7, 100)
    assert desk.levels()[0][100] == 7
    assert desk.events(desk.ann)[-1].balances[1].locked == 700 * SCALE
    cancelled = desk.exchange.cancel(desk.ann, Cancel(symbol="COINUSDT", order_id=order.order_id), desk.now())
    assert cancelled.orders == [order]
    assert 100 not in desk.levels()[0]
    report, position = desk.events(desk.ann)
    assert (report.execution_type, report.orig_client_order_id) == (ExecutionType.CANCELED, order.client_order_id)
    assert report.client_order_id == cancelled.client_order_id
    assert position.balances[1].locked == 0


def test_others_at_a_price_go_first_then_accounts_in_their_order(desk: Any) -> None:
    first = desk.place(desk.ann, "BUY", 5, 99)
    second = desk.place(desk.bob, "BUY", 5, 99)
    taker = desk.place(desk.exchange.open_account("eve", {"COIN": 100 * SCALE}), "SELL", 17, 99)
    assert [fill.qty // SCALE for fill in taker.fills] == [10, 5, 2]
    assert (first.status, second.status) == (OrderStatus.FILLED, OrderStatus.PARTIALLY_FILLED)
    assert second.fills[0].is_maker
    assert desk.levels()[0][99] == 3


def test_ioc_expires_and_fok_is_all_or_nothing(desk: Any) -> None:
    ioc = desk.place(desk.ann, "BUY", 15, 101, time_in_force=TimeInForce.IOC)
    assert (ioc.status, ioc.executed_qty, ioc.expiry_reason) == (
        OrderStatus.EXPIRED,
        10 * SCALE,
        "UNFILLED_IOC_QUANTITY_EXPIRED",
    )
    fok = desk.place(desk.ann, "BUY", 21, 102, time_in_force=TimeInForce.FOK)
    assert (fok.status, fok.executed_qty, fok.expiry_reason) == (
        OrderStatus.EXPIRED,
        0,
        "UNFILLED_FOK_ORDER_EXPIRED",
    )
    assert desk.place(desk.ann, "BUY", 20, 102, time_in_force=TimeInForce.FOK).status is OrderStatus.FILLED


def test_a_market_order_beyond_the_book_expires(desk: Any) -> None:
    order = desk.place(desk.ann, "BUY", 200)
    assert (order.status, order.executed_qty) == (OrderStatus.EXPIRED, 150 * SCALE)
    assert order.expiry_reason == "INSUFFICIENT_LIQUIDITY"


def test_without_balance_an_order_is_rejected(desk: Any) -> None:
    poor = desk.exchange.open_account("poor", {"USDT": 100 * SCALE})
    for side, qty, price in (("BUY", 2, 100), ("BUY", 2, None), ("SELL", 1, 150), ("SELL", 1, None)):
        with pytest.raises(Rejected, match="-2010: Account has insufficient balance"):
            desk.place(poor, side, qty, price)
        (report,) = desk.events(poor)
        assert (report.execution_type, report.reject_reason) == ("REJECTED", "INSUFFICIENT_BALANCES")
    assert not desk.exchange.open_orders(poor)


def test_the_markets_own_orders_trade_with_accounts() -> None:
    market = Market(seed=1, symbols=["BTCUSDT"])
    told: list[Any] = []
    exchange = Exchange(synthetic_floors(market, lambda *_: None), on_event=lambda _, event: told.append(event))
    account = exchange.open_account("ann", {"USDT": 10**6 * SCALE})
    bid = market.traded[0].book.top()[0][0]

    order = exchange.place(
        account,
        NewOrder(
            symbol="BTCUSDT",
            side=Side.BUY,
            type=OrderType.LIMIT,
            time_in_force=TimeInForce.GTC,
            quantity=SCALE,
            price=bid,
        ),
        market.now + 1,
    )
    sent: list[Any] = []
    market.advance(market.now + 5_000_000, lambda stream, make: sent.append((stream, make(1))))
    assert order.status is OrderStatus.FILLED
    assert all(fill.is_maker and fill.price == bid for fill in order.fills)
    public = {message.trade_id: message for stream, message in sent if stream == "btcusdt@trade"}
    assert {fill.trade_id for fill in order.fills} <= public.keys()
