"""Where a client connects, streams spread over connections, connections lost, and what is reported of them."""

import asyncio
import ssl

import pytest

import tickwire as tw
from tickwire.errors import ConnectError
from tickwire.sim import Limits, Venue
from tickwire.sim.faults import HttpStatus
from tickwire.transport import websocket
from tickwire.transport.plain_listener import PlainListener

PAIR = ("btcusdt@trade", "ethusdt@trade")


def test_1500_streams_go_over_two_connections(venue, until):
    client = tw.Client(stream_urls=[venue.url])
    symbols = [f"symbol{n}usdt" for n in range(1498)]
    seen = []
    stream = client.subscribe(tw.Trade, *symbols, "btcusdt", "ethusdt", on=seen.append)
    with client:
        until(lambda: client.stats().active_streams == 1500, 30)
        assert client.stats().connections == 2
        until(lambda: {trade.symbol for trade in seen} == {"BTCUSDT", "ETHUSDT"})
        assert {trade.line for trade in seen} == {1}
        client.unsubscribe(stream)
        until(lambda: client.stats().connections == 1)
    assert venue.stats().requests_refused == 0


def test_the_connection_that_streams_need_is_opened_while_running(venue):
    with tw.Client(stream_urls=[venue.url]) as client:
        assert client.stats().connections == 1
        client.subscribe(*[f"symbol{n}usdt@trade" for n in range(1030)], on=print)
        assert client.stats().connections == 2
        assert client.stats().active_streams == 1030


@pytest.mark.parametrize(("abort", "code"), [(True, 1006), (False, 1001)])
def test_a_lost_connection_comes_back_with_its_streams_and_both_are_reported(venue, started, abort, code, until):
    seen = []
    started.subscribe(*PAIR, on=seen.append)
    until(lambda: seen)
    venue.disconnect_all(abort=abort)
    until(lambda: len(started.events) == 2)
    lost, back = started.events
    assert isinstance(lost, tw.Disconnect)
    assert (lost.line, lost.url, lost.code, lost.is_final, lost.streams) == (0, venue.url, code, False, 2)
    assert lost.messages == len(seen) or lost.messages > 0
    assert lost.lasted > 0
    assert isinstance(back, tw.Reconnect)
    assert (back.attempt, back.streams) == (1, PAIR)
    assert 0.01 <= back.outage < 5
    seen.clear()
    until(lambda: {trade.stream for trade in seen} == set(PAIR))
    assert venue.stats().requests == 1  # the second time they stood in the URL


def test_a_venue_that_is_away_is_tried_ever_more_slowly_until_it_is_back(until):
    venue = Venue().start()
    seen, events = [], []
    client = tw.Client(stream_urls=[venue.url])
    for hook in (client.on_error, client.on_disconnect, client.on_reconnect):
        hook(events.append)
    client.subscribe("btcusdt@trade", on=seen.append)
    with client:
        until(lambda: seen)
        venue.stop()
        until(lambda: sum(isinstance(event, tw.ConnectFailed) for event in events) >= 3)
        again = Venue(port=venue.port).start()
        until(lambda: isinstance(events[-1], tw.Reconnect))
        seen.clear()
        until(lambda: seen)
    again.stop()
    failures = [event for event in events if isinstance(event, tw.ConnectFailed)]
    assert all("refused" in event.error.reason for event in failures)
    assert [event.attempt for event in failures] == list(range(1, len(failures) + 1))
    assert failures[2].retry_in > failures[0].retry_in
    reconnect = next(event for event in events if isinstance(event, tw.Reconnect))
    assert reconnect.attempt == len(failures) + 1


def test_frames_that_do_not_belong_are_reported_and_counted(venue, started, until):
    from tickwire.sim.frames import frame

    seen = []
    started.subscribe("btcusdt@trade", on=seen.append)
    venue.send_raw(frame(b"\x00\x01", 0x82) + frame(b'{"stream":"x@trade","data":{}}') + frame(b"{"))
    until(lambda: len(started.events) == 3)
    refused, unhandled, error = started.events
    assert (refused.fault, refused.size) == ("binary", 2)
    assert unhandled.raw == b'{"stream":"x@trade","data":{}}'
    assert error.raw == b"{"
    assert started.stats().frames_refused == {"binary": 1}
    count = len(seen)
    until(lambda: len(seen) > count)


def test_an_answer_to_nothing_is_reported_when_it_is_a_refusal(venue, started, until):
    from tickwire.sim.frames import frame

    venue.send_raw(frame(b'{"result":null,"id":77}') + frame(b'{"error":{"code":2,"msg":"no"},"id":78}'))
    until(lambda: started.events)
    assert [(event.line, event.error.code) for event in started.events] == [(None, 2)]


