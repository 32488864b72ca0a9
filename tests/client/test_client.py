"""A client against a venue over real sockets, from subscribe to the closing handshake."""

import asyncio
import os
import signal
import ssl
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import tickwire as tw
from tickwire import schema
from tickwire.errors import ConfigError, ConnectError, RequestError, RequestTimeout, TickwireError
from tickwire.sim import Limits, Venue

PAIR = ("btcusdt@trade", "ethusdt@trade")


def until(condition, seconds=10.0):
    """Wait for a condition; fails when it does not hold within `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


def assert_closed_cleanly(venue):
    """The one connection ended by the client's closing handshake."""
    until(lambda: venue.stats().closed)
    assert venue.stats().closed == {"client closed": 1}


@pytest.fixture
def venue():
    with Venue(rate=2000.0) as venue:
        yield venue


@pytest.fixture
def started(venue):
    """A client that runs in a thread, and the events it reported."""
    client = tw.Client(stream_urls=[venue.url])
    client.events = []
    for hook in (client.on_error, client.on_unhandled, client.on_disconnect, client.on_reconnect):
        hook(client.events.append)
    with client:
        yield client


@pytest.fixture
def client(venue):
    client = tw.Client(stream_urls=[venue.url])
    client.on_error(print)
    client.on_disconnect(print)
    yield client
    client.close()


def test_nothing_exists_before_a_client_runs():
    threads = threading.active_count()
    client = tw.Client()
    client.subscribe(tw.Trade, "btcusdt", on=print)
    assert threading.active_count() == threads
    assert client.subscriptions() == ["btcusdt@trade"]
    assert client.stats().connects == 0


# Subscribing.


def test_handlers_get_the_messages_of_their_streams(venue, client):
    trades, books, structs = [], [], []
    client.subscribe(tw.Trade, "BTCUSDT", "ethusdt", on=trades.append)
    client.subscribe("btcusdt@bookTicker", on=books.append)
    client.subscribe(schema.Kline, "btcusdt", interval="1s", on=structs.append)
    client.run(1.2)
    assert {trade.stream for trade in trades} == set(PAIR)
    assert {type(trade) for trade in trades} == {tw.Trade}
    assert {book.symbol for book in books} == {"BTCUSDT"}
    assert {type(struct) for struct in structs} == {schema.Kline}
    assert venue.stats().requests == 0  # all of them stood in the URL
    assert_closed_cleanly(venue)


def test_trades_arrive_without_a_gap_and_in_order(client):
    trades = []
    client.subscribe(tw.Trade, "btcusdt", on=trades.append)
    client.run(0.5)
    ids = [trade.trade_id for trade in trades]
    assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_a_stream_of_the_whole_market_needs_no_symbol(client):
    tickers = []
    client.subscribe(tw.MiniTicker, on=tickers.append)
    client.run(1.3)
    assert client.subscriptions() == ["!miniTicker@arr"]
    assert len({ticker.symbol for ticker in tickers}) > 1


def test_a_live_client_takes_and_drops_streams(started):
    trades, others = [], []
    stream = started.subscribe(tw.Trade, "btcusdt", on=trades.append)
    started.subscribe(tw.Trade, "ethusdt", on=others.append)
    until(lambda: trades and others)
    stream.unsubscribe()
    known = len(trades)
    count = len(others)
    until(lambda: len(others) > count + 20)
    assert len(trades) == known
    assert not stream.is_attached
    assert started.subscriptions() == ["ethusdt@trade"]
    assert started.events == []


def test_the_venue_is_told_when_the_last_handler_of_a_stream_goes(venue, started):
    one, other = [], []
    first = started.subscribe("btcusdt@trade", on=one.append)
    second = started.subscribe("btcusdt@trade", on=other.append)
    assert venue.stats().requests == 1
    first.unsubscribe()
    count = len(other)
    until(lambda: len(other) > count + 10)
    assert venue.stats().requests == 1
    second.unsubscribe()
    until(lambda: venue.stats().requests == 2)
    first.unsubscribe()
    assert started.subscriptions() == []


def test_streams_are_dropped_by_name_as_well(started):
    started.subscribe("btcusdt@trade", on=print)
    started.subscribe("btcusdt@trade", on=repr)
    started.unsubscribe("btcusdt@trade")
    started.unsubscribe("btcusdt@trade")
    assert started.subscriptions() == []


