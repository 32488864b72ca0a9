"""The reader that stands before picows: whatever is cut wherever arrives as it does without it."""

import asyncio
import random

import pytest

import tickwire as tw
from tickwire.sim import Limits, Venue
from tickwire.sim.frames import frame
from tickwire.transport.listener import Listener
from tickwire.transport.plain_listener import PlainListener
from tickwire.transport.reader import Reader

from ..wire.sbe_frames import Trades
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


@pytest.mark.parametrize("size", [256 << 10, 300_000, 3_000_000])
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
