"""The life of a book: every case of the venue's page about local order books, and what goes wrong beside them."""

from decimal import Decimal

import pytest

import tickwire as tw
from tickwire.book import BookState

from .conftest import ASKS, BIDS, DictBook, sync


def test_a_new_book_shows_nothing(messages):
    book = tw.Book("btcusdt")
    assert (book.symbol, book.state, book.valid, book.last_update_id) == ("BTCUSDT", BookState.EMPTY, False, 0)
    assert book.best_bid is book.best_ask is book.bbo is book.mid is book.spread is book.microprice is None
    assert (len(book.bids), len(book.asks), book.top(5)) == (0, 0, ([], []))
    assert book.snapshot_due(0.0) is None


@pytest.mark.parametrize("levels", [0, -1, 4, 5001])
def test_a_limit_that_the_venue_does_not_have_is_refused(levels):
    with pytest.raises(tw.ConfigError, match=f"levels={levels}"):
        tw.Book("btcusdt", levels=levels)


@pytest.mark.parametrize("symbol", ["", "X" * 300, "BTC/USDT", "btc usdt", "btcusdt@depth"])
def test_a_name_that_cannot_be_is_refused(symbol):
    with pytest.raises(tw.ConfigError, match="symbol"):
        tw.Book(symbol)


# Start


def test_a_snapshot_is_due_as_soon_as_the_first_event_came(empty, messages):
    assert empty.snapshot_due(0.5) > 0.5
    empty.apply(messages.diff(101, 102))
    assert empty.snapshot_due(0.5) == 0.5
    assert empty.state is BookState.BUFFERING


def test_a_quiet_stream_gets_a_snapshot_after_a_while(empty, messages):
    assert empty.snapshot_due(0.0) == 2.0
    assert sync(empty, messages, 100)
    assert empty.apply(messages.diff(101, 101, [("100.00", "9")]))
    assert empty.best_bid == (100.0, 9.0)


def test_an_event_without_begin_begins_the_book(messages):
    book = tw.Book("btcusdt")
    book.apply(messages.diff(101, 102))
    assert book.state is BookState.BUFFERING
    assert book.snapshot_due(7.0) == 7.0


def test_a_snapshot_older_than_the_first_event_is_asked_for_again_with_backoff(empty, messages, events):
    empty.apply(messages.diff(105, 106))
    delays = []
    for now in (1.0, 10.0, 20.0, 30.0):
        empty.snapshot_requested(now)
        assert not empty.apply_snapshot(messages.snapshot(103, BIDS, ASKS), now)
        delays.append(empty.snapshot_due(now) - now)
    assert delays == [0.25, 0.5, 1.0, 2.0]
    assert events[0] == tw.SnapshotRefused("BTCUSDT", "old", 103, 105)
    assert empty.stats().snapshots_old == 4
    assert sync(empty, messages, 105, 40.0)


def test_a_snapshot_that_ends_right_before_the_first_event_is_gapless(empty, messages):
    empty.apply(messages.diff(101, 102, [("100.00", "7")]))
    assert sync(empty, messages, 100)
    assert (empty.last_update_id, empty.best_bid) == (102, (100.0, 7.0))


def test_buffered_events_that_the_snapshot_holds_are_dropped(empty, messages):
    empty.apply(messages.diff(95, 98, [("100.00", "77")]))
    empty.apply(messages.diff(99, 100, [("99.99", "77")]))
    assert sync(empty, messages, 100)
    assert empty.top(2)[0] == [(100.0, 1.0), (99.99, 2.0)]
    assert empty.last_update_id == 100


def test_an_event_that_straddles_the_snapshot_is_applied_whole(empty, messages):
    empty.apply(messages.diff(98, 103, [("100.00", "7"), ("99.98", "8")]))
    assert sync(empty, messages, 100)
    assert empty.last_update_id == 103
    assert empty.top(3)[0] == [(100.0, 7.0), (99.99, 2.0), (99.98, 8.0)]


