"""The reader that stands before picows: whatever is cut wherever arrives as it does without it."""

import asyncio
import random
import time

import pytest

import tickwire as tw
from tickwire.feed.account_dispatch import AccountDispatch
from tickwire.sim import Limits, Venue
from tickwire.sim.frames import frame
from tickwire.transport.listener import Listener
from tickwire.transport.loops import new_loop
from tickwire.transport.plain_listener import PlainListener
from tickwire.transport.reader import Reader

from ..wire.sbe_frames import Shape, Trades
from .test_listener import (
    BINARY,
    CLOSE,
    CONTINUATION,
    FIN,
    PING,
    PONG,
    RSV1,
    TEXT,
    Reception,
    received_to_the_end,
    trade,
)

LIMIT = 4 << 20
LAST = 60


@pytest.fixture
def venue():
    """A venue that sends nothing unless told."""
    with Venue(rate=0.001, limits=Limits(messages=1000, close_timeout=1.0)) as venue:
        yield venue


def binary(number):
    return frame(Trades([(number, 150, 20, True)]).frame(), FIN | BINARY)


def padded_trade(number, size):
    """A message of that many bytes, which spaces make up."""
    message = trade(number)
    return message[:-1] + b" " * (size - len(message)) + message[-1:]


def random_wire(rng):
    """Frames of every kind that a connection survives, and how many pongs they call for."""
    wire, pings = b"", 0
    for number in range(1, LAST):
        message = trade(number)
        cut = rng.randrange(1, len(message))
        kind = rng.randrange(7)
        pings += kind in (0, 1)
        wire += (
            frame(message[:cut], TEXT) + frame(b"p" * cut, FIN | PING) + frame(message[cut:], FIN | CONTINUATION),
            frame(b"", FIN | PING) + frame(message),
            frame(b"", FIN | PONG) + frame(message),
            binary(number),
            frame(padded_trade(number, rng.choice((125, 126, 65535, 65536)) + 200)),
            frame(b"zip", FIN | RSV1 | TEXT) + frame(message),
            frame(message) + frame(b"\x00" * cut, CONTINUATION),
        )[kind]
    return wire, pings


def pieces(rng, wire):
    """The wire, cut at random places, in pieces of a few bytes and of a few thousand."""
    at = 0
    while at < len(wire):
        size = rng.choice((1, 2, 3, 5, 14, 200, 4000, 40_000))
        yield wire[at : at + size]
        at += size


async def told(listener, venue, wire, rng, pings):
    reception = Reception(listener, LIMIT, takes_binary=True)
    await reception.open(venue.url)
    before = venue.stats().pongs_received
    for piece in pieces(rng, wire + frame(trade(LAST))):
        venue.send_raw(piece)
        await asyncio.sleep(0.0005)  # most pieces are a read by themselves
    await reception.until(lambda: reception.trades and reception.ids[-1] == LAST)
    await reception.until(lambda: venue.stats().pongs_received - before == pings)
    figures = reception.listener.messages, reception.listener.payload_bytes
    await reception.close()
    return reception.ids, reception.peer.refused, figures


@pytest.mark.parametrize("seed", range(4))
def test_a_wire_that_is_cut_anywhere_says_the_same_with_and_without_the_reader(venue, seed):
    wire, pings = random_wire(random.Random(seed))
    compiled, plain = (
        asyncio.run(told(listener, venue, wire, random.Random(seed), pings)) for listener in (Listener, PlainListener)
    )
    assert compiled == plain
    assert compiled[0] == [*range(1, LAST), LAST]


def test_the_reader_takes_the_place_of_picows_with_the_first_frame_and_leaves_it_unusual_ones(venue):
    async def receive():
        reception = Reception(Listener)
        await reception.open(venue.url)
        before = reception.transport.underlying_transport.get_protocol()
        venue.send_raw(frame(trade(1)))
        await reception.until(lambda: reception.trades)
        after = reception.transport.underlying_transport.get_protocol()
        venue.send_raw(frame(b"x", FIN | PING) + frame(trade(2)))
        await reception.until(lambda: len(reception.trades) == 2)
        await reception.until(lambda: venue.stats().pongs_received == 1)
        await reception.close()
        return before, after

    before, after = asyncio.run(receive())
    assert not isinstance(before, Reader)
    assert isinstance(after, Reader)


@pytest.mark.parametrize("size", [64 << 10, 256 << 10, 300_000, 3_000_000])
def test_messages_larger_than_the_buffer_arrive_whole(venue, size):
    async def receive():
        reception = Reception(Listener, LIMIT)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(1)))
        await reception.until(lambda: reception.trades)
        venue.send_raw(frame(trade(2)) + frame(padded_trade(3, size)) + frame(trade(4)))
        await reception.until(lambda: len(reception.trades) == 4)
        await reception.close()
        return reception

    reception = asyncio.run(receive())
    assert reception.ids == [1, 2, 3, 4]
    assert reception.listener.payload_bytes == 3 * len(trade(1)) + size