def test_handlers_may_subscribe_and_unsubscribe(venue, client):
    seen = []

    def on_book(book):
        seen.append(book)

    def on_trade(_trade):
        stream.unsubscribe()
        client.subscribe("ethusdt@bookTicker", on=on_book)

    stream = client.subscribe("btcusdt@trade", on=on_trade)
    client.run(1.0)
    assert stream.stats.messages == 1
    assert seen
    assert client.subscriptions() == ["ethusdt@bookTicker"]
    assert venue.stats().requests_refused == 0


def test_other_threads_may_subscribe_while_the_client_blocks(client):
    seen, streams = [], []

    def subscribe():
        until(lambda: client.stats().connections)
        streams.append(client.subscribe("btcusdt@trade", on=seen.append))
        until(lambda: seen)
        client.stop()

    thread = threading.Thread(target=subscribe)
    thread.start()
    client.run(20)
    thread.join()
    assert streams[0].is_attached
    assert seen


def test_many_threads_at_once(started):
    counts = {}

    def work(number):
        seen = []
        streams = [started.subscribe(f"s{number}x{n}usdt@trade", on=seen.append) for n in range(5)]
        for stream in streams[1:]:
            stream.unsubscribe()
        counts[number] = len(streams)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == dict.fromkeys(range(4), 5)
    assert sorted(started.subscriptions()) == [f"s{number}x0usdt@trade" for number in range(4)]
    assert started.events == []


def test_1500_streams_go_over_two_connections(venue):
    client = tw.Client(stream_urls=[venue.url])
    symbols = [f"symbol{n}usdt" for n in range(1498)]
    seen = []
    client.subscribe(tw.Trade, *symbols, "btcusdt", "ethusdt", on=seen.append)
    with client:
        until(lambda: client.stats().active_streams == 1500, 30)
        assert client.stats().connections == 2
        until(lambda: {trade.symbol for trade in seen} == {"BTCUSDT", "ETHUSDT"})
        assert {trade.line for trade in seen} == {1}
        client.unsubscribe(next(iter(client._streams["btcusdt@trade"])))
        until(lambda: client.stats().connections == 1)
    assert venue.stats().requests_refused == 0


def test_the_connection_that_streams_need_is_opened_while_running(venue):
    with tw.Client(stream_urls=[venue.url]) as client:
        assert client.stats().connections == 1
        client.subscribe(*[f"symbol{n}usdt@trade" for n in range(1030)], on=print)
        assert client.stats().connections == 2
        assert client.stats().active_streams == 1030


def test_serverShutdown_needs_no_request(venue, started):  # noqa: N802 the venue's own spelling
    seen = []
    started.subscribe(tw.ServerShutdown, on=seen.append)
    venue.shutdown_notice()
    until(lambda: seen)
    assert venue.stats().requests == 0


def test_microseconds_are_asked_for(venue):
    seen = []
    client = tw.Client(stream_urls=[venue.url], time_unit="us")
    client.subscribe("btcusdt@trade", on=seen.append)
    client.run(0.3)
    assert any(trade.event_time % 1_000_000 for trade in seen)
    assert all(abs(trade.recv_time - trade.event_time) < 10**10 for trade in seen)


# Refusals.


def test_a_refused_request_is_raised_to_the_caller_in_another_thread():
    with Venue(limits=Limits(streams=2)) as venue, tw.Client(stream_urls=[venue.url]) as client:
        client.subscribe(*PAIR, on=print)
        with pytest.raises(RequestError, match="Too many subscriptions") as caught:
            client.subscribe("btcusdt@bookTicker", on=print)
        assert (caught.value.code, caught.value.method) == (4, "SUBSCRIBE")
        assert caught.value.params == ("btcusdt@bookTicker",)
        assert client.subscriptions() == list(PAIR)
        assert client.stats().requests_failed == 1


