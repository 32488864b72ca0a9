"""The compiled listener and its stand-in in Python, held to the same behaviour over real sockets."""

import asyncio
import contextlib
import time

import pytest
from picows import WSProtocolError

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.sim import Limits, Venue
from tickwire.sim.frames import frame
from tickwire.transport.connect import open_websocket
from tickwire.transport.listener import Listener
from tickwire.transport.loops import new_loop
from tickwire.transport.plain_listener import PlainListener
from tickwire.transport.unusual import UnusualFrames

from ..wire.sbe_frames import Trades

TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 0x1, 0x2, 0x0, 0x8, 0x9, 0xA
FIN, RSV1 = 0x80, 0x40
STREAM = "btcusdt@trade"


def trade(number):
    return (
        b'{"stream":"btcusdt@trade","data":{"e":"trade","E":1700000000000,"s":"BTCUSDT","t":%d,"p":"1.50","q":"2.0",'
        b'"T":1700000000000,"m":true,"M":true}}' % number
    )


class Peer:
    """Writes down what came of a connection."""

    def __init__(self):
        self.refused, self.closes, self.is_gone, self.pongs = [], [], False, 0

    def frame_refused(self, fault, size):
        self.refused.append((fault, size))

    def ping_answered(self):
        self.pongs += 1

    def close_received(self, code, reason):
        self.closes.append((code, reason))

    def gone(self):
        self.is_gone = True


class Reception:
    """A listener connected to a venue, and what arrived."""

    def __init__(self, listener_class, max_frame_size=1 << 20, *, takes_binary=False, dispatch=None):
        self.trades, self.errors, self.peer = [], [], Peer()
        self.max_frame_size = max_frame_size
        self.dispatch = dispatch or Dispatch()
        self.dispatch.on_error = self.errors.append
        self.sink = self.dispatch.add(STREAM, tw.Trade, self.trades.append)
        unusual = UnusualFrames(self.peer, max_frame_size, takes_binary=takes_binary)
        self.listener = listener_class(self.dispatch, 3, unusual)

    @property
    def ids(self):
        return [message.trade_id for message in self.trades]

    async def open(self, url, *, begins=True, context=None):
        self.transport = await open_websocket(
            f"{url}/stream", self.listener, context=context, timeout=5, max_frame_size=self.max_frame_size
        )
        if begins:
            self.listener.begin()

    async def until(self, condition):
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.002)

    async def gone(self):
        await self.until(lambda: self.peer.is_gone)
        with contextlib.suppress(WSProtocolError):
            await self.transport.wait_disconnected()

    async def close(self):
        self.listener.close(1000)
        await self.gone()


@pytest.fixture(params=["compiled", "in a loop that never sleeps", "plain"])
def listener(request, monkeypatch):
    if request.param.startswith("in"):
        monkeypatch.setattr(asyncio, "run", run_without_sleep)
    return PlainListener if request.param == "plain" else Listener


def run_without_sleep(main):
    with asyncio.Runner(loop_factory=lambda: new_loop(busy_poll=True)) as runner:
        return runner.run(main)


@pytest.fixture
def venue():
    """A venue that sends nothing unless told."""
    with Venue(rate=0.001, limits=Limits(close_timeout=1.0)) as venue:
        yield venue


def received(listener, venue, wire, count, **options):
    """Put bytes on the wire, wait for so many trades, and close."""

    async def receive():
        reception = Reception(listener, **options)
        await reception.open(venue.url)
        venue.send_raw(wire)
        await reception.until(lambda: len(reception.trades) >= count)
        await reception.close()
        return reception

    return asyncio.run(receive())


def received_to_the_end(listener, venue, wire, **options):
    """Put bytes on the wire that end the connection."""

    async def receive():
        reception = Reception(listener, **options)
        await reception.open(venue.url)
        venue.send_raw(wire)
        await reception.gone()
        return reception

    return asyncio.run(receive())


def assert_client_closed(venue):
    """The venue saw the closing handshake, as soon as its thread has come to it."""
    deadline = time.monotonic() + 5
    while not venue.stats().closed and time.monotonic() < deadline:
        time.sleep(0.002)
    assert venue.stats().closed == {"client closed": 1}


def test_messages_arrive_with_their_line_and_a_receive_time(listener, venue):
    before = time.time_ns()
    reception = received(listener, venue, frame(trade(1)) + frame(trade(2)), 2)
    assert reception.ids == [1, 2]
    assert all(message.line == 3 for message in reception.trades)
    assert all(before <= message.recv_time <= time.time_ns() for message in reception.trades)
    assert (reception.listener.messages, reception.listener.payload_bytes) == (2, len(trade(1)) + len(trade(2)))


