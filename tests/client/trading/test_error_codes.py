"""Every code of the venue's table reaches whoever asked as an exception of its own, over real sockets."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tickwire.errors import RequestError
from tickwire.sim import Venue, faults
from tickwire.trading import InDoubt, Resolved

from .situations import (
    DOUBTFUL,
    ELSEWHERE,
    FAR,
    LASTING,
    MOVING,
    OF_HALVES,
    OF_SBE,
    SET_UPS,
    SITUATIONS,
    TROUBLES,
    UNSENT,
    Desk,
    asked,
    market,
)
from .told import Told


@pytest.fixture
def desk_at(credentials_of: Any) -> Iterator[Callable[..., Desk]]:
    """Makes desks at venues of their own."""
    with ExitStack() as opened:

        def make(**options: Any) -> Desk:
            venue = opened.enter_context(Venue(symbols=["BTCUSDT"], **options))
            desk = Desk(venue, credentials_of)
            opened.callback(desk.close)
            return desk

        yield make


@pytest.fixture(scope="module")
def desk(credentials_of: Any) -> Iterator[Desk]:
    with Venue(symbols=["BTCUSDT"], **MOVING) as venue:
        desk = Desk(venue, credentials_of)
        yield desk
        desk.close()


@pytest.fixture(scope="module")
def trader(desk: Desk) -> Any:
    return desk.trader()


def assert_is(error: BaseException, code: int) -> None:
    assert isinstance(error, RequestError)
    assert (type(error), error.code) == (RequestError.by_code[code], code)


@pytest.mark.parametrize("code", SITUATIONS)
def test_what_the_venue_refuses_is_raised_by_its_code(code: int, trader: Any) -> None:
    with pytest.raises(RequestError) as refused:
        SITUATIONS[code](trader)
    assert_is(refused.value, code)


@pytest.mark.parametrize("code", SET_UPS)
def test_what_the_venue_refuses_in_rarer_situations_too(code: int, desk_at: Any) -> None:
    bring_about, options = SET_UPS[code]
    with pytest.raises(RequestError) as refused:
        bring_about(desk_at(**options))
    assert_is(refused.value, code)


def test_no_code_is_left_out() -> None:
    by_situations = SITUATIONS.keys() | SET_UPS.keys()
    assert by_situations.isdisjoint(TROUBLES | ELSEWHERE | UNSENT)
    assert by_situations | TROUBLES | ELSEWHERE | UNSENT == RequestError.by_code.keys()


@pytest.mark.parametrize("code", sorted(RequestError.by_code.keys() - DOUBTFUL - OF_HALVES))
def test_every_refusal_of_an_order_is_raised_by_its_code(code: int, desk: Desk, desk_at: Any, trader: Any) -> None:
    if code in LASTING:
        desk = desk_at(**MOVING)
        trader = desk.trader()
    desk.venue.inject(faults.Refuse(code))
    order = trader.place("BTCUSDT", "BUY", **FAR)
    with pytest.raises(RequestError) as refused:
        order.ack.wait(10)
    assert_is(refused.value, code)
    assert order.done.wait(10).error is refused.value


@pytest.mark.parametrize("code", sorted(DOUBTFUL))
def test_an_order_of_which_the_venue_does_not_know_is_in_doubt_by_its_code(code: int, desk_at: Any) -> None:
    desk = desk_at(**MOVING)
    trader, told = desk.trader(), Told()
    trader.on_event(told)
    desk.venue.inject(faults.Refuse(code, executes=True))
    order = trader.place("BTCUSDT", "BUY", **FAR)
    assert f"(code {code})" in told.next(InDoubt).cause
    assert told.next(Resolved).verdict == "placed"
    assert order.ack.wait(10).is_open


@pytest.mark.parametrize("code", sorted(RequestError.by_code))
def test_every_refusal_of_a_question_is_raised_by_its_code(code: int, desk: Desk, desk_at: Any, trader: Any) -> None:
    if code in LASTING | OF_SBE:
        desk = desk_at(**MOVING)
        trader = desk.trader(encoding="sbe" if code in OF_SBE else "auto")
    for method, ask_it in (
        ("account.commission", asked("account.commission", symbol="BTCUSDT")),
        ("avgPrice", market("avgPrice", symbol="BTCUSDT")),
    ):
        desk.venue.inject(faults.Refuse(code, method=method, retry_after=0.0))
        with pytest.raises(RequestError) as refused:
            ask_it(trader)
        assert_is(refused.value, code)
