"""Orders made ready, placed from handlers by whole numbers."""

import queue
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Trader
from tickwire.errors import ConfigError, FilterViolation, NotConnected, RiskRefused, TradingHalted
from tickwire.sim import Venue
from tickwire.trading import Guards, MaxNotional, OrderState

PRICE, QTY = 5_000_000, 1_000  # 50000.00 and 0.01000 at the exponents of BTCUSDT


def in_its_thread(trader: Any, call: Any) -> Any:
    return trader.client._runner.call(call)


@pytest.mark.parametrize("kind", ["ed25519", "hmac"])
def test_an_order_is_placed_by_mantissas(venue: Venue, new_trader: Any, new_account: Any, kind: str) -> None:
    with new_trader(new_account(kind)) as trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        assert (bid.price_exponent, bid.qty_exponent) == (-2, -5)
        order = in_its_thread(trader, lambda: bid.place(PRICE, QTY)).ack.wait(5)
        assert (order.price, order.qty, order.time_in_force) == (Decimal(50000), Decimal("0.01"), "GTC")
        told = trader.request("order.status", {"symbol": "BTCUSDT", "orderId": order.order_id}).wait(5)
        assert (told.client_order_id, Decimal(told.price)) == (order.client_order_id, Decimal(50000))
        trader.cancel(order).wait(5)


def test_market_orders_have_no_price(trader: Any) -> None:
    take = trader.prepare("BTCUSDT", "SELL", "MARKET")
    order = in_its_thread(trader, lambda: take.place(0, QTY)).done.wait(5)
    assert (order.state, order.price, order.filled_qty) == (OrderState.FILLED, None, Decimal("0.01"))


def test_kinds_of_orders_do_not_share_client_order_ids(trader: Any) -> None:
    bid, ask = trader.prepare("BTCUSDT", "BUY"), trader.prepare("BTCUSDT", "SELL")
    orders = in_its_thread(trader, lambda: [bid.place(PRICE, QTY), ask.place(4 * PRICE, QTY), bid.place(PRICE, QTY)])
    assert len({order.ack.wait(5).client_order_id for order in orders}) == 3


def test_it_is_placed_from_a_handler_of_the_same_client(venue: Venue, demo: Any, credentials_of: Any) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    trader = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"])
    placed: queue.Queue[Any] = queue.Queue()
    takers: list[Any] = []

    def on_quote(quote: tw.BookTicker) -> None:
        if takers:
            placed.put(takers.pop().place(0, QTY))

    client.subscribe(tw.BookTicker, "btcusdt", on=on_quote)
    with trader:
        takers.append(trader.prepare("BTCUSDT", "BUY", "MARKET"))
        assert placed.get(timeout=10).done.wait(5).state is OrderState.FILLED


def test_filters_guards_and_the_kill_switch_hold(new_trader: Any) -> None:
    trader = new_trader(guards=Guards(MaxNotional("600"))).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    with pytest.raises(FilterViolation, match="NOTIONAL"):
        in_its_thread(trader, lambda: bid.place(PRICE, 1))
    with pytest.raises(RiskRefused):
        in_its_thread(trader, lambda: bid.place(PRICE, 2 * QTY))
    trader.halt()
    with pytest.raises(TradingHalted):
        in_its_thread(trader, lambda: bid.place(PRICE, QTY))
    trader.stop()
    with pytest.raises((NotConnected, TradingHalted)):
        bid.place(PRICE, QTY)


def test_prices_of_messages_are_brought_to_the_symbols_steps(trader: Any) -> None:
    bid, ask = trader.prepare("BTCUSDT", "BUY"), trader.prepare("BTCUSDT", "SELL")
    assert (bid.price_of(5_000_000_000_000, -8), ask.price_of(5_000_000_000_000, -8)) == (PRICE, PRICE)
    assert (bid.price_of(5_000_000_000_001, -8), ask.price_of(5_000_000_000_001, -8)) == (PRICE, PRICE + 1)
    assert bid.price_of(50_000, 0) == PRICE


def test_only_some_types_are_prepared(trader: Any) -> None:
    with pytest.raises(ConfigError, match="type"):
        trader.prepare("BTCUSDT", "BUY", "STOP_LOSS")
    with pytest.raises(ConfigError, match="side"):
        trader.prepare("BTCUSDT", "LONG")
    with pytest.raises(ConfigError, match="time_in_force: MARKET orders have none"):
        trader.prepare("BTCUSDT", "BUY", "MARKET", time_in_force="GTC")
    with pytest.raises(ConfigError, match="on_change: what can be called"):
        trader.prepare("BTCUSDT", "BUY", on_change=5)
    with pytest.raises(ConfigError, match="on_change: what can be called"):
        trader.prepare("BTCUSDT", "BUY").place(PRICE, QTY, on_change=5)
    assert list(trader.account.orders) == []


@pytest.mark.parametrize("number", [1_000.0, 1_000.7, "1000", Decimal(1000), None, 1 << 64])
def test_a_price_and_a_quantity_are_whole_numbers(trader: Any, number: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    for price, qty in ((number, QTY), (PRICE, number)):
        with pytest.raises(ConfigError, match="of 64 bits"):
            bid.place(price, qty)
    assert (bid.last_number, list(trader.account.orders)) == (0, [])


def test_whole_numbers_of_numpy_will_do(trader: Any) -> None:
    numpy = pytest.importorskip("numpy")
    order = trader.prepare("BTCUSDT", "BUY").place(numpy.int64(PRICE), numpy.int32(QTY)).ack.wait(5)
    assert (order.price, order.qty) == (Decimal(50000), Decimal("0.01"))


def test_what_could_not_be_prepared_is_not_in_the_way_of_the_next_start(
    new_trader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trader = new_trader().start()
    with monkeypatch.context() as patched:
        patched.setattr("tickwire.client.trading.prepared.PreparedOrder.make_ready", lambda order: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            trader.prepare("BTCUSDT", "BUY")
    bid = trader.prepare("BTCUSDT", "BUY")
    assert trader._desk.gate.kept() == (bid,)
