"""Orders placed and canceled from Cython and C handlers: what was sent is in the books, whatever happens next."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from types import ModuleType
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Trader
from tickwire.errors import RiskRefused
from tickwire.sim import Venue
from tickwire.trading import (
    Guards,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    OrderState,
    OrderTerms,
    PriceBand,
    Quotes,
    RiskState,
)
from tickwire.transport.plain_listener import PlainListener

from .in_c import CANCEL, PLACE, Functions, rehearse

PRICE, QTY = 5_000_000, 1_000  # 50000.00 and 0.01000 at the exponents of BTCUSDT: far below the market
FILTERED, NOT_CONNECTED, NO_ROOM, BACKLOG, NOT_READY, WRONG_THREAD, BAD_VALUE = range(-16, -23, -1)
OPEN_ORDERS, BAND, SELF_CROSS, RATE = -2, -3, -4, -5

SOURCE = """
from libc.stdint cimport int64_t
from tickwire.client.trading.placer cimport Placer
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t

cdef class Quoter(Handler):
    cdef Placer order
    cdef public list numbers
    cdef public int wanted
    cdef public object then

    def __init__(self, order):
        self.order, self.numbers = order, []

    cdef int on_book_ticker(self, const book_ticker_t *m) except -1:
        while self.wanted:
            self.wanted -= 1
            self.numbers.append(self.order.place_now(5_000_000, 1_000))
            if self.then is not None and not self.wanted:
                self.then()

def place(Placer order, int64_t price, int64_t qty):
    return order.place_now(price, qty)

def cancel(Placer order, int64_t number):
    return order.cancel_now(number)

def rehearse(Placer order, int64_t price, int64_t qty):
    return order.rehearse_now(price, qty)
