"""python-binance, through its socket manager."""

import asyncio
from typing import Any

import pytest

from tickwire.sim import Venue

pytestmark = pytest.mark.filterwarnings("default")


def connected(binance: Any, venue: Venue) -> tuple[Any, Any]:
    client = binance.AsyncClient()
    manager = binance.BinanceSocketManager(client)
    manager.STREAM_URL = f"{venue.url}/"
    manager.ws_kwargs = {"ssl": venue.client_ssl_context()} if venue.tls else {}
    return client, manager


def test_python_binance_receives_trades_and_candles_of_a_multiplexed_socket(venue: Venue) -> None:
    binance = pytest.importorskip("binance", reason="needs the dependency group compat")

    async def listen() -> dict[str, Any]:
        client, manager = connected(binance, venue)
        seen: dict[str, Any] = {}
        async with manager.multiplex_socket(["btcusdt@trade", "bnbbtc@kline_1s"]) as socket:
            while len(seen) < 2:
                message = await socket.recv()
                seen[message["stream"]] = message["data"]
        await client.close_connection()
        return seen

    seen = asyncio.run(asyncio.wait_for(listen(), 20))
    assert (seen["btcusdt@trade"]["e"], seen["btcusdt@trade"]["s"]) == ("trade", "BTCUSDT")
    candle = seen["bnbbtc@kline_1s"]["k"]
    assert (candle["i"], candle["x"]) == ("1s", True)
    assert float(candle["l"]) <= float(candle["c"]) <= float(candle["h"])


def test_python_binance_keeps_an_order_book_socket_fed(venue: Venue) -> None:
    binance = pytest.importorskip("binance", reason="needs the dependency group compat")

    async def listen() -> list[dict[str, Any]]:
        client, manager = connected(binance, venue)
        async with manager.depth_socket("ETHUSDT", interval=100) as socket:
            messages = [await socket.recv() for _ in range(3)]
        await client.close_connection()
        return messages

    first, second, third = asyncio.run(asyncio.wait_for(listen(), 20))
    assert first["e"] == "depthUpdate"
    assert (second["U"], third["U"]) == (first["u"] + 1, second["u"] + 1)
