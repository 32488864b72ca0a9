"""Frames of SBE in the dispatcher: the same handlers, order and arbitration as frames of JSON."""

import random
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import FeedError, Gap, Unhandled
from tickwire.feed.latest import latest
from tickwire.feed.ring import ring

from ..wire.sbe_frames import Best, Depth, Event, Shape, Trades, in_envelope
from .conftest import Events

START = 1_770_000_000_000_000_000
STREAMS = {Trades: ("trade", "trade"), Best: ("bestBidAsk", "bookTicker")}
SYMBOLS = ["BTCUSDT", "ETHUSDT", "BNBBTC", "1000SATSFDUSD", "这是测试币456", "A" * 30]


def trades(*ids: int, symbol: str = "BTCUSDT") -> Trades:
    return Trades([(number, 100 * number, 7, number % 2 == 0) for number in ids], symbol)


def stream_of(event: Event, sbe: bool = False) -> str:
    """The name of the event's stream."""
    if isinstance(event, Depth):
        return f"{event.symbol.lower()}@{'depth' if event.first is not None else 'depth20'}"
    return f"{event.symbol.lower()}@{STREAMS[type(event)][not sbe]}"


def kind_of(event: Event) -> type[Any]:
    if isinstance(event, Depth):
        return tw.PartialDepth if event.first is None else tw.DepthUpdate
    return tw.Trade if isinstance(event, Trades) else tw.BookTicker


def market(seed: int, events: int = 400) -> list[Event]:
    """One market: trades, best bids and offers and depth of several instruments, ids in order."""
    rng = random.Random(seed)
    following: dict[tuple[str, int], int] = {}
    made: list[Event] = []

    def level() -> tuple[int, int]:
        return rng.randint(1, 10**12), rng.randint(0, 10**10)

    for _ in range(events):
        symbol, what = rng.choice(SYMBOLS), rng.randrange(4)
        first = following.get((symbol, what), 1)
        last = first + rng.choice([0, 0, 1, 4])
        following[symbol, what] = last + 1
        bids, asks = ([level() for _ in range(rng.randint(1, 9))] for _ in range(2))
        if what == 0:
            made.append(trades(*range(first, last + 1), symbol=symbol))
        elif what == 1:
            made.append(Best(last, level(), level(), symbol))
        else:
            made.append(Depth(first if what == 2 else None, last, bids, asks, symbol))
    return made


class Feed:
    """A dispatcher, and what it delivered and told."""

    def __init__(self, events: list[Event], *, sbe: bool = False) -> None:
        self.got, self.told = [], []
        self.dispatch = Dispatch(on_error=self.told.append, on_unhandled=self.told.append)
        self.dispatch.on_gap = self.told.append
        for stream, kind in {(stream_of(event, sbe), kind_of(event)) for event in events}:
            self.dispatch.add(stream, kind, self.got.append)

    def json(self, event: Event, line: int = 0) -> None:
        for message in event.messages():
            self.dispatch.on_bytes(in_envelope(stream_of(event), message), START, line)

    def sbe(self, event: Event, line: int = 0) -> None:
        self.dispatch.on_bytes(event.frame(), START, line)


def said(view: Any) -> Any:
    """What both encodings carry, and what the dispatcher adds; JSON has no time of the best bid and offer."""
    exponents = view.price_exponent, view.qty_exponent
    return view.to_struct(), view.symbol, exponents, view.stream, view.recv_time


@pytest.mark.parametrize("seed", range(3))
def test_one_market_in_both_encodings_gives_the_same_messages(seed: int) -> None:
    events = market(seed)
    json, sbe = Feed(events), Feed(events)
    for event in events:
        json.json(event)
        sbe.sbe(event)
    assert [said(view) for view in sbe.got] == [said(view) for view in json.got]
    assert not sbe.told
    assert sbe.dispatch.stats().messages == json.dispatch.stats().messages