def test_nothing_left_of_the_buffer_is_fine(empty, messages):
    empty.apply(messages.diff(90, 95))
    assert sync(empty, messages, 100)
    assert empty.apply(messages.diff(101, 105))
    assert empty.last_update_id == 105


def test_a_hole_in_the_buffer_begins_it_anew(empty, messages):
    empty.apply(messages.diff(90, 95))
    empty.apply(messages.diff(97, 99))
    assert not sync(empty, messages, 95)
    assert sync(empty, messages, 96, 10.0)
    assert (empty.last_update_id, empty.stats().buffer_resets) == (99, 1)


def test_the_buffer_is_bounded(empty, messages):
    levels = [(f"{price}.00", "1") for price in range(1, 20_001)]
    for first in range(1, 16):
        empty.apply(messages.diff(first, first, levels))
    assert empty.stats().buffer_resets == 1
    assert not sync(empty, messages, 5)
    assert sync(empty, messages, 15, 10.0)


def test_a_snapshot_that_failed_is_asked_for_again(empty, messages, events):
    empty.apply(messages.diff(101, 102))
    empty.snapshot_requested(1.0)
    assert empty.snapshot_due(1.0) is None
    empty.snapshot_failed(3.0)
    assert empty.snapshot_due(3.0) == 3.25
    assert events.of(tw.SnapshotRefused)[0].reason == "failed"


def test_backoff_ends_with_a_book_that_stays_valid(empty, messages):
    now = 0.0
    for gap in range(6):
        empty.apply(messages.diff(100 * gap + 50, 100 * gap + 51))
        due = empty.snapshot_due(now)
        assert due - now == (0 if gap == 0 else 0.25 * 2 ** (gap - 1))
        now = due
        assert sync(empty, messages, 100 * gap + 51, now)
    empty.apply(messages.diff(1000, 1001))
    assert empty.snapshot_due(now + 100) == now + 100


# One event


def test_an_old_event_is_ignored(book, messages):
    for first, last in ((90, 99), (90, 100), (100, 100)):
        assert book.apply(messages.diff(first, last, [("100.00", "77")]))
    assert book.best_bid == (100.0, 1.0)
    assert book.stats().ignored == 3


def test_an_event_that_begins_right_behind_the_last_is_no_gap(book, messages):
    assert book.apply(messages.diff(101, 104))
    assert book.apply(messages.diff(105, 105))
    assert book.stats().gaps == 0


def test_an_event_that_overlaps_the_last_is_applied(book, messages):
    assert book.apply(messages.diff(99, 103, [("100.00", "7")]))
    assert (book.last_update_id, book.best_bid) == (103, (100.0, 7.0))


def test_a_gap_makes_the_book_invalid_and_due(book, messages, events):
    assert not book.apply(messages.diff(102, 103))
    assert events == [tw.BookInvalid("BTCUSDT", "gap", 100, 102, 0)]
    assert (book.state, book.stats().gaps) == (BookState.BUFFERING, 1)
    assert book.best_bid is None
    assert book.snapshot_due(1000.0) == 1000.0


def test_the_event_after_a_gap_counts_on_top_of_the_new_snapshot(book, messages):
    book.apply(messages.diff(102, 103, [("100.00", "7")]))
    assert sync(book, messages, 101)
    assert (book.last_update_id, book.best_bid) == (103, (100.0, 7.0))
    assert book.stats().resyncs == 2


def test_removing_an_unknown_price_is_normal(book, messages):
    assert book.apply(messages.diff(101, 101, [("50.00", "0.0"), ("100.00", "0")]))
    assert book.best_bid == (99.99, 2.0)
    assert (book.stats().unknown_removed, book.stats().levels_removed) == (1, 1)


def test_an_event_without_levels_moves_the_id(book, messages):
    assert book.apply(messages.diff(101, 109))
    assert book.last_update_id == 109


