"""Bounded queues of messages."""

import threading

import pytest

import tickwire as tw
from tickwire.feed.events import HandlerError
from tickwire.feed.ring import ring


def ids(taken):
    return [trade.trade_id for trade in taken]


def test_messages_are_taken_in_the_order_in_which_they_came(dispatch, frames):
    queue = ring(10)
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    for number in range(5):
        dispatch.on_bytes(frames.trade(number))
    assert len(queue) == 5
    assert queue.get().trade_id == 0
    assert ids(queue) == [1, 2, 3, 4]
    assert queue.get() is None
    assert (len(queue), queue.dropped, queue.count) == (0, 0, 5)


@pytest.mark.parametrize(("drop", "left"), [("oldest", [7, 8, 9]), ("newest", [0, 1, 2])])
def test_a_full_ring_drops_and_counts(dispatch, frames, drop, left):
    queue = ring(3, drop=drop)
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    for number in range(10):
        dispatch.on_bytes(frames.trade(number))
    assert ids(queue) == left
    assert (queue.dropped, queue.count, queue.capacity, queue.drop) == (7, 10, 3, drop)


def test_it_goes_round(dispatch, frames):
    queue = ring(4)
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    taken = []
    for number in range(50):
        dispatch.on_bytes(frames.trade(number))
        if number % 3 == 2:
            taken += ids(queue)
    assert taken == list(range(48))


def test_messages_of_several_kinds_keep_their_order_and_their_levels(dispatch, frames):
    queue = ring(10)
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    dispatch.add("btcusdt@depth5", tw.PartialDepth, queue)
    dispatch.add("btcusdt@bookTicker", tw.schema.BookTicker, queue)
    for frame in (frames.depth(1), frames.trade(2), frames.book_ticker(3), frames.depth(4)):
        dispatch.on_bytes(frame)
    first, second, third, fourth = queue
    assert (type(second), type(third)) == (tw.Trade, tw.schema.BookTicker)
    assert (first.book_update_id, fourth.book_update_id) == (1, 4)
    assert first.bids[0] == fourth.bids[0] == (97123.44, 1.25)


def test_views_and_structs_of_one_kind_do_not_share_one(dispatch):
    queue = ring(10)
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    with pytest.raises(tw.ConfigError, match="both as views and as Structs"):
        dispatch.add("ethusdt@trade", tw.schema.Trade, queue)


@pytest.mark.parametrize("capacity", [0, -1, 1.5, "8", None])
def test_a_ring_without_room_is_refused(capacity):
    with pytest.raises(tw.ConfigError, match="room for 1 message"):
        ring(capacity)


def test_an_unknown_way_to_drop_is_refused():
    with pytest.raises(tw.ConfigError, match="oldest"):
        ring(8, drop="all")


def test_the_waker_is_called_when_the_ring_stops_being_empty(dispatch, frames):
    queue, woken = ring(10), []
    queue.set_waker(lambda: woken.append(len(queue)))
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    dispatch.on_bytes(frames.trade(1))
    dispatch.on_bytes(frames.trade(2))
    assert woken == [1]
    assert ids(queue) == [1, 2]
    dispatch.on_bytes(frames.trade(3))
    assert woken == [1, 1]
    queue.set_waker(None)
    assert ids(queue) == [3]
    dispatch.on_bytes(frames.trade(4))
    assert woken == [1, 1]


def test_the_waker_is_called_when_the_last_subscription_ends(dispatch, frames):
    queue, woken = ring(10), []
    sinks = [dispatch.add(f"{name}@trade", tw.Trade, queue) for name in ("btcusdt", "ethusdt")]
    queue.set_waker(lambda: woken.append(queue.is_finished))
    dispatch.remove(sinks[0])
    assert (woken, queue.is_finished) == ([], False)
    dispatch.remove(sinks[1])
    assert (woken, queue.is_finished) == ([True], True)


def test_a_ring_finishes_when_it_is_empty(dispatch, frames):
    queue = ring(10)
    assert not queue.is_finished
    sink = dispatch.add("btcusdt@trade", tw.Trade, queue)
    dispatch.on_bytes(frames.trade())
    dispatch.remove(sink)
    assert not queue.is_finished
    assert len(list(queue)) == 1
    assert queue.is_finished


def test_another_thread_may_take(dispatch, frames):
    queue, taken = ring(8), []
    sink = dispatch.add("btcusdt@trade", tw.Trade, queue)

    def take():
        while not queue.is_finished:
            taken.extend(ids(queue))

    consumer = threading.Thread(target=take, daemon=True)
    consumer.start()
    for number in range(20_000):
        dispatch.on_bytes(frames.trade(number))
    dispatch.remove(sink)
    consumer.join(30)
    assert taken == sorted(set(taken))
    assert len(taken) + queue.dropped == 20_000


def test_a_waker_that_fails_is_told(dispatch, frames, events):
    queue = ring(10)
    queue.set_waker(lambda: [].pop())
    dispatch.add("btcusdt@trade", tw.Trade, queue)
    dispatch.on_bytes(frames.trade())
    assert isinstance(events.of(HandlerError)[0].error, IndexError)
    assert len(queue) == 1
