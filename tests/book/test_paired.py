"""A book with two chains of changes: one keeps it, the other one is compared with it and stands in."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tickwire as tw
from tickwire.book import BookState

from .conftest import ASKS, BIDS, DictBook, Messages, sync


def other(book, *messages):
    for message in messages:
        book.apply(message, second=True)


def test_what_the_other_chain_says_at_the_same_update_is_compared(book, messages, events):
    book.apply(messages.diff(101, 101, [("100.00", "4")]))
    book.apply(messages.diff(102, 103, [("99.99", "0")], [("100.02", "7.0")]))
    other(book, messages.diff(99, 103, [("100.00", "4.0"), ("99.99", "0")], [("100.02", "7")]))
    assert (book.stats().audits, events, book.valid) == (1, [], True)


def test_a_message_that_is_ahead_waits_for_the_book(book, messages, events):
    other(book, messages.diff(101, 103, [("100.00", "4"), ("99.99", "0")]), messages.diff(104, 105, [("100.00", "5")]))
    assert (book.last_update_id, book.stats().audits) == (100, 0)
    book.apply(messages.diff(101, 102, [("100.00", "4")]))
    book.apply(messages.diff(103, 103, [("99.99", "0")]))
    assert book.stats().audits == 1
    book.apply(messages.diff(104, 106, [("100.00", "6")]))  # past the next one
    assert (book.stats().audits, events, book.valid) == (1, [], True)


@pytest.mark.parametrize(
    ("level", "side", "index", "ours", "theirs"),
    [
        (("100.00", "4.1"), "bids", 0, (100.0, 4.0), (100.0, 4.1)),
        (("99.99", "0"), "bids", 1, (99.99, 2.0), None),
        (("99.98", "1"), "bids", 2, None, (99.98, 1.0)),
        (("100.02", "2"), "asks", 1, (100.02, 2.5), (100.02, 2.0)),
        (("100.03", "2"), "asks", 2, None, (100.03, 2.0)),
    ],
)
def test_a_level_that_the_other_chain_says_otherwise_is_drift(book, messages, events, level, side, index, ours, theirs):
    book.apply(messages.diff(101, 101, [("100.00", "4")]))
    sides = [level] if side == "bids" else [], [level] if side == "asks" else []
    other(book, messages.diff(101, 101, *sides))
    assert events[0] == tw.BookDrift("BTCUSDT", "other chain", 101, side, index, ours, theirs)
    assert (events[1].reason, book.stats().drifts, book.state) == ("drift", 1, BookState.BUFFERING)
    book.apply(messages.diff(102, 102))
    assert sync(book, messages, 103)


def test_a_drift_found_late_is_told_too(book, messages, events):
    other(book, messages.diff(101, 101, [("100.00", "4.1")]))
    book.apply(messages.diff(101, 101, [("100.00", "4")]))
    assert [type(event) for event in events] == [tw.BookDrift, tw.BookInvalid]


def test_with_the_policy_of_reporting_a_drift_is_counted_and_the_book_stays(messages, events):
    book = tw.Book("btcusdt", on_drift="report")
    book.on_event = events.append
    book.begin(0.0)
    sync(book, messages, 100)
    other(book, messages.diff(100, 100, [("100.00", "9")]))
    assert (book.valid, book.stats().drifts, type(events[-1])) == (True, 1, tw.BookDrift)


def test_levels_beyond_what_the_snapshot_told_are_not_compared(messages, events):
    book = tw.Book("btcusdt", levels=5)
    book.on_event = events.append
    book.begin(0.0)
    bids = [(str(100 - i), "1") for i in range(5)]
    sync(book, messages, 100, bids=bids, asks=[(str(101 + i), "1") for i in range(5)])
    other(book, messages.diff(100, 100, [("90", "3")], [("120", "3")]))
    assert (book.valid, book.stats().audits) == (True, 1)
    other(book, messages.diff(100, 100, [("96.5", "3")]))
    assert not book.valid


def test_of_a_price_that_comes_twice_the_last_quantity_counts(book, messages):
    other(book, messages.diff(100, 100, [("100.00", "7"), ("100.00", "1.0")]))
    assert book.valid


def test_numbers_with_other_decimals_are_the_same(book, messages):
    other(book, messages.diff(100, 100, [("100.000", "1.000"), ("99.990", "2")], [("100.0100", "1.5")]))
    assert (book.valid, book.stats().drifts) == (True, 0)
    other(book, messages.diff(100, 100, [("100.001", "0")]))
    assert book.valid
    other(book, messages.diff(100, 100, [("100.001", "1")]))
    assert not book.valid


def test_when_ids_are_missing_the_other_chain_goes_on_and_the_own_one_takes_over_again(book, messages, events):
    other(book, messages.diff(96, 100))
    book.apply(messages.diff(105, 106, [("100.00", "6")]))  # 101 to 104 are missing
    assert (book.valid, book.chain, book.last_update_id) == (True, "second", 100)
    book.apply(messages.diff(107, 107, [("99.99", "7")]))
    other(book, messages.diff(101, 106, [("100.00", "6"), ("99.97", "4")]))
    assert (book.chain, book.last_update_id) == ("first", 107)
    assert book.bids.decimals()[0][1] == 6
    assert [(type(event), event.chain, event.reason) for event in events] == [
        (tw.BookSwitched, "second", "gap"), (tw.BookSwitched, "first", "back"),
    ]  # fmt: skip
    assert (book.stats().switches, book.stats().gaps) == (2, 0)


def test_a_hole_that_what_was_held_has_filled_is_bridged_at_once(book, messages, events):
    other(book, messages.diff(99, 104, [("100.00", "4")]))
    assert book.apply(messages.diff(103, 106, [("100.00", "6")]))
    assert (book.last_update_id, book.chain) == (106, "first")


def test_a_hole_in_both_chains_makes_the_book_invalid(book, messages, events):
    other(book, messages.diff(103, 104))
    book.apply(messages.diff(105, 106))
    assert [(type(event), event.reason) for event in events] == [(tw.BookInvalid, "gap")]


def test_a_chain_that_has_not_been_heard_does_not_stand_in(book, messages, events):
    book.apply(messages.diff(105, 106))
    assert (book.valid, events[-1].reason) == (False, "gap")


def test_an_own_chain_that_is_silent_is_stood_in_for(book, messages, events):
    for step in range(10):
        book.observe(3.0 + step / 4)
        other(book, messages.diff(101 + step, 101 + step, [("100.00", str(step + 1))]))
    assert (book.valid, book.chain, book.last_update_id) == (True, "second", 110)
    assert [(type(event), event.reason) for event in events] == [(tw.BookSwitched, "behind")]
    book.apply(messages.diff(110, 112, [("100.00", "12")]))
    assert (book.chain, book.last_update_id) == ("first", 112)


def test_an_own_chain_that_is_interrupted_is_stood_in_for_at_once(book, messages, events):
    other(book, messages.diff(99, 102, [("100.00", "4")]))
    book.carried(False, True)
    assert (book.valid, book.chain, book.last_update_id) == (True, "second", 102)
    other(book, messages.diff(103, 104, [("100.00", "5")]))
    assert book.last_update_id == 104
    book.carried(True, True)
    book.apply(messages.diff(106, 107))
    assert book.chain == "second"
    other(book, messages.diff(105, 105))
    assert (book.chain, book.last_update_id) == ("first", 107)


def test_a_chain_that_stands_in_and_is_interrupted_too_makes_the_book_invalid(book, messages, events):
    other(book, messages.diff(99, 102))
    book.carried(False, True)
    book.lost(5.0)
    assert (book.valid, book.chain, events[-1].reason) == (False, "first", "lost")


def test_what_the_other_chain_brings_while_there_is_no_book_is_held_for_it(empty, messages, events):
    other(empty, messages.diff(98, 101), messages.diff(102, 104, [("100.00", "4")]))
    assert empty.state is BookState.BUFFERING
    sync(empty, messages, 100)
    empty.carried(False, True)
    assert (empty.valid, empty.last_update_id) == (True, 104)


def test_a_book_whose_own_chain_never_came_is_kept_by_the_other_one(messages, events):
    book = tw.Book("btcusdt")
    book.on_event = events.append
    book.begin(0.0)
    book.carried(False, True)
    other(book, messages.diff(99, 101, [("100.00", "4")]))
    assert book.snapshot_due(1.0) is not None
    assert sync(book, messages, 100)
    assert (book.chain, book.last_update_id) == ("second", 101)


def test_ids_that_begin_anew_leave_nothing_of_before(book, messages, events):
    other(book, messages.diff(101, 900))
    book.restarted(3.0)
    book.apply(messages.diff(1, 5))
    assert sync(book, messages, 5, now=4.0)
    other(book, messages.diff(4, 5))
    assert (book.valid, book.stats().audits) == (True, 1)


def test_another_instrument_counts_as_foreign(book, messages):
    other(book, messages.diff(101, 101, symbol="ETHUSDT"))
    assert book.stats().foreign == 1


class Market:
    """Changes of one level each, and what the book is after each of them."""

    def __init__(self, changes):
        self.changes = changes
        book, self.states = DictBook(BIDS, ASKS), []
        for side, price, qty in [("bids", "50.00", "0"), *changes]:
            book.sides[side == "asks"].setdefault(Decimal(price), Decimal(0))
            book.apply([(price, qty)] if side == "bids" else [], [(price, qty)] if side == "asks" else [])
            self.states.append(book.levels())

    def message(self, first, last):
        """What changed from one update to another, of update 100 on."""
        sides = {"bids": {}, "asks": {}}
        for side, price, qty in self.changes[first - 101 : last - 100]:
            sides[side][price] = qty
        return Messages().diff(first, last, sides["bids"].items(), sides["asks"].items())

    def chain(self, lengths):
        """Messages that span so many updates each, up to the last one."""
        first, end = 101, 100 + len(self.changes)
        while first <= end:
            last = min(first + next(lengths) - 1, end)
            yield self.message(first, last)
            first = last + 1


QUANTITIES = st.sampled_from(["0", "0", "1.5", "2", "30.25"])
BID_CHANGES = st.tuples(st.just("bids"), st.integers(9980, 10000).map(lambda ticks: f"{ticks / 100:.2f}"), QUANTITIES)
ASK_CHANGES = st.tuples(st.just("asks"), st.integers(10001, 10020).map(lambda ticks: f"{ticks / 100:.2f}"), QUANTITIES)


@settings(max_examples=60, deadline=None)
@given(st.lists(BID_CHANGES | ASK_CHANGES, min_size=30, max_size=80), st.randoms(use_true_random=False))
def test_whatever_is_lost_of_either_chain_a_valid_book_is_the_venues_and_no_drift_is_seen(changes, rng):
    market, told = Market(changes), []
    book = tw.Book("btcusdt")
    book.on_event = told.append
    book.begin(0.0)
    sync(book, Messages(), 100)
    quick = market.chain(iter(lambda: rng.randint(1, 3), 0))
    slow = market.chain(iter(lambda: rng.randint(4, 12), 0))
    waiting = [(message.last_book_update_id + rng.choice((0, 0, 1, 4)), False, message) for message in quick]
    waiting += [(message.last_book_update_id + rng.choice((0, 0, 1, 9)), True, message) for message in slow]
    losses = rng.choice((0.0, 0.1, 0.4))
    last_of = {False: 0, True: 0}
    for at, is_second, message in sorted(waiting, key=lambda each: (each[0], each[2].last_book_update_id)):
        if message.last_book_update_id < last_of[is_second] or rng.random() < losses:
            continue
        last_of[is_second] = message.last_book_update_id
        book.apply(message, second=is_second)
        if book.valid:
            assert (book.bids.decimals(), book.asks.decimals()) == market.states[book.last_update_id - 100]
        assert not [event for event in told if isinstance(event, tw.BookDrift)], at
