"""Messages that are late and handlers that are slow: flagged, counted, told of, and nothing paid elsewhere."""

import time

import pytest

import tickwire as tw
from tickwire.feed.events import Late, SlowHandler

LATE = 8  # TICKWIRE_LATE
EVENT_TIME = 1_770_000_000_123_000_000
SECOND = 1_000_000_000


@pytest.fixture
def late(dispatch, events):
    dispatch.on_late = events.append
    return dispatch


def at(dispatch, age: int) -> None:
    dispatch.timing.wall_ns = lambda: EVENT_TIME + age


def test_an_old_message_is_flagged_for_those_who_asked_and_for_nobody_else(late, frames, events):
    strict, calm = [], []
    late.add("btcusdt@trade", tw.Trade, strict.append, late_after=0.5)
    late.add("btcusdt@trade", tw.Trade, calm.append)
    for number, age in enumerate((SECOND // 4, SECOND, SECOND // 4), 1):
        at(late, age)
        late.on_bytes(frames.trade(number))
    assert [trade.flags & LATE for trade in strict] == [0, LATE, 0]
    assert [trade.flags & LATE for trade in calm] == [0, 0, 0]
    (event,) = events.of(Late)
    assert (event.stream, event.age_ns, event.budget_ns, event.count) == ("btcusdt@trade", SECOND, SECOND // 2, 1)
    assert event.handler.endswith("append")
    assert late.stats().overdue == 1


def test_the_age_is_by_the_clock_of_the_venue(late, frames, events):
    late.add("btcusdt@trade", tw.Trade, lambda _: None, late_after=0.5)
    at(late, SECOND)
    late.clock_offset_ns = -SECOND
    late.on_bytes(frames.trade(1))
    assert not events
    late.clock_offset_ns = SECOND
    late.on_bytes(frames.trade(2))
    assert events[0].age_ns == 2 * SECOND


def test_without_a_time_of_the_venue_the_age_is_since_reception(late, frames, events):
    late.add("btcusdt@bookTicker", tw.BookTicker, lambda _: None, late_after=0.5)
    at(late, SECOND)
    late.on_bytes(frames.book_ticker(1), EVENT_TIME)
    late.on_bytes(frames.book_ticker(2))
    assert [event.age_ns for event in events] == [SECOND]


def test_a_storm_is_counted_whole_and_told_once(late, frames, events):
    late.add("btcusdt@trade", tw.Trade, lambda _: None, late_after=0.5)
    at(late, SECOND)
    for number in range(1000):
        late.on_bytes(frames.trade(number))
    assert late.stats().overdue == 1000
    assert len(events) < 10


def test_a_slow_handler_is_named_with_its_time(late, frames, events):
    def dawdle(_):
        time.sleep(0.02)

    late.add("btcusdt@trade", tw.Trade, dawdle, slow_after=0.01)
    late.add("btcusdt@trade", tw.Trade, lambda _: None, slow_after=1000.0)
    late.on_bytes(frames.trade())
    (event,) = events.of(SlowHandler)
    assert event.handler.endswith("dawdle")
    assert event.seconds >= 0.02
    assert (event.budget, event.count, late.stats().slow_calls) == (0.01, 1, 1)


def test_a_handler_with_a_budget_may_fail_and_be_removed_like_any_other(late, frames, events):
    sink = late.add("btcusdt@trade", tw.Trade, lambda _: 1 // 0, late_after=1.0, slow_after=1000.0)
    late.on_bytes(frames.trade(1))
    assert sink.errors == 1
    late.remove(sink)
    late.on_bytes(frames.trade(2))
    assert sink.messages == 1


def test_a_ring_tells_what_is_old_when_it_is_taken(late, frames):
    queue = tw.ring(8)
    late.add("btcusdt@trade", tw.Trade, queue, late_after=0.5)
    at(late, 0)
    for number in (1, 2):
        late.on_bytes(frames.trade(number))
    assert queue.get().flags & LATE == 0
    at(late, SECOND)
    assert queue.get().flags & LATE
    assert queue.late == 1


def test_a_latest_tells_what_is_old_when_it_is_read(late, frames):
    newest = tw.latest()
    late.add("btcusdt@trade", tw.Trade, newest, late_after=0.5)
    at(late, 0)
    late.on_bytes(frames.trade(1))
    assert newest.value.flags & LATE == 0
    at(late, SECOND)
    assert newest["BTCUSDT"].flags & LATE
    assert newest.late == 1


@pytest.mark.parametrize("seconds", [0, -1, "1", True, float("nan"), 1e10])
def test_a_budget_that_is_no_time_is_refused(dispatch, seconds):
    with pytest.raises(tw.ConfigError, match="late_after is a number of seconds"):
        dispatch.add("btcusdt@trade", tw.Trade, print, late_after=seconds)
    assert dispatch.streams() == []


def test_a_ring_cannot_be_slow(dispatch):
    with pytest.raises(tw.ConfigError, match="slow_after is for handlers that are called"):
        dispatch.add("btcusdt@trade", tw.Trade, tw.ring(4), slow_after=1)
