"""A book beside one of two dicts: whatever the messages are, both hold the same levels."""

import random
from collections.abc import Iterator
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

import tickwire as tw

from .conftest import DictBook, Messages

MESSAGES = Messages()
# Few prices, so that levels meet; bids and offers do not.
BID_PRICES = st.integers(1, 40).map(lambda ticks: f"{ticks}.0")
ASK_PRICES = st.integers(50, 90).map(lambda ticks: f"{ticks}.0")
QUANTITIES = st.sampled_from(["0.00", "0.0", "1.00", "2.50", "3.125", "1000000.00"])


def levels(prices: st.SearchStrategy[str], most: int = 30) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(prices, QUANTITIES), max_size=most)


DIFFS = st.lists(st.tuples(levels(BID_PRICES), levels(ASK_PRICES)), max_size=20)


def same(book: tw.Book, reference: DictBook) -> bool:
    return (book.bids.decimals(), book.asks.decimals()) == reference.levels()


def started(bids: list[tuple[str, str]], asks: list[tuple[str, str]]) -> tuple[tw.Book, DictBook]:
    reference = DictBook(bids, asks)
    snapshot = ([(str(price), str(qty)) for price, qty in side] for side in reference.levels())
    book = tw.Book("btcusdt")
    book.begin(0.0)
    assert book.snapshot_due(2.0) == 2.0
    book.snapshot_requested(2.0)
    assert book.apply_snapshot(MESSAGES.snapshot(0, *snapshot), 2.0)
    return book, reference


@settings(max_examples=100, deadline=None)
@given(levels(BID_PRICES), levels(ASK_PRICES), DIFFS)
def test_any_diffs_in_any_order(bids, asks, diffs):
    book, reference = started(bids, asks)
    for number, (changed_bids, changed_asks) in enumerate(diffs, 1):
        assert book.apply(MESSAGES.diff(number, number, changed_bids, changed_asks))
        reference.apply(changed_bids, changed_asks)
        assert same(book, reference)


@settings(max_examples=80, deadline=None)
@given(levels(BID_PRICES, 60), levels(ASK_PRICES, 60), DIFFS, st.booleans())
def test_diffs_sorted_either_way_as_the_venue_sends_them(bids, asks, diffs, rising):
    book, reference = started(bids, asks)
    for number, sides in enumerate(diffs, 1):
        changed = [sorted(dict(side).items(), key=lambda pair: Decimal(pair[0]), reverse=not rising) for side in sides]
        assert book.apply(MESSAGES.diff(number, number, *changed))
        reference.apply(*changed)
        assert same(book, reference)


def walk(seed: int, events: int) -> Iterator[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    """Diffs around a price that wanders, most of them near it and some far off, large ones among them."""
    rng = random.Random(seed)
    mid = 100_000
    for _ in range(events):
        mid += rng.randint(-3, 3)
        sides: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
        for sign, side in zip((-1, 1), sides, strict=True):
            distances = {int(rng.paretovariate(0.7)) for _ in range(rng.choice((0, 1, 5, 20, 90)))}
            near = [(mid + sign * tick, 1) for tick in distances if tick < 20_000]
            passed = [(mid - sign * tick, 0) for tick in range(10)]
            for price, is_there in sorted([*near, *passed], reverse=sign < 0):
                side.append((f"{price / 100:.2f}", f"{is_there * rng.randint(0, 9)}.5" if is_there else "0.0"))
        yield sides


def test_a_long_walk_of_a_deep_book():
    bids = [(f"{999.99 - i / 100:.2f}", "1.0") for i in range(5000)]
    asks = [(f"{1000.01 + i / 100:.2f}", "1.0") for i in range(5000)]
    book, reference = started(bids, asks)
    for number, (changed_bids, changed_asks) in enumerate(walk(7, 600), 1):
        assert book.apply(MESSAGES.diff(number, number, changed_bids, changed_asks)), book
        reference.apply(changed_bids, changed_asks)
        if number % 20 == 0:
            assert same(book, reference)
    assert same(book, reference)


def test_a_book_that_grows_without_end_stays_within_bounds():
    book, _ = started([("60000.00", "1")], [("70000.00", "1")])
    for number in range(1, 41):
        prices = [(f"{60000 - 2 * number - i * 0.01:.2f}", "1") for i in range(200)]
        far = [(f"{50000 - number * 20 - i * 0.01:.2f}", "1") for i in range(2000)]
        assert book.apply(MESSAGES.diff(number, number, prices + far))
    assert len(book.bids) <= 65536
    assert not book.is_complete_to("bids", 1)
    assert book.best_bid == (60000.0, 1.0)
