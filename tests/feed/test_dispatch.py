"""From frames to handlers: routing, hooks, counters, and what handlers may do while they are called."""

import logging

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import FeedError, HandlerError, Unhandled

RECV_TIME = 1_770_000_000_200_000_000


def test_a_callable_gets_a_view_with_reception_and_stream(dispatch, frames):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade(17), RECV_TIME, 3)
    (trade,) = got
    assert type(trade) is tw.Trade
    assert (trade.trade_id, trade.price, trade.stream) == (17, 97123.45, "btcusdt@trade")
    assert (trade.recv_time, trade.line) == (RECV_TIME, 3)


def test_views_own_their_data(dispatch, frames):
    got = []
    dispatch.add("btcusdt@depth5", tw.PartialDepth, got.append)
    for number in range(20):
        dispatch.on_bytes(frames.depth(number))
    assert [depth.book_update_id for depth in got] == list(range(20))
    assert all(depth.bids[0] == (97123.44, 1.25) and len(depth.asks) == 1 for depth in got)


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_frames_may_be_anything_bytes_like(dispatch, frames, kind):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(kind(frames.trade()))
    assert len(got) == 1


def test_elements_of_an_array_come_one_by_one(dispatch, frames):
    got = []
    dispatch.add("!miniTicker@arr", tw.MiniTicker, got.append)
    dispatch.on_bytes(frames.mini_tickers("BTCUSDT", "ETHUSDT", "BNBUSDT"))
    assert [ticker.symbol for ticker in got] == ["BTCUSDT", "ETHUSDT", "BNBUSDT"]
    assert [bool(ticker.flags & 1) for ticker in got] == [False, False, True]


def test_handlers_of_a_stream_are_called_in_the_order_in_which_they_came(dispatch, frames):
    order = []
    for name in "abc":
        dispatch.add("btcusdt@trade", tw.Trade, lambda _, name=name: order.append(name))
    dispatch.on_bytes(frames.trade())
    assert order == ["a", "b", "c"]


def test_streams_do_not_mix(dispatch, frames):
    btc, eth = [], []
    dispatch.add("btcusdt@trade", tw.Trade, btc.append)
    dispatch.add("ethusdt@trade", tw.Trade, eth.append)
    for number in range(10):
        dispatch.on_bytes(frames.trade(number, "BTCUSDT" if number % 3 else "ETHUSDT"))
    assert [trade.trade_id for trade in eth] == [0, 3, 6, 9]
    assert len(btc) == 6
    assert sorted(dispatch.streams()) == ["btcusdt@trade", "ethusdt@trade"]


def test_a_message_without_envelope_goes_to_those_who_asked_for_them(dispatch, frames, events):
    got = []
    dispatch.on_bytes(frames.bare_trade())
    assert [event.stream for event in events.of(Unhandled)] == [None]
    dispatch.add("", tw.Trade, got.append)
    dispatch.on_bytes(frames.bare_trade(5))
    assert got[0].trade_id == 5
    assert dispatch.streams() == []


@pytest.mark.parametrize(
    "respelt",
    [
        lambda frame: frame.replace(b'":', b'" : '),
        lambda frame: b'{"data":' + frame[33:-1] + b',"stream":"btcusdt@trade"}',
        lambda frame: frame.replace(b"btcusdt@trade", rb"btcusdt\u0040trade"),
    ],
    ids=["spaces", "data first", "escaped name"],
)
def test_unusual_spellings_come_to_the_same_handler(dispatch, frames, events, respelt):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade(1))
    dispatch.on_bytes(respelt(frames.trade(2)))
    dispatch.on_bytes(frames.trade(3))
    assert [trade.trade_id for trade in got] == [1, 2, 3]
    assert not events


def test_what_only_msgspec_takes_is_delivered_and_counted(frames):
    got = []
    dispatch = Dispatch(codec=tw.JsonCodec(shapes=None, table=False))
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade(4), RECV_TIME)
    assert (got[0].trade_id, got[0].recv_time) == (4, RECV_TIME)
    assert dispatch.stats().slow_decodes == 1


def test_a_reply_goes_to_the_control_hook(dispatch, events):
    dispatch.on_bytes(b'{"result":null,"id":1}')
    assert events == [b'{"result":null,"id":1}']
    assert dispatch.stats().control == 1


