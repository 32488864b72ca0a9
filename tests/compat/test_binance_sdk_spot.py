"""The official binance-sdk-spot, whose models check every message."""

import asyncio
from typing import Any

import pytest

from tickwire.sim import Venue

pytestmark = pytest.mark.filterwarnings("default")


def test_the_official_sdk_receives_and_validates_two_streams(venue: Venue) -> None:
    sdk = pytest.importorskip("binance_sdk_spot.spot", reason="needs the dependency group compat")
    from binance_common.configuration import ConfigurationWebSocketStreams

    async def listen() -> tuple[Any, Any, Any]:
        loop = asyncio.get_running_loop()
        trade, ticker = loop.create_future(), loop.create_future()
        configuration = ConfigurationWebSocketStreams(
            stream_url=venue.url, https_agent=venue.client_ssl_context() if venue.tls else None
        )
        client = sdk.Spot(config_ws_streams=configuration)
        connection = await client.websocket_streams.create_connection()
        trades = await connection.trade(symbol="btcusdt")
        trades.on("message", lambda message: trade.done() or trade.set_result(message))
        tickers = await connection.book_ticker(symbol="ethusdt")
        tickers.on("message", lambda message: ticker.done() or ticker.set_result(message))
        try:
            received = await trade, await ticker
            await trades.unsubscribe()
            listed = await connection.list_subscribe()
        finally:
            await connection.close_connection(close_session=True)
        return (*received, listed)

    trade, ticker, listed = asyncio.run(asyncio.wait_for(listen(), 30))
    assert (trade.e, trade.s) == ("trade", "BTCUSDT")
    assert trade.t > 0
    assert float(trade.p) > 0
    assert ticker.s == "ETHUSDT"
    assert float(ticker.b) < float(ticker.a)
    assert "ethusdt@bookTicker" in str(listed)
    assert "btcusdt@trade" not in str(listed)
