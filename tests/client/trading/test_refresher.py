"""Instruments that change while the client runs: halted, traded again, with other filters."""

import ctypes
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from tickwire import schema
from tickwire.client.trading import refresher
from tickwire.client.trading.refresher import Refresher
from tickwire.errors import BadSymbol, FilterViolation, InvalidMessage, OrderNotSent, RequestError, RequestLost
from tickwire.schema import filters
from tickwire.session import RequestFailed
from tickwire.sim import ExchangeRules, Limits, Venue
from tickwire.trading import InstrumentChanged, Reconciled

PRICE, QTY = 5_000_000, 1_000  # 50000.00 and 0.01000 at the exponents of BTCUSDT
FILTERED, NOT_READY = -16, -20


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresher, "AT_MOST_EVERY", 0.2)


def place(trader: Any) -> Any:
    return trader.place("BTCUSDT", "BUY", price="50000", qty="0.01")


def in_c(placer: Any) -> int:
    """Place an order by the function for C."""
    prototype = ctypes.PYFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
    first = ctypes.c_void_p.from_address(placer.address).value
    assert first is not None
    return int(prototype(first)(placer.address, PRICE, QTY))


def in_its_thread(trader: Any, call: Any) -> Any:
    return trader.client._runner.call(call)


def said(trader: Any) -> schema.ExchangeInfo:
    asked = trader.client.request("exchangeInfo", {"symbols": ["BTCUSDT"]}, type=schema.ExchangeInfo)
    told: schema.ExchangeInfo = asked.wait()
    return told


def with_tick(told: schema.ExchangeInfo, tick_size: str) -> schema.ExchangeInfo:
    """The same, with other steps of prices."""
    info = told.symbols[0]
    rules = [
        msgspec.structs.replace(rule, tick_size=tick_size) if isinstance(rule, filters.PriceFilter) else rule
        for rule in info.filters
    ]
    return msgspec.structs.replace(told, symbols=(msgspec.structs.replace(info, filters=tuple(rules)),))


def test_a_symbol_that_was_halted_at_the_start_is_traded_when_the_venue_trades_it(
    venue: Venue, new_trader: Any
) -> None:
    venue.set_status("BTCUSDT", "HALT")
    trader = new_trader().start()
    bid = trader.prepare("BTCUSDT", "BUY")
    assert in_its_thread(trader, lambda: in_c(bid)) == FILTERED
    with pytest.raises(FilterViolation, match="HALT"):
        place(trader)
    venue.set_status("BTCUSDT", "TRADING")
    told = trader.told.next(InstrumentChanged)
    assert (told.symbol, told.changed, told.before.info.status, told.after.info.status) == (
        "BTCUSDT", ("status",), "HALT", "TRADING",
    )  # fmt: skip
    place(trader).ack.wait(5)
    assert in_its_thread(trader, lambda: in_c(bid)) > 0


def test_what_the_venue_refuses_for_a_halt_is_refused_here_until_it_ends(venue: Venue, trader: Any) -> None:
    venue.set_status("BTCUSDT", "HALT")
    with pytest.raises(RequestError, match="closed"):
        place(trader).ack.wait(5)
    assert trader.told.next(InstrumentChanged).after.info.status == "HALT"
    with pytest.raises(FilterViolation, match="HALT"):
        place(trader)
    venue.set_status("BTCUSDT", "TRADING")
    assert trader.told.next(InstrumentChanged).after.info.status == "TRADING"
    place(trader).ack.wait(5)


@pytest.mark.parametrize("happens", ["rotate", "outage"])
def test_another_connection_has_them_asked_anew(happens: str, venue: Venue, trader: Any) -> None:
    trader.told.next(Reconciled)
    venue.set_status("BTCUSDT", "BREAK")
    if happens == "rotate":
        trader.rotate()
    else:
        venue.disconnect_all()
    assert trader.told.next(InstrumentChanged).after.info.status == "BREAK"


def test_a_filter_that_the_venue_refuses_for_has_them_asked_anew(new_trader: Any, demo: Any, until: Any) -> None:
    rules = Limits(exchange=ExchangeRules(max_assets={"USDT": 100 * 10**8}))
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=rules) as venue:
        trader = new_trader(at=venue).start()
        learnt: list[Any] = []
        trader._desk._refresher._learnt = learnt.append
        with pytest.raises(InvalidMessage, match="MAX_ASSET"):
            place(trader).ack.wait(5)
        until(lambda: learnt)
        trader.stop()