@pytest.mark.parametrize("flat_errors", [False, True])
def test_a_refused_request_is_raised_where_it_is_awaited(flat_errors):
    async def subscribe(client):
        running = asyncio.create_task(client.run_async())
        stream = await client.subscribe("btcusdt@trade", on=print)
        assert stream.names == ("btcusdt@trade",)
        with pytest.raises(RequestError, match="Too many subscriptions"):
            await client.subscribe("btcusdt@bookTicker", "ethusdt@bookTicker", on=print)
        client.stop()
        await running

    with Venue(limits=Limits(streams=1), flat_errors=flat_errors) as venue:
        client = tw.Client(stream_urls=[venue.url])
        client.on_error(print)
        asyncio.run(subscribe(client))
        assert client.subscriptions() == ["btcusdt@trade"]


def test_a_refusal_that_nobody_waits_for_goes_to_on_error():
    events = []
    with Venue(limits=Limits(streams=1)) as venue:
        client = tw.Client(stream_urls=[venue.url])
        client.on_error(events.append)
        client.subscribe("btcusdt@trade", on=lambda _trade: None)
        stream = client.subscribe("ethusdt@trade", on=lambda _trade: None)
        client.run(1.0)
    assert [type(event) for event in events] == [tw.RequestFailed]
    assert isinstance(events[0].error, RequestError)
    assert not stream.is_attached


def test_one_bad_stream_does_not_cost_the_others_theirs(monkeypatch):
    """The venue refuses a URL and every batch that holds the bad name."""
    from tickwire.sim import control, target

    is_stream = control.is_stream
    for module in (control, target):
        monkeypatch.setattr(module, "is_stream", lambda name: is_stream(name) and name != "badusdt@trade")
    events, seen = [], []
    with Venue() as venue:
        client = tw.Client(stream_urls=[venue.url])
        client.on_error(events.append)
        for symbol in ("btcusdt", "badusdt", "ethusdt"):
            client.subscribe(tw.Trade, symbol, on=seen.append)
        client.run(2.5)
    assert [event.error.params for event in events] == [("badusdt@trade",)]
    assert {trade.stream for trade in seen} == set(PAIR)


def test_a_request_without_an_answer_is_a_timeout(venue, monkeypatch):
    from tickwire.sim.connection import Connection

    with tw.Client(stream_urls=[venue.url], request_timeout=0.2) as client:
        client.on_error(print)
        monkeypatch.setattr(Connection, "_data_received", lambda self, frame: None)
        with pytest.raises(RequestTimeout, match=r"SUBSCRIBE of 1 streams not answered within 0\.2 s"):
            client.subscribe("btcusdt@trade", on=print)
        assert client.subscriptions() == ["btcusdt@trade"]


# Connections lost.


@pytest.mark.parametrize(("abort", "code"), [(True, 1006), (False, 1001)])
def test_a_lost_connection_comes_back_with_its_streams_and_both_are_reported(venue, started, abort, code):
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
    assert 0.02 <= back.outage < 5
    seen.clear()
    until(lambda: {trade.stream for trade in seen} == set(PAIR))
    assert venue.stats().requests == 1  # the second time they stood in the URL


def test_a_venue_that_is_away_is_tried_ever_more_slowly_until_it_is_back():
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


def test_frames_that_do_not_belong_are_reported_and_counted(venue, started):
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


def test_an_answer_to_nothing_is_reported_when_it_is_a_refusal(venue, started):
    from tickwire.sim.frames import frame

    venue.send_raw(frame(b'{"result":null,"id":77}') + frame(b'{"error":{"code":2,"msg":"no"},"id":78}'))
    until(lambda: started.events)
    assert [(event.line, event.error.code) for event in started.events] == [(None, 2)]


def test_a_hook_that_fails_is_logged_and_counted(venue, started, caplog):
    started.on_disconnect(lambda _event: 1 / 0)
    venue.disconnect_all()
    until(lambda: started.stats().hook_failures == 1)
    assert "an on_disconnect hook failed" in caplog.text
    until(lambda: started.stats().connections == 1)


def test_without_hooks_everything_is_in_the_log(venue, caplog):
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


# Ways to run.


@pytest.mark.parametrize("busy_poll", [False, True])
def test_run_ends_after_its_seconds(venue, busy_poll):
    seen = []
    client = tw.Client(stream_urls=[venue.url], busy_poll=busy_poll)
    client.subscribe("btcusdt@trade", on=seen.append)
    client.run(0.3)
    assert seen
    assert_closed_cleanly(venue)


