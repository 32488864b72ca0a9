"""Subscribing, over real sockets: before a client runs, while it runs, from handlers and from other threads."""

import asyncio
import threading

import pytest

import tickwire as tw
from tickwire import schema
from tickwire.errors import ConfigError

PAIR = ("btcusdt@trade", "ethusdt@trade")


def test_nothing_exists_before_a_client_runs():
    threads = threading.active_count()
    client = tw.Client()
    client.subscribe(tw.Trade, "btcusdt", on=print)
    assert threading.active_count() == threads
    assert client.subscriptions() == ["btcusdt@trade"]
    assert client.stats().connects == 0


def test_handlers_get_the_messages_of_their_streams(venue, client, assert_closed_cleanly):
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


def test_a_live_client_takes_and_drops_streams(started, until):
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


def test_the_venue_is_told_when_the_last_handler_of_a_stream_goes(venue, started, until):
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


@pytest.mark.parametrize("what", ["BTCUSDT@trade", "nope", None, ["btcusdt@trade"]])
def test_unsubscribing_what_is_no_stream_says_so(what):
    client = tw.Client(env="sim")
    client.subscribe(tw.Trade, "btcusdt", on=print)
    with pytest.raises(tw.ConfigError, match=r"name|stream|btcusdt@trade"):
        client.unsubscribe(what)
    assert client.subscriptions() == ["btcusdt@trade"]


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


def test_other_threads_may_subscribe_while_the_client_blocks(client, until):
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


def test_hundreds_of_calls_in_one_go_make_few_requests(venue):
    async def subscribe(client):
        running = asyncio.create_task(client.run_async())
        await client.subscribe("btcusdt@trade", on=print)
        streams = [client.subscribe(f"symbol{n}usdt@trade", on=print) for n in range(300)]
        for stream in streams:
            await stream
        client.stop()
        await running

    asyncio.run(subscribe(tw.Client(stream_urls=[venue.url])))
    assert venue.stats().requests == 2
    assert venue.stats().requests_refused == 0


@pytest.mark.parametrize(
    "what", ["WsAllTrades", {"event": "subscribe"}, "btcusdt@trade,ethusdt@trade", "BTCUSDT@trade"]
)
def test_what_web_tutorials_subscribe_to_is_a_clear_error_even_without_a_handler(what):
    with pytest.raises(ConfigError, match=r"btcusdt@trade|<symbol>@trade"):
        tw.Client().subscribe(what)


def test_a_subscription_without_a_handler_is_an_error():
    with pytest.raises(ConfigError, match="on: a handler is needed"):
        tw.Client().subscribe("btcusdt@trade")


def test_serverShutdown_needs_no_request(venue, started, until):  # noqa: N802 the venue's own spelling
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