@pytest.mark.parametrize(
    "wrong",
    [
        bytes((FIN | TEXT, 126, 0, 5)) + b"short",
        bytes((FIN | TEXT, 127)) + (200).to_bytes(8, "big") + b"x" * 200,
        bytes((FIN | TEXT, 127)) + b"\xff" * 8,
        bytes((FIN | TEXT, 0x80 | 3)) + b"maskxyz",
        frame(b"x", FIN | 0xB),
        frame(b"half", PING),
    ],
    ids=["16 bits for 5", "64 bits for 200", "more than there is", "masked", "no opcode", "a ping in pieces"],
)
@pytest.mark.parametrize("listener", [Listener, PlainListener], ids=["compiled", "plain"])
def test_what_the_protocol_forbids_ends_the_connection_and_nothing_behind_it_is_handed_on(venue, listener, wrong):
    wire = frame(trade(1)) + frame(b"", FIN | PING) + frame(trade(2)) + wrong + frame(trade(3))

    async def receive():
        reception = Reception(listener, LIMIT)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(0)))
        await reception.until(lambda: reception.trades)
        venue.send_raw(wire)
        await reception.gone()
        return reception

    reception = asyncio.run(receive())
    assert [number for number in reception.ids if number] in ([1, 2], [1])  # picows keeps back the one before
    assert reception.peer.closes[-1][0] in (1002, 1009)


def test_a_handler_that_closes_is_the_last_to_be_called_of_a_read(venue):
    async def receive():
        reception = Reception(Listener)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(1)))
        await reception.until(lambda: reception.trades)
        reception.dispatch.add("btcusdt@trade", tw.Trade, lambda _trade: reception.listener.close(1000))
        venue.send_raw(frame(trade(2)) + frame(trade(3)) + frame(trade(4)))
        await reception.gone()
        return reception

    assert asyncio.run(receive()).ids == [1, 2]


def test_a_close_in_the_middle_of_a_read_is_answered(venue):
    goodbye = frame((4001).to_bytes(2, "big") + b"enough", FIN | CLOSE)
    reception = received_to_the_end(Listener, venue, frame(trade(1)) + goodbye + frame(trade(2)))
    assert (reception.ids, reception.peer.closes) == ([1], [(4001, "enough")])


def received_at_once(venue, wire, count, on=None):
    """The trades of a socket in which all of the wire lies, and the cycles of the event loop that brought them."""

    async def receive():
        reception = Reception(Listener, LIMIT, takes_binary=True)
        await reception.open(venue.url, context=venue.client_ssl_context() if venue.tls else None)
        venue.send_raw(frame(trade(0)))
        await reception.until(lambda: reception.trades)
        cycles = Cycles()
        reception.dispatch.add("btcusdt@trade", tw.Trade, lambda _trade: cycles.note())
        if on is not None:
            reception.dispatch.add("btcusdt@trade", tw.Trade, lambda message: on(reception, message))
        venue.send_raw(wire)
        time.sleep(0.2)  # all of it is in the socket, not yet read: this thread was busy
        await reception.until(lambda: len(reception.trades) >= count or reception.peer.is_gone)
        cycles.end()
        await reception.close()
        return reception, cycles.noted

    return asyncio.run(receive())


class Cycles:
    """Counts the cycles of the event loop."""

    def __init__(self):
        self.number, self.noted = 0, []
        self._loop, self._is_over = asyncio.get_running_loop(), False
        self._next()

    def _next(self):
        self.number += 1
        if not self._is_over:
            self._loop.call_soon(self._next)

    def note(self):
        self.noted.append(self.number)

    def end(self):
        self._is_over = True


MANY = 60
LONG = Shape(block=bytes(20_000))  # which costs no time: it is stepped over
SIZE = len(Trades([(0, 150, 20, True)]).frame(LONG))
TWO_READS = 2 * (256 << 10)  # as much as the transport reads in one cycle by itself


def many_trades():
    return b"".join(frame(Trades([(n, 150, 20, True)]).frame(LONG), FIN | BINARY) for n in range(1, MANY + 1))


def test_what_waits_in_the_socket_is_read_without_going_through_the_event_loop(venue):
    for _ in range(5):  # it is done for a millisecond only, which on a busy machine may be over sooner
        reception, cycles = received_at_once(venue, many_trades(), MANY + 1)
        assert reception.ids == [*range(MANY + 1)]
        assert reception.listener.payload_bytes == len(trade(0)) + MANY * SIZE
        times = [message.recv_time for message in reception.trades[1:]]
        assert len(set(times)) > 2  # each of the reads has its own
        assert times == sorted(times)
        if max(cycles.count(cycle) for cycle in cycles) * SIZE > TWO_READS:
            return
    pytest.fail(f"never at once: {cycles}")


def test_the_event_loop_has_its_turn_where_handlers_are_slow(venue):
    reception, cycles = received_at_once(venue, many_trades(), MANY + 1, lambda *_: time.sleep(0.0002))
    assert reception.ids == [*range(MANY + 1)]
    assert cycles[0] < cycles[-1]