def test_a_frame_that_nobody_asked_for_goes_whole_to_its_hook(dispatch, frames, events):
    dispatch.on_bytes(frames.book_ticker(), RECV_TIME, 2)
    assert events == [Unhandled(frames.book_ticker(), "btcusdt@bookTicker", RECV_TIME, 2)]
    assert dispatch.stats().unhandled == 1


def test_bytes_that_are_no_message_become_an_error_naming_stream_and_place(dispatch, frames, events):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    bad = frames.trade().replace(b'"t":1', b'"t":x')
    dispatch.on_bytes(bad, RECV_TIME, 1)
    (error,) = events.of(FeedError)
    assert (error.stream, error.raw, error.size, error.line) == ("btcusdt@trade", bad, len(bad), 1)
    assert error.offset == bad.index(b"x,")
    dispatch.on_bytes(frames.trade(2))
    assert [trade.trade_id for trade in got] == [2]
    assert dispatch.stats().decode_errors == 1


@pytest.mark.parametrize("cut", [1, 12, 20, 40, 100, -1])
def test_a_frame_that_is_cut_off_is_an_error_and_the_feed_goes_on(dispatch, frames, events, cut):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade()[:cut])
    dispatch.on_bytes(frames.trade())
    assert len(events.of(FeedError)) == len(events) == len(got) == 1


def test_the_excerpt_of_a_long_frame_is_short(dispatch, events):
    dispatch.on_bytes(b"[" * 5000)
    (error,) = events.of(FeedError)
    assert (len(error.raw), error.size) == (1024, 5000)


@pytest.mark.parametrize("form", ["combined", "bare"])
def test_a_shutdown_is_told_to_its_hook_and_to_subscribers(dispatch, frames, events, form):
    got = []
    dispatch.add("!serverShutdown" if form == "combined" else "", tw.ServerShutdown, got.append)
    dispatch.on_bytes(frames.shutdown() if form == "combined" else b'{"e":"serverShutdown","E":1770123456789}')
    assert got == events
    assert got[0].event_time == 1_770_123_456_789_000_000


def test_counters_add_up(dispatch, frames):
    dispatch.add("btcusdt@trade", tw.Trade, lambda _: None)
    dispatch.add("!miniTicker@arr", tw.MiniTicker, lambda _: None)
    sent = [frames.trade(n) for n in range(50)] + [
        frames.mini_tickers("BTCUSDT", "ETHUSDT", second=n) for n in range(5)
    ]
    for frame in sent:
        dispatch.on_bytes(frame)
    stats = dispatch.stats()
    assert (stats.frames, stats.payload_bytes) == (55, sum(map(len, sent)))
    assert (stats.messages["Trade"], stats.messages["MiniTicker"]) == (50, 10)
    assert (stats.decode_errors, stats.unhandled, stats.late, stats.handler_errors) == (0, 0, 0, 0)
    assert stats.streams == 2


def test_shape_figures_outlive_their_stream(dispatch, frames):
    sink = dispatch.add("btcusdt@trade", tw.Trade, lambda _: None)
    for number in range(100, 150):
        dispatch.on_bytes(frames.trade(number))
    before = dispatch.stats()
    dispatch.remove(sink)
    after = dispatch.stats()
    assert before.shape_hits > 0
    assert (after.shape_hits, after.shape_misses) == (before.shape_hits, before.shape_misses)


def test_a_removed_handler_is_not_called_again_and_its_late_frames_are_no_event(dispatch, frames, events):
    got = []
    sink = dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade())
    dispatch.remove(sink)
    dispatch.remove(sink)
    dispatch.on_bytes(frames.trade())
    assert len(got) == sink.messages == 1
    assert not sink.is_attached
    assert not events
    assert dispatch.stats().late == 1


def test_a_stream_may_come_back(dispatch, frames):
    got = []
    for _ in range(3):
        sink = dispatch.add("btcusdt@trade", tw.Trade, got.append)
        dispatch.on_bytes(frames.trade())
        dispatch.remove(sink)
        dispatch.on_bytes(frames.trade())
    assert len(got) == 3


