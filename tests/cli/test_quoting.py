"""The strategy of the demo, tick by tick, against a trader that only notes what it is told."""

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from tickwire.cli.quoting import MOST_QUOTES_HELD, Quoter, quote_qty
from tickwire.client.trading import LiveOrder
from tickwire.errors import OrderLimitReached
from tickwire.schema.enums import OrderType, Side, SymbolStatus
from tickwire.schema.exchange_info import SymbolInfo
from tickwire.sim.exchange_info import exchange_info
from tickwire.sim.instruments import instrument as simulated
from tickwire.sim.limits import Limits
from tickwire.trading import Instrument, OrderState

BUY, SELL = Side.BUY, Side.SELL


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    info = exchange_info([simulated("BTCUSDT")], lambda _: SymbolStatus.TRADING, Limits(), 0)
    return Instrument(msgspec.convert(msgspec.to_builtins(info["symbols"][0]), SymbolInfo))


class NotedTrader:
    """Takes every order for placed at once, and every cancellation for done, unless `error` says otherwise."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self.account = SimpleNamespace(positions={})
        self.orders: list[LiveOrder] = []
        self.error: Exception | None = None

    def instrument(self, _symbol: str) -> Instrument:
        return self._instrument

    def prepare(self, symbol: str, side: str, _type: str) -> Any:
        def place(price: int, qty: int, *, on_change: Any) -> LiveOrder:
            if self.error is not None:
                raise self.error
            order = LiveOrder(
                symbol, Side(side), OrderType.LIMIT_MAKER, client_order_id=f"{len(self.orders)}", on_change=on_change,
                price=Decimal(price).scaleb(-2), qty=Decimal(qty).scaleb(-5),
            )  # fmt: skip
            for standing, other in self.open.items():
                assert standing is order.side or ((order.price or 0) > Decimal(other)) == (order.side is SELL)
            order.state = OrderState.WORKING
            self.orders.append(order)
            return order

        return SimpleNamespace(place=place, price_exponent=-2, qty_exponent=-5)

    def cancel(self, order: LiveOrder) -> None:
        order.state = OrderState.CANCELED
        assert order.on_change is not None
        order.on_change(order)

    @property
    def open(self) -> dict[Side, str]:
        """Prices of what stands, by side; of two on one side the newer."""
        return {order.side: f"{order.price:f}" for order in self.orders if order.is_open}


class Market:
    """A quoter, its trader, and ticks that come a second apart."""

    def __init__(self, instrument: Instrument) -> None:
        self.trader = NotedTrader(instrument)
        self.book = SimpleNamespace(symbol="BTCUSDT", bbo=None)
        trader: Any = self.trader
        book: Any = self.book
        self.quoter = Quoter(trader, book)

    def tick(self, bid: float, ask: float) -> dict[Side, str]:
        """Best prices come; what stands then."""
        self.book.bbo = SimpleNamespace(bid=SimpleNamespace(price=bid), ask=SimpleNamespace(price=ask))
        self.quoter.on_tick(SimpleNamespace(recv_time=1))
        return self.trader.open


@pytest.fixture
def market(instrument: Instrument, monkeypatch: pytest.MonkeyPatch) -> Market:
    now = [0.0]

    def a_second_later() -> float:
        now[0] += 1.0
        return now[0]

    monkeypatch.setattr("time.monotonic", a_second_later)
    return Market(instrument)


def test_it_joins_the_best_prices_and_follows_them(market: Market) -> None:
    assert market.tick(100.00, 100.10) == {BUY: "100.00", SELL: "100.10"}
    assert market.tick(100.00, 100.10) == {BUY: "100.00", SELL: "100.10"}
    assert (market.quoter.placed, market.quoter.cancelled) == (2, 0)
    assert market.tick(100.02, 100.12) == {BUY: "100.02", SELL: "100.12"}
    assert (market.quoter.placed, market.quoter.cancelled) == (4, 2)
    assert sum(order.is_open for order in market.trader.orders) == 2
    assert market.quoter.mid == Decimal("100.07")


def test_in_the_narrowest_market_it_stays_a_tick_from_the_mid(market: Market) -> None:
    assert market.tick(100.00, 100.01) == {BUY: "99.99", SELL: "100.02"}


@pytest.mark.parametrize(("bid", "ask"), [(101.00, 101.10), (99.00, 99.10)])
def test_after_a_jump_it_never_crosses_its_own_order(market: Market, bid: float, ask: float) -> None:
    market.tick(100.00, 100.10)
    market.tick(bid, ask)
    assert market.tick(bid, ask) == {BUY: f"{bid:.2f}", SELL: f"{ask:.2f}"}


def test_what_cannot_be_sent_is_counted_and_tried_again(market: Market) -> None:
    market.trader.error = OrderLimitReached("the venue's limits", "no room")
    assert market.tick(100.00, 100.10) == {}
    assert (market.quoter.withheld, market.quoter.placed) == (2, 0)
    market.trader.error = None
    assert market.tick(100.00, 100.10) == {BUY: "100.00", SELL: "100.10"}


@pytest.mark.parametrize(("sign", "side"), [(1, SELL), (-1, BUY)])
def test_a_full_position_is_not_added_to(market: Market, sign: int, side: Side) -> None:
    market.tick(100.00, 100.10)
    full = sign * MOST_QUOTES_HELD * market.quoter.qty
    market.trader.account.positions["BTCUSDT"] = SimpleNamespace(base_qty=full)
    assert market.tick(100.02, 100.12).keys() == {side}


def test_it_waits_for_the_venues_word_on_an_order(market: Market) -> None:
    market.tick(100.00, 100.10)
    market.trader.orders[0].state = OrderState.SENT
    assert market.tick(100.02, 100.12) == {SELL: "100.12"}


def test_once_over_it_does_nothing(market: Market) -> None:
    market.quoter.is_over = True
    assert market.tick(100.00, 100.10) == {}


def test_a_quote_is_worth_twice_the_least_that_is_taken(instrument: Instrument) -> None:
    assert quote_qty(instrument, Decimal(100)) == 10_000  # 0.1 BTC for 10 USDT, the least being 5
