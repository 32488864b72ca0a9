"""One connection kept up: what happens when the venue falls silent, and which frames it is sent."""

import asyncio
from itertools import count

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.session import ConnectionState, Disconnect, Reconnect, Subscriptions
from tickwire.sim import Limits, Venue
from tickwire.sim.connection import Connection
from tickwire.transport import Line, connect
from tickwire.transport import Venue as Address


class Owner:
    """Writes down what happens on a line."""

    def __init__(self):
        self.events, self.outcomes = [], []

    def settled(self, line, outcome):
        self.outcomes.append(outcome)

    def happened(self, event):
        self.events.append(event)


class Setting:
    """A line to a venue, run in the test's loop."""

    def __init__(self, venue, *streams):
        self.owner, self.dispatch = Owner(), Dispatch(on_control=lambda raw: None)
        self.subscriptions = Subscriptions(count(1))
        for stream in streams:
            self.subscriptions.want(stream)
        address = Address((venue.url,), None, microseconds=False, connect_timeout=5, max_frame_size=1 << 20)
        self.line = Line(0, address, self.dispatch, self.subscriptions, self.owner)

    async def __aenter__(self):
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


@pytest.fixture
def short_timeouts(monkeypatch):
    monkeypatch.setattr(connect, "IDLE_TIMEOUT", 0.1)
    monkeypatch.setattr(connect, "PONG_TIMEOUT", 0.1)


def test_a_venue_that_neither_sends_nor_answers_is_left_and_called_again(monkeypatch, short_timeouts):
    monkeypatch.setattr(Connection, "on_ws_frame", lambda self, transport, frame: None)

    async def wait(venue):
        async with Setting(venue, "btcusdt@trade") as setting:
            await setting.until(lambda: any(isinstance(event, Reconnect) for event in setting.owner.events))
            return list(setting.owner.events)

    with Venue(rate=0.001, limits=Limits(close_timeout=0.5)) as venue:
        lost, back, *_ = asyncio.run(wait(venue))
    assert isinstance(lost, Disconnect)
    assert "not replied to ping" in lost.reason
    assert back.streams == ("btcusdt@trade",)


def test_a_venue_that_sends_data_is_kept_though_it_answers_no_ping(monkeypatch, short_timeouts):
    monkeypatch.setattr(Connection, "on_ws_frame", lambda self, transport, frame: None)

    async def wait(venue):
        async with Setting(venue, "btcusdt@trade") as setting:
            for _ in range(12):  # a sign of life now and then, in the pauses a ping without a pong
                await asyncio.sleep(0.15)
                venue.shutdown_notice()
                await asyncio.sleep(0.02)
            return list(setting.owner.events), setting.line.connects

    with Venue(rate=0.001, limits=Limits(close_timeout=0.5)) as venue:
        events, connects = asyncio.run(wait(venue))
    assert events == []
    assert connects == 1


def test_a_quiet_venue_that_answers_pings_is_kept(short_timeouts):
    async def wait(venue):
        async with Setting(venue) as setting:
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
        task = asyncio.create_task(setting.line.run())
        setting.dispatch.add("btcusdt@trade", tw.Trade, lambda _trade: task.cancel())
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)

    with Venue(rate=None) as venue:
        asyncio.run(cancel(venue))
        venue.stop()
        assert venue.stats().closed == {"client closed": 1}
