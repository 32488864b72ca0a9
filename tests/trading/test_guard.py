"""Guards in C: they say of every order what their twins in Python say, and cost no Python object."""

import ctypes
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire import ConfigError, RiskRefused
from tickwire.schema.enums import OrderType, Side
from tickwire.trading import (
    CompiledGuards,
    Guards,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    OrderTerms,
    PriceBand,
    RiskState,
    Screen,
)
from tickwire.wire.request import OrderTemplate

from .symbols import instrument

BTC = instrument()
SECOND = 1_000_000_000
LARGEST = 2**63 - 1
ALL = Guards(MaxNotional("1000"), MaxOpenOrders(3), PriceBand("0.02"), NoSelfCross(), MaxOrderRate(2, per=1))


class Own(NamedTuple):
    side: Side
    price: Decimal
    type: OrderType = OrderType.LIMIT
    is_waiting: bool = False


def price_of(mantissa: int) -> Decimal | None:
    return Decimal(mantissa).scaleb(BTC.price_exponent) if mantissa else None


def verdict(check: Callable[..., None], *args: Any, **named: Any) -> str:
    try:
        check(*args, **named)
    except RiskRefused as refused:
        return refused.guard
    return ""


PRICES = st.one_of(st.integers(9000, 11000), st.integers(1, LARGEST), st.sampled_from([0, 1, LARGEST]))
QTYS = st.one_of(st.integers(1, 2_000_000), st.integers(1, LARGEST))
LIMITS = st.one_of(
    st.decimals("0.0001", "100000", places=7),
    st.integers(1, 2**126).map(lambda number: Decimal(number).scaleb(-7)),
)


@given(
    is_buy=st.booleans(),
    price=PRICES,
    qty=QTYS,
    book=st.tuples(PRICES, PRICES),
    own=st.tuples(PRICES, PRICES),
    most=LIMITS.filter(lambda number: number.adjusted() < 38),
    band=st.integers(0, 1_000_000),
    times=st.lists(st.integers(0, 2 * SECOND), max_size=3).map(sorted),
)
def test_the_verdict_is_that_of_the_guards_in_python(
    is_buy: bool,
    price: int,
    qty: int,
    book: tuple[int, int],
    own: tuple[int, int],
    most: Decimal,
    band: int,
    times: list[int],
) -> None:
    guards = Guards(
        MaxNotional(most),
        MaxOpenOrders(2),
        PriceBand(Decimal(band).scaleb(-6)),
        NoSelfCross(),
        MaxOrderRate(2, per=1),
    )
    compiled = CompiledGuards(BTC, guards)
    bid, ask = own
    mine = [Own(side, at) for side, at in ((Side.BUY, price_of(bid)), (Side.SELL, price_of(ask))) if at is not None]
    compiled.set_book(*book)
    compiled.set_own(bid, ask, len(mine))
    for time in times:
        guards.sent(time)
        compiled.sent(time)
    now = times[-1] if times else 0
    terms = OrderTerms(
        "BTCUSDT",
        Side.BUY if is_buy else Side.SELL,
        OrderType.LIMIT if price else OrderType.MARKET,
        price_of(price),
        Decimal(qty).scaleb(BTC.qty_exponent),
    )
    state = RiskState(now, price_of(book[0]), price_of(book[1]), mine)
    slow = verdict(guards.check, terms, state)
    assert verdict(compiled.check, is_buy=is_buy, price=price, qty=qty, now=now) == slow


@pytest.mark.parametrize(
    ("changed", "guard"),
    [
        ({}, ""),
        ({"qty": 1_000_001}, "MaxNotional"),
        ({"price": 10201, "qty": 1}, "PriceBand"),
        ({"price": 10200, "qty": 1}, ""),
        ({"is_buy": False, "price": 9799, "qty": 1}, "PriceBand"),
        ({"price": 10150, "qty": 1}, "NoSelfCross"),
        ({"price": 0}, "NoSelfCross"),
        ({"is_buy": False, "price": 0}, ""),
    ],
)
def test_each_guard_at_its_border(changed: dict[str, Any], guard: str) -> None:
    compiled = CompiledGuards(BTC, ALL)
    compiled.set_book(10_000, 10_000)
    compiled.set_own(0, 10_150 if guard == "NoSelfCross" else 0, 1)
    values = {"is_buy": True, "price": 10_000, "qty": 1_000_000, "now": 0} | changed
    assert verdict(compiled.check, **values) == guard


def test_open_orders_and_the_rate_are_counted() -> None:
    compiled = CompiledGuards(BTC, ALL)
    compiled.set_book(10_000, 10_000)
    values: dict[str, Any] = {"is_buy": True, "price": 10_000, "qty": 1}
    compiled.set_own(0, 0, 3)
    assert verdict(compiled.check, **values, now=0) == "MaxOpenOrders"
    compiled.set_own(0, 0, 2)
    for now in (0, 1):
        compiled.check(**values, now=now)
        compiled.sent(now)
    assert verdict(compiled.check, **values, now=SECOND - 1) == "MaxOrderRate"
    compiled.check(**values, now=SECOND)


