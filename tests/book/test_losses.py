"""A book whose stream is interrupted: by a lost connection, or because nobody wants it any more."""

import pytest

import tickwire as tw
from tickwire.book import BookState

from .conftest import ASKS, BIDS, sync


def test_a_lost_stream_makes_the_book_stale(book, messages, events):
    book.lost(5.0)
    assert (book.state, book.valid, book.best_bid) == (BookState.STALE, False, None)
    assert events[0].reason == "lost"
    assert book.snapshot_due(5.0) is None


def test_stale_since_is_when_the_last_message_came_that_the_book_was_right_with(empty, messages, frames_at):
    dispatch, frame = frames_at(empty)
    sync(empty, messages, 100)
    dispatch.on_bytes(frame(101), 1234)
    assert empty.stale_since is None
    empty.lost(5.0)
    assert empty.stale_since == 1234


def test_a_stream_that_comes_back_without_a_hole_makes_the_book_valid_again(book, messages, events):
    book.lost(5.0)
    book.begin(6.0)
    assert book.apply(messages.diff(99, 103, [("100.00", "7")]))
    assert (book.state, book.best_bid) == (BookState.VALID, (100.0, 7.0))
    assert events[-1] == tw.BookSynced("BTCUSDT", "resumed", 103, 0)


def test_a_stream_that_comes_back_with_a_hole_needs_a_snapshot(book, messages):
    book.lost(5.0)
    book.begin(6.0)
    assert not book.apply(messages.diff(102, 103, [("100.00", "7")]))
    assert book.snapshot_due(6.1) <= 6.4
    assert sync(book, messages, 102, 7.0)
    assert book.best_bid == (100.0, 7.0)


def test_a_quiet_stream_that_comes_back_gets_a_snapshot(book, messages):
    book.lost(5.0)
    book.begin(6.0)
    assert book.snapshot_due(6.0) == 8.0
    assert not sync(book, messages, 99, 8.0)  # it knows less than the book did
    assert sync(book, messages, 100, 9.0)


@pytest.mark.parametrize("asked", [False, True])
def test_a_loss_before_the_book_is_valid_ends_the_attempt(empty, messages, asked):
    empty.apply(messages.diff(101, 102))
    if asked:
        empty.snapshot_requested(1.0)
    empty.lost(1.5)
    assert empty.state is BookState.EMPTY
    assert not empty.apply_snapshot(messages.snapshot(102, BIDS, ASKS), 2.0)
    assert empty.snapshot_due(2.0) is None
    empty.begin(3.0)
    assert sync(empty, messages, 102, 5.0)


def test_a_book_that_is_stopped_has_lost_nothing(book, events):
    book.lost(5.0, reason="stopped")
    assert (events[0].reason, book.state, book.stats().losses) == ("stopped", BookState.STALE, 0)


def test_a_snapshot_counts_as_the_last_message_that_the_book_was_right_with(empty, messages):
    empty.snapshot_requested(2.0)
    assert empty.apply_snapshot(messages.snapshot(100, BIDS, ASKS), 2.0, recv_time=77)
    empty.lost(5.0)
    assert empty.stale_since == 77


@pytest.mark.parametrize("breaks", range(1, 6))
def test_a_lost_connection_is_not_the_fault_of_the_symbol(book, messages, breaks):
    for now in range(10, 10 + breaks):
        book.lost(now)
        book.begin(now + 0.1)
        last = book.last_update_id
        assert not book.apply(messages.diff(last + 2, last + 3))
        assert book.snapshot_due(now + 0.2) == now + 0.2
        assert sync(book, messages, last + 3, now + 0.3)


def test_losing_twice_or_nothing_is_no_fault(book):
    tw.Book("ethusdt").lost(0.0)
    book.lost(1.0)
    book.lost(2.0)
    assert book.stats().losses == 1


def test_no_snapshot_is_older_than_what_others_told_before_a_loss(book, messages):
    book.apply(messages.ticker(105, ("100.00", "1.0"), ("100.01", "1.5")))
    book.lost(5.0)
    book.begin(6.0)
    assert not sync(book, messages, 104, 8.0)
    assert sync(book, messages, 105, 9.0)
