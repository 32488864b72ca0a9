"""`websockets`, the library most hand-written clients use."""

import asyncio
import json

import pytest

from tickwire.sim import Venue


def test_websockets_subscribes_to_two_streams_and_receives_both(venue: Venue) -> None:
    websockets = pytest.importorskip("websockets", reason="needs the dependency group compat")

    async def talk() -> tuple[str, dict[str, dict]]:
        context = venue.client_ssl_context() if venue.tls else None
        seen: dict[str, dict] = {}
        async with websockets.connect(f"{venue.url}/stream", ssl=context) as connection:
            streams = ["btcusdt@trade", "ethusdt@bookTicker"]
            await connection.send(json.dumps({"method": "SUBSCRIBE", "params": streams, "id": 1}))
            reply = await connection.recv()
            while len(seen) < 2:
                message = json.loads(await connection.recv())
                seen[message["stream"]] = message["data"]
            await (await connection.ping())
        return reply, seen

    reply, seen = asyncio.run(asyncio.wait_for(talk(), 20))
    assert reply == '{"result":null,"id":1}'
    assert list(seen["btcusdt@trade"]) == ["e", "E", "s", "t", "p", "q", "T", "m", "M"]
    assert list(seen["ethusdt@bookTicker"]) == ["u", "s", "b", "B", "a", "A"]