@pytest.mark.parametrize("prices", [("99.98", "99.98"), ("99.98", "50.00", "99.98"), ("50.00", "99.98", "99.98")])
def test_of_several_diffs_for_one_price_the_last_counts(book, messages, prices):
    assert book.apply(messages.diff(101, 101, [(price, str(qty)) for qty, price in enumerate(prices, 1)]))
    assert dict(book.bids)[99.98] == len(prices)


def test_a_crossed_book_is_built_anew(book, messages, events):
    assert not book.apply(messages.diff(101, 101, [("100.01", "1")]))
    assert events.of(tw.BookInvalid)[0].reason == "crossed"
    assert book.best_bid is None
    assert sync(book, messages, 101)
    assert book.best_bid == (100.0, 1.0)


def test_a_crossed_snapshot_is_refused(empty, messages, events):
    assert not sync(empty, messages, 100, bids=[("101", "1")])
    assert (events[0].reason, empty.valid) == ("crossed", False)
    assert empty.snapshot_due(2.0) == 2.25


def test_ids_that_begin_anew_rebuild_the_book_after_a_while(book, messages, events):
    for number in range(1, 32):
        assert book.apply(messages.diff(number, number))
    assert not book.apply(messages.diff(32, 32, [("99.00", "1")]))
    assert events.of(tw.BookInvalid)[0].reason == "restarted"
    assert sync(book, messages, 32)
    assert book.apply(messages.diff(33, 33))
    assert book.stats().restarts == 1


def test_some_old_events_between_new_ones_restart_nothing(book, messages):
    for number in range(101, 201):
        assert book.apply(messages.diff(number, number))
        assert book.apply(messages.diff(50, 60))
    assert book.stats().restarts == 0


def test_ids_that_begin_anew_while_no_event_is_kept(book, messages):
    book.apply(messages.diff(101, 101, [("100.01", "1")]))
    book.lost(5.0)
    book.begin(6.0)
    for now in range(10, 60, 10):
        assert not sync(book, messages, 7, float(now))
    assert sync(book, messages, 7, 60.0)


def test_a_restart_of_ids_that_another_stream_showed_ends_the_book_at_once(book, messages, events):
    book.apply(messages.ticker(105, ("100.00", "1"), ("100.01", "1")))
    book.restarted(5.0)
    assert (book.valid, book.last_update_id, events[0].reason) == (False, 0, "restarted")
    assert book.snapshot_due(5.0) == 5.0
    assert sync(book, messages, 7, 5.1)
    book.apply(messages.ticker(8, ("100.00", "1"), ("100.01", "1")))
    assert book.bbo.update_id == 8
    assert book.apply(messages.diff(8, 9))


def test_events_kept_before_a_restart_are_dropped(empty, messages):
    empty.apply(messages.diff(101, 102))
    empty.restarted(1.0)
    assert sync(empty, messages, 7)


def test_a_snapshot_from_before_a_restart_is_not_waited_for(empty, messages):
    empty.apply(messages.diff(101, 102))
    empty.snapshot_requested(5.0)
    empty.restarted(5.0)
    assert (empty.state, empty.snapshot_due(5.0)) == (BookState.BUFFERING, 5.0)


def test_a_stream_that_comes_back_with_other_ids_does_not_join(book, messages):
    book.lost(5.0)
    book.restarted(5.5)
    book.begin(6.0)
    assert not book.apply(messages.diff(1, 2))
    assert (book.state, book.snapshot_due(6.1)) == (BookState.BUFFERING, 6.1)


def test_a_restart_ends_a_refresh_under_way(messages):
    book = thin_book(messages)
    book.apply(messages.diff(101, 101, [(f"{100 - i}.00", "0") for i in range(19)]))
    book.snapshot_requested(3.0)
    book.restarted(3.0)
    assert (book.state, book.valid) == (BookState.BUFFERING, False)


def test_events_of_another_instrument_are_counted_only(book, messages):
    assert book.apply(messages.diff(101, 101, [("100.00", "7")], symbol="ETHUSDT"))
    book.apply(messages.ticker(101, ("1", "1"), ("2", "1"), symbol="ETHUSDT"))
    assert (book.last_update_id, book.stats().foreign) == (100, 2)