"""


@pytest.fixture(scope="module")
def compiled(compile_module: Callable[[str, str], ModuleType]) -> Any:
    return compile_module("placing", SOURCE)


def in_its_thread(trader: Any, call: Callable[[], Any]) -> Any:
    return trader.client._runner.call(call)


def order_of(trader: Any, prepared: Any, number: int) -> Any:
    return in_its_thread(trader, lambda: prepared.order(number))


def test_an_order_is_placed_from_a_handler_and_canceled(
    venue: Venue, demo: Any, credentials_of: Any, compiled: Any, until: Any
) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    trader = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"])
    with trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        quoter = compiled.Quoter(bid)
        quoter.wanted = 3
        client.subscribe(tw.BookTicker, "btcusdt", on=quoter)
        until(lambda: len(quoter.numbers) == 3)
        assert quoter.numbers == [1, 2, 3]
        orders = [order_of(trader, bid, number) for number in quoter.numbers]
        assert [order.ack.wait(5).state for order in orders] == [OrderState.WORKING] * 3
        assert [(order.price, order.qty) for order in orders] == [(Decimal(50000), Decimal("0.01"))] * 3
        assert in_its_thread(trader, lambda: compiled.cancel(bid, 2)) == 0
        assert orders[1].done.wait(5).state is OrderState.CANCELED
        told = trader.request("openOrders.status", {"symbol": "BTCUSDT"}).wait(5)
        assert sorted(one.client_order_id for one in told) == sorted(orders[n].client_order_id for n in (0, 2))


def test_placed_and_canceled_in_one_go_it_is_over(trader: Any, compiled: Any, until: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    number, canceled = in_its_thread(
        trader, lambda: (compiled.place(bid, PRICE, QTY), compiled.cancel(bid, bid.last_number))
    )
    assert (number, canceled) == (1, 0)
    order = order_of(trader, bid, number)
    assert order.done.wait(5).state is OrderState.CANCELED
    until(lambda: trader.gateway.is_idle)


def test_the_books_have_what_was_sent_before_they_are_asked_anything(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def place_and_look() -> Any:
        number = compiled.place(bid, PRICE, QTY)
        return number, trader.account.order(bid.order(number).client_order_id)

    number, order = in_its_thread(trader, place_and_look)
    assert order is bid.order(number)
    order.ack.wait(5)


def test_orders_of_c_python_and_templates_have_numbers_of_their_own(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def place() -> list[Any]:
        first = compiled.place(bid, PRICE, QTY)
        second = bid.place(PRICE, QTY)
        third = trader.place("BTCUSDT", "BUY", qty="0.01", price="50000")
        fourth = compiled.place(bid, PRICE, QTY)
        return [bid.order(first), second, third, bid.order(fourth)]

    orders = in_its_thread(trader, place)
    assert len({order.ack.wait(5).order_id for order in orders}) == 4
    assert len({order.client_order_id for order in orders}) == 4


def test_a_handler_that_raises_after_it_placed_loses_nothing(
    venue: Venue, demo: Any, credentials_of: Any, compiled: Any, until: Any
) -> None:
    client, errors = tw.Client(stream_urls=[venue.url], api_url=venue.api_url), []
    client.on_error(errors.append)
    with Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"]) as trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        quoter = compiled.Quoter(bid)
        quoter.then, quoter.wanted = _fail, 1
        client.subscribe(tw.BookTicker, "btcusdt", on=quoter)
        until(lambda: errors)
        assert order_of(trader, bid, 1).ack.wait(5).state is OrderState.WORKING


def _fail() -> None:
    raise ValueError("after the order")


def test_a_connection_that_breaks_before_the_books_know_leaves_the_order_in_doubt_until_it_is_found(
    trader: Any, compiled: Any
) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def place_and_break() -> int:
        number = compiled.place(bid, PRICE, QTY)
        (connection,) = trader._desk.link._connections.values()
        connection._channel.hang_up()
        return int(number)

    number = in_its_thread(trader, place_and_break)
    order = order_of(trader, bid, number)
    assert order.ack.wait(10).state in (OrderState.WORKING, OrderState.NOT_PLACED)
    assert not trader.gateway.in_doubt


def test_without_a_connection_nothing_is_sent(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def break_and_place() -> int:
        (connection,) = trader._desk.link._connections.values()
        connection._channel.hang_up()
        return int(compiled.place(bid, PRICE, QTY))

    assert in_its_thread(trader, break_and_place) == NOT_CONNECTED
    assert bid.last_number == 0


def test_what_is_refused_says_why(new_trader: Any, compiled: Any, until: Any) -> None:
    trader = new_trader(guards=Guards(MaxOpenOrders(2), NoSelfCross(), MaxOrderRate(3, per=3600.0))).start()
    bid, ask = trader.prepare("BTCUSDT", "BUY"), trader.prepare("BTCUSDT", "SELL")

    def place() -> list[int]:
        numbers = [compiled.place(bid, PRICE, 1), compiled.place(bid, -PRICE, QTY), compiled.place(bid, PRICE, QTY)]
        numbers += [compiled.place(ask, PRICE, QTY), compiled.place(ask, 4 * PRICE, QTY)]
        numbers += [compiled.place(bid, PRICE, QTY), compiled.cancel(bid, 9), compiled.cancel(bid, 1)]
        return numbers

    expected = [FILTERED, BAD_VALUE, 1, SELF_CROSS, 1, OPEN_ORDERS, BAD_VALUE, 0]
    assert in_its_thread(trader, place) == expected
    order_of(trader, bid, 1).done.wait(5)
    until(lambda: len(trader.account.open_orders) == 1)
    assert in_its_thread(trader, lambda: [compiled.place(bid, PRICE, QTY), compiled.place(bid, PRICE, QTY)]) == [2, -2]
    order_of(trader, bid, 2).ack.wait(5)
    trader.cancel(order_of(trader, ask, 1)).wait(5)
    until(lambda: len(trader.account.open_orders) == 1)
    assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == RATE


def test_a_price_band_follows_the_book(venue: Venue, demo: Any, credentials_of: Any, compiled: Any, until: Any) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    trader = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"], guards=Guards(PriceBand("0.05")))
    with trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == BAND  # no price is known
        book = client.book("btcusdt")
        until(lambda: book.valid)
        near = int(book.bbo.bid.price * 98)  # 2 % below, in cents

        assert in_its_thread(trader, lambda: [compiled.place(bid, price, QTY) for price in (near, PRICE)]) == [1, BAND]


def test_halted_trading_has_no_room(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    trader.halt()
    assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == NO_ROOM
    trader.resume()
    assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == 1
    order_of(trader, bid, 1).ack.wait(5)


def test_a_venue_that_asks_for_silence_is_obeyed_at_once(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def block_and_place() -> int:
        trader.gateway.limits.weights.block_until(1 << 62)
        return int(compiled.place(bid, PRICE, QTY))

    assert in_its_thread(trader, block_and_place) == NO_ROOM


def test_limits_of_the_venue_hold_in_one_go(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def place() -> list[int]:
        return [compiled.place(bid, PRICE, QTY) for _ in range(80)]

    numbers = in_its_thread(trader, place)
    sent = [number for number in numbers if number > 0]
    assert sent == list(range(1, len(sent) + 1))
    assert 40 <= len(sent) <= 50  # of 50 in ten seconds, less what is kept for the change of windows
    assert set(numbers[len(sent) :]) == {NO_ROOM}
    assert all(order_of(trader, bid, number).ack.wait(10).order_id for number in sent)


def test_another_thread_may_not(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    assert compiled.place(bid, PRICE, QTY) == WRONG_THREAD
    order = bid.place(PRICE, QTY)  # in Python it is handed over
    assert order.ack.wait(5).state is OrderState.WORKING


@pytest.mark.parametrize("kind", ["hmac", "rsa"])
def test_orders_that_must_be_signed_are_for_python(new_trader: Any, new_account: Any, compiled: Any, kind: Any) -> None:
    trader = new_trader(new_account(kind)).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == NOT_READY
    order = in_its_thread(trader, lambda: bid.place(PRICE, QTY))
    assert order.ack.wait(5).state is OrderState.WORKING
    assert in_its_thread(trader, lambda: compiled.cancel(bid, bid.last_number)) == NOT_READY
    trader.cancel(order).wait(5)


class Own(NoSelfCross):
    """A guard of a user's own."""

    is_refusing = False

    def refusal(self, terms: OrderTerms, state: RiskState, /) -> str:
        return "not now" if self.is_refusing else ""