def test_orders_that_were_counted_before_count() -> None:
    rate = MaxOrderRate(3, per=1)
    for now in (0, 1, 2, 3):
        rate.sent(now)
        compiled = CompiledGuards(BTC, Guards(rate))
        order: dict[str, Any] = {"is_buy": True, "price": 1, "qty": 1}
        assert verdict(compiled.check, **order, now=now) == ("MaxOrderRate" if now > 1 else "")
    assert verdict(compiled.check, **order, now=SECOND) == "MaxOrderRate"
    assert verdict(compiled.check, **order, now=SECOND + 1) == ""
    compiled.sent(SECOND + 1)
    assert verdict(compiled.check, **order, now=SECOND + 1) == "MaxOrderRate"


def test_without_guards_everything_may_be_sent() -> None:
    compiled = CompiledGuards(BTC, Guards())
    compiled.check(is_buy=True, price=LARGEST, qty=LARGEST, now=0)
    compiled.sent(0)


def test_the_error_has_the_numbers_in_it() -> None:
    compiled = CompiledGuards(BTC, ALL)
    compiled.set_book(9_999, 10_001)
    compiled.set_own(0, 20_000, 1)
    expected = "BTCUSDT: PriceBand: BUY 0.00001 at 120.00; book 99.99 and 100.01, own none and 200.00, 1 open"
    with pytest.raises(RiskRefused) as raised:
        compiled.check(is_buy=True, price=12_000, qty=1, now=0)
    assert str(raised.value) == expected


def test_guards_that_have_no_twin_in_c_are_refused() -> None:
    class Mine(MaxOpenOrders):
        pass

    with pytest.raises(ConfigError, match="Mine: there is no such guard in C"):
        CompiledGuards(BTC, Guards(Mine(1)))
    with pytest.raises(ConfigError, match="MaxOpenOrders: given twice"):
        CompiledGuards(BTC, Guards(MaxOpenOrders(1), MaxOpenOrders(2)))
    with pytest.raises(ConfigError, match="at most 1000000 orders are counted"):
        CompiledGuards(BTC, Guards(MaxOrderRate(10**7, per=1)))
    assert repr(CompiledGuards(BTC, Guards(NoSelfCross()))) == "CompiledGuards(BTCUSDT, Guards(NoSelfCross()))"


PLACING = """
from libc.string cimport memset
from tickwire.trading.guard cimport TICKWIRE_MAY_BE_SENT, CompiledGuards, refusal_t
from tickwire.wire.request cimport Template, order_t


cdef int place(CompiledGuards guards, Template template, order_t *order, char **frame) noexcept nogil:
    cdef refusal_t refusal = guards.refusal(True, order.price, order.qty, order.timestamp)
    if refusal != TICKWIRE_MAY_BE_SENT:
        return -1000 - refusal
    guards.count(order.timestamp)
    return template.patch(order, frame)


def placed(CompiledGuards guards, Template template, prices):
    cdef order_t order
    cdef char *frame
    cdef int size
    memset(&order, 0, sizeof(order))
    order.qty = 1
    taken = []
    for order.price in prices:
        with nogil:
            size = place(guards, template, &order, &frame)
        taken.append(frame[:size] if size > 0 else size)
    return taken
"""


def test_in_cython_guards_are_asked_before_a_template_is_patched(
    compile_module: Callable[[str, str], ModuleType],
) -> None:
    template = OrderTemplate("BTCUSDT", "BUY", "LIMIT", price_exponent=-2, qty_exponent=-5, client_id_prefix="x")
    compiled = CompiledGuards(BTC, ALL)
    compiled.set_book(10_000, 10_000)
    taken = compile_module("placing", PLACING).placed(compiled, template, [10_000, 20_000, 10_001, 10_002])
    assert [b'"price":"100.0%d"' % number in frame for number, frame in ((0, taken[0]), (1, taken[2]))] == [True, True]
    assert taken[1::2] == [-1003, -1005]


def test_its_address_is_that_of_the_struct_in_c() -> None:
    compiled = CompiledGuards(BTC, ALL)
    on, most = (ctypes.c_uint32 * 2).from_address(compiled.address)
    assert (on, most) == (0b111110, 3)


@pytest.mark.parametrize("number", [100.7, "100", Decimal(100), None, 1 << 63, -(1 << 63) - 1])
def test_numbers_that_c_would_cut_off_are_refused(number: Any) -> None:
    compiled = CompiledGuards(BTC, Guards(MaxNotional("1000")))
    for call, name in (
        (lambda: compiled.check(is_buy=True, price=number, qty=1, now=0), "price"),
        (lambda: compiled.check(is_buy=True, price=1, qty=number, now=0), "qty"),
        (lambda: compiled.set_book(number, 1), "best_bid"),
        (lambda: compiled.set_own(1, number, 0), "ask"),
        (lambda: Screen(BTC).passes(is_buy=True, price=number, qty=1), "price"),
    ):
        with pytest.raises(ConfigError, match=f"{name}: a whole number of 64 bits, not"):
            call()
