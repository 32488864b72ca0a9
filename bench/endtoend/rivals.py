"""The other clients: each the loop that any reader would write, reading price and quantity as floats."""

from __future__ import annotations

import asyncio
import json
from ssl import SSLContext

import msgspec

from tickwire import schema

from .meter import Meter, under_way

SUBSCRIBE = json.dumps({"method": "SUBSCRIBE", "params": ["ethusdt@trade"], "id": 1})


class TradeFrame(msgspec.Struct):
    """A trade in its envelope."""

    stream: str
    data: schema.Trade


async def websockets_json(url: str, tls: SSLContext | None, meter: Meter) -> None:
    import websockets

    async with websockets.connect(f"{url}/stream", ssl=tls, compression=None) as connection:
        await connection.send(SUBSCRIBE)
        await connection.recv()
        async for raw in connection:
            trade = json.loads(raw)["data"]
            meter.count += 1
            meter.value += float(trade["p"]) * float(trade["q"])
            if meter.timed:
                meter.latencies.append(under_way(trade["T"]))


async def aiohttp_orjson(url: str, tls: SSLContext | None, meter: Meter) -> None:
    import aiohttp
    import orjson

    async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/stream", ssl=tls or True) as connection:
        await connection.send_str(SUBSCRIBE)
        await connection.receive()
        async for message in connection:
            trade = orjson.loads(message.data)["data"]
            meter.count += 1
            meter.value += float(trade["p"]) * float(trade["q"])
            if meter.timed:
                meter.latencies.append(under_way(trade["T"]))


async def picows_msgspec(url: str, tls: SSLContext | None, meter: Meter) -> None:
    from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

    decode = msgspec.json.Decoder(TradeFrame).decode

    class Listener(WSListener):
        granted = False

        def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
            if not self.granted:
                self.granted = True
                return
            trade = decode(frame.get_payload_as_memoryview()).data
            meter.count += 1
            meter.value += float(trade.price) * float(trade.qty)
            if meter.timed:
                meter.latencies.append(under_way(trade.transact_time))

    transport, _ = await ws_connect(Listener, f"{url}/stream", ssl_context=tls)
    transport.send(WSMsgType.TEXT, SUBSCRIBE.encode())
    await asyncio.Future()


RIVALS = {"websockets_json": websockets_json, "aiohttp_orjson": aiohttp_orjson, "picows_msgspec": picows_msgspec}
