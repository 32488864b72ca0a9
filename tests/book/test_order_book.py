"""What can be asked of a book, from Python."""

from decimal import Decimal
from math import isclose

import numpy as np
import pytest

import tickwire as tw

from .conftest import sync


def test_best_prices(book):
    assert (book.best_bid, book.best_ask) == ((100.0, 1.0), (100.01, 1.5))
    assert book.bbo == ((100.0, 1.0), (100.01, 1.5), 100, False)
    assert isinstance(book.best_bid, tw.Level)


def test_mid_spread_and_microprice(book):
    assert (book.mid, book.spread) == (100.005, 0.01)
    assert isclose(book.microprice, (100.0 * 1.5 + 100.01 * 1.0) / 2.5, abs_tol=1e-12)


def test_imbalance(book):
    assert book.imbalance(1) == (1.0 - 1.5) / 2.5
    assert isclose(book.imbalance(3), (6 - 7.5) / 13.5)
    assert book.imbalance() == book.imbalance(5)


def test_depth_by_levels_and_by_price(book):
    assert (book.depth("bids", levels=2), book.depth("asks", levels=99)) == (3.0, 7.5)
    assert (book.depth("bids", to_price=99.99), book.depth("asks", to_price="100.02")) == (3.0, 4.0)
    assert (book.depth("bids", to_price=101), book.depth("asks", to_price=Decimal(1000))) == (0.0, 7.5)


def test_a_price_between_two_ticks_counts_no_level_beyond_it(book):
    assert book.depth("bids", to_price="99.985") == 3.0
    assert book.depth("asks", to_price="100.015") == 1.5
    assert book.depth("asks", to_price=1e300) == 7.5


@pytest.mark.parametrize("arguments", [{}, {"levels": 1, "to_price": 1.0}, {"levels": 0}, {"levels": -2}])
def test_depth_takes_one_measure(book, arguments):
    with pytest.raises(tw.ConfigError):
        book.depth("bids", **arguments)


@pytest.mark.parametrize("side", ["bid", "BIDS", ""])
def test_a_side_is_named_as_in_the_messages(book, side):
    for ask in (
        lambda: book.depth(side, levels=1),
        lambda: book.vwap(side, 1.0),
        lambda: book.is_complete_to(side, 1),
    ):
        with pytest.raises(tw.ConfigError, match='a side is "bids" or "asks"'):
            ask()


def test_average_price_of_a_size(book):
    assert book.vwap("asks", 1.5) == 100.01
    assert isclose(book.vwap("asks", 3.0), (1.5 * 100.01 + 1.5 * 100.02) / 3.0)
    assert isclose(book.vwap("bids", 6.0), (100.0 + 2 * 99.99 + 3 * 99.97) / 6.0)
    assert book.vwap("bids", 6.1) is None
    assert book.vwap("bids", 0.0) is book.vwap("bids", -1.0) is None


@pytest.mark.parametrize("size", ["0.07", "0.29", "1.13", "8.41", "1234567.89"])
def test_the_whole_size_of_a_side_may_be_taken(empty, messages, size):
    sync(empty, messages, 100, asks=[("101.00", size)])
    assert empty.vwap("asks", float(size)) == 101.0
    assert empty.vwap("asks", empty.depth("asks", levels=1)) == 101.0
    assert empty.vwap("asks", float(size) + 0.001) is None


@pytest.mark.parametrize("price", ["nan", float("nan"), "cheap"])
def test_a_price_is_a_number(book, price):
    for ask in (lambda: book.depth("asks", to_price=price), lambda: book.is_complete_to("bids", price)):
        with pytest.raises(tw.ConfigError, match="is no number"):
            ask()


def test_a_price_may_be_beyond_all(book):
    assert (book.depth("asks", to_price=float("inf")), book.depth("bids", to_price="-inf")) == (7.5, 6.0)


@pytest.mark.parametrize("levels", [0, -1, 2**31, 2**40])
def test_a_number_of_levels_is_one_that_can_be(book, levels):
    for ask in (lambda: book.top(levels), lambda: book.imbalance(levels), lambda: book.bids_array(levels)):
        with pytest.raises(tw.ConfigError, match=f"levels={levels}"):
            ask()


def test_top_of_the_book(book):
    assert book.top(1) == ([(100.0, 1.0)], [(100.01, 1.5)])
    assert [len(side) for side in book.top(50)] == [3, 3]


def test_sides_are_copies_that_keep_what_they_showed(book, messages):
    bids = book.bids
    assert (len(bids), bids[0], bids[-1], bids[:2]) == (3, (100.0, 1.0), (99.97, 3.0), [(100.0, 1.0), (99.99, 2.0)])
    book.apply(messages.diff(101, 101, [("100.00", "0"), ("99.99", "0")]))
    assert bids[0] == (100.0, 1.0)
    assert list(book.bids) == [(99.97, 3.0)]


def test_iteration_is_safe_while_the_book_changes(book, messages):
    seen = []
    for number, level in enumerate(book.asks, 101):
        book.apply(messages.diff(number, number, [], [(f"{level.price:.2f}", "0")]))
        seen.append(level.price)
    assert seen == [100.01, 100.02, 100.05]
    assert len(book.asks) == 0


def test_arrays_hold_exact_mantissas(book):
    bids = book.bids_array()
    assert bids.dtype.names == ("price", "qty")
    assert bids["price"].tolist() == [10000, 9999, 9997]
    assert (book.price_exponent, book.qty_exponent) == (-2, -1)
    assert np.array_equal(book.asks_array(2)["qty"] / 10**-book.qty_exponent, [1.5, 2.5])
    assert len(book.asks_array(99)) == 3


def test_arrays_of_an_invalid_book_are_empty(book):
    book.lost(1.0)
    assert book.bids_array().shape == book.asks_array(5).shape == (0,)
    assert (book.depth("bids", levels=5), book.imbalance(), book.vwap("bids", 1.0)) == (0.0, None, None)
    assert not book.is_complete_to("bids", 100)
