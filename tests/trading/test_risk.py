"""Guards: what each refuses and lets pass, with the numbers; that none is on by itself."""

import pickle
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from tickwire import ConfigError, OrderNotSent, RiskRefused
from tickwire.schema.enums import OrderType, Side
from tickwire.trading import (
    Guard,
    Guards,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    Order,
    OrderTerms,
    PriceBand,
    RiskState,
)

D = Decimal
SECOND = 1_000_000_000


class Own(NamedTuple):
    side: Side
    price: Decimal | None
    type: OrderType = OrderType.LIMIT

    @property
    def is_waiting(self) -> bool:
        return self.type in {OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT_LIMIT}


def order(side: str = "BUY", price: str | None = "100", qty: str | None = "1", **more: Any) -> OrderTerms:
    kind = more.pop("type", "LIMIT" if price else "MARKET")
    amounts = {"price": D(price) if price else None, "qty": D(qty) if qty else None}
    return OrderTerms("BTCUSDT", Side(side), OrderType(kind), **amounts, **more)


def own(side: str, price: str | None, type: str = "LIMIT") -> Own:
    return Own(Side(side), D(price) if price else None, OrderType(type))


BOOK = RiskState(now=0, best_bid=D(99), best_ask=D(101))
DARK = RiskState(now=0)


def mine(*orders: Own) -> RiskState:
    return replace(BOOK, open_orders=orders)