@pytest.mark.parametrize("last", [2, 20, 58])
def test_a_handler_that_closes_is_the_last_to_be_called_of_all_that_waits(venue, last):
    def close(reception, message):
        if message.trade_id == last:
            reception.listener.close(1000)

    reception, _ = received_at_once(venue, many_trades(), MANY + 1, close)
    assert reception.ids == [*range(last + 1)]
    assert reception.listener.messages == last + 1
    assert reception.listener.payload_bytes == len(trade(0)) + last * SIZE


def test_a_close_behind_much_is_answered_when_all_of_it_is_handed_on(venue):
    goodbye = frame((4001).to_bytes(2, "big") + b"enough", FIN | CLOSE)
    reception, _ = received_at_once(venue, many_trades() + goodbye + frame(trade(99)), MANY + 2)
    assert reception.ids == [*range(MANY + 1)]
    assert reception.peer.closes[0] == (4001, "enough")


@pytest.mark.parametrize("busy_poll", [False, True])
def test_the_end_of_a_connection_behind_much_is_noticed_when_all_of_it_is_handed_on(venue, busy_poll):
    async def receive():
        reception = Reception(Listener, LIMIT, takes_binary=True)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(0)) + many_trades())
        venue.disconnect_all()
        time.sleep(0.2)  # what the venue had room for is in the socket, and the end behind it
        await reception.gone()
        return reception

    with asyncio.Runner(loop_factory=lambda: new_loop(busy_poll=busy_poll)) as runner:
        reception = runner.run(receive())
    assert len(reception.ids) > 3
    assert reception.ids == [*range(len(reception.ids))]


def test_what_waits_in_an_encrypted_socket_is_left_to_tls():
    with Venue(rate=0.001, tls=True, limits=Limits(close_timeout=1.0)) as venue:
        reception, _ = received_at_once(venue, many_trades(), MANY + 1)
    assert reception.ids == [*range(MANY + 1)]
    assert reception.errors == []


def test_a_reply_whose_hook_closes_is_the_last_one_of_a_read(venue):
    replies = []

    def told(raw):
        replies.append(raw)
        if len(replies) == 5:
            reception.listener.close(1000)

    reception = Reception(Listener, dispatch=AccountDispatch(on_reply=told))

    async def receive():
        await reception.open(venue.url)
        venue.send_raw(frame(b'{"id":"1","status":200,"result":{}}'))
        await reception.until(lambda: replies)
        venue.send_raw(frame(b'{"id":"2","status":200,"result":{}}') * 50)
        await reception.gone()

    asyncio.run(receive())
    assert (len(replies), reception.listener.messages) == (5, 5)


def run_of(listener, venue, wire, on, count):
    """One read of a few frames, whose first handler is `on`."""

    async def receive():
        reception = Reception(listener, takes_binary=True)
        await reception.open(venue.url)
        venue.send_raw(frame(trade(0)))
        await reception.until(lambda: reception.trades)
        reception.dispatch.add("btcusdt@trade", tw.Trade, lambda message: on(reception, message))
        venue.send_raw(wire)
        await reception.until(lambda: reception.listener.messages >= count)
        await reception.close()
        return reception

    return asyncio.run(receive())


@pytest.fixture(params=["json", "sbe", "both in turns"])
def run(request):
    """Frames of a read, their ids from 1 on."""
    texts, binaries = [frame(trade(number)) for number in range(1, 101)], [binary(number) for number in range(1, 101)]
    in_turns = [(texts, binaries)[number // 3 % 2][number] for number in range(100)]
    return b"".join({"json": texts, "sbe": binaries, "both in turns": in_turns}[request.param])


@pytest.mark.parametrize("listener", [Listener, PlainListener], ids=["compiled", "plain"])
def test_frames_that_a_handler_hands_in_come_before_the_next_one_of_the_read(venue, listener, run):
    def hand_in(reception, message):
        if message.trade_id == 40:
            reception.dispatch.on_bytes(trade(41))

    reception = run_of(listener, venue, run, hand_in, 101)
    assert reception.ids == [*range(101)]
    assert reception.trades[41].recv_time == 0  # the one handed in, of which the one in the read is a copy


@pytest.mark.parametrize("listener", [Listener, PlainListener], ids=["compiled", "plain"])
def test_a_handler_that_is_added_or_removed_gets_or_misses_the_next_frame_of_the_read(venue, listener, run):
    late = []

    def change(reception, message):
        if message.trade_id == 40:
            reception.dispatch.add("btcusdt@trade", tw.Trade, late.append)
        if message.trade_id == 60:
            reception.dispatch.remove(reception.sink)

    reception = run_of(listener, venue, run, change, 101)
    assert reception.ids == [*range(61)]
    assert [message.trade_id for message in late] == [*range(41, 101)]


@pytest.mark.parametrize("listener", [Listener, PlainListener], ids=["compiled", "plain"])
def test_frames_of_a_read_behind_one_whose_handler_stops_the_feed_are_late(venue, listener, run):
    def stop(reception, message):
        reception.dispatch.is_stopped = message.trade_id == 40

    reception = run_of(listener, venue, run, stop, 101)
    assert reception.ids == [*range(41)]
    assert reception.dispatch.stats().late == 60
    assert reception.dispatch.stats().frames == 41