def test_what_comes_with_the_handshake_waits_until_it_is_asked_for(listener, venue):
    async def receive():
        reception = Reception(listener)
        await reception.open(venue.url, begins=False)
        venue.send_raw(frame(trade(1)) + frame(trade(2)))
        await reception.until(lambda: reception.listener.last_recv_time)
        early = list(reception.ids)
        reception.listener.begin()
        venue.send_raw(frame(trade(3)))
        await reception.until(lambda: len(reception.trades) == 3)
        await reception.close()
        return early, reception

    early, reception = asyncio.run(receive())
    assert (early, reception.ids, reception.listener.messages) == ([], [1, 2, 3], 3)


def test_a_handler_of_what_came_early_may_close_the_connection(listener, venue):
    async def receive():
        reception = Reception(listener)
        await reception.open(venue.url, begins=False)
        reception.dispatch.add(STREAM, tw.Trade, lambda _trade: reception.listener.close(1000))
        venue.send_raw(frame(trade(1)) + frame(trade(2)))
        await reception.until(lambda: reception.listener.last_recv_time)
        reception.listener.begin()
        await reception.gone()
        return reception

    assert asyncio.run(receive()).ids == [1]


def test_all_frames_of_one_read_have_its_time_and_the_next_read_has_a_later_one(listener, venue):
    async def receive():
        reception = Reception(listener)
        await reception.open(venue.url)
        for turn in range(3):  # a ping at the end of a read must not hide where the next one begins
            venue.send_raw(b"".join(frame(trade(8 * turn + n)) for n in range(8)) + frame(b"x", FIN | PING))
            await reception.until(lambda turn=turn: len(reception.trades) == 8 * (turn + 1))
            await asyncio.sleep(0.01)
        await reception.close()
        return [message.recv_time for message in reception.trades]

    times = asyncio.run(receive())
    assert len(set(times)) == 3
    assert times == sorted(times)


def test_fragments_are_joined_with_control_frames_between_them(listener, venue):
    message = trade(7)
    wire = (
        frame(message[:10], TEXT)
        + frame(b"ping", FIN | PING)
        + frame(message[10:50], CONTINUATION)
        + frame(b"pong", FIN | PONG)
        + frame(message[50:], FIN | CONTINUATION)
        + frame(trade(8))
    )
    reception = received(listener, venue, wire, 2)
    assert reception.ids == [7, 8]
    assert reception.peer.refused == []
    assert venue.stats().pongs_received == 1


@pytest.mark.parametrize(
    ("wire", "refused"),
    [
        (frame(b"\x01\x02\x03", FIN | BINARY), [("binary", 3)]),
        (frame(b"zip", FIN | RSV1 | TEXT), [("compressed", 3)]),
        (frame(b"zi", RSV1 | TEXT) + frame(b"p", FIN | CONTINUATION), [("compressed", 2)]),
        (frame(b"bin", BINARY) + frame(b"ary", FIN | CONTINUATION), [("binary", 3)]),
        (frame(b"orphan", FIN | CONTINUATION), [("fragment", 6)]),
        (frame(b"or", CONTINUATION) + frame(b"phan", FIN | CONTINUATION), [("fragment", 2)]),
        (frame(b"half", TEXT), [("fragment", 4)]),
        (frame(b"half", TEXT) + frame(b"again", TEXT) + frame(b"", CONTINUATION), [("fragment", 4), ("fragment", 5)]),
    ],
    ids=["binary", "compressed", "compressed pieces", "binary pieces", "orphan", "orphans", "cut short", "cut twice"],
)
def test_what_does_not_belong_is_refused_and_the_stream_goes_on(listener, venue, wire, refused):
    reception = received(listener, venue, frame(trade(1)) + wire + frame(trade(2)) + frame(trade(3)), 3)
    assert reception.ids == [1, 2, 3]
    assert reception.peer.refused == refused


def test_binary_messages_are_taken_where_they_belong(listener, venue):
    sbe = Trades([(2, 150, 20, True), (3, 150, 20, True)]).frame()
    late = Trades([(5, 150, 20, True)]).frame()
    wire = frame(trade(1)) + frame(sbe, FIN | BINARY) + frame(trade(4)) + frame(late[:9], BINARY)
    wire += frame(b"ping", FIN | PING) + frame(late[9:], FIN | CONTINUATION) + frame(trade(6))
    reception = received(listener, venue, wire, 6, takes_binary=True)
    assert reception.ids == [1, 2, 3, 4, 5, 6]
    assert reception.peer.refused == []