def test_orders_that_go_out_together_count_as_many() -> None:
    guard = MaxOrderRate(3, per=1)
    guard.sent(0)
    guard.sent(SECOND // 2)
    together = replace(BOOK, besides=(own("BUY", "1"),))
    assert guard.refusal(order(), replace(BOOK, now=SECOND - 1)) == ""
    assert "may be in 0.000 s" in guard.refusal(order(), replace(together, now=SECOND - 1))
    assert guard.refusal(order(), replace(together, now=SECOND)) == ""


def test_orders_of_one_list_do_not_trade_with_each_other() -> None:
    assert NoSelfCross().refusal(order("SELL", "90"), replace(BOOK, besides=(own("BUY", "100"),))) == ""


@pytest.mark.parametrize(
    ("guard", "terms", "state", "reason"),
    [
        (MaxNotional("100"), order(price="100.01"), BOOK, "worth 100.01, more than 100"),
        (MaxNotional("100"), order(price=None), BOOK, "worth 101, more than 100"),
        (MaxNotional("98"), order("SELL", price="20"), BOOK, "worth 99, more than 98"),  # filled at the best bid
        (MaxNotional("98"), order("SELL", price="20", stop_price=D(98.5), type="STOP_LOSS_LIMIT"), BOOK, "worth 98.5"),
        (
            MaxOpenOrders(2),
            order(),
            replace(BOOK, open_orders=(own("BUY", "1"),), besides=(own("BUY", "1"),)),
            "2 orders",
        ),
        (MaxOrderRate(1, per=1), order(), replace(BOOK, besides=(own("BUY", "1"),)), "more than 1 orders at once"),
        (MaxNotional("98"), order("SELL", price=None), BOOK, "worth 99, more than 98"),
        (MaxNotional("100"), order(price=None, qty=None, quote_qty=D(101)), DARK, "worth 101, more than 100"),
        (
            MaxNotional("100"),
            order(price="100.01", quote_qty=D(10)),
            BOOK,
            "worth 100.01, more than 100",
        ),  # what the quantity costs
        (MaxNotional("100"), order(price=None, type="STOP_LOSS", stop_price=D(102)), DARK, "worth 102, more than 100"),
        (MaxNotional("100"), order(price=None), DARK, "no price is known"),
        (MaxOpenOrders(2), order(), mine(own("BUY", "1"), own("SELL", "200")), "2 orders are open of 2"),
        (
            PriceBand("0.02"),
            order(price="103.03"),
            BOOK,
            "price 103.03 is not from 97.02 to 103.02, 0.02 around 99 and 101",
        ),
        (PriceBand("0.02"), order("SELL", price="97.01"), BOOK, "price 97.01 is not from 97.02"),
        (PriceBand("0.02"), order(price="97.01"), BOOK, "price 97.01 is not from 97.02"),
        (PriceBand("0.02"), order(), DARK, "no book is known around which 100 would be"),
        (PriceBand("0.02"), order(), replace(DARK, best_bid=D(99)), "no book is known"),
        (
            PriceBand("0.02"),
            order(type="STOP_LOSS_LIMIT", stop_price=D(90)),
            BOOK,
            "price 100 is not from 88.20 to 91.80",
        ),
        (
            NoSelfCross(),
            order(price="100"),
            mine(own("SELL", "100")),
            "BUY at 100 could trade with one's own SELL at 100",
        ),
        (NoSelfCross(), order("SELL", price="99"), mine(own("BUY", "50"), own("BUY", "99.5")), "own BUY at 99.5"),
        (
            NoSelfCross(),
            order(price=None),
            mine(own("SELL", "500")),
            "BUY at any price could trade with one's own SELL at 500",
        ),
    ],
)
def test_what_a_guard_refuses(guard: Guard, terms: OrderTerms, state: RiskState, reason: str) -> None:
    with pytest.raises(RiskRefused) as raised:
        Guards(guard).check(terms, state)
    assert raised.value.guard == type(guard).__name__
    assert reason in str(raised.value)
    assert str(raised.value).startswith(f"BTCUSDT: {type(guard).__name__}: ")


@pytest.mark.parametrize(
    ("guard", "terms", "state"),
    [
        (MaxNotional("100"), order(price="100"), DARK),
        (MaxNotional("100"), order("SELL", price="20"), DARK),  # though it may fetch more
        (MaxNotional("101"), order(price=None), BOOK),
        (MaxNotional("100"), order(price=None, qty=None, quote_qty=D(100)), DARK),
        (MaxOpenOrders(2), order(), mine(own("BUY", "1"))),
        (MaxOpenOrders(1), order(price=None), mine(own("BUY", "1"))),
        (PriceBand("0.02"), order(price="103.02"), BOOK),
        (PriceBand("0.02"), order("SELL", price="97.02"), BOOK),
        (PriceBand("0.02"), order(price=None), DARK),
        (PriceBand("0"), order(price="101"), BOOK),
        (PriceBand("0.02"), order(price="90.5", type="STOP_LOSS_LIMIT", stop_price=D(90)), BOOK),
        (NoSelfCross(), order(price="99.99"), mine(own("SELL", "100"), own("BUY", "99.99"))),
        (NoSelfCross(), order("SELL", price="99.51"), mine(own("BUY", "99.5"))),
        (NoSelfCross(), order(price="100"), mine(own("SELL", None), own("SELL", "90", "STOP_LOSS_LIMIT"))),
        (NoSelfCross(), order(price="100", type="STOP_LOSS_LIMIT"), mine(own("SELL", "90"))),
        (NoSelfCross(), order(price=None), mine(own("BUY", "100"))),
    ],
)
def test_what_a_guard_lets_pass(guard: Guard, terms: OrderTerms, state: RiskState) -> None:
    Guards(guard).check(terms, state)


def test_no_guard_is_on_unless_it_is_named() -> None:
    Guards().check(order(price="1000000", qty="1000000"), mine(*[own("SELL", "1")] * 1000))


def test_the_first_guard_that_refuses_is_named() -> None:
    guards = Guards(MaxOpenOrders(1), MaxNotional("10"))
    with pytest.raises(RiskRefused, match="MaxNotional"):
        guards.check(order(), BOOK)
    with pytest.raises(RiskRefused, match="MaxOpenOrders"):
        guards.check(order(), mine(own("BUY", "1")))


def test_orders_are_counted_in_every_window_when_they_are_sent() -> None:
    guards = Guards(MaxOrderRate(2, per=1.5))
    for now in (0, SECOND):
        guards.check(order(), replace(BOOK, now=now))
        guards.check(order(), replace(BOOK, now=now))  # asked, not sent
        guards.sent(now)
    with pytest.raises(RiskRefused, match=r"2 orders were sent within 1\.5 s; the next may be in 0\.500 s"):
        guards.check(order(), replace(BOOK, now=SECOND))
    guards.check(order(), replace(BOOK, now=SECOND * 3 // 2))
    guards.sent(SECOND * 3 // 2)
    with pytest.raises(RiskRefused):
        guards.check(order(), replace(BOOK, now=SECOND * 5 // 2 - 1))
    guards.check(order(), replace(BOOK, now=SECOND * 5 // 2))


def test_a_guard_of_ones_own() -> None:
    class NoBuying:
        def refusal(self, terms: OrderTerms, _state: RiskState) -> str:
            return "it is Monday" if terms.side == Side.BUY else ""

        def sent(self, now: int) -> None:
            pass

    guards = Guards(NoBuying())
    guards.check(order("SELL"), BOOK)
    with pytest.raises(RiskRefused, match="BTCUSDT: NoBuying: it is Monday"):
        guards.check(order(), BOOK)


def test_orders_of_the_gateway_are_what_guards_look_at() -> None:
    sell = Order("BTCUSDT", Side.SELL, OrderType.LIMIT, client_order_id="a", qty=D(1), price=D(100))
    with pytest.raises(RiskRefused, match="own SELL at 100"):
        Guards(NoSelfCross()).check(order(price="100"), replace(BOOK, open_orders=[sell]))
    stop = Order("BTCUSDT", Side.SELL, OrderType.STOP_LOSS_LIMIT, client_order_id="b", qty=D(1), price=D(100))
    Guards(NoSelfCross()).check(order(price="100"), replace(BOOK, open_orders=[stop]))
    stop.is_on_book = True
    with pytest.raises(RiskRefused, match="own SELL at 100"):
        Guards(NoSelfCross()).check(order(price="100"), replace(BOOK, open_orders=[stop]))


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: MaxNotional(100.0), "most: 100.0 is a float"),
        (lambda: MaxNotional("0"), "more than 0, not 0"),
        (lambda: MaxOpenOrders(0), "greater than 0, not 0"),
        (lambda: MaxOpenOrders(True), "greater than 0, not True"),
        (lambda: PriceBand(0.02), "fraction: 0.02 is a float"),
        (lambda: PriceBand("2"), "from 0 to 1"),
        (lambda: PriceBand("0.0000001"), "steps of a millionth"),
        (lambda: MaxOrderRate(1.5, per=1), "greater than 0, not 1.5"),
        (lambda: MaxOrderRate(1, per=0), "per: seconds, more than 0"),
        (lambda: Guards("guard"), "what has refusal and sent"),
    ],
)
def test_guards_that_cannot_be_are_refused(make: Any, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        make()


def test_guards_show_what_they_are() -> None:
    text = "Guards(MaxNotional('1e4'), MaxOpenOrders(20), PriceBand('0.02'), NoSelfCross(), MaxOrderRate(50, per=10))"
    assert repr(eval(text)) == text.replace("1e4", "1E+4")


def test_errors_survive_pickling() -> None:
    error = RiskRefused("MaxNotional", "worth 2, more than 1", "BTCUSDT")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.guard) == (
        RiskRefused,
        "BTCUSDT: MaxNotional: worth 2, more than 1",
        "MaxNotional",
    )
    assert isinstance(error, OrderNotSent)