def test_a_client_runs_as_often_as_one_likes(client):
    seen = []
    client.subscribe("btcusdt@trade", on=seen.append)
    for _ in range(2):
        seen.clear()
        client.run(0.2)
        assert seen
        with client:
            seen.clear()
            until(lambda: seen)
    assert client.stats().connects == 4


def test_a_handler_may_stop_the_client(client):
    client.subscribe("btcusdt@trade", on=lambda _trade: client.stop())
    client.run(20)
    client.start()
    until(lambda: client.stats().connections == 0)
    client.stop()


def test_a_client_does_not_run_twice_at_once(started):
    with pytest.raises(TickwireError, match="runs already"):
        started.start()
    with pytest.raises(TickwireError, match="runs already"):
        started.run()
    with pytest.raises(TickwireError, match="runs already"):
        asyncio.run(started.run_async())


def test_run_inside_a_running_loop_says_what_to_do():
    async def run():
        tw.Client().run()

    with pytest.raises(ConfigError, match=r"await run_async\(\), or start\(\)"):
        asyncio.run(run())


@pytest.mark.parametrize("busy_poll", [False, True])
@pytest.mark.parametrize("way", ["run", "start", "run_async"])
def test_uvloop_is_as_good_a_loop(venue, busy_poll, way):
    uvloop = pytest.importorskip("uvloop")
    seen = []
    client = tw.Client(stream_urls=[venue.url], busy_poll=busy_poll)
    client.subscribe("btcusdt@trade", on=seen.append)
    if way == "run":
        client.run(0.2, loop_factory=uvloop.new_event_loop)
    elif way == "start":
        client.start(loop_factory=uvloop.new_event_loop)
        until(lambda: seen)
        client.stop()
    else:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(client.run_async(0.2))
    assert seen
    assert_closed_cleanly(venue)


def test_run_async_leaves_the_loop_to_others_and_ends_when_cancelled(venue, client):
    async def both():
        seen = asyncio.Event()
        client.subscribe("btcusdt@trade", on=lambda _trade: seen.set())
        running = asyncio.create_task(client.run_async())
        await asyncio.wait_for(seen.wait(), 5)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(both())
    assert_closed_cleanly(venue)
    assert client.stats().connections == 0


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no thread affinity here")
def test_a_pinned_client_runs_on_its_core_alone(venue):
    core = max(os.sched_getaffinity(0))
    seen = []
    client = tw.Client(stream_urls=[venue.url], cpu=core)
    client.subscribe("btcusdt@trade", on=lambda _trade: seen.append(os.sched_getaffinity(0)))
    before = os.sched_getaffinity(0)
    with client:
        until(lambda: seen)
        assert os.sched_getaffinity(0) == before
    assert seen[0] == {core}


def test_an_interrupt_out_of_a_handler_ends_the_client(client):
    def on_trade(_trade):
        raise SystemExit(3)

    client.subscribe("btcusdt@trade", on=on_trade)
    with pytest.raises(SystemExit):
        client.run(20)
    assert client.stats().connections == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to another process there")
@pytest.mark.parametrize("loop", ["None", "uvloop.new_event_loop"])
def test_ctrl_c_is_a_clean_end(venue, loop):
    if loop != "None":
        pytest.importorskip("uvloop")
    program = f"""
        import tickwire as tw
        {"import uvloop" if loop != "None" else ""}
        client = tw.Client(stream_urls=["{venue.url}"])
        client.subscribe("btcusdt@trade", on=lambda trade: print("trade", flush=True))
        client.run(30, loop_factory={loop})
        print("ended", client.stats().connections)
    """
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "trade\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert out.endswith("ended 0\n")
    assert err == ""
    assert_closed_cleanly(venue)


def test_a_program_that_forgets_to_stop_its_client_ends_all_the_same(venue):
    program = f"""
        import time, tickwire as tw
        client = tw.Client(stream_urls=["{venue.url}"])
        client.subscribe("btcusdt@trade", on=lambda trade: None)
        client.start()
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(program)], check=True, timeout=20)
    assert_closed_cleanly(venue)


# Where and how to connect.


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


def test_the_simulated_venue_needs_no_arguments_and_ends_with_the_client():
    seen = []
    client = tw.Client(env="sim")
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.run(0.5)
    assert {trade.symbol for trade in seen} == {"BTCUSDT"}
    assert client.stats().connections == 0
