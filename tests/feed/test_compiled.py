"""Handlers written in Cython, compiled against the files that the wheel ships."""

import pytest

import tickwire as tw
from tickwire.feed.events import HandlerError
from tickwire.feed.handler import Handler

RECV_TIME = 1_770_000_000_200_000_000


def test_a_compiled_handler_gets_the_struct(dispatch, frames, example):
    strategy = example.Strategy()
    sink = dispatch.add("btcusdt@trade", tw.Trade, strategy)
    dispatch.on_bytes(frames.trade(5), RECV_TIME)
    assert strategy.seen == [(5, 9712345000000, -8, RECV_TIME)]
    assert sink.messages == 1


def test_each_message_goes_to_the_method_of_its_kind(dispatch, frames, example):
    strategy = example.Strategy()
    dispatch.add("btcusdt@trade", tw.Trade, strategy)
    dispatch.add("btcusdt@depth5", tw.PartialDepth, strategy)
    dispatch.add("btcusdt@bookTicker", tw.BookTicker, strategy)
    for frame in (frames.depth(), frames.book_ticker(), frames.trade(1)):
        dispatch.on_bytes(frame)
    assert strategy.seen[0] == [(9712344, 125), (9712340, 200)]
    assert strategy.seen[1][0] == 1
    assert len(strategy.seen) == 2


def test_an_exception_in_a_compiled_handler_is_told(dispatch, frames, events, example):
    strategy = example.Strategy()
    strategy.error = ValueError("no")
    sink = dispatch.add("btcusdt@trade", tw.Trade, strategy)
    dispatch.on_bytes(frames.trade())
    (event,) = events.of(HandlerError)
    assert event.error is strategy.error
    assert "Strategy" in event.handler
    strategy.error = None
    dispatch.on_bytes(frames.trade(2))
    assert (len(strategy.seen), sink.errors) == (1, 1)


def test_a_handler_that_overrides_nothing_is_called_and_does_nothing(dispatch, frames, events):
    sink = dispatch.add("btcusdt@trade", tw.Trade, Handler())
    dispatch.on_bytes(frames.trade())
    assert sink.messages == 1
    assert not events


def test_a_compiled_handler_takes_no_structs(dispatch, example):
    with pytest.raises(tw.ConfigError, match=r"use tickwire\.Trade"):
        dispatch.add("btcusdt@trade", tw.schema.Trade, example.Strategy())
