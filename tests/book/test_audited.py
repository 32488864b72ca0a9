"""A book beside `bookTicker` and partial depth: what is newer is shown, what disagrees is told."""

import pytest

import tickwire as tw
from tickwire.book import BookState

from .conftest import ASKS, BIDS, sync


def test_a_book_ticker_newer_than_the_levels_is_shown(book, messages):
    book.apply(messages.ticker(103, ("100.00", "0.5"), ("100.02", "2.5")))
    assert book.bbo == ((100.0, 0.5), (100.02, 2.5), 103, True)
    assert (book.mid, book.best_ask) == (100.01, (100.01, 1.5))


def test_the_levels_rule_once_they_catch_up(book, messages):
    book.apply(messages.ticker(103, ("100.00", "0.5"), ("100.02", "2.5")))
    book.apply(messages.diff(101, 102, [("100.00", "0.7")]))
    assert book.bbo.is_ticker
    book.apply(messages.diff(103, 104, [("100.00", "0.9")], [("100.01", "0")]))
    assert book.bbo == ((100.0, 0.9), (100.02, 2.5), 104, False)


def test_an_older_book_ticker_is_not_shown(book, messages):
    for last in (99, 100):
        book.apply(messages.ticker(last, ("100.00", "1.0"), ("100.01", "1.5")))
        assert book.bbo == ((100.0, 1.0), (100.01, 1.5), 100, False)
    book.apply(messages.ticker(105, ("100.00", "2"), ("100.01", "2")))
    book.apply(messages.ticker(104, ("100.00", "3"), ("100.01", "3")))
    assert book.bbo.update_id == 105


def test_a_crossed_book_ticker_is_not_shown(book, messages):
    book.apply(messages.ticker(103, ("100.02", "1"), ("100.01", "1")))
    assert not book.bbo.is_ticker


def test_an_invalid_book_shows_no_book_ticker(book, messages):
    book.apply(messages.ticker(103, ("100.00", "0.5"), ("100.02", "2.5")))
    book.apply(messages.diff(110, 111))
    assert book.bbo is None


def test_a_book_ticker_of_the_same_update_that_disagrees_is_drift(book, messages, events):
    book.apply(messages.ticker(100, ("100.00", "1.00"), ("100.01", "1.50")))
    assert (book.valid, book.stats().audits) == (True, 1)
    book.apply(messages.ticker(101, ("100.00", "9"), ("100.01", "1.5")))
    assert not book.apply(messages.diff(101, 101, [("100.00", "8")]))
    assert events[0] == tw.BookDrift("BTCUSDT", "bookTicker", 101, "bids", 0, (100.0, 8.0), (100.0, 9.0))
    assert (events[1].reason, book.stats().drifts) == ("drift", 1)


def test_partial_depth_of_the_same_update_is_compared(book, messages, events):
    book.apply(messages.partial(100, BIDS, ASKS))
    assert (book.stats().audits, book.valid, events) == (1, True, [])
    book.apply(messages.partial(100, [("100.00", "1.0"), ("99.98", "2.0")], ASKS))
    assert events[0] == tw.BookDrift("BTCUSDT", "partial depth", 100, "bids", 1, (99.99, 2.0), (99.98, 2.0))
    assert book.state is BookState.BUFFERING


def test_partial_depth_that_is_ahead_waits_for_the_book(book, messages):
    book.apply(messages.partial(102, [("100.00", "7")], ASKS))
    book.apply(messages.diff(101, 101))
    assert book.stats().audits == 0
    assert book.apply(messages.diff(102, 102, [("100.00", "7"), ("99.99", "0"), ("99.97", "0")]))
    assert book.stats().audits == 1


def test_partial_depth_between_two_updates_of_the_book_is_not_compared(book, messages):
    book.apply(messages.partial(102, [("1.00", "7")], ASKS))
    assert book.apply(messages.diff(101, 103))
    book.apply(messages.partial(99, [("1.00", "7")], ASKS))
    assert (book.valid, book.stats().audits) == (True, 0)


def test_drift_may_be_reported_only(messages, events):
    book = tw.Book("btcusdt", on_drift="report")
    book.on_event = events.append
    book.begin(0.0)
    sync(book, messages, 100)
    assert book.apply(messages.partial(100, [("100.00", "7")], ASKS))
    assert (book.stats().drifts, len(events.of(tw.BookDrift))) == (1, 1)
    with pytest.raises(tw.ConfigError, match="on_drift"):
        tw.Book("btcusdt", on_drift="ignore")


def test_a_level_that_the_venue_does_not_have_is_drift(book, messages, events):
    book.apply(messages.partial(100, BIDS[:2], ASKS))  # of depth5: there are no more bids
    assert events[0] == tw.BookDrift("BTCUSDT", "partial depth", 100, "bids", 2, (99.97, 3.0), None)
    assert not book.valid


def test_levels_beyond_those_that_partial_depth_shows_are_no_drift(empty, messages):
    asks = [(f"{101 + number}.00", "1") for number in range(7)]
    sync(empty, messages, 100, asks=asks)
    assert empty.apply(messages.partial(100, BIDS, asks[:5]))
    assert empty.stats().audits == 1