@pytest.mark.parametrize("key", [int, "Trade", None, tw.schema.ControlReply, type("Trade", (), {})])
def test_a_key_that_is_no_message_is_refused(dispatch, key):
    with pytest.raises(tw.ConfigError, match="no message class"):
        dispatch.add("btcusdt@trade", key, print)


def test_a_key_that_the_stream_does_not_carry_is_refused(dispatch):
    with pytest.raises(tw.ConfigError, match="btcusdt@trade carries Trade, not BookTicker"):
        dispatch.add("btcusdt@trade", tw.BookTicker, print)
    dispatch.add("btcusdt@novelty", tw.Trade, print)
    with pytest.raises(tw.ConfigError, match="btcusdt@novelty carries Trade, not BookTicker"):
        dispatch.add("btcusdt@novelty", tw.BookTicker, print)


def test_a_name_that_is_too_long_is_refused(dispatch):
    with pytest.raises(tw.ConfigError, match="at most"):
        dispatch.add("x" * 200 + "@trade", tw.Trade, print)
    assert dispatch.streams() == []


@pytest.mark.parametrize("on", [None, "print", 1.5, 0, -1, True, object()])
def test_what_is_no_handler_is_refused(dispatch, on):
    with pytest.raises(tw.ConfigError):
        dispatch.add("btcusdt@trade", tw.Trade, on)
    assert dispatch.streams() == []


def test_an_exception_is_told_once_and_the_feed_goes_on(dispatch, frames, events):
    def wrong(trade):
        raise ValueError(f"no {trade.trade_id}")

    got = []
    sink = dispatch.add("btcusdt@trade", tw.Trade, wrong)
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.on_bytes(frames.trade(1))
    dispatch.on_bytes(frames.trade(2))
    first, second = events.of(HandlerError)
    assert first.handler.endswith("wrong")
    assert (first.stream, str(first.error), first.count, second.count) == ("btcusdt@trade", "no 1", 1, 2)
    assert "test_dispatch" in first.traceback
    assert len(got) == 2
    assert (sink.errors, sink.messages, dispatch.stats().handler_errors) == (2, 2, 2)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_not_swallowed(dispatch, frames, kind):
    def stop(_):
        raise kind

    got, told = [], []
    dispatch.on_interrupt = told.append
    dispatch.add("btcusdt@trade", tw.Trade, stop)
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    with pytest.raises(kind):
        dispatch.on_bytes(frames.trade())
    assert [type(error) for error in told] == [kind]
    assert len(got) == 1
    assert dispatch.pending is None


def test_an_interrupt_waits_until_it_is_asked_for(dispatch, frames, example):
    dispatch.add("btcusdt@trade", tw.Trade, lambda _: exec("raise SystemExit(3)"))
    example.from_c(dispatch, frames.trade(), RECV_TIME)
    assert isinstance(dispatch.pending, SystemExit)
    with pytest.raises(SystemExit):
        dispatch.raise_pending()
    dispatch.raise_pending()


def test_frames_from_c_need_no_python_object(dispatch, frames, example):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    example.from_c(dispatch, frames.trade(8), RECV_TIME)
    assert (got[0].trade_id, got[0].recv_time, got[0].line) == (8, RECV_TIME, 7)


def test_a_hook_that_fails_is_logged_and_counted(frames, caplog):
    def hook(_):
        raise ValueError("bad hook")

    dispatch = Dispatch(on_unhandled=hook)
    with caplog.at_level(logging.ERROR, "tickwire.feed"):
        dispatch.on_bytes(frames.trade())
    assert "bad hook" in caplog.text
    assert dispatch.stats().hook_errors == 1


def test_events_without_a_hook_are_logged(frames, caplog):
    with caplog.at_level(logging.WARNING, "tickwire.feed"):
        Dispatch().on_bytes(frames.trade())
    assert "Unhandled" in caplog.text


def test_a_handler_may_remove_itself_and_others(dispatch, frames):
    got = []

    def first(trade):
        got.append(("first", trade.trade_id))
        dispatch.remove(own)
        dispatch.remove(other)

    own = dispatch.add("btcusdt@trade", tw.Trade, first)
    other = dispatch.add("btcusdt@trade", tw.Trade, lambda trade: got.append(("other", trade.trade_id)))
    dispatch.on_bytes(frames.trade(1))
    dispatch.on_bytes(frames.trade(2))
    assert got == [("first", 1)]
    assert dispatch.streams() == []


