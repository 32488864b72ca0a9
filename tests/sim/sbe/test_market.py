"""One market in both encodings: the same trades, the same books, each at its own speed."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest

from tickwire.schema import DepthUpdate, sbe
from tickwire.sim.frames import SBE
from tickwire.sim.market import Market

Said = dict[str, list[Any]]
SYMBOLS = ["BTCUSDT", "BTTCUSDT"]


@pytest.fixture(scope="module")
def said() -> Said:
    """Six seconds of a market; what is SBE is read by the reader of the schema."""
    market, found = Market(seed=3, symbols=SYMBOLS, rate=400.0), defaultdict(list)

    def publish(stream: str, make: Any) -> None:
        found[stream].append(sbe.read(make(1)) if stream.endswith(SBE) else make(1))

    market.advance(market.now + 6_000_000, publish)
    return found


@pytest.fixture(params=[symbol.lower() for symbol in SYMBOLS])
def symbol(request: pytest.FixtureRequest) -> str:
    return request.param


def plain(text: str) -> str:
    """Decimals without the zeros at their end, of which cheap coins have fewer in SBE."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def test_trades_are_the_same_and_those_of_an_order_come_together(said: Said, symbol: str) -> None:
    events = said[f"{symbol}@trade{SBE}"]
    trades = [(t["t"], plain(t["p"]), plain(t["q"]), t["m"], t["T"], t["E"]) for event in events for t in event]
    in_json = [
        (t.trade_id, plain(t.price), plain(t.qty), t.is_buyer_maker, t.transact_time, t.event_time)
        for t in said[f"{symbol}@trade"]
    ]
    assert trades == in_json
    assert any(len(event) > 1 for event in events)
    assert len(events) == len(said[f"{symbol}@aggTrade"])


def test_the_best_prices_are_the_same(said: Said, symbol: str) -> None:
    in_sbe = [(t["u"], *(plain(t[key]) for key in ("b", "B", "a", "A"))) for t in said[f"{symbol}@bestBidAsk{SBE}"]]
    in_json = [
        (t.book_update_id, *map(plain, (t.bid_price, t.bid_qty, t.ask_price, t.ask_qty)))
        for t in said[f"{symbol}@bookTicker"]
    ]
    assert in_sbe == in_json


def test_depth_comes_every_20_ms_without_a_gap_and_makes_the_same_book(said: Said, symbol: str) -> None:
    fast, slow = said[f"{symbol}@depth{SBE}"], said[f"{symbol}@depth@100ms"]
    assert all(one["u"] + 1 == next_one["U"] for one, next_one in pairwise(fast))
    assert {(each["E"] - 500) % 20_000 for each in fast} == {0}
    assert min(b["E"] - a["E"] for a, b in pairwise(fast)) == 20_000
    assert len(fast) > 2 * len(slow)
    books: list[dict[Any, str]] = [{}, {}]
    at_fast = iter(fast)
    for update in slow:
        apply_json(books[0], update)
        while (each := next(at_fast))["u"] < update.last_book_update_id:
            apply_sbe(books[1], each)
        apply_sbe(books[1], each)
        assert (each["u"], books[0]) == (update.last_book_update_id, books[1])


def apply_json(book: dict[Any, str], update: DepthUpdate) -> None:
    """Set the levels that changed."""
    for side, levels in enumerate((update.bids, update.asks)):
        book.update({(side, plain(price)): plain(qty) for price, qty in levels})


def apply_sbe(book: dict[Any, str], update: dict[str, Any]) -> None:
    """The same of SBE in its JSON form."""
    for side, levels in enumerate((update["b"], update["a"])):
        book.update({(side, plain(price)): plain(qty) for price, qty in levels})


def test_the_partial_book_comes_every_50_ms_with_20_levels(said: Said, symbol: str) -> None:
    fast = said[f"{symbol}@depth20{SBE}"]
    assert {(each["E"] - 500) % 50_000 for each in fast} == {0}
    assert min(b["E"] - a["E"] for a, b in pairwise(fast)) == 50_000
    slow = {each.book_update_id: each for each in said[f"{symbol}@depth20@100ms"]}
    both = [each for each in fast if each["lastUpdateId"] in slow]
    assert len(both) > 20
    for each in both:
        other = slow[each["lastUpdateId"]]
        assert [list(map(plain, level)) for level in each["bids"]] == [list(map(plain, level)) for level in other.bids]
        assert [list(map(plain, level)) for level in each["asks"]] == [list(map(plain, level)) for level in other.asks]
        assert len(each["bids"]) == 20
