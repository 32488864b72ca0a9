"""Gaps that are filled while the client runs: in order, once, within bounds, and what is lost is said."""

import pytest

import tickwire as tw
from tickwire.client import recoveries
from tickwire.errors import ConfigError
from tickwire.sim import Venue
from tickwire.sim.faults import ApiStatus, Drop, Mute, RefuseConnect, Skip

from .scripted_api import ScriptedApi

RECOVERED = 4


@pytest.fixture
def busy():
    with Venue(rate=1000) as venue:
        yield venue


def watched(venue, **options):
    client = tw.Client(stream_urls=[venue.url], **{"api_url": venue.api_url, "backfill": True} | options)
    client.gaps, client.recoveries, client.errors = [], [], []
    client.on_gap(client.gaps.append)
    client.on_recovery(client.recoveries.append)
    client.on_error(client.errors.append)
    client.on_disconnect(lambda _: None)
    client.on_reconnect(lambda _: None)
    return client


def is_contiguous(ids):
    return ids == list(range(ids[0], ids[0] + len(ids)))


@pytest.mark.parametrize("time_unit", ["ms", "us"])
def test_what_was_missed_is_delivered_in_its_place_once(busy, until, time_unit):
    client, trades, aggs = watched(busy, time_unit=time_unit), [], []
    client.subscribe("btcusdt@trade", on=lambda m: trades.append((m.trade_id, m.flags & RECOVERED, m.event_time)))
    client.subscribe(tw.schema.AggTrade, "btcusdt", on=lambda m: aggs.append((m.agg_trade_id, m.event_time)))
    with client:
        for count in (2, 4, 6):
            until(lambda: len(trades) > 40 * len(client.recoveries))
            busy.inject(RefuseConnect(0.3))
            busy.inject(Drop())
            until(lambda count=count: len(client.recoveries) >= count)
    assert is_contiguous([number for number, _, _ in trades])
    assert is_contiguous([number for number, _ in aggs])
    of_trades = [event for event in client.recoveries if event.unit == "trade_id"]
    missing = {number for event in of_trades for number in range(event.first, event.last + 1)}
    assert {number for number, is_recovered, _ in trades if is_recovered} == missing
    assert [(event.recovered, event.lost, event.error) for event in of_trades] == [
        (event.last - event.first + 1, (), None) for event in of_trades
    ]
    times = [event_time for _, event_time in aggs]
    assert max(times) < 100 * min(times)  # all in the unit of the connection
    assert {type(error) for error in client.errors} <= {tw.ConnectFailed}


def test_gaps_of_several_streams_are_filled_side_by_side(busy, until):
    client, ids = watched(busy), {name: [] for name in ("btcusdt@trade", "ethusdt@trade", "btcusdt@aggTrade")}
    client.subscribe("btcusdt@trade", "ethusdt@trade", on=lambda m: ids[m.stream].append(m.trade_id))
    client.subscribe("btcusdt@aggTrade", on=lambda m: ids[m.stream].append(m.agg_trade_id))
    with client:
        until(lambda: all(ids.values()))
        for name in ids:
            busy.inject(Skip(name, messages=50))
        until(lambda: len(client.recoveries) >= len(ids))
    assert all(map(is_contiguous, ids.values()))
    assert {event.recovered for event in client.recoveries} == {50}


def test_a_failure_within_the_venue_is_no_end_of_it(busy, until):
    client, ids = watched(busy), []
    client.subscribe("btcusdt@trade", on=lambda m: ids.append(m.trade_id))
    with client:
        until(lambda: ids and client.clock)
        busy.inject(ApiStatus(503, requests=2))
        busy.inject(Skip("btcusdt@trade", messages=50))
        until(lambda: client.recoveries)
    assert is_contiguous(ids)
    assert [(event.recovered, event.lost, event.error) for event in client.recoveries] == [(50, (), None)]


def test_candles_that_were_missed_are_delivered(busy, until):
    client, opened = watched(busy), []
    client.subscribe(tw.Kline, "btcusdt", interval="1s", on=lambda m: opened.append((m.open_time, m.is_closed)))
    with client:
        until(lambda: len(opened) > 1)
        busy.inject(Mute("btcusdt@kline_1s"), seconds=2.5)
        until(lambda: client.recoveries)
    recovery = client.recoveries[0]
    assert (recovery.unit, recovery.lost, recovery.error) == ("open_time", (), None)
    assert (recovery.last, True) in opened


def test_without_backfill_gaps_are_told_and_the_stream_goes_on(busy, until):
    client, trades = watched(busy, backfill=False), []
    client.subscribe("btcusdt@trade", on=lambda m: trades.append(m.trade_id))
    with client:
        until(lambda: len(trades) > 10)
        busy.inject(RefuseConnect(0.3))
        busy.inject(Drop())
        until(lambda: client.gaps)
    assert not client.recoveries
    assert not client.gaps[0].is_recovering


def test_backfill_needs_to_know_where_the_api_is(busy):
    with pytest.raises(ConfigError, match=r"backfill: .* give its URL, api_url"):
        tw.Client(stream_urls=[busy.url], backfill=True)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"result": []}, "None"),
        ({"result": [{"id": "x"}]}, "no rows of trades.historical"),
        ({"status": 400, "error": {"code": -1121, "msg": "Invalid symbol."}}, "Invalid symbol."),
        (None, "its time is over"),
    ],
)
def test_what_never_comes_is_said_and_the_stream_goes_on(busy, until, monkeypatch, reply, words):
    monkeypatch.setattr(recoveries, "WAIT", 0.4 if reply is None else 6.0)
    with ScriptedApi(trades_historical=lambda _: reply) as scripted:
        client, trades = watched(busy, api_url=scripted.api_url), []
        client.subscribe("btcusdt@trade", on=lambda m: trades.append(m.trade_id))
        with client:
            until(lambda: len(trades) > 10)
            busy.inject(RefuseConnect(0.3))
            busy.inject(Drop())
            until(lambda: client.recoveries)
            [recovery] = client.recoveries
            until(lambda: trades[-1] > recovery.last)
    assert (recovery.recovered, recovery.lost) == (0, ((recovery.first, recovery.last),))
    assert words in str(recovery.error)
    assert sorted(set(trades)) == trades
    assert not set(trades) & set(range(recovery.first, recovery.last + 1))


def test_a_recovery_under_way_when_the_client_stops_is_told_of(busy, until):
    with ScriptedApi(trades_historical=lambda _: None) as scripted:
        client = watched(busy, api_url=scripted.api_url)
        trades = []
        client.subscribe("btcusdt@trade", on=lambda m: trades.append(m.trade_id))
        with client:
            until(lambda: len(trades) > 10)
            busy.inject(RefuseConnect(0.3))
            busy.inject(Drop())
            until(lambda: scripted.asked("trades.historical"))
        [recovery] = client.recoveries
    assert isinstance(recovery.error, tw.RequestLost)
