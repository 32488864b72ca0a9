"""One connection kept up: what happens when the venue falls silent, and which frames it is sent."""

import asyncio
import base64
import hashlib
import re
from itertools import count

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.session import Connected, ConnectionState, Disconnect, Reconnect, Subscriptions
from tickwire.sim import Limits, Venue
from tickwire.sim.connection import Connection
from tickwire.sim.frames import frame
from tickwire.transport import Line
from tickwire.transport import Venue as Address


class Owner:
    """Writes down what happens on a line."""

    def __init__(self):
        self.events, self.outcomes = [], []

    def settled(self, line, outcome):
        self.outcomes.append(outcome)

    def happened(self, event):
        if not isinstance(event, Connected):
            self.events.append(event)


class Setting:
    """A line to a venue, run in the test's loop."""

    def __init__(self, venue, *streams, **options):
        self.owner, self.dispatch = Owner(), Dispatch(on_control=lambda raw: None)
        self.subscriptions = Subscriptions(count(1))
        for stream in streams:
            self.subscriptions.want(stream)
        address = Address((venue.url,), None, microseconds=False, connect_timeout=5, max_frame_size=1 << 20)
        self.make_line = lambda: Line(0, address._replace(**options), self.dispatch, self.subscriptions, self.owner)

    async def __aenter__(self):
        self.line = self.make_line()
        self.task = asyncio.create_task(self.line.run())
        await asyncio.wait_for(self.line.opened.wait(), 5)
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.wait({self.task}, timeout=5)
        assert self.line.state is ConnectionState.CLOSED

    async def until(self, condition):
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.002)


IMPATIENT = {"ping_after": 0.1, "pong_within": 0.1}


def test_a_venue_that_neither_sends_nor_answers_is_left_and_called_again(monkeypatch):
    monkeypatch.setattr(Connection, "on_ws_frame", lambda self, transport, frame: None)

    async def wait(venue):
        async with Setting(venue, "btcusdt@trade", **IMPATIENT) as setting:
            await setting.until(lambda: any(isinstance(event, Reconnect) for event in setting.owner.events))
            return list(setting.owner.events)

    with Venue(rate=0.001, limits=Limits(close_timeout=0.5)) as venue:
        lost, back, *_ = asyncio.run(wait(venue))
    assert isinstance(lost, Disconnect)
    assert lost.reason == "no sign of life within 0.1 s of a ping"
    assert back.streams == ("btcusdt@trade",)


def test_a_venue_that_sends_data_is_kept_though_it_answers_no_ping(monkeypatch):
    monkeypatch.setattr(Connection, "on_ws_frame", lambda self, transport, frame: None)

    async def wait(venue):
        async with Setting(venue, "btcusdt@trade", **IMPATIENT) as setting:
            for _ in range(12):  # a sign of life now and then, in the pauses a ping without a pong
                await asyncio.sleep(0.15)
                venue.shutdown_notice()
                await asyncio.sleep(0.02)
            return list(setting.owner.events), setting.line.connects

    with Venue(rate=0.001, limits=Limits(close_timeout=0.5)) as venue:
        events, connects = asyncio.run(wait(venue))
    assert events == []
    assert connects == 1


def test_a_quiet_venue_that_answers_pings_is_kept():
    async def wait(venue):
        async with Setting(venue, **IMPATIENT) as setting:
            await setting.until(lambda: venue.stats().frames_received >= 3)
            return list(setting.owner.events)

    with Venue(rate=0.001) as venue:
        assert asyncio.run(wait(venue)) == []


def test_requests_are_spaced_and_never_too_many_for_the_venue():
    async def change(venue):
        async with Setting(venue) as setting:
            for number in range(9):
                setting.subscriptions.want(f"symbol{number}usdt@trade")
                setting.line.pump()
                await asyncio.sleep(0.15)
            return list(setting.owner.events)

    with Venue(rate=0.001, limits=Limits(messages=4)) as venue:
        assert asyncio.run(change(venue)) == []
        assert 3 <= venue.stats().requests <= 7
        assert "too many requests" not in venue.stats().closed


def test_a_line_cancelled_with_its_first_message_still_shakes_hands():
    async def cancel(venue):
        setting = Setting(venue, "btcusdt@trade")
        task = asyncio.create_task(setting.make_line().run())
        setting.dispatch.add("btcusdt@trade", tw.Trade, lambda _trade: task.cancel())
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)

    with Venue(rate=None) as venue:
        asyncio.run(cancel(venue))
        venue.stop()
        assert venue.stats().closed == {"client closed": 1}


class Greeting:
    """A server whose first messages come in one piece with its answer to the upgrade."""

    def __init__(self, *messages):
        self.frames = b"".join(map(frame, messages))

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._greet, "127.0.0.1", 0)
        return f"ws://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def __aexit__(self, *_):
        self.server.close()

    async def _greet(self, reader, writer):
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        key = re.search(r"(?i)sec-websocket-key: (\S+)", request)[1].encode()
        accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        writer.write(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + self.frames
        )
        await reader.read()
        writer.close()


def test_what_comes_in_one_read_with_the_handshake_is_handed_on_when_the_line_is_known_to_be_open():
    trade = b'{"stream":"btcusdt@trade","data":' + b'{"e":"trade","E":1,"s":"BTCUSDT","t":%d,"p":"1","q":"1","T":1,'
    trades = [trade % number + b'"m":true,"M":true}}' for number in (1, 2)]
    told = []

    class Told(Owner):
        def settled(self, line, outcome):
            told.append(outcome.streams)

        def happened(self, event):
            told.append(type(event))

    async def wait():
        async with Greeting(*trades) as url:
            dispatch, subscriptions = Dispatch(), Subscriptions(count(1))
            dispatch.add("btcusdt@trade", tw.Trade, lambda trade: told.append(trade.trade_id))
            subscriptions.want("btcusdt@trade")
            address = Address((url,), None, microseconds=False, connect_timeout=5, max_frame_size=1 << 20)
            task = asyncio.create_task(Line(0, address, dispatch, subscriptions, Told()).run())
            async with asyncio.timeout(5):
                while len(told) < 4:
                    await asyncio.sleep(0.002)
            task.cancel()
            await asyncio.wait({task}, timeout=5)

    asyncio.run(wait())
    assert told[:4] == [Connected, ("btcusdt@trade",), 1, 2]