def test_a_handler_may_add_handlers_which_get_the_next_frame(dispatch, frames):
    got = []

    def first(trade):
        dispatch.add("btcusdt@trade", tw.Trade, lambda later: got.append((trade.trade_id, later.trade_id)))

    dispatch.add("btcusdt@trade", tw.Trade, first)
    for number in range(3):
        dispatch.on_bytes(frames.trade(number))
    assert got == [(0, 1), (0, 2), (1, 2)]


def test_a_handler_may_end_an_array_stream_in_its_midst(dispatch, frames):
    got = []

    def once(ticker):
        got.append(ticker.symbol)
        dispatch.remove(sink)

    sink = dispatch.add("!miniTicker@arr", tw.MiniTicker, once)
    dispatch.on_bytes(frames.mini_tickers("BTCUSDT", "ETHUSDT"))
    assert got == ["BTCUSDT"]


def test_a_handler_may_replace_itself(dispatch, frames):
    got = []

    def replace(trade):
        got.append(trade.trade_id)
        dispatch.remove(sinks.pop())
        sinks.append(dispatch.add("btcusdt@trade", tw.Trade, replace))

    sinks = [dispatch.add("btcusdt@trade", tw.Trade, replace)]
    for number in range(5):
        dispatch.on_bytes(frames.trade(number))
    assert got == [0, 1, 2, 3, 4]
    assert dispatch.stats().late == 0


def test_frames_handed_in_by_a_handler_follow_the_one_at_hand(dispatch, frames):
    order = []

    def feeds(trade):
        order.append(("feeds", trade.trade_id))
        if trade.trade_id < 3:
            dispatch.on_bytes(frames.trade(trade.trade_id + 1))

    dispatch.add("btcusdt@trade", tw.Trade, feeds)
    dispatch.add("btcusdt@trade", tw.Trade, lambda trade: order.append(("after", trade.trade_id)))
    dispatch.on_bytes(frames.trade(1))
    assert order == [(name, number) for number in (1, 2, 3) for name in ("feeds", "after")]


def test_frames_that_beget_frames_do_not_deepen_the_stack(dispatch, frames):
    count = 0

    def feeds(trade):
        nonlocal count
        count += 1
        if trade.trade_id < 20_000:
            dispatch.on_bytes(frames.trade(trade.trade_id + 1))

    dispatch.add("btcusdt@trade", tw.Trade, feeds)
    dispatch.on_bytes(frames.trade(1))
    assert count == 20_000


def test_a_handler_may_decode(dispatch, frames):
    got = []

    def decodes(trade):
        inner = tw.decode(frames.trade(99))
        got.append((trade.trade_id, inner.trade_id, trade.price))

    dispatch.add("btcusdt@trade", tw.Trade, decodes)
    dispatch.add("btcusdt@trade", tw.Trade, lambda trade: got.append(trade.trade_id))
    dispatch.on_bytes(frames.trade(1))
    assert got == [(1, 99, 97123.45), 1]


def test_a_hook_may_subscribe(dispatch, frames):
    got = []
    dispatch.on_unhandled = lambda event: dispatch.add(event.stream, tw.Trade, got.append)
    for number in range(3):
        dispatch.on_bytes(frames.trade(number))
    assert [trade.trade_id for trade in got] == [1, 2]


def test_nothing_is_delivered_while_the_dispatcher_is_stopped(dispatch, frames):
    got = []
    dispatch.add("btcusdt@trade", tw.Trade, got.append)
    dispatch.is_stopped = True
    dispatch.on_bytes(frames.trade(1))
    assert (got, dispatch.stats().late) == ([], 1)
    dispatch.is_stopped = False
    dispatch.on_bytes(frames.trade(2))
    assert [trade.trade_id for trade in got] == [2]


async def _awaited(trade):
    pass


@pytest.mark.parametrize("on", [tw.latest, tw.ring, tw.Trade, tw.schema.Trade, dict, _awaited, 5])
def test_what_makes_handlers_or_must_be_awaited_is_refused(dispatch, on):
    with pytest.raises(tw.ConfigError, match="on="):
        dispatch.add("btcusdt@trade", tw.Trade, on)