def test_events_go_to_the_stream_of_their_sbe_name_and_else_to_its_twin() -> None:
    best = Best(1, (1, 1), (2, 1))
    feed = Feed([best])
    feed.sbe(best)
    sink = feed.dispatch.add("btcusdt@bestBidAsk", tw.BookTicker, feed.got.append)
    feed.sbe(best._replace(update_id=2))
    feed.dispatch.remove(sink)
    feed.sbe(best._replace(update_id=3))
    assert [view.stream for view in feed.got] == ["btcusdt@bookTicker", "btcusdt@bestBidAsk", "btcusdt@bookTicker"]


def test_partial_depth_of_other_sizes_gets_none(dispatch: Dispatch, events: Events) -> None:
    got: list[Any] = []
    dispatch.add("btcusdt@depth5", tw.PartialDepth, got.append)
    dispatch.on_bytes(Depth(None, 7, [(1, 1)], []).frame())
    assert (got, [event.stream for event in events]) == ([], ["btcusdt@depth20"])


def test_an_event_that_nobody_wants_is_unhandled_or_late(dispatch: Dispatch, events: Events) -> None:
    frame = trades(1).frame()
    dispatch.on_bytes(frame, START, 2)
    assert events == [Unhandled(frame, "btcusdt@trade", START, 2)]
    dispatch.remove(dispatch.add("btcusdt@trade", tw.Trade, print))
    dispatch.on_bytes(frame)
    assert (dispatch.stats().unhandled, dispatch.stats().late) == (1, 1)


def test_bare_messages_of_a_kind_have_their_symbols(dispatch: Dispatch) -> None:
    got: list[Any] = []
    dispatch.add("", tw.Trade, got.append)
    dispatch.on_bytes(trades(5, 6).frame())
    dispatch.on_bytes(trades(3, symbol="ETHUSDT").frame())
    assert [(trade.symbol, trade.trade_id, trade.stream) for trade in got] == [
        ("BTCUSDT", 5, ""), ("BTCUSDT", 6, ""), ("ETHUSDT", 3, "")
    ]  # fmt: skip


def test_sinks_and_schema_classes_get_them_too(dispatch: Dispatch) -> None:
    newest, kept, structs = latest(), ring(8), []
    dispatch.add("btcusdt@trade", tw.Trade, newest)
    dispatch.add("btcusdt@trade", tw.Trade, kept)
    dispatch.add("btcusdt@trade", tw.schema.Trade, structs.append)
    dispatch.on_bytes(trades(5, 6).frame())
    assert newest["BTCUSDT"].trade_id == 6
    assert [kept.get().trade_id, kept.get().trade_id] == [5, 6]
    assert [trade.trade_id for trade in structs] == [5, 6]


def test_a_jump_between_events_is_a_gap() -> None:
    feed = Feed([trades(1)])
    for event in (trades(1, 2), trades(5, 6), trades(7)):
        feed.sbe(event)
    assert [trade.trade_id for trade in feed.got] == [1, 2, 5, 6, 7]
    assert [(gap.first_missing, gap.last_missing) for gap in feed.told] == [(3, 4)]


def test_a_jump_inside_an_event_is_a_gap_too() -> None:
    feed = Feed([trades(1)])
    for event in (trades(1), trades(2, 3, 5, 6, 9)):
        feed.sbe(event)
    assert [trade.trade_id for trade in feed.got] == [1, 2, 3, 5, 6, 9]
    assert [(gap.first_missing, gap.last_missing) for gap in feed.told] == [(4, 4), (7, 8)]
    assert feed.told[0] == Gap("btcusdt@trade", "trade_id", 4, 4, "skipped", 0, START)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.lists(st.integers(1, 4), min_size=4, max_size=12))
