"""The connection to the WebSocket API, against one that answers as it is told."""

import asyncio
import json
import threading
import time

import pytest

import tickwire as tw
from tickwire.client import api as api_module
from tickwire.errors import ConfigError, DecodeError, RequestLost, RequestTimeout, TickwireError
from tickwire.schema import CandleRow

from .scripted_api import ScriptedApi

KLINES = {"symbol": "BTCUSDT", "interval": "1m"}
ROW = [0, "1", "2", "0.5", "1.5", "10", 59_999_999, "15", 3, "5", "7", "0"]


@pytest.fixture
def scripted():
    with ScriptedApi(klines=lambda _: {"result": [ROW]}, avgPrice=lambda _: None) as scripted:
        yield scripted


@pytest.fixture
def asking(venue, scripted):
    """A running client whose WebSocket API is scripted, and the events that it reported."""
    client = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url)
    client.events = []
    for hook in (client.on_error, client.on_disconnect, client.on_reconnect):
        hook(client.events.append)
    with client:
        yield client


def test_nothing_is_opened_before_it_is_needed(venue, scripted):
    with tw.Client(stream_urls=[venue.url], api_url=scripted.api_url) as client:
        client.subscribe("btcusdt@trade", on=print)
        assert client.clock is None
    assert scripted.opened == 0


def test_a_question_is_answered_in_any_thread_and_in_any_loop(asking):
    [row] = asking.request("klines", KLINES, type=list[CandleRow]).wait()
    assert (row.open_time, row.close_price, row.num_trades) == (0, "1.5", 3)

    async def ask():
        return await asking.request("klines", KLINES)

    assert asyncio.run(ask()) == [ROW]


def test_an_answer_keeps_what_the_venue_wrote(asking):
    query = asking.request("klines", KLINES, type=list[CandleRow])
    query.wait()
    assert json.loads(query.raw) == [ROW]
    silent = asking.request("avgPrice", {"symbol": "BTCUSDT"}, timeout=0.05)
    with pytest.raises(RequestTimeout):
        silent.wait()
    assert silent.raw == b""


def test_a_question_given_up_as_the_connection_closes_is_no_error(venue, scripted):
    client = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url)

    async def main():
        running = asyncio.create_task(client.run_async())
        await asyncio.sleep(0.05)
        run = client._runner.current
        asking = asyncio.create_task(run.api.request("avgPrice", {"symbol": "BTCUSDT"}, weight=2))
        await asyncio.sleep(0)

        async def give_up():
            asking.cancel()

        run.shutting.append(give_up)
        client.stop()
        await running
        with pytest.raises(asyncio.CancelledError):
            await asking

    asyncio.run(main())


def test_a_client_in_the_callers_loop_is_asked_there(venue, scripted):
    client = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url)

    async def main():
        running = asyncio.create_task(client.run_async())
        await asyncio.sleep(0.05)
        assert await client.request("klines", KLINES) == [ROW]
        client.stop()
        await running

    asyncio.run(main())
    assert scripted.opened == 1


def test_the_clock_is_asked_for_before_anything_else_and_in_microseconds(asking, scripted):
    scripted.clock_offset = 3.0
    asking.request("klines", KLINES).wait()
    assert scripted.requests[0] == ("time", {})
    assert scripted.paths[0].endswith("timeUnit=MICROSECOND")
    clock = asking.clock
    assert abs(clock.offset_ns - 3_000_000_000) <= clock.error_ns < 1_000_000_000


def test_a_refusal_a_wrong_type_and_silence_are_typed_errors(asking, scripted):
    scripted.answers["depth"] = lambda _: {"status": 400, "error": {"code": -1121, "msg": "Invalid symbol."}}
    with pytest.raises(tw.errors.BadSymbol, match=r"depth symbol=NONE refused: Invalid symbol. \(code -1121\)"):
        asking.request("depth", {"symbol": "NONE"}).wait()
    with pytest.raises(DecodeError, match="result of klines is not of the type"):
        asking.request("klines", KLINES, type=list[int]).wait()
    with pytest.raises(RequestTimeout):
        asking.request("avgPrice", {"symbol": "BTCUSDT"}, timeout=0.05).wait()


def test_what_cannot_be_asked_says_why(venue, asking):
    with pytest.raises(ConfigError, match="api_url"):
        tw.Client(stream_urls=[venue.url]).request("time")
    with pytest.raises(ConfigError, match=r"order\.place"):
        asking.request("order.place")
    with pytest.raises(TickwireError, match="does not run"):
        tw.Client(api_url="ws://127.0.0.1:1/ws-api/v3").request("time")


