"""The newest message of each instrument."""

import pytest

import tickwire as tw
from tickwire.feed.latest import latest


def test_it_is_empty_before_the_first_message():
    newest = latest()
    assert newest.value is newest.get() is newest.poll() is newest.get("BTCUSDT") is None
    assert (len(newest), list(newest), newest.count) == (0, [], 0)
    with pytest.raises(KeyError):
        newest["BTCUSDT"]


def test_it_holds_the_newest_message_and_counts_all(dispatch, frames):
    newest = latest()
    sink = dispatch.add("btcusdt@bookTicker", tw.BookTicker, newest)
    for number in range(5):
        dispatch.on_bytes(frames.book_ticker(number))
    assert type(newest.value) is tw.BookTicker
    assert newest.value.book_update_id == 4
    assert newest.value is not newest.value
    assert newest.count == sink.messages == 5


def test_each_instrument_has_its_own(dispatch, frames):
    newest = latest()
    for symbol in ("BTCUSDT", "ETHUSDT"):
        dispatch.add(f"{symbol.lower()}@bookTicker", tw.BookTicker, newest)
    dispatch.on_bytes(frames.book_ticker(1, "BTCUSDT"))
    dispatch.on_bytes(frames.book_ticker(2, "ETHUSDT"))
    assert newest["BTCUSDT"].book_update_id == newest["btcusdt"].book_update_id == 1
    assert newest.value.symbol == "ETHUSDT"
    assert list(newest) == ["BTCUSDT", "ETHUSDT"]
    assert "ETHUSDT" in newest
    assert "BNBUSDT" not in newest


def test_the_elements_of_an_array_are_told_apart(dispatch, frames):
    newest = latest()
    dispatch.add("!miniTicker@arr", tw.MiniTicker, newest)
    dispatch.on_bytes(frames.mini_tickers("BTCUSDT", "ETHUSDT", "BTCUSDT"))
    assert (len(newest), newest.count, newest["ETHUSDT"].symbol) == (2, 3, "ETHUSDT")


def test_polling_gives_each_message_once(dispatch, frames):
    newest = latest()
    dispatch.add("btcusdt@bookTicker", tw.BookTicker, newest)
    dispatch.on_bytes(frames.book_ticker(1))
    dispatch.on_bytes(frames.book_ticker(2))
    assert newest.poll().book_update_id == 2
    assert newest.poll() is None
    assert newest.poll("BTCUSDT").book_update_id == 2
    assert newest.poll("BTCUSDT") is None
    dispatch.on_bytes(frames.book_ticker(3))
    assert newest.poll().book_update_id == newest.poll("BTCUSDT").book_update_id == 3


def test_levels_are_kept(dispatch, frames):
    newest = latest()
    dispatch.add("btcusdt@depth5", tw.PartialDepth, newest)
    dispatch.on_bytes(frames.depth(1))
    kept = newest.value
    dispatch.on_bytes(frames.depth(2).replace(b"97123.44", b"97123.43"))
    dispatch.on_bytes(frames.depth(3).replace(b'[["97123.44","1.25"],["97123.40","2.00"]]', b"[]"))
    assert kept.bids[0] == (97123.44, 1.25)
    assert len(newest.value.bids) == 0
    assert newest.value.asks[0] == (97123.45, 0.75)


def test_a_schema_class_makes_it_hold_structs(dispatch, frames):
    newest = latest()
    dispatch.add("btcusdt@trade", tw.schema.Trade, newest)
    dispatch.on_bytes(frames.trade())
    assert newest.value.price == "97123.45000000"


def test_two_kinds_do_not_share_one(dispatch):
    newest = latest()
    dispatch.add("btcusdt@trade", tw.Trade, newest)
    with pytest.raises(tw.ConfigError, match="holds Trade, not BookTicker"):
        dispatch.add("btcusdt@bookTicker", tw.BookTicker, newest)
