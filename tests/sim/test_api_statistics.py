"""Statistics and reference prices: what is asked for is what the streams sent."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.schema import METHODS
from tickwire.sim import Limits, Venue
from tickwire.sim.api_connection import ACCOUNT_METHODS, MARKET_METHODS
from tickwire.sim.api_params import Params

BOTH = ["BTCUSDT", "ETHUSDT"]


class Asking:
    """A venue that has traded for some seconds, and the ticker it sent."""

    def __init__(self, venue: Venue, api: Any) -> None:
        self._api = api
        with connect(f"{venue.url}/stream?streams=btcusdt@ticker/btcusdt@referencePrice") as stream:
            self.sent: dict[str, Any] = {}
            while len(self.sent) < 2 or not self.sent["btcusdt@ticker"]["n"]:
                message = json.loads(stream.recv(timeout=10))
                self.sent[message["stream"]] = message["data"]

    def reply(self, method: str, **params: Any) -> dict[str, Any]:
        self._api.send(json.dumps({"id": 1, "method": method, "params": params}))
        return json.loads(self._api.recv(timeout=10))

    def done(self, method: str, **params: Any) -> Any:
        """A result, all of which the schema knows."""
        reply = self.reply(method, **params)
        assert reply["status"] == 200, reply
        assert METHODS[method].unknown(json.dumps(reply["result"]).encode()) == {}
        return reply["result"]


@pytest.fixture(scope="module")
def asking() -> Iterator[Asking]:
    with Venue(symbols=BOTH, rate=1000, limits=Limits(weight=1_000_000)) as venue, connect(venue.api_url) as api:
        yield Asking(venue, api)


def test_a_day_is_the_one_of_the_stream(asking: Asking) -> None:
    found, sent = asking.done("ticker.24hr", symbol="BTCUSDT"), asking.sent["btcusdt@ticker"]
    assert list(found) == [
        *("symbol", "priceChange", "priceChangePercent", "weightedAvgPrice", "prevClosePrice", "lastPrice", "lastQty"),
        *("bidPrice", "bidQty", "askPrice", "askQty", "openPrice", "highPrice", "lowPrice", "volume", "quoteVolume"),
        *("openTime", "closeTime", "firstId", "lastId", "count"),
    ]
    assert (found["openPrice"], found["firstId"]) == (sent["o"], sent["F"])
    assert found["lastId"] >= sent["L"]
    assert found["count"] == found["lastId"] - found["firstId"] + 1


@pytest.mark.parametrize("method", ["ticker", "ticker.tradingDay"])
def test_windows_and_days_have_less(asking: Asking, method: str) -> None:
    found = asking.done(method, symbol="BTCUSDT")
    assert list(found) == [
        *("symbol", "priceChange", "priceChangePercent", "weightedAvgPrice", "openPrice", "highPrice", "lowPrice"),
        *("lastPrice", "volume", "quoteVolume", "openTime", "closeTime", "firstId", "lastId", "count"),
    ]
    assert found["firstId"] == asking.sent["btcusdt@ticker"]["F"]
    assert found["openTime"] % 60_000 == 0
    short = asking.done(method, symbols=BOTH, type="MINI")
    assert [each["symbol"] for each in short] == BOTH
    assert "priceChange" not in short[0]


@pytest.mark.parametrize("size", ["1m", "59m", "23h", "7d"])
def test_a_window_has_the_length_asked_for(asking: Asking, size: str) -> None:
    found = asking.done("ticker", symbol="BTCUSDT", windowSize=size)
    length = int(size[:-1]) * {"m": 60_000, "h": 3_600_000, "d": 86_400_000}[size[-1]]
    assert length <= found["closeTime"] - found["openTime"] < length + 60_000
    assert found["count"] > 0


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("ticker", {"symbol": "BTCUSDT", "windowSize": "60m"}, -1130),
        ("ticker", {}, -1102),
        ("ticker.24hr", {"symbol": "BTCUSDT", "type": "LONG"}, -1139),
        ("ticker.24hr", {"symbol": "BTCUSDT", "symbols": BOTH}, -1128),
        ("ticker.24hr", {"symbols": ["BTCUSDT", "BTCUSDT"]}, -1151),
        ("ticker.24hr", {"symbol": "BTCUSDT", "symbolStatus": "HALT"}, -1220),
        ("ticker.tradingDay", {"symbol": "BTCUSDT", "timeZone": "+05:30"}, -1130),
        ("referencePrice", {"symbol": "NOSUCH"}, -1121),
        ("executionRules", {"symbol": "BTCUSDT", "symbolStatus": "TRADING"}, -1128),
    ],
)
def test_what_is_wrong_is_said(asking: Asking, method: str, params: dict[str, Any], code: int) -> None:
    assert asking.reply(method, **params)["error"]["code"] == code


def test_a_reference_price_is_the_last_one_sent(asking: Asking) -> None:
    found = asking.done("referencePrice", symbol="BTCUSDT")
    assert list(found) == ["symbol", "referencePrice", "timestamp"]
    assert found["timestamp"] >= asking.sent["btcusdt@referencePrice"]["t"]
    assert asking.done("referencePrice.calculation", symbol="BTCUSDT")["calculationType"] == "ARITHMETIC_MEAN"
    assert [each["symbol"] for each in asking.done("executionRules")["symbolRules"]] == BOTH


def test_a_market_that_stands_still_never_had_one() -> None:
    with Venue(symbols=["BTCUSDT"], rate=None) as venue, connect(venue.api_url) as api:
        for method in ("referencePrice", "referencePrice.calculation"):
            api.send(json.dumps({"id": 1, "method": method, "params": {"symbol": "BTCUSDT"}}))
            assert json.loads(api.recv(timeout=10))["error"] == {
                "code": -2043,
                "msg": "This symbol doesn't have a reference price.",
            }


def test_every_method_of_the_schema_is_there_and_weighs_what_it_says() -> None:
    assert MARKET_METHODS.keys() | ACCOUNT_METHODS.keys() == METHODS.keys()
    many = [f"S{number}" for number in range(60)]
    for name, ours in MARKET_METHODS.items():
        for params in ({}, {"symbol": "A"}, {"symbols": many[:1]}, {"symbols": many}, {"limit": 700}):
            takes = METHODS[name].params.__struct_encode_fields__
            known = {key: value for key, value in params.items() if key in takes}
            weight = ours.weight if isinstance(ours.weight, int) else ours.weight(Params(dict(known)))
            assert weight == METHODS[name].weight_of(known), (name, known)