def test_a_question_survives_the_loss_of_its_connection(asking, scripted, until):
    scripted.answers["klines"] = lambda _: None
    query = asking.request("klines", KLINES)
    until(lambda: scripted.asked("klines"))
    scripted.answers["klines"] = lambda _: {"result": [ROW]}
    scripted.drop()
    assert query.wait() == [ROW]
    assert len(scripted.asked("klines")) == 2
    until(lambda: any(isinstance(event, tw.Reconnect) for event in asking.events))
    [lost] = [event for event in asking.events if isinstance(event, tw.Disconnect)]
    assert (lost.line, lost.is_final, lost.url) == (-1, False, scripted.api_url)


def test_a_connection_told_to_go_is_replaced_first_and_closed_when_its_answers_have_come(asking, scripted, until):
    answer = threading.Event()

    def slow(_):
        answer.wait(5)
        return {"result": "late"}

    scripted.answers["klines"] = slow
    query = asking.request("klines", KLINES)
    until(lambda: scripted.asked("klines"))
    scripted.answers["klines"] = lambda _: {"result": "new"}
    answer.set()
    scripted.send({"event": {"e": "serverShutdown", "E": 1}})
    assert query.wait() == "late"
    until(lambda: scripted.opened == 2 and len(scripted.connections) == 1)
    assert asking.request("klines", KLINES).wait() == "new"
    assert len(scripted.asked("klines")) == 2
    assert not [event for event in asking.events if isinstance(event, tw.Reconnect)]


def test_an_old_connection_is_replaced_in_time(venue, scripted, until, monkeypatch):
    monkeypatch.setattr(api_module, "LIFETIME", 0.1)
    with tw.Client(stream_urls=[venue.url], api_url=scripted.api_url) as client:
        client.request("klines", KLINES).wait()
        until(lambda: scripted.opened >= 3)
        assert client.request("klines", KLINES).wait() == [ROW]


def test_what_is_under_way_when_the_client_stops_fails(asking, scripted, until):
    query = asking.request("avgPrice", {"symbol": "BTCUSDT"})
    until(lambda: scripted.asked("avgPrice"))
    asking.stop()
    with pytest.raises(RequestLost):
        query.wait()
    assert not scripted.connections


def test_a_venue_that_is_not_there_is_tried_again_and_reported(venue, scripted, until):
    with ScriptedApi() as gone:
        url = gone.api_url
    client, events = tw.Client(stream_urls=[venue.url], api_url=url), []
    client.on_error(events.append)
    with client:
        with pytest.raises(RequestTimeout, match="held back"):
            client.request("klines", KLINES, timeout=0.3).wait()
        until(lambda: len(events) >= 2)
    assert {(type(event), event.line) for event in events} == {(tw.ConnectFailed, -1)}


def test_what_nobody_asked_for_and_failed_is_reported(asking, scripted, until):
    asking.request("klines", KLINES).wait()
    scripted.send({"id": None, "status": 401, "error": {"code": -2015, "msg": "Invalid API-key."}})
    until(lambda: asking.events)
    [event] = asking.events
    assert (type(event), event.error.code, event.error.status) == (tw.RequestFailed, -2015, 401)


def test_a_limit_that_is_reached_stops_all_requests_until_it_is_over(asking, scripted):
    def refuse(_):
        scripted.answers["klines"] = lambda _: {"result": [ROW]}
        data = {"serverTime": int(time.time() * 1e6), "retryAfter": int((time.time() + 0.4) * 1e6)}
        return {"status": 429, "error": {"code": -1003, "msg": "Too much request weight used", "data": data}}

    scripted.answers["klines"] = refuse
    began = time.time()
    with pytest.raises(tw.TooManyRequests) as raised:
        asking.request("klines", KLINES).wait()
    assert 0 < raised.value.retry_after <= 0.401  # the instants are whole µs
    assert asking.request("klines", KLINES).wait() == [ROW]
    assert time.time() - began >= 0.4


@pytest.mark.parametrize(
    "raw",
    [
        b'{"id":"\xff","status":200,"result":{}}',
        b'{"id":1,"status":200,"result":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"id":1,"status":"fine","result":{}}',
    ],
    ids=["no UTF-8", "nested", "no status"],
)
def test_a_reply_that_is_none_is_reported_and_stops_nothing(asking, scripted, until, raw):
    assert asking.request("klines", KLINES).wait() == [ROW]
    scripted.send_raw(raw)
    until(lambda: asking.events)
    assert isinstance(asking.events[0].error, DecodeError)
    assert asking.request("klines", KLINES).wait() == [ROW]
    assert scripted.opened == 1