def test_a_hook_that_fails_is_logged_and_counted(venue, started, caplog, until):
    started.on_disconnect(lambda _event: 1 / 0)
    venue.disconnect_all()
    until(lambda: "an on_disconnect hook failed" in caplog.text)
    assert started.stats().hook_failures == 1
    assert started.stats().feed.hook_errors == 0
    until(lambda: started.stats().connections == 1)


def test_a_hook_that_fails_over_the_feed_is_counted_there_too(venue, started, until):
    from tickwire.sim.frames import frame

    started.on_unhandled(lambda _event: 1 / 0)
    venue.send_raw(frame(b'{"stream":"x@trade","data":{}}'))
    until(lambda: started.stats().hook_failures)
    stats = started.stats()
    assert (stats.hook_failures, stats.feed.hook_errors) == (1, 1)


def test_without_hooks_everything_is_in_the_log(venue, caplog, until):
    def on_trade(_trade):
        raise ValueError("a bug in the handler")

    with tw.Client(stream_urls=[venue.url]) as client:
        client.subscribe("btcusdt@trade", on=on_trade)
        until(lambda: client.stats().feed.handler_errors > 20)
        venue.disconnect_all()
        until(lambda: "is open again after" in caplog.text)
    assert "connection lost" in caplog.text
    assert "a bug in the handler" in caplog.text
    assert caplog.text.count("handler test_without") <= 10  # of hundreds: the log is not flooded


def test_a_client_with_the_listener_in_python_does_the_same(venue, until, monkeypatch):
    monkeypatch.setattr(websocket, "Listener", PlainListener)
    seen, events = [], []
    client = tw.Client(stream_urls=[venue.url])
    client.on_disconnect(events.append)
    client.on_reconnect(events.append)
    with client:
        client.subscribe(*PAIR, on=seen.append)
        until(lambda: {trade.stream for trade in seen} == set(PAIR))
        venue.disconnect_all()
        until(lambda: len(events) == 2)
        seen.clear()
        until(lambda: {trade.stream for trade in seen} == set(PAIR))
    assert [type(event) for event in events] == [tw.Disconnect, tw.Reconnect, tw.Disconnect]


def test_a_venue_that_cannot_be_reached_is_told_at_once():
    with Venue() as venue:
        url = venue.url
    client = tw.Client(stream_urls=[url])
    with pytest.raises(ConnectError, match="connection refused"):
        client.run()
    with pytest.raises(ConnectError, match="connection refused"):
        client.start()
    with pytest.raises(ConnectError, match="connection refused"):
        asyncio.run(client.run_async())
    assert client.stats().connect_failures == 3


def test_another_door_of_the_venue_is_tried_before_giving_up(venue):
    with Venue() as gone:
        closed = gone.url
    seen = []
    client = tw.Client(stream_urls=[closed, venue.url])
    client.on_error(seen.append)
    client.subscribe("btcusdt@trade", on=seen.append)
    client.run(0.3)
    assert isinstance(seen[0], tw.ConnectFailed)
    assert isinstance(seen[-1], tw.Trade)


def test_a_venue_that_asks_to_wait_is_left_alone():
    with Venue(limits=Limits(connections=1)) as venue:
        client = tw.Client(stream_urls=[venue.url])
        client.run(0.05)
        with pytest.raises(ConnectError, match="429") as caught:
            client.run()
        assert caught.value.retry_after == 300.0
        with pytest.raises(TimeoutError):
            asyncio.run(asyncio.wait_for(client.run_async(), 0.2))
        assert venue.stats().connections_refused == 1


def test_tls_is_verified_with_the_authorities_given():
    seen = []
    with Venue(tls=True) as venue:
        for trusted in (venue.ca_file, venue.client_ssl_context(), False):
            client = tw.Client(stream_urls=[venue.url], ssl=trusted)
            client.subscribe("btcusdt@trade", on=seen.append)
            seen.clear()
            client.run(0.3)
            assert seen


@pytest.mark.parametrize("trusted", [None, True, ssl.create_default_context()], ids=["None", "True", "default context"])
def test_a_certificate_that_nobody_vouches_for_is_refused(trusted):
    with Venue(tls=True) as venue:
        with pytest.raises(ConnectError, match="certificate not trusted"):
            tw.Client(stream_urls=[venue.url], ssl=trusted).run()
        assert venue.stats().connections == 0


def test_a_host_that_asks_to_wait_keeps_nobody_from_another(until):
    with Venue(rate=200) as held_back, Venue(rate=200) as free:
        held_back.inject(HttpStatus(429, retry_after=60))
        client, seen, failures = tw.Client(stream_urls=[held_back.url, free.url]), [], []
        client.on_error(failures.append)
        client.subscribe(tw.Trade, "btcusdt", on=seen.append)
        with client:
            until(lambda: seen)
            assert [line.url for line in client.stats().by_line] == [free.url]
        assert [type(failure.error) for failure in failures] == [tw.TooManyConnections]
        assert failures[0].retry_in < 5
