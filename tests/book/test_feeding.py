"""Messages into a book, and what is called when they changed it."""

import ctypes
import gc
import sys

import pytest

import tickwire as tw
from tickwire.book import BookState
from tickwire.feed.dispatch import Dispatch

from .conftest import ASKS, BIDS, sync


def test_a_dispatcher_feeds_a_book(empty, messages, frames_at):
    dispatch, frame = frames_at(empty)
    sync(empty, messages, 100)
    dispatch.on_bytes(frame(101), 77)
    ticker = b'{"u":102,"s":"BTCUSDT","b":"100.00","B":"3","a":"100.01","A":"4"}'
    dispatch.on_bytes(b'{"stream":"btcusdt@bookTicker","data":' + ticker + b"}", 78)
    depth = messages.snapshot(101, [("100.00", "101"), *BIDS[1:]], ASKS)
    dispatch.on_bytes(b'{"stream":"btcusdt@depth5","data":' + depth + b"}", 79)
    assert empty.best_bid == (100.0, 101.0)
    assert (empty.bbo.bid.qty, empty.recv_time, empty.stats().audits) == (3.0, 77, 1)


def test_a_book_lives_as_long_as_it_is_fed():
    dispatch, book = Dispatch(), tw.Book("btcusdt")
    before = sys.getrefcount(book)
    sink = dispatch.add("btcusdt@depth", tw.DepthUpdate, book.depth_handler, context=book.context)
    assert sys.getrefcount(book) == before + 1
    dispatch.remove(sink)
    del sink
    gc.collect()
    assert sys.getrefcount(book) == before


def test_callbacks_come_after_each_message_applied(book, messages):
    seen = []

    @book.on_update
    def told(changed):
        seen.append((changed is book, changed.last_update_id))

    book.apply(messages.diff(101, 101))
    book.apply(messages.diff(90, 91))
    book.apply(messages.diff(103, 103))
    sync(book, messages, 103)
    assert seen == [(True, 101), (True, 103)]


def test_a_c_function_of_ctypes_is_called_as_one(book, messages):
    seen = []
    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
    on = kind(lambda address, context: seen.append((address, context)))
    book.on_update(on, context=77)
    assert book.apply(messages.diff(101, 101))
    assert seen == [(book.address, 77)]
    assert book.stats().handler_errors == 0


def test_a_c_function_of_something_else_is_refused(book):
    with pytest.raises(tw.ConfigError, match="tickwire_book_t"):
        book.on_update(ctypes.CFUNCTYPE(None, ctypes.c_int)(print))
    with pytest.raises(tw.ConfigError, match="no address"):
        book.on_update(77)


def test_a_numba_function_of_records_is_refused(book):
    numba = pytest.importorskip("numba")
    numpy = pytest.importorskip("numpy")
    record = numba.from_dtype(numpy.dtype([("symbol", "u4")]))
    on = numba.cfunc(numba.types.void(numba.types.CPointer(record), numba.types.voidptr))(lambda book, context: None)
    with pytest.raises(tw.ConfigError, match="no record"):
        book.on_update(on)


def test_an_exception_of_a_callback_is_handed_on(book, messages):
    errors, fault = [], ValueError("no")

    def fails(_):
        raise fault

    book.on_update(fails)
    book.on_error = lambda *failure: errors.append(failure)
    assert book.apply(messages.diff(101, 101))
    assert (errors, book.stats().handler_errors) == ([(fails, fault)], 1)


def test_an_exception_without_a_hook_is_logged(book, messages, caplog):
    book.on_event = print
    book.on_update(lambda _: 1 / 0)
    assert book.apply(messages.diff(101, 101))
    assert "ZeroDivisionError" in caplog.text


def test_a_hook_that_fails_does_no_harm(book, messages):
    errors = []
    book.on_event, book.on_error = lambda _: 1 / 0, lambda _, error: errors.append(error)
    book.on_due = lambda: [][0]
    book.apply(messages.diff(105, 106))
    assert [type(error) for error in errors] == [ZeroDivisionError, IndexError]
    assert sync(book, messages, 105)


def test_it_is_told_when_a_snapshot_may_be_due(empty, messages):
    told = []
    empty.on_due = lambda: told.append(empty.state)
    empty.apply(messages.diff(101, 101))
    sync(empty, messages, 100)
    empty.apply(messages.diff(110, 110))
    assert told == [BookState.BUFFERING, BookState.BUFFERING]


@pytest.mark.parametrize("on", [None, "text", True, 3.5])
def test_what_cannot_be_called_is_refused(book, on):
    with pytest.raises(tw.ConfigError, match="on="):
        book.on_update(on)


def test_only_messages_of_books_are_taken(book):
    trade = tw.decode('{"e":"trade","E":1,"s":"X","t":1,"p":"1","q":"1","T":1,"m":true,"M":true}')
    with pytest.raises(TypeError, match="not Trade"):
        book.apply(trade)


def test_a_book_shows_itself(book):
    assert repr(book) == "<Book BTCUSDT valid at 100: 100.0 | 100.01>"
    assert repr(tw.Book("ethusdt")) == "<Book ETHUSDT empty at 0>"