def test_steps_of_other_decimals_end_what_was_prepared(trader: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    told = said(trader)
    in_its_thread(trader, lambda: trader._desk._learnt(with_tick(told, "0.10000000")))
    assert in_its_thread(trader, lambda: in_c(bid)) == NOT_READY
    with pytest.raises(OrderNotSent, match="prepare it anew"):
        in_its_thread(trader, lambda: bid.place(PRICE, QTY))
    with pytest.raises(FilterViolation, match="PRICE_FILTER"):
        trader.place("BTCUSDT", "BUY", price="50000.01", qty="0.01")
    anew = trader.prepare("BTCUSDT", "BUY")
    assert in_its_thread(trader, lambda: anew.place(PRICE // 10, QTY)).ack.wait(5).price == 50000
    in_its_thread(trader, lambda: trader._desk._learnt(told))
    assert in_its_thread(trader, lambda: bid.place(PRICE, QTY)).ack.wait(5).price == 50000


def test_filters_of_the_account_stay(demo: Any, new_trader: Any) -> None:
    rules = Limits(exchange=ExchangeRules(max_assets={"USDT": 100 * 10**8}))
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=rules) as venue:
        trader = new_trader(at=venue, account_filters=True).start()
        in_its_thread(trader, lambda: trader._desk._learnt(with_tick(said_in(trader), "0.10000000")))
        assert trader.told.next(InstrumentChanged).changed == ("filters",)
        told = msgspec.structs.replace(said_in(trader), exchange_filters=())
        in_its_thread(trader, lambda: trader._desk._learnt(told))
        with pytest.raises(FilterViolation, match="MAX_ASSET"):
            place(trader)
        trader.stop()


def said_in(trader: Any) -> schema.ExchangeInfo:
    """What the venue said at the start, put together again."""
    info, of_exchange = trader._desk.instruments._told["BTCUSDT"]
    return schema.ExchangeInfo(rate_limits=(), exchange_filters=of_exchange, symbols=(info,))


def test_the_venue_says_at_the_start_how_many_orders_it_takes(demo: Any, new_trader: Any) -> None:
    limits = Limits(orders=7, orders_of_a_day=70)
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account], limits=limits) as venue:
        trader = new_trader(at=venue).start()
        used = trader.gateway.limits.used(trader._desk.frames.venue_ns())
        assert {key: limit for key, (_, limit) in used.items()} == {("SECOND", 10): 7, ("DAY", 1): 70}
        trader.stop()


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (schema.ApiError(-1013, "Filter failure: LOT_SIZE"), True),
        (schema.ApiError(-1111, "Parameter 'price' has too much precision."), True),
        (schema.ApiError(-2010, "Market is closed."), True),
        (
            schema.ApiError(-2022, "Failed.", {"newOrderResponse": {"code": -1013, "msg": "Filter failure: NOTIONAL"}}),
            True,
        ),
        (schema.ApiError(-2022, "Failed.", {"newOrderResponse": None}), False),
        (schema.ApiError(-2010, "Account has insufficient balance for requested action."), False),
    ],
)
def test_refusals_that_speak_of_the_instrument(error: schema.ApiError, is_one: bool) -> None:
    assert refresher.is_of_instrument(error) is is_one


# When it asks, without a venue.


class Asking:
    """Stands for a run: notes what is asked, and answers as it is told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.asked: list[Any] = []
        self.failures: list[Exception] = []
        self.is_needed = self.is_closed = False
        self.ticker: Any = self
        self.api: Any = self
        self.refresher = Refresher(
            self,  # type: ignore[arg-type]
            ["btcusdt"],
            is_needed=lambda: self.is_needed,
            learnt=lambda told: None,
            failed=self.failures.append,
        )

    def add(self, part: Any) -> None: ...

    wake = add

    def ask(self, method: str, params: Any, answered: Any, **how: Any) -> None:
        assert (method, params, how["weight"]) == ("exchangeInfo", {"symbols": ["BTCUSDT"]}, 20)
        self.asked.append(answered)

    def tick(self, now: float) -> float | None:
        self.now = now
        return self.refresher.tick(now)

    def answer(self, error: Exception | None = None) -> None:
        result = b'{"rateLimits":[],"exchangeFilters":[],"symbols":[]}'
        self.asked[-1](SimpleNamespace(error=error, result=msgspec.Raw(result)))


def test_it_asks_when_there_is_doubt_and_not_too_often() -> None:
    run = Asking()
    assert run.tick(5.0) is None
    for _ in range(3):
        run.refresher.doubted()
    assert run.tick(0.1) == 0.2  # it was asked at the start
    assert run.tick(0.2) is None
    run.refresher.doubted()
    assert run.tick(0.9) is None  # the answer is awaited
    run.answer()
    run.tick(1.0)
    run.answer()
    assert run.tick(9.0) is None
    assert len(run.asked) == 2


def test_it_asks_on_while_a_symbol_is_not_traded() -> None:
    run = Asking()
    run.is_needed = True
    for second in range(1, 4):
        run.tick(float(second))
        run.answer()
    assert len(run.asked) == 3


@pytest.mark.parametrize("error", [RequestLost("exchangeInfo", 1), BadSymbol(-1121, "Invalid symbol.")])
def test_what_fails_is_told_and_asked_again_only_if_it_may_pass(error: Any) -> None:
    run = Asking()
    run.refresher.doubted()
    run.tick(1.0)
    run.answer(error)
    assert run.failures == [error]
    run.tick(100.0)
    assert len(run.asked) == (2 if isinstance(error, RequestLost) else 1)


def test_the_failure_is_told_by_the_client(trader: Any) -> None:
    in_its_thread(trader, lambda: trader._desk._refresher._not_learnt(RequestLost("exchangeInfo", 1)))
    assert isinstance(trader.told.next(RequestFailed).error, RequestLost)
