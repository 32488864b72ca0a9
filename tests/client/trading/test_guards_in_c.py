"""Guards refuse from C what they refuse from Python, whenever books come, go and are right."""

import time
from collections.abc import Callable
from typing import Any

import pytest

import tickwire as tw
from tickwire.client.trading import Trader
from tickwire.errors import RiskRefused
from tickwire.sim import Venue
from tickwire.sim.faults import Drop
from tickwire.trading import Guards, MaxNotional, MaxOpenOrders, MaxOrderRate, NoSelfCross, PriceBand

from .in_c import rehearse

QTY = 1_000  # 0.01000 at the exponent of BTCUSDT
CHEAP, MUCH = 5_000_000, 9_000  # 0.09 at 50000.00 or better: worth 4500 at its own price, 8757 at the venue's bid
MAY_BE_SENT, NOTIONAL, OPEN_ORDERS, BAND, SELF_CROSS, RATE = 0, -1, -2, -3, -4, -5
NUMBERS = {
    "MaxNotional": NOTIONAL,
    "MaxOpenOrders": OPEN_ORDERS,
    "PriceBand": BAND,
    "NoSelfCross": SELF_CROSS,
    "MaxOrderRate": RATE,
}


@pytest.fixture
def trader(venue: Venue, demo: Any, credentials_of: Any) -> Any:
    """One that has not started, of a client with streams, and with guards that look at books."""
    guards = Guards(MaxNotional("5000"), PriceBand("0.5"))
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    return Trader(credentials_of(demo), client=client, symbols=["BTCUSDT"], guards=guards)


def in_its_thread(trader: Any, call: Callable[[], Any]) -> Any:
    return trader.client._runner.call(call)


def answer(trader: Any, prepared: Any, price: int, qty: int = QTY) -> int:
    """What guards say to an order, asked in C; they say the same asked as `Trader.place` asks them."""

    def ask() -> tuple[int, int]:
        try:
            trader._entry.check_guards(prepared._terms(price, qty), time.monotonic_ns())
        except RiskRefused as refused:
            return rehearse(prepared, price, qty), NUMBERS[refused.guard]
        return rehearse(prepared, price, qty), MAY_BE_SENT

    in_c, in_python = in_its_thread(trader, ask)
    assert in_c == in_python
    return int(in_c)


def near(book: tw.Book) -> int:
    """A price close to the bid, in cents."""
    bbo = book.bbo
    assert bbo is not None
    return int(bbo.bid.price * 98)


def test_prices_are_known_as_soon_as_an_order_is_prepared(trader: Any, until: Any) -> None:
    book = trader.client.book("btcusdt")
    with trader:
        until(lambda: book.valid)
        bid, ask = (trader.prepare("BTCUSDT", side, time_in_force="IOC") for side in ("BUY", "SELL"))
        assert answer(trader, ask, CHEAP, MUCH) == NOTIONAL
        assert answer(trader, bid, near(book)) == MAY_BE_SENT
        with pytest.raises(RiskRefused, match="MaxNotional"):
            ask.place(CHEAP, MUCH)


def test_a_book_counts_while_it_is_valid_whether_or_not_anything_happens_to_the_trader(trader: Any, until: Any) -> None:
    answers: list[tuple[bool, int]] = []
    with trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        assert answer(trader, bid, CHEAP) == BAND  # no price is known
        book = trader.client.book("btcusdt")
        until(lambda: book.valid)
        price = near(book)
        assert answer(trader, bid, price) == MAY_BE_SENT

        def begin_anew() -> int:
            trader.client._books._restarted("btcusdt@depth@100ms")
            trader._desk.know()  # as after any event of the account
            book.on_update(lambda book: answers.append((book.valid, rehearse(bid, price, QTY))))
            return rehearse(bid, price, QTY)

        assert in_its_thread(trader, begin_anew) == BAND
        until(lambda: answers)
    assert answers[0] == (True, MAY_BE_SENT)


def test_after_an_outage_orders_are_sent_as_soon_as_book_and_trader_are_back(
    trader: Any, venue: Venue, until: Any
) -> None:
    book = trader.client.book("btcusdt")
    with trader:
        until(lambda: book.valid)
        bid = trader.prepare("BTCUSDT", "BUY")
        price = near(book)
        venue.inject(Drop(), stream="btcusdt@depth@100ms")  # so that the trader is back before the book
        venue.disconnect_all()
        until(lambda: not book.valid and not trader.is_open)
        until(lambda: trader.is_open)
        assert answer(trader, bid, price) == BAND
        venue.heal()
        until(lambda: in_its_thread(trader, lambda: book.valid and trader.is_open))
        assert answer(trader, bid, price) == MAY_BE_SENT


def test_of_several_books_the_first_valid_one_counts_until_it_is_taken_away(trader: Any, until: Any) -> None:
    with trader:
        bid = trader.prepare("BTCUSDT", "BUY")
        books = [trader.client.book("btcusdt", levels=levels) for levels in (100, 500)]
        until(lambda: all(book.valid for book in books))
        price = near(books[0])
        for book in books:
            assert answer(trader, bid, price) == MAY_BE_SENT
            trader.client.unsubscribe(book)
        assert answer(trader, bid, price) == BAND


def test_it_is_the_same_book_when_another_chain_keeps_it(
    venue: Venue, demo: Any, credentials_of: Any, until: Any
) -> None:
    where = {"stream_urls": [venue.url], "sbe_urls": [venue.sbe_url], "api_url": venue.api_url}
    key: Any = credentials_of(demo)
    client = tw.Client(**where, credentials=key, encoding="mixed", lines=2)
    book = client.book("btcusdt")
    with Trader(key, client=client, symbols=["BTCUSDT"], guards=Guards(PriceBand("0.5"))) as trader:
        until(lambda: book.valid)
        bid = trader.prepare("BTCUSDT", "BUY")

        def switch() -> tuple[str, bool, int]:
            book.carried(False, True)
            return book.chain, book.valid, answer(trader, bid, near(book))

        assert in_its_thread(trader, switch) == ("second", True, MAY_BE_SENT)


@pytest.mark.parametrize(
    ("guard", "refused"),
    [(MaxOpenOrders(1), OPEN_ORDERS), (NoSelfCross(), SELF_CROSS), (MaxOrderRate(1, per=3600), RATE)],
)
def test_orders_that_were_placed_are_known_as_soon_as_another_is_prepared(
    new_trader: Any, guard: Any, refused: int
) -> None:
    trader = new_trader(guards=Guards(guard)).start()
    trader.place("BTCUSDT", "BUY", price="50000", qty="0.01").ack.wait(5)
    assert in_its_thread(trader, lambda: answer(trader, trader.prepare("BTCUSDT", "SELL"), CHEAP)) == refused