def test_a_side_shorter_than_the_other_is_whole(empty, messages, events):
    levels = [[(f"{base + sign * number}.00", "1") for number in range(7)] for base, sign in ((100, -1), (101, 1))]
    sync(empty, messages, 100, bids=levels[0], asks=levels[1])
    assert not empty.apply(messages.partial(100, levels[0][:5], levels[1]))
    assert (events[1].side, events[1].index, events[1].other_level) == ("bids", 5, None)


def test_callbacks_do_not_get_a_book_that_drifted(book, messages):
    seen = []
    book.on_update(lambda updated: seen.append(updated.valid))
    book.apply(messages.partial(103, [("100.00", "9"), *BIDS[1:]], ASKS))
    assert not book.apply(messages.diff(101, 103, [("100.00", "8")]))
    assert seen == []


def test_callbacks_are_told_of_newer_best_prices(book, messages):
    seen = []
    book.on_update(lambda updated: seen.append((updated.bbo.update_id, updated.bbo.is_ticker)))
    for last in (99, 100, 103):
        book.apply(messages.ticker(last, ("100.00", "1.0"), ("100.01", "1.5")))
    book.apply(messages.diff(101, 104))
    assert seen == [(103, True), (104, False)]


def test_callbacks_are_told_of_no_best_prices_while_the_book_is_not_valid(book, messages):
    seen = []
    book.on_update(seen.append)
    book.lost(5.0)
    book.apply(messages.ticker(103, ("100.00", "1"), ("100.01", "1")))
    assert seen == []


# Behind


def observe(book, first: float, last: float) -> bool:
    """Look four times a second, as a client does."""
    for quarter in range(round(4 * first), round(4 * last) + 1):
        book.observe(quarter / 4)
    return bool(book.valid)


def quote(book, messages, last: int) -> None:
    book.apply(messages.ticker(last, ("100.00", "1.0"), ("100.01", "1.5")))


@pytest.mark.parametrize("source", ["bookTicker", "partial depth", "witness"])
def test_a_book_whose_stream_is_mute_while_others_go_on_is_not_valid(book, messages, events, source):
    if source == "bookTicker":
        quote(book, messages, 103)
    elif source == "partial depth":
        book.apply(messages.partial(103, BIDS, ASKS))
    else:
        book.witness(103)
    assert observe(book, 10.0, 11.0)
    assert not observe(book, 11.25, 11.5)
    assert events == [tw.BookInvalid("BTCUSDT", "behind", 100, 103, 0)]
    assert (book.state, book.stats().lags, book.snapshot_due(12.0)) == (BookState.STALE, 1, None)


def test_a_book_that_is_no_further_than_others_is_right_however_quiet(book, messages):
    quote(book, messages, 100)
    assert observe(book, 10.0, 20.0)


def test_a_stream_that_comes_late_makes_the_book_valid_once_it_has_caught_up(book, messages, events):
    quote(book, messages, 103)
    observe(book, 10.0, 12.0)
    assert not book.apply(messages.diff(101, 102))
    assert book.apply(messages.diff(103, 104))
    assert events[-1] == tw.BookSynced("BTCUSDT", "resumed", 104, 0)


def test_a_stream_that_comes_back_with_a_hole_needs_a_snapshot_that_is_new_enough(book, messages, events):
    quote(book, messages, 103)
    observe(book, 10.0, 12.0)
    assert not book.apply(messages.diff(102, 102))
    assert not sync(book, messages, 102, 12.0)
    assert events[-1] == tw.SnapshotRefused("BTCUSDT", "old", 102, 102)
    assert book.apply(messages.diff(103, 105)) is False
    assert sync(book, messages, 102, 13.0)
    assert book.last_update_id == 105


def test_a_snapshot_alone_makes_no_book_of_a_mute_stream_valid(book, messages):
    quote(book, messages, 103)
    observe(book, 10.0, 12.0)
    book.lost(12.0)
    book.begin(12.0)
    for last, at in ((104, 12.25), (105, 12.5)):
        quote(book, messages, last)
        observe(book, at, at)
    observe(book, 12.75, 14.0)
    assert book.snapshot_due(14.0) is None
    book.apply(messages.diff(106, 107))
    assert book.snapshot_due(14.0) == 14.0


def test_a_first_quote_on_a_quiet_stream_does_not_keep_the_snapshot_off(empty, messages):
    quote(empty, messages, 103)
    observe(empty, 0.0, 2.0)
    assert empty.snapshot_due(2.0) == 2.0
    assert sync(empty, messages, 103)
    assert observe(empty, 2.25, 9.0)


def test_a_book_may_be_told_how_long_its_stream_takes(messages):
    book = tw.Book("btcusdt", behind_after=3.0)
    book.begin(0.0)
    sync(book, messages, 100)
    quote(book, messages, 103)
    assert observe(book, 10.0, 13.0)
    assert not observe(book, 13.25, 13.5)
    with pytest.raises(tw.ConfigError, match="behind_after=0"):
        tw.Book("btcusdt", behind_after=0.0)
