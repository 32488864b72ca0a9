"""The WebSocket API on a real socket, with another library as the client."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
import websockets
from websockets.sync.client import ClientConnection, connect

from tickwire.sim import Limits, Replay, Venue


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT", "ETHUSDT"], rate=2000, limits=Limits(weight=1_000_000)) as venue:
        with connect(f"{venue.url}/ws/btcusdt@aggTrade") as connection:
            connection.recv(timeout=10)
        yield venue


def ask(connection: ClientConnection, method: str, **params: Any) -> dict[str, Any]:
    connection.send(json.dumps({"id": 1, "method": method, "params": params}))
    return json.loads(connection.recv(timeout=10))


@pytest.fixture
def api(venue: Venue) -> Iterator[ClientConnection]:
    with connect(venue.api_url) as connection:
        yield connection


def test_a_reply_has_the_keys_of_the_venue_in_their_order(api: ClientConnection) -> None:
    reply = ask(api, "time")
    assert list(reply) == ["id", "status", "result", "rateLimits"]
    assert list(reply["rateLimits"][0]) == ["rateLimitType", "interval", "intervalNum", "limit", "count"]
    assert len(str(reply["result"]["serverTime"])) == 13
    refused = ask(api, "depth", symbol="NOSUCH")
    assert list(refused) == ["id", "status", "error", "rateLimits"]
    assert refused["error"] == {"code": -1121, "msg": "Invalid symbol."}


def test_limits_are_told_unless_the_url_or_the_request_says_no(venue: Venue, api: ClientConnection) -> None:
    assert "rateLimits" not in ask(api, "ping", returnRateLimits=False)
    with connect(f"{venue.api_url}?returnRateLimits=false&timeUnit=MICROSECOND") as connection:
        reply = ask(connection, "time")
        assert "rateLimits" not in reply
        assert len(str(reply["result"]["serverTime"])) == 16
        assert "rateLimits" in ask(connection, "ping", returnRateLimits=True)


@pytest.mark.parametrize("request_id", [7, -1, None, "51e2affb-0aba-4821-ba75-f2625006eb43"])
def test_ids_come_back_as_they_were_sent(api: ClientConnection, request_id: Any) -> None:
    api.send(json.dumps({"id": request_id, "method": "ping"}))
    reply = json.loads(api.recv(timeout=10))
    assert (reply["id"], reply["status"], reply["result"]) == (request_id, 200, {})


@pytest.mark.parametrize(
    ("request_text", "code", "msg"),
    [
        ("not json", -1135, "Invalid JSON Request"),
        ("[]", -1135, "Invalid JSON Request"),
        ('{"method":"ping"}', -1135, "Invalid 'id' in JSON request; expected an integer"),
        ('{"method":"ping","id":"a b"}', -1135, "Invalid 'id' in JSON request; expected an integer"),
        ('{"id":1}', -1135, "Missing required 'method' in JSON request."),
        ('{"id":1,"method":"ping","params":[]}', -1135, "Invalid 'params' in JSON request; expected an object."),
        ('{"id":1,"method":"no.such"}', -1020, "This operation is not supported."),
        (
            '{"id":1,"method":"depth"}',
            -1102,
            "Mandatory parameter 'symbol' was not sent, was empty/null",
        ),
        ('{"id":1,"method":"depth","params":{"symbol":"btcusdt"}}', -1121, "Invalid symbol."),
        ('{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":0}}', -1130, "Data sent for parameter 'limit'"),
        ('{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":-5}}', -1100, "Illegal characters found"),
        ('{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":"x"}}', -1100, "Illegal characters found"),
        (
            '{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","speed":1}}',
            -1101,
            "Too many parameters; expected",
        ),
        ('{"id":1,"method":"klines","params":{"symbol":"BTCUSDT","interval":"7m"}}', -1120, "Invalid interval."),
        (
            '{"id":1,"method":"blockTrades.historical","params":{"symbol":"BTCUSDT"}}',
            -1102,
            "Mandatory parameter",
        ),
        (
            '{"id":1,"method":"trades.aggregate","params":{"symbol":"BTCUSDT","fromId":1,"startTime":1}}',
            -1128,
            "Combination of optional parameters invalid.",
        ),
    ],
)
def test_errors_come_in_the_words_of_the_venue(api: ClientConnection, request_text: str, code: int, msg: str) -> None:
    api.send(request_text)
    reply = json.loads(api.recv(timeout=10))
    assert (reply["status"], reply["error"]["code"]) == (400, code)
    assert reply["error"]["msg"].startswith(msg)


def test_methods_may_carry_a_version(api: ClientConnection) -> None:
    assert ask(api, "v3/ping")["status"] == 200


@pytest.mark.parametrize(
    ("method", "params", "weight"),
    [
        ("ping", {}, 1),
        ("time", {}, 1),
        ("exchangeInfo", {}, 20),
        ("depth", {}, 5),
        ("depth", {"limit": 100}, 5),
        ("depth", {"limit": 101}, 25),
        ("depth", {"limit": 1000}, 50),
        ("depth", {"limit": 5000}, 250),
        ("depth", {"limit": 9999}, 250),
        ("trades.recent", {}, 25),
        ("trades.historical", {}, 25),
        ("trades.aggregate", {}, 4),
        ("klines", {"interval": "1s"}, 2),
        ("avgPrice", {}, 2),
        ("ticker.price", {}, 2),
        ("ticker.book", {}, 2),
    ],
)
def test_weights_are_those_of_the_table(
    api: ClientConnection, method: str, params: dict[str, Any], weight: int
) -> None:
    symbol = {} if method in ("ping", "time", "exchangeInfo") else {"symbol": "BTCUSDT"}
    before = ask(api, "ping")["rateLimits"][0]["count"]
    reply = ask(api, method, **symbol, **params)
    assert reply["status"] == 200, reply
    assert reply["rateLimits"][0]["count"] - before == weight


def test_too_much_weight_is_refused_and_going_on_is_a_ban() -> None:
    limits = Limits(weight=20, weight_window=3600.0, refusals_borne=2, ban=100.0)
    with Venue(limits=limits) as venue, connect(venue.api_url) as api:
        replies = [ask(api, "ping") for _ in range(21)]
        assert [reply["status"] for reply in replies] == [200] * 18 + [429, 429, 418]
        refused, banned = replies[-2]["error"], replies[-1]["error"]
        assert (refused["code"], banned["code"]) == (-1003, -1003)
        assert refused["msg"].startswith(
            "Too much request weight used; current limit is 20 request weight per 1 MINUTE."
        )
        assert list(refused["data"]) == ["serverTime", "retryAfter"]
        assert refused["data"]["retryAfter"] % 3_600_000 == 0
        assert banned["msg"].startswith(
            f"Way too much request weight used; IP banned until {banned['data']['retryAfter']}"
        )
        assert banned["data"]["retryAfter"] - banned["data"]["serverTime"] == 100_000
        with pytest.raises(websockets.ConnectionClosed):
            api.recv(timeout=10)
        assert api.close_code == 1008
        with pytest.raises(websockets.InvalidStatus) as refusal, connect(venue.api_url):
            pass
        assert refusal.value.response.status_code == 418
        assert 90 <= int(refusal.value.response.headers["Retry-After"]) <= 100


def test_a_shutdown_notice_is_an_event() -> None:
    with Venue() as venue, connect(venue.api_url) as api:
        venue.shutdown_notice()
        notice = json.loads(api.recv(timeout=10))
    assert list(notice) == ["event"]
    assert list(notice["event"]) == ["e", "E"]
    assert notice["event"]["e"] == "serverShutdown"


def test_a_venue_may_go_without(tmp_path: Any) -> None:
    with Venue(api=False) as venue, pytest.raises(websockets.InvalidStatus) as refused, connect(venue.api_url):
        pass
    assert refused.value.response.status_code == 404


def test_a_recording_has_the_time_and_nothing_else(tmp_path: Any) -> None:
    path = tmp_path / "tape.jsonl"
    path.write_text('{"stream":"a@trade","data":{"e":"trade","E":1}}\n', encoding="utf-8")
    with Venue(feed=Replay(path)) as venue, connect(venue.api_url) as api:
        assert ask(api, "time")["status"] == 200
        refused = ask(api, "depth", symbol="BTCUSDT")
        assert (refused["status"], refused["error"]["code"]) == (400, -1020)


def test_many_requests_at_once_are_all_answered(venue: Venue) -> None:
    async def main() -> set[int]:
        async with websockets.connect(venue.api_url) as api:
            for number in range(200):
                await api.send(json.dumps({"id": number, "method": "depth", "params": {"symbol": "ETHUSDT"}}))
            return {json.loads(await asyncio.wait_for(api.recv(), 10))["id"] for _ in range(200)}

    assert asyncio.run(main()) == set(range(200))
