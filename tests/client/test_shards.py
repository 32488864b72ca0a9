"""Several lines for every stream: where they go, what is missed when one breaks, and how streams are spread."""

import asyncio
import socket
import sys

import pytest

import tickwire as tw
from tickwire.client import upkeep
from tickwire.session import handover, placement
from tickwire.sim import Venue
from tickwire.sim.faults import Drop, HalfOpen, Mute

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="no second address on loopback without setting it up")


def test_a_line_that_breaks_costs_nothing_while_another_one_delivers(venue, connected, ledger, until):
    with connected(venue.url, lines=2) as client:
        until(lambda: client.stats().connections == 2 and ledger.count > 100)
        for turn in range(1, 6):
            venue.inject(Drop(), line=turn % 2)
            until(lambda turn=turn: len(client.told(tw.Reconnect)) == turn)
            until(lambda: client.stats().connections == 2)
            count = ledger.count
            until(lambda count=count: ledger.count > count + 50)
    ledger.assert_complete()
    assert client.told(tw.Gap) == []
    assert client.stats().feed.duplicates > 0


def test_lines_are_spread_over_urls(connected, until):
    with Venue(rate=10.0) as one, Venue(rate=10.0) as other, connected(one.url, other.url, lines=2) as client:
        until(lambda: client.stats().connections == 2)
        assert {line.url for line in client.lines()} == {one.url, other.url}
        assert one.stats().connections == other.stats().connections == 1


@linux_only
def test_lines_leave_from_the_addresses_given(connected, until):
    with Venue(rate=10.0) as venue, connected(venue.url, lines=2, local_addresses=["127.0.0.2", "127.0.0.3"]) as client:
        until(lambda: client.stats().connections == 2)
        assert {line.local_address for line in client.lines()} == {"127.0.0.2", "127.0.0.3"}
        client.unsubscribe("btcusdt@trade")


@linux_only
def test_an_address_leads_to_the_venue_from_where_it_says():
    async def peer_of(local):
        peers = []

        async def greet(reader, writer):
            peers.append(writer.get_extra_info("peername")[0])
            writer.close()

        server = await asyncio.start_server(greet, "127.0.0.1", 0)
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        with pytest.raises(tw.NoWebSocket):
            await tw.Client(stream_urls=[url], local_addresses=[local]).run_async(1)
        server.close()
        return peers

    assert asyncio.run(peer_of("127.0.0.2")) == ["127.0.0.2"]


def test_one_line_that_opens_is_enough_to_begin(connected, ledger, until):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        closed = f"ws://127.0.0.1:{listening.getsockname()[1]}"
    with Venue(rate=2000.0) as venue, connected(closed, venue.url, lines=2) as client:
        until(lambda: ledger.count > 50)
        until(lambda: client.stats().connections == 2)
    failed = client.told(tw.ConnectFailed)
    assert failed
    assert all(isinstance(event.error, tw.ConnectionRefused) for event in failed)
    assert {event.error.url.partition("/stream")[0] for event in failed} == {closed}


def test_when_no_line_opens_it_is_said():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        closed = f"ws://127.0.0.1:{listening.getsockname()[1]}"
    with pytest.raises(tw.ConnectionRefused):
        tw.Client(stream_urls=[closed], lines=3).run(5)


def test_a_subscription_is_acknowledged_by_the_first_line_and_dropped_by_all(venue, connected, until):
    with connected(venue.url, lines=3) as client:
        until(lambda: client.stats().connections == 3)
        stream = client.subscribe("bnbbtc@trade", on=print)
        until(lambda: all("bnbbtc@trade" in line.streams for line in client.lines()))
        until(lambda: all(line.active_streams == 5 for line in client.lines()))
        stream.unsubscribe()
        until(lambda: all(line.active_streams == 4 for line in client.lines()))


def test_a_stream_mute_on_one_line_comes_over_the_other(venue, connected, ledger, until):
    venue.inject(Mute(stream="btcusdt@trade"), connection=1)
    with connected(venue.url, lines=2) as client:
        until(lambda: client.stats().connections == 2)
        until(lambda: len(ledger.ids.get("btcusdt@trade", ())) > 100)
    ledger.assert_complete()


def test_a_line_that_stalls_beside_its_twin_is_asked_and_replaced(venue, connected, ledger, until, monkeypatch):
    monkeypatch.setattr(upkeep, "COMPARE", 0.1)
    with connected(venue.url, lines=2, ping_after=60.0, pong_within=0.3) as client:
        until(lambda: client.stats().connections == 2 and ledger.count > 100)
        venue.inject(HalfOpen(), line=0)
        until(lambda: any("no sign of life" in event.reason for event in client.told(tw.Disconnect)))
        until(lambda: client.stats().connections == 2)
        count = ledger.count
        until(lambda: ledger.count > count + 50)
    ledger.assert_complete()


def test_a_half_open_connection_is_found_by_its_silence(venue, connected, ledger, until):
    with connected(venue.url, ping_after=0.2, pong_within=0.2) as client:
        until(lambda: ledger.count > 100)
        venue.inject(HalfOpen(), line=0)
        until(lambda: client.told(tw.Reconnect))
        count = ledger.count
        until(lambda: ledger.count > count + 50)
    assert client.told(tw.Disconnect)[0].reason == "no sign of life within 0.2 s of a ping"


def test_streams_move_from_a_busy_connection_without_a_hole(venue, connected, ledger, until, monkeypatch):
    monkeypatch.setattr(upkeep, "RATE", 0.25)
    monkeypatch.setattr(placement, "PAUSE", 0.5)
    monkeypatch.setitem(handover.Handover.__init__.__kwdefaults__, "settle", 0.6)
    with connected(venue.url, lines=2, connection_rate=450.0) as client:
        until(lambda: any(event.reason == "balance" for event in client.told(tw.Rotation)), 20)
        until(lambda: client.stats().connections == 4)
        until(lambda: len({line.shard for line in client.lines()}) == 2)
        count = ledger.count
        until(lambda: ledger.count > count + 100)
    ledger.assert_complete()
    assert client.told(tw.Gap) == []