@pytest.mark.parametrize(
    "options",
    [{"guards": Guards(Own())}, {"guards": Guards(NoSelfCross()), "quotes": lambda symbol: Quotes()}],
    ids=["own guard", "own quotes"],
)
def test_what_python_must_be_asked_is_not_sent_from_c_and_canceled_all_the_same(
    new_trader: Any, compiled: Any, options: Any
) -> None:
    trader = new_trader(**options).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    assert in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY)) == NOT_READY
    order = in_its_thread(trader, lambda: bid.place(PRICE, QTY))
    assert order.ack.wait(5).state is OrderState.WORKING
    assert in_its_thread(trader, lambda: compiled.cancel(bid, bid.last_number)) == 0
    assert order.done.wait(5).state is OrderState.CANCELED


def test_a_guard_of_ones_own_is_asked_by_prepared_orders(new_trader: Any) -> None:
    own = Own()
    trader = new_trader(guards=Guards(own)).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    own.is_refusing = True
    with pytest.raises(RiskRefused, match="Own: not now"):
        bid.place(PRICE, QTY)
    assert trader.account.open_orders == ()


@pytest.mark.parametrize("is_c", [False, True], ids=["python", "c"])
def test_orders_of_a_list_do_not_meet_each_other_and_others_do_not_meet_them(
    new_trader: Any, compiled: Any, is_c: bool
) -> None:
    trader = new_trader(guards=Guards(NoSelfCross())).start()
    bid, ask = trader.prepare("BTCUSDT", "BUY"), trader.prepare("BTCUSDT", "SELL")
    working = tw.Leg("LIMIT", "BUY", price="50000", qty="0.01")
    pending = tw.Leg("LIMIT", "SELL", price="49000", qty="0.01")
    pair = trader.oto("BTCUSDT", working=working, pending=pending)  # below what it waits for, and held until then
    pair.wait(5)
    assert [order.state for order in pair.orders] == [OrderState.WORKING, OrderState.HELD]

    def is_refused(prepared: Any, price: int) -> bool:
        if is_c:
            return bool(in_its_thread(trader, lambda: compiled.place(prepared, price, QTY)) == SELF_CROSS)
        try:
            prepared.place(price, QTY)
        except RiskRefused as refused:
            return refused.guard == "NoSelfCross"
        return False

    assert [is_refused(bid, 4_900_000), is_refused(bid, 4_899_999)] == [True, False]
    assert [is_refused(ask, 5_000_000), is_refused(ask, 20_000_000)] == [True, False]


def test_it_is_ready_again_when_the_client_runs_again(new_trader: Any, compiled: Any) -> None:
    trader = new_trader().start()
    bid = trader.prepare("BTCUSDT", "BUY")
    trader.stop()
    assert compiled.place(bid, PRICE, QTY) == NOT_READY
    trader.start()
    number = in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY))
    assert order_of(trader, bid, number).ack.wait(5).state is OrderState.WORKING


