"""What the WebSocket API answers is what the streams sent."""

import asyncio
import json
from typing import Any

import pytest
import websockets
from websockets.sync.client import ClientConnection, connect

from tickwire.sim import Limits, Venue

STREAMS = ("trade", "aggTrade", "kline_1s", "depth@100ms", "blockTrade")


class Recorded:
    """What the streams sent for some seconds, and a connection to ask about it afterwards."""

    def __init__(self, venue: Venue, api: ClientConnection) -> None:
        self.venue, self._api = venue, api
        self.messages = asyncio.run(self._receive())

    async def _receive(self) -> dict[str, list[Any]]:
        received: dict[str, list[Any]] = {stream: [] for stream in STREAMS}
        names = "/".join(f"btcusdt@{stream}" for stream in STREAMS)
        async with websockets.connect(f"{self.venue.url}/stream?streams={names}") as connection:
            while len(received["kline_1s"]) < 3 or len(received["trade"]) < 600 or not received["blockTrade"]:
                message = json.loads(await asyncio.wait_for(connection.recv(), 20))
                received[message["stream"].removeprefix("btcusdt@")].append(message["data"])
        return received

    def ask(self, method: str, **params: Any) -> Any:
        self._api.send(json.dumps({"id": 1, "method": method, "params": {"symbol": "BTCUSDT", **params}}))
        reply = json.loads(self._api.recv(timeout=10))
        assert reply["status"] == 200, reply
        return reply["result"]


@pytest.fixture(scope="module")
def recorded() -> Any:
    limits = Limits(weight=1_000_000)
    venue = Venue(symbols=["BTCUSDT"], rate=2000, seed=5, limits=limits, depth=1500)
    with venue, connect(venue.api_url) as api:
        yield Recorded(venue, api)


def test_historical_trades_are_those_of_the_stream(recorded: Recorded) -> None:
    sent = recorded.messages["trade"]
    found = recorded.ask("trades.historical", fromId=sent[0]["t"], limit=600)
    assert list(found[0]) == ["id", "price", "qty", "quoteQty", "time", "isBuyerMaker", "isBestMatch"]
    keys = (("id", "t"), ("price", "p"), ("qty", "q"), ("time", "T"), ("isBuyerMaker", "m"), ("isBestMatch", "M"))
    assert [[each[key] for key, _ in keys] for each in found] == [[each[key] for _, key in keys] for each in sent[:600]]
    assert float(found[0]["quoteQty"]) == pytest.approx(float(found[0]["price"]) * float(found[0]["qty"]), rel=1e-6)


def test_recent_trades_are_the_last_ones_in_the_order_of_their_ids(recorded: Recorded) -> None:
    for method in ("trades.recent", "trades.historical"):
        ids = [each["id"] for each in recorded.ask(method, limit=40)]
        assert ids == list(range(ids[0], ids[0] + 40))
        assert ids[0] > recorded.messages["trade"][0]["t"]


def test_ids_beyond_the_last_trade_find_nothing_and_lost_ones_find_the_first(recorded: Recorded) -> None:
    assert recorded.ask("trades.historical", fromId=10**15) == []
    first = recorded.ask("trades.historical", fromId=0, limit=1)[0]["id"]
    assert 0 < first <= recorded.messages["trade"][0]["t"]


def test_aggregate_trades_are_those_of_the_stream(recorded: Recorded) -> None:
    sent = recorded.messages["aggTrade"]
    found = recorded.ask("trades.aggregate", fromId=sent[0]["a"], limit=min(1000, len(sent)))
    assert list(found[0]) == ["a", "p", "q", "f", "l", "T", "m", "M"]
    assert found == [{key: each[key] for key in found[0]} for each in sent[: len(found)]]


def test_aggregate_trades_are_found_by_time(recorded: Recorded) -> None:
    sent = recorded.messages["aggTrade"]
    start, end = sent[10]["T"], sent[60]["T"]
    within = [each["a"] for each in sent if start <= each["T"] <= end]
    assert [each["a"] for each in recorded.ask("trades.aggregate", startTime=start, endTime=end)] == within
    assert [each["a"] for each in recorded.ask("trades.aggregate", startTime=start, limit=5)] == within[:5]
    assert [each["a"] for each in recorded.ask("trades.aggregate", endTime=end, limit=5)] == within[-5:]


def test_candles_are_those_of_the_stream(recorded: Recorded) -> None:
    sent = [each["k"] for each in recorded.messages["kline_1s"] if each["k"]["x"]]
    assert sent
    rows = recorded.ask("klines", interval="1s", startTime=sent[0]["t"], limit=len(sent))
    assert rows == [[each[key] for key in "tohlcvTqnVQB"] for each in sent]
    assert recorded.ask("uiKlines", interval="1s", startTime=sent[0]["t"], limit=len(sent)) == rows
    assert recorded.ask("klines", interval="1s", startTime=sent[0]["t"], endTime=sent[0]["t"]) == rows[:1]


def test_the_last_candle_is_the_one_that_is_forming(recorded: Recorded) -> None:
    (row,) = recorded.ask("klines", interval="1d", limit=1)
    assert row[0] <= recorded.messages["trade"][0]["T"]
    assert row[0] % 86_400_000 == 0
    (row,) = recorded.ask("klines", interval="1d", limit=1, timeZone="+08:00")
    assert row[0] % 86_400_000 == 16 * 3_600_000


def test_a_snapshot_stands_between_two_updates_of_the_stream(recorded: Recorded) -> None:
    snapshot = recorded.ask("depth", limit=1000)
    assert list(snapshot) == ["lastUpdateId", "bids", "asks"]
    assert snapshot["lastUpdateId"] > recorded.messages["depth@100ms"][0]["u"]
    assert len(snapshot["bids"]) == 1000
    assert len(recorded.ask("depth")["asks"]) == 100
    assert float(snapshot["bids"][0][0]) < float(snapshot["asks"][0][0])


def test_block_trades_are_those_of_the_stream(recorded: Recorded) -> None:
    sent = recorded.messages["blockTrade"][0]
    (found,) = recorded.ask("blockTrades.historical", fromId=sent["t"], limit=1)
    assert list(found) == ["id", "price", "qty", "quoteQty", "time", "isBuyerMaker"]
    assert (found["id"], found["price"], found["time"]) == (sent["t"], sent["p"], sent["T"])


def test_prices_are_those_of_the_market(recorded: Recorded) -> None:
    best, last = recorded.ask("ticker.book"), recorded.ask("ticker.price")
    assert list(best) == ["symbol", "bidPrice", "bidQty", "askPrice", "askQty"]
    assert list(last) == ["symbol", "price"]
    average = recorded.ask("avgPrice")
    assert list(average) == ["mins", "price", "closeTime"]
    assert float(average["price"]) == pytest.approx(float(best["bidPrice"]), rel=0.05)


def test_symbols_are_described(recorded: Recorded) -> None:
    info = recorded.ask("exchangeInfo")
    (symbol,) = info["symbols"]
    assert (symbol["symbol"], symbol["baseAsset"], symbol["quoteAsset"]) == ("BTCUSDT", "BTC", "USDT")
    assert {"PRICE_FILTER", "LOT_SIZE", "NOTIONAL"} < {each["filterType"] for each in symbol["filters"]}
    kinds = [each["rateLimitType"] for each in info["rateLimits"]]
    assert kinds == ["REQUEST_WEIGHT", "ORDERS", "ORDERS", "CONNECTIONS"]