@pytest.mark.parametrize("level", [("-1.00", "1.0"), ("99.00", "-1.0")])
def test_negative_numbers_make_the_book_invalid_untouched(book, messages, events, level):
    assert not book.apply(messages.diff(101, 101, [level]))
    assert events[0].reason == "malformed"


# Exact numbers


def test_prices_are_compared_by_value_not_by_text(book, messages):
    assert book.apply(messages.diff(101, 101, [("100.00000000", "7.5")], [("100.010", "0.000")]))
    assert book.top(1) == ([(100.0, 7.5)], [(100.02, 2.5)])
    assert len(book.bids) == 3


def test_a_finer_message_rescales_the_book(book, messages):
    assert book.apply(messages.diff(101, 101, [("99.99999999", "0.12345678")]))
    assert (book.price_exponent, book.qty_exponent) == (-8, -8)
    assert book.bids.mantissas()[1] == (9999999999, 12345678)
    assert book.best_bid == (100.0, 1.0)


def test_micro_priced_coins_fit(empty, messages):
    bids, asks = [("0.00000001", "912345678901.00")], [("0.00000002", "400000000000.00000000")]
    assert sync(empty, messages, 100, bids=bids, asks=asks)
    assert empty.apply(messages.diff(101, 101, [("0.00000001", "912345678902.50")]))
    assert empty.apply(messages.diff(102, 102, [], [("0.00000003", "5.00000000")]))
    assert empty.bids.decimals() == [(Decimal("1E-8"), Decimal("912345678902.5"))]
    assert [qty for _, qty in empty.asks] == [400000000000.0, 5.0]


def test_numbers_without_a_common_exponent_make_the_book_invalid(empty, messages, events):
    assert sync(empty, messages, 100, bids=[("0.00000001", "912345678901.00")])
    assert not empty.apply(messages.diff(101, 101, [("0.00000002", "0.00000001")]))
    assert events.of(tw.BookInvalid)[0].reason == "overflow"
    assert empty.stats().overflows == 1
    assert sync(empty, messages, 101)


# Snapshots


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"lastUpdateId":100,"bids":[["1","1"]]}',
        b'{"lastUpdateId":100,"bids":[["x","1"]],"asks":[]}',
        b'{"lastUpdateId":100,"bids":[["1","1"],["2","1"]],"asks":[]}',
        b'{"lastUpdateId":100,"bids":[],"asks":[["2","1"],["2","1"]]}',
        b'{"lastUpdateId":100,"bids":[["1","0"]],"asks":[]}',
    ],
)
def test_what_is_no_snapshot_raises_and_leaves_the_book_untouched(empty, messages, raw):
    empty.apply(messages.diff(101, 102, [("100.00", "7")]))
    empty.snapshot_requested(1.0)
    with pytest.raises(tw.DecodeError):
        empty.apply_snapshot(raw, 1.0)
    assert empty.state is BookState.BUFFERING
    assert sync(empty, messages, 100, 5.0)
    assert empty.best_bid == (100.0, 7.0)


def test_a_snapshot_that_was_not_asked_for_is_taken_when_one_is_needed(empty, messages):
    assert empty.apply_snapshot(messages.snapshot(100, BIDS, ASKS), 1.0)


def test_a_snapshot_for_a_valid_book_is_let_alone(book, messages):
    assert book.apply_snapshot(messages.snapshot(90), 1.0)
    assert (book.last_update_id, len(book.bids)) == (100, 3)


def test_an_empty_side_is_allowed(empty, messages):
    assert sync(empty, messages, 100, asks=[])
    assert (empty.best_ask, empty.bbo, empty.mid) == (None, None, None)
    assert empty.best_bid == (100.0, 1.0)


# What the snapshot did not tell


