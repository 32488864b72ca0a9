"""What becomes of a subscription that the venue refuses or does not answer."""

import asyncio

import pytest

import tickwire as tw
from tickwire.errors import RequestError, RequestTimeout
from tickwire.sim import Limits, Venue

PAIR = ("btcusdt@trade", "ethusdt@trade")


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


# async for.


def test_async_for_takes_messages_from_a_ring_until_the_client_stops(client):
    async def consume():
        running = asyncio.create_task(client.run_async())
        seen = []
        async for trade in client.subscribe(tw.Trade, "btcusdt", on=tw.ring(1000)):
            seen.append(trade.trade_id)
            if len(seen) == 20:
                client.stop()
        await running
        return seen

    seen = asyncio.run(asyncio.wait_for(consume(), 20))
    assert seen == list(range(seen[0], seen[0] + len(seen)))
    assert len(seen) >= 20


def test_async_for_works_in_another_loop_than_the_clients_and_ends_with_the_subscription(started):
    async def consume(stream):
        seen = []
        async for trade in stream:
            seen.append(trade)
            if len(seen) == 20:
                stream.unsubscribe()
        return seen

    stream = started.subscribe(tw.Trade, "btcusdt", "ethusdt", on=tw.ring(1000))
    seen = asyncio.run(asyncio.wait_for(consume(stream), 20))
    assert len(seen) >= 20
    assert {trade.stream for trade in seen} == {"btcusdt@trade", "ethusdt@trade"}


def test_a_slow_consumer_loses_the_oldest_messages_and_can_count_them(client):
    async def consume():
        running = asyncio.create_task(client.run_async(1.0))
        stream = client.subscribe(tw.Trade, "btcusdt", on=tw.ring(4))
        async for _trade in stream:
            await asyncio.sleep(0.1)
        await running
        return stream

    stream = asyncio.run(asyncio.wait_for(consume(), 20))
    assert stream.on.dropped > 0
    assert stream.stats.messages == stream.on.count


def test_async_for_without_a_ring_says_what_is_needed(client):
    stream = client.subscribe("btcusdt@trade", on=print)
    with pytest.raises(TypeError, match=r"on=tickwire\.ring\(1000\)"):
        aiter(stream)