def test_c_places_and_cancels_through_functions_at_an_address(trader: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    functions = Functions.from_address(bid.address)
    place, cancel = PLACE(functions.place), CANCEL(functions.cancel)
    number = in_its_thread(trader, lambda: place(bid.address, PRICE, QTY))
    assert number == 1
    order = order_of(trader, bid, number)
    assert order.ack.wait(5).state is OrderState.WORKING
    assert in_its_thread(trader, lambda: cancel(bid.address, number)) == 0
    assert order.done.wait(5).state is OrderState.CANCELED


def test_a_rehearsal_sends_nothing_and_takes_no_number(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")

    def rehearse_and_place() -> list[int]:
        ids = [next(trader._desk.gate)]
        told = [compiled.rehearse(bid, PRICE, QTY), rehearse(bid, PRICE, QTY), len(trader._desk.gate)]
        ids.append(next(trader._desk.gate))
        return [*told, ids[1] - ids[0], compiled.place(bid, PRICE, QTY)]

    assert in_its_thread(trader, rehearse_and_place) == [0, 0, 0, 1, 1]
    assert order_of(trader, bid, 1).ack.wait(5).state is OrderState.WORKING
    assert in_its_thread(trader, bid.rehearse)
    assert len(trader.request("openOrders.status", {"symbol": "BTCUSDT"}).wait(5)) == 1


def test_a_rehearsal_tells_what_would_be_in_the_way(new_trader: Any, compiled: Any) -> None:
    trader = new_trader(guards=Guards(MaxOpenOrders(1))).start()
    bid = trader.prepare("BTCUSDT", "BUY")
    assert compiled.rehearse(bid, PRICE, QTY) == WRONG_THREAD
    assert in_its_thread(trader, lambda: compiled.rehearse(bid, PRICE, 0)) == BAD_VALUE
    assert in_its_thread(trader, lambda: compiled.rehearse(bid, PRICE, 1)) == FILTERED
    order = in_its_thread(trader, lambda: bid.place(PRICE, QTY))
    order.ack.wait(5)
    assert in_its_thread(trader, lambda: compiled.rehearse(bid, PRICE, QTY)) == OPEN_ORDERS
    assert not in_its_thread(trader, bid.rehearse)


def test_a_rehearsal_without_room_has_nobody_look_for_some(trader: Any, compiled: Any, until: Any) -> None:
    bid, desk, looked = trader.prepare("BTCUSDT", "BUY"), trader._desk, []

    def without_room(call: Any) -> Any:
        desk.gate.know(room=0, clock_offset=0, open_orders=0)
        return call(bid, PRICE, QTY)

    desk.settle = partial(looked.append, 1)
    try:
        assert in_its_thread(trader, lambda: without_room(compiled.rehearse)) == NO_ROOM
        in_its_thread(trader, lambda: None)
        assert not looked
        assert in_its_thread(trader, lambda: without_room(compiled.place)) == NO_ROOM
        until(lambda: looked)
    finally:
        del desk.settle


def test_a_client_that_does_not_run_is_not_ready(trader: Any, compiled: Any) -> None:
    bid = trader.prepare("BTCUSDT", "BUY")
    trader.stop()
    assert [compiled.place(bid, PRICE, QTY), compiled.rehearse(bid, PRICE, QTY)] == [NOT_READY] * 2


def test_a_client_that_never_sleeps_rehearses_every_kind_until_it_ends(
    venue: Venue, demo: Any, credentials_of: Any, until: Any
) -> None:
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url, busy_poll=True)
    trader: Any = Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"])
    rehearsed: list[Any] = []
    with trader:
        kinds = [trader.prepare("BTCUSDT", side) for side in ("BUY", "SELL")]
        for kind in kinds:
            kind.rehearse = partial(rehearsed.append, kind)
        until(lambda: min(map(rehearsed.count, kinds)) > 100)
        assert trader._desk._rehearsals.is_going_on
    assert not trader._desk._rehearsals.is_going_on


def test_with_another_picows_it_goes_through_python(
    monkeypatch: pytest.MonkeyPatch, new_trader: Any, compiled: Any
) -> None:
    monkeypatch.setattr("tickwire.transport.websocket.Listener", PlainListener)
    trader = new_trader().start()
    bid = trader.prepare("BTCUSDT", "BUY")
    number = in_its_thread(trader, lambda: compiled.place(bid, PRICE, QTY))
    assert order_of(trader, bid, number).ack.wait(5).state is OrderState.WORKING
    (connection,) = trader._desk.link._connections.values()

    def break_and_place() -> int:
        connection._channel.hang_up()
        return int(compiled.place(bid, PRICE, QTY))

    assert in_its_thread(trader, break_and_place) == NOT_CONNECTED


def test_numba_places_through_them_too(venue: Venue, demo: Any, credentials_of: Any, until: Any) -> None:
    pytest.importorskip("numba")
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    with Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"]) as trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        address, place = bid.address, PLACE(Functions.from_address(bid.address).place)

        @tw.cfunc(tw.BookTicker, state=2)
        def quoter(m: Any, state: Any) -> None:
            if state[0] < 3:
                state[0] += 1
                state[1] = place(address, PRICE, QTY)

        client.subscribe(tw.BookTicker, "btcusdt", on=quoter)
        until(lambda: quoter.state[1] == 3)
        orders = [order_of(trader, bid, number) for number in (1, 2, 3)]
        assert [order.ack.wait(5).state for order in orders] == [OrderState.WORKING] * 3