def thin_book(messages, levels=20):
    book = tw.Book("btcusdt", levels=levels)
    book.begin(0.0)
    bids = [(f"{100 - i}.00", "1") for i in range(levels)]
    assert sync(book, messages, 100, bids=bids, asks=[("200.00", "1")])
    return book


def test_prices_beyond_the_snapshot_are_said_to_be_incomplete(messages):
    book = thin_book(messages)
    assert book.is_complete_to("bids", 81)
    assert not book.is_complete_to("bids", "80.99")
    assert book.is_complete_to("asks", 10**9)  # the snapshot held fewer asks than asked for: all of them
    book.apply(messages.diff(101, 101, [("50.00", "1")]))
    assert not book.is_complete_to("bids", 50)


def test_a_market_near_the_end_of_what_is_known_gets_a_fresh_snapshot_while_valid(messages, events):
    book = thin_book(messages)
    book.on_event = events.append
    removed = [(f"{100 - i}.00", "0") for i in range(19)]
    assert book.apply(messages.diff(101, 101, removed[:18]))
    assert book.snapshot_due(50.0) is None
    assert book.apply(messages.diff(102, 102, removed[18:]))
    assert (book.state, book.valid) == (BookState.SHALLOW, True)
    due = book.snapshot_due(50.0)
    book.snapshot_requested(due)
    assert book.apply(messages.diff(103, 103, [("81.00", "4")]))
    assert (book.state, book.best_bid) == (BookState.REFRESHING, (81.0, 4.0))
    bids = [(f"{81 - i}.00", "4") for i in range(20)]
    assert book.apply_snapshot(messages.snapshot(102, bids, [("200.00", "1")]), due)
    assert (book.state, book.last_update_id, len(book.bids)) == (BookState.VALID, 103, 20)
    assert events == [tw.BookSynced("BTCUSDT", "refresh", 103, 1)]
    assert book.stats().refreshes == 1


def test_a_refresh_refused_leaves_the_book_valid(messages):
    book = thin_book(messages)
    book.apply(messages.diff(101, 101, [(f"{100 - i}.00", "0") for i in range(19)]))
    book.snapshot_requested(3.0)
    book.snapshot_failed(4.0)
    assert (book.state, book.valid, book.snapshot_due(4.0) > 4.0) == (BookState.SHALLOW, True, True)


def test_a_gap_during_a_refresh_keeps_the_snapshot_on_its_way(messages):
    book = thin_book(messages)
    book.apply(messages.diff(101, 101, [(f"{100 - i}.00", "0") for i in range(19)]))
    book.snapshot_requested(3.0)
    assert not book.apply(messages.diff(110, 111))
    assert book.state is BookState.SYNCING
    assert book.apply_snapshot(messages.snapshot(110, BIDS, ASKS), 4.0)
    assert book.last_update_id == 111


def test_a_market_beyond_what_is_known_makes_the_book_invalid(messages, events):
    book = thin_book(messages)
    book.on_event = events.append
    assert not book.apply(messages.diff(101, 101, [(f"{100 - i}.00", "0") for i in range(20)] + [("50.00", "1")]))
    assert events[0].reason == "hollow"
    assert book.state is BookState.BUFFERING


def test_two_connections_merge_by_id(book, messages):
    for first, last in ((101, 103), (101, 102), (103, 105), (104, 106), (106, 106)):
        assert book.apply(messages.diff(first, last, [("100.00", str(last))]))
    assert (book.last_update_id, book.best_bid, book.stats().gaps) == (106, (100.0, 106.0), 0)


def test_nothing_wrong_is_ever_shown_while_it_syncs(empty, messages, decimals):
    reference = DictBook(BIDS, ASKS)
    assert decimals(empty) == ([], [])
    empty.apply(messages.diff(101, 101, [("100.00", "7")]))
    assert decimals(empty) == ([], [])
    sync(empty, messages, 100)
    reference.apply([("100.00", "7")], [])
    assert decimals(empty) == reference.levels()
    empty.apply(messages.diff(103, 103))
    assert decimals(empty) == ([], [])