@settings(max_examples=200)
def test_lines_of_both_encodings_deliver_each_trade_once_and_in_order(order: list[int], sizes: list[int]) -> None:
    """One line SBE with several trades an event, the other JSON; either may be ahead by any number of events."""
    events, first = [], 1
    for size in sizes:
        events.append(trades(*range(first, first + size)))
        first += size
    feed = Feed(events)
    for line in (0, 1):
        feed.dispatch.carry("btcusdt@trade", line)
    waiting = [list(events), [Trades([each]) for event in events for each in event.trades]]
    for steps in order:
        for line, take in ((0, steps % 3), (1, steps // 3)):
            for event in waiting[line][:take]:
                feed.sbe(event, 0) if line == 0 else feed.json(event, 1)
            del waiting[line][:take]
    for event in waiting[0]:
        feed.sbe(event, 0)
    for event in waiting[1]:
        feed.json(event, 1)
    assert [trade.trade_id for trade in feed.got] == list(range(1, first))
    assert not feed.told


def test_a_held_event_delivers_what_others_have_not() -> None:
    feed = Feed([trades(1)])
    for line in (0, 1):
        feed.dispatch.carry("btcusdt@trade", line)
    feed.sbe(trades(1), 0)
    feed.json(trades(1), 1)
    feed.sbe(trades(5, 6, 7), 0)
    assert feed.dispatch.held_streams() == ["btcusdt@trade"]
    feed.json(trades(2, 3, 4, 5), 1)
    assert [trade.trade_id for trade in feed.got] == [1, 2, 3, 4, 5, 6, 7]
    assert not feed.told


@pytest.mark.parametrize("event", [trades(1, 2), Best(4, (1, 1), (2, 1)), Depth(3, 4, [(1, 1)], [(2, 2)])])
def test_copies_of_another_line_are_dropped(event: Event) -> None:
    feed = Feed([event])
    for line in (0, 1):
        feed.dispatch.carry(stream_of(event), line)
        feed.sbe(event, line)
    count = len(event.messages())
    assert len(feed.got) == count
    assert feed.dispatch.stats().duplicates == 1


def test_a_newer_version_is_told_once_and_decoded(dispatch: Dispatch, events: Events) -> None:
    got: list[Any] = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    for number in range(1, 4):
        dispatch.on_bytes(trades(number).frame(Shape(3, b"new", b"er")), START, 1)
    dispatch.on_bytes(trades(4).frame(Shape(2)))
    assert [trade.trade_id for trade in got] == [1, 2, 3, 4]
    (told,) = events.of(FeedError)
    assert (told.reason, told.offset, told.line) == (
        "SBE: version 3 of the schema is newer than 0, the one known", 2, 1
    )  # fmt: skip
    assert dispatch.stats().decode_errors == 0


def test_an_unknown_template_is_counted_and_told_once(dispatch: Dispatch, events: Events) -> None:
    frame = struct.pack("<HHHH", 4, 10009, 1, 0) + bytes(4)
    for _ in range(3):
        dispatch.on_bytes(frame)
    (told,) = events
    assert told.reason == "SBE: template 10009 of schema 1 is not known; told once"
    assert (dispatch.stats().unknown_templates, dispatch.stats().decode_errors) == (3, 0)


def test_a_refused_frame_is_reported_with_its_offset_and_the_feed_goes_on(dispatch: Dispatch, events: Events) -> None:
    got: list[Any] = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    frame = trades(2).frame()
    dispatch.on_bytes(trades(1).frame())
    dispatch.on_bytes(frame[:-1], START, 4)
    dispatch.on_bytes(frame[:24] + b"\x7f" + frame[25:])
    dispatch.on_bytes(frame)
    assert [trade.trade_id for trade in got] == [1, 2]
    assert [(event.reason, event.offset, event.line) for event in events] == [
        ("SBE: the symbol does not end with the frame", 57, 4), ("SBE: no usual exponent", 24, 0)
    ]  # fmt: skip


def test_frames_that_handlers_hand_in_come_after_the_one_at_hand(dispatch: Dispatch) -> None:
    got: list[int] = []

    def take(trade: tw.Trade) -> None:
        got.append(trade.trade_id)
        if trade.trade_id == 1:
            dispatch.on_bytes(trades(3).frame())

    dispatch.add("btcusdt@trade", tw.Trade, take)
    dispatch.on_bytes(trades(1, 2).frame())
    assert got == [1, 2, 3]


@pytest.mark.parametrize("ids", [(3, 2, 1), (2, 3, 1), (1, 3, 2)])
def test_trades_of_an_event_are_delivered_by_their_ids_and_none_is_lost(ids: tuple[int, ...]) -> None:
    event = trades(*ids)
    feed = Feed([event])
    feed.sbe(event)
    feed.sbe(trades(4))
    assert [view.trade_id for view in feed.got] == [1, 2, 3, 4]
    assert not feed.told
