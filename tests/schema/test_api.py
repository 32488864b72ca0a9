"""Requests and replies of the WebSocket API, in the forms of the venue's own examples."""

from pathlib import Path

import msgspec
import pytest

from tickwire.schema import (
    AggTradeRow,
    ApiReply,
    ApiRequest,
    CandleRow,
    PartialDepth,
    RateLimit,
    ServerTime,
    TradeRow,
)


def test_a_request_without_params_has_none_on_the_wire():
    assert msgspec.json.encode(ApiRequest(id=1, method="time")) == b'{"id":1,"method":"time"}'


def test_a_reply_is_told_from_an_event():
    reply = msgspec.json.decode(b'{"id":"a","status":200,"result":{"x":1}}', type=ApiReply)
    assert (reply.id, reply.status, bytes(reply.result), reply.event) == ("a", 200, b'{"x":1}', msgspec.UNSET)
    event = msgspec.json.decode(b'{"event":{"e":"serverShutdown","E":1}}', type=ApiReply)
    assert (event.status, bytes(event.event)) == (0, b'{"e":"serverShutdown","E":1}')


def test_a_refusal_holds_why_and_until_when():
    text = (
        b'{"id":1,"status":418,"error":{"code":-1003,"msg":"banned","data":{"serverTime":1,"retryAfter":2}},'
        b'"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":7}]}'
    )
    reply = msgspec.json.decode(text, type=ApiReply)
    assert reply.error.data == {"serverTime": 1, "retryAfter": 2}
    assert reply.rate_limits == (RateLimit("REQUEST_WEIGHT", "MINUTE", 1, 6000, 7),)


@pytest.mark.parametrize(
    ("method", "result"),
    [
        ("time", ServerTime),
        ("depth", PartialDepth),
        ("trades.historical", list[TradeRow]),
        ("trades.recent", list[TradeRow]),
        ("trades.aggregate", list[AggTradeRow]),
        ("klines", list[CandleRow]),
    ],
)
def test_the_venues_examples_decode(captured: Path, method: str, result: type):
    folder = captured.parent / "binance" / "samples" / "spot"
    if not folder.is_dir():
        pytest.skip("no samples")
    request = msgspec.json.decode((folder / f"wsapi.{method}.request.json").read_bytes(), type=ApiRequest)
    assert request.method == method
    reply = msgspec.json.decode((folder / f"wsapi.{method}.response.json").read_bytes(), type=ApiReply)
    assert (reply.id, reply.status) == (request.id, 200)
    assert msgspec.json.decode(reply.result, type=result)


def test_every_reply_among_the_examples_decodes(captured: Path):
    folder = captured.parent / "binance" / "samples" / "spot"
    for path in (*folder.glob("wsapi.*response*.json"), *folder.glob("wsapi.e[nrv]*.json")):
        reply = msgspec.json.decode(path.read_bytes(), type=ApiReply)
        assert reply.status or reply.event is not msgspec.UNSET, path.name