def test_fragments_beyond_the_size_limit_are_refused_and_the_stream_goes_on(listener, venue):
    piece = b"x" * 600
    wire = frame(piece, TEXT) + frame(piece, CONTINUATION) + frame(piece, CONTINUATION)
    wire += frame(piece, FIN | CONTINUATION) + frame(trade(1))
    reception = received(listener, venue, wire, 1, max_frame_size=1000)
    assert reception.ids == [1]
    assert reception.peer.refused == [("oversized", 1200)]


def test_a_frame_beyond_the_size_limit_is_refused_and_the_stream_goes_on(listener, venue):
    wire = frame(trade(1)) + frame(b"x" * 1001) + frame(trade(2))
    reception = received(listener, venue, wire, 2, max_frame_size=1000)
    assert reception.ids == [1, 2]
    assert reception.peer.refused == [("oversized", 1001)]


def test_a_frame_far_beyond_the_size_limit_ends_the_connection_and_is_reported(listener, venue):
    wire = frame(trade(1)) + frame(b"x" * 100_000)[:5000]
    reception = received_to_the_end(listener, venue, wire, max_frame_size=1000)
    assert reception.ids == [1]
    assert reception.peer.refused == [("oversized", 0)]
    assert reception.peer.closes[-1][0] == 1009


def test_a_frame_far_beyond_the_size_limit_is_reported_once_even_if_all_of_it_arrives(listener, venue):
    reception = received_to_the_end(listener, venue, frame(b"x" * 100_000), max_frame_size=1000)
    assert [fault for fault, _ in reception.peer.refused] == ["oversized"]


def test_a_frame_against_the_protocol_ends_the_connection_with_a_reason(listener, venue):
    reception = received_to_the_end(listener, venue, frame(trade(1)) + frame(b"x", FIN | 0x3))
    code, reason = reception.peer.closes[-1]
    assert reception.ids == [1]
    assert code == 1002
    assert "opcode" in reason


def test_bytes_that_are_no_message_are_reported_by_the_feed_and_the_stream_goes_on(listener, venue):
    reception = received(listener, venue, frame(b"{nonsense") + frame(b"\xff\xfe") + frame(trade(1)), 1)
    assert reception.ids == [1]
    assert [type(error) for error in reception.errors] == [tw.FeedError, tw.FeedError]


def test_a_handler_that_raises_is_reported_and_the_stream_goes_on(listener, venue):
    async def receive():
        reception = Reception(listener)
        reception.dispatch.add(STREAM, tw.Trade, lambda _trade: 1 / 0)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(1)) + frame(trade(2)))
        await reception.until(lambda: len(reception.trades) == 2)
        await reception.close()
        return reception

    reception = asyncio.run(receive())
    assert [type(event.error) for event in reception.errors] == [ZeroDivisionError, ZeroDivisionError]


def test_a_close_is_answered_with_its_code_and_nothing_after_it_is_handed_on(listener, venue):
    goodbye = frame((4000).to_bytes(2, "big") + b"auf Wiedersehen", FIN | CLOSE)
    reception = received_to_the_end(listener, venue, frame(trade(1)) + goodbye + frame(trade(2)))
    assert reception.ids == [1]
    assert reception.peer.closes == [(4000, "auf Wiedersehen")]
    assert_client_closed(venue)


def test_a_close_without_a_code_is_1005(listener, venue):
    reception = received_to_the_end(listener, venue, frame(b"", FIN | CLOSE))
    assert reception.peer.closes == [(1005, "")]


def test_no_message_is_handed_on_once_the_listener_was_told_to_close(listener, venue):
    async def receive():
        reception = Reception(listener)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(1)))
        await reception.until(lambda: reception.trades)
        venue.send_raw(frame(trade(2)) + frame(trade(3)))  # in the socket, not yet read: this thread was busy
        await reception.close()
        return reception

    reception = asyncio.run(receive())
    assert reception.ids == [1]
    assert reception.peer.closes == [(1000, "")]
    assert_client_closed(venue)


def test_a_cut_connection_is_noticed(listener, venue):
    async def receive():
        reception = Reception(listener)
        await reception.open(venue.url)
        venue.disconnect_all()
        await reception.gone()
        return reception

    assert asyncio.run(receive()).peer.closes == []


def test_pings_are_answered_for_as_long_as_they_come(listener):
    async def receive(venue):
        reception = Reception(listener)
        await reception.open(venue.url)
        await reception.until(lambda: venue.stats().pongs_received >= 4)
        assert not reception.peer.is_gone
        await reception.close()

    with Venue(rate=0.001, limits=Limits(ping_interval=0.25, pong_timeout=0.5)) as venue:
        asyncio.run(receive(venue))
        assert_client_closed(venue)
