"""One client of one stream, in a process of its own: it writes the time of every message, monotonic ns, to its output.

python -m bench.reconnect.client NAME URL CA_FILE

Rivals are run as their own pages show it, with their own defaults, in the environment that has them.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import time
from typing import Any, ClassVar

SYMBOL, STREAM = "BTCUSDT", "btcusdt@bookTicker"


def note(*_: Any) -> None:
    os.write(1, b"%d\n" % time.monotonic_ns())


def tickwire(url: str, ca_file: str) -> None:
    import tickwire as tw

    client = tw.Client(stream_urls=[url], ssl=ca_file)
    client.subscribe(STREAM, on=note)
    client.run()


def python_binance(url: str, ca_file: str) -> None:
    import binance

    async def listen() -> None:
        manager = binance.BinanceSocketManager(binance.AsyncClient())
        manager.STREAM_URL = f"{url}/"
        manager.ws_kwargs = {"ssl": ssl.create_default_context(cafile=ca_file)}
        async with manager.multiplex_socket([STREAM]) as socket:
            while True:
                message = await socket.recv()
                if message and message.get("stream") == STREAM:  # it hands on its own troubles as messages, too
                    note()

    asyncio.run(listen())


def binance_sdk_spot(url: str, ca_file: str) -> None:
    from binance_common.configuration import ConfigurationWebSocketStreams
    from binance_sdk_spot.spot import Spot

    async def listen() -> None:
        context = ssl.create_default_context(cafile=ca_file)
        configuration = ConfigurationWebSocketStreams(stream_url=url, https_agent=context)
        connection = await Spot(config_ws_streams=configuration).websocket_streams.create_connection()
        (await connection.book_ticker(symbol=SYMBOL.lower())).on("message", note)
        await asyncio.Future()

    asyncio.run(listen())


def cryptofeed(url: str, ca_file: str) -> None:
    from cryptofeed import FeedHandler
    from cryptofeed.connection import WebsocketEndpoint
    from cryptofeed.defines import BINANCE, TICKER
    from cryptofeed.exchanges import Binance
    from cryptofeed.symbols import Symbols

    context = ssl.create_default_context(cafile=ca_file)

    async def take(*_: Any) -> None:
        note()

    class Loopback(Binance):
        websocket_endpoints: ClassVar = [WebsocketEndpoint(url, options={"ssl": context})]

    Symbols.set(BINANCE, {"BTC-USDT": SYMBOL}, {"instrument_type": {"BTC-USDT": "spot"}})
    handler = FeedHandler(config={"log": {"disabled": True}})
    handler.add_feed(Loopback(symbols=["BTC-USDT"], channels=[TICKER], callbacks={TICKER: take}))
    handler.run(install_signal_handlers=False)


CLIENTS = {function.__name__: function for function in (tickwire, python_binance, cryptofeed, binance_sdk_spot)}

if __name__ == "__main__":
    CLIENTS[sys.argv[1]](sys.argv[2], sys.argv[3])
