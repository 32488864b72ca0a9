"""The protocol on a real socket, with another library as the client."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from tickwire.sim import Limits, Venue

TRADE = "btcusdt@trade"


def talk(
    limits: Limits | None,
    path: str,
    conversation: Callable[[ClientConnection, Venue], Awaitable[Any]],
    *,
    symbols: tuple[str, ...] = ("BTCUSDT", "测试币USDT"),
    rate: float | None = 300.0,
    **options: Any,
) -> tuple[Any, Venue]:
    """Hold a conversation with a venue; what it gave and the venue, which has stopped."""

    async def hold() -> Any:
        async with websockets.connect(venue.url + path, **options) as connection:
            return await asyncio.wait_for(conversation(connection, venue), 10)

    with Venue(limits=limits, symbols=symbols, rate=rate) as venue:
        return asyncio.run(hold()), venue


@asynccontextmanager
async def raw_connection(venue: Venue, path: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A WebSocket without a library at its end, which answers nothing by itself."""
    reader, writer = await asyncio.open_connection("127.0.0.1", venue.port, limit=1024)
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def reply_to(connection: ClientConnection, request: Any) -> dict[str, Any]:
    await connection.send(request if isinstance(request, str) else json.dumps(request))
    while True:
        message = json.loads(await connection.recv())
        if isinstance(message, dict) and {"result", "error"} & message.keys():
            return message


async def closed(connection: ClientConnection) -> tuple[int | None, str | None]:
    try:
        while True:
            await connection.recv()
    except websockets.ConnectionClosed:
        return connection.close_code, connection.close_reason


def test_the_raw_path_sends_payloads_and_the_combined_path_wraps_them() -> None:
    async def receive(connection: ClientConnection, _: Venue) -> Any:
        return json.loads(await connection.recv())

    raw, _ = talk(None, f"/ws/{TRADE}", receive)
    combined, _ = talk(None, f"/stream?streams={TRADE}", receive)
    assert raw["e"] == "trade"
    assert (combined["stream"], combined["data"]["e"]) == (TRADE, "trade")


def test_subscriptions_change_on_a_living_connection() -> None:
    async def change(connection: ClientConnection, _: Venue) -> Any:
        first = await reply_to(connection, {"method": "SUBSCRIBE", "params": [TRADE, "测试币usdt@bookTicker"], "id": 1})
        seen = set()
        while len(seen) < 2:
            seen.add(json.loads(await connection.recv())["stream"])
        await reply_to(connection, {"method": "UNSUBSCRIBE", "params": [TRADE], "id": 2})
        after = {json.loads(await connection.recv())["stream"] for _ in range(50)}
        return first, seen, after

    (first, seen, after), _ = talk(None, "/stream", change)
    assert first == {"result": None, "id": 1}
    assert seen == {TRADE, "测试币usdt@bookTicker"}
    assert after == {"测试币usdt@bookTicker"}


def test_the_combined_property_changes_the_form_at_once_and_replies_are_never_wrapped() -> None:
    async def change(connection: ClientConnection, _: Venue) -> Any:
        reply = await reply_to(connection, {"method": "SET_PROPERTY", "params": ["combined", True], "id": 5})
        return reply, [json.loads(await connection.recv()) for _ in range(20)]

    (reply, after), _ = talk(None, f"/ws/{TRADE}", change)
    assert reply == {"result": None, "id": 5}
    assert all(message["stream"] == TRADE for message in after)


@pytest.mark.parametrize(("query", "digits"), [("", 13), ("?timeUnit=MILLISECOND", 13), ("?timeUnit=microsecond", 16)])
def test_times_come_in_the_unit_the_url_asks_for(query: str, digits: int) -> None:
    async def receive(connection: ClientConnection, _: Venue) -> Any:
        return json.loads(await connection.recv())

    trade, _ = talk(None, f"/ws/{TRADE}{query}", receive)
    assert [len(str(trade[key])) for key in "ET"] == [digits, digits]


def test_percent_encoded_urls_reach_the_same_streams() -> None:
    async def receive(connection: ClientConnection, _: Venue) -> Any:
        return json.loads(await connection.recv())

    message, _ = talk(None, "/stream?streams=%E6%B5%8B%E8%AF%95%E5%B8%81usdt%40kline_1s%40%2B08%3A00", receive)
    assert message["stream"] == "测试币usdt@kline_1s@+08:00"
    assert message["data"]["s"] == "测试币USDT"


def test_an_unknown_stream_is_acknowledged_and_silent() -> None:
    async def wait(connection: ClientConnection, _: Venue) -> Any:
        reply = await reply_to(connection, {"method": "SUBSCRIBE", "params": ["nosuch@trade"], "id": 1})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(connection.recv(), 0.3)
        return reply

    reply, _ = talk(None, "/stream", wait)
    assert reply == {"result": None, "id": 1}


def test_refusals_are_counted_and_the_connection_lives_on() -> None:
    async def err(connection: ClientConnection, _: Venue) -> Any:
        refused = await reply_to(connection, "no json")
        return refused, await reply_to(connection, {"method": "GET_PROPERTY", "params": ["combined"], "id": 2})

    (refused, answered), venue = talk(None, "/ws", err)
    assert refused == {"error": {"code": 3, "msg": "Invalid JSON: expected value at line 1 column 1"}, "id": None}
    assert answered == {"result": False, "id": 2}
    assert (venue.stats().requests, venue.stats().requests_refused) == (2, 1)


def test_a_request_in_fragments_is_one_request() -> None:
    async def split(connection: ClientConnection, _: Venue) -> Any:
        await connection.send(['{"method":"LIST_', 'SUBSCRIPTIONS",', '"id":3}'])
        return await connection.recv()

    reply, venue = talk(None, "/ws", split)
    assert reply == '{"result":[],"id":3}'
    assert venue.stats().requests == 1


def test_more_messages_than_allowed_close_the_connection() -> None:
    async def flood(connection: ClientConnection, _: Venue) -> Any:
        for number in range(7):
            await connection.send(json.dumps({"method": "LIST_SUBSCRIPTIONS", "id": number}))
        return await closed(connection)

    reason, venue = talk(None, "/ws", flood)
    assert reason == (1008, "Too many requests")
    assert venue.stats().closed == {"too many requests": 1}
    assert venue.stats().requests == 5


def test_pings_and_pongs_count_as_messages() -> None:
    async def flood(connection: ClientConnection, _: Venue) -> Any:
        for _number in range(3):
            await connection.ping()
            await connection.pong()
        return await closed(connection)

    reason, _ = talk(None, "/ws", flood)
    assert reason == (1008, "Too many requests")


def test_messages_spread_over_the_window_are_allowed() -> None:
    async def spread(connection: ClientConnection, _: Venue) -> Any:
        for number in range(8):
            await reply_to(connection, {"method": "LIST_SUBSCRIPTIONS", "id": number})
            await asyncio.sleep(0.06)
        return connection.close_code

    code, _ = talk(Limits(messages_window=0.2), "/ws", spread)
    assert code is None


def test_client_pings_are_answered() -> None:
    async def ping(connection: ClientConnection, _: Venue) -> Any:
        return await (await connection.ping(b"hello"))

    latency, _ = talk(None, "/ws", ping)
    assert latency >= 0


def test_answered_server_pings_keep_a_connection_open() -> None:
    async def stay(connection: ClientConnection, _: Venue) -> Any:
        await asyncio.sleep(0.5)
        return connection.close_code

    limits = Limits(ping_interval=0.05, pong_timeout=0.15, messages_window=0.01)
    code, venue = talk(limits, "/ws", stay, ping_interval=None)
    assert code is None
    assert venue.stats().pings_sent >= 3
    assert venue.stats().pongs_received >= 3


def test_an_unanswered_ping_ends_the_connection_and_unsolicited_pongs_do_not_help() -> None:
    async def main(venue: Venue) -> bytes:
        async with raw_connection(venue, "/ws") as (reader, writer):
            header = await reader.readexactly(2)
            assert header[0] == 0x89
            await reader.readexactly(header[1])
            writer.write(b"\x8a\x80\0\0\0\0" + b"\x8a\x81\0\0\0\0x")
            while (header := await reader.readexactly(2))[0] == 0x89:
                await reader.readexactly(header[1])
            return header + await reader.readexactly(header[1])

    with Venue(limits=Limits(ping_interval=0.1, pong_timeout=0.3)) as venue:
        close = asyncio.run(asyncio.wait_for(main(venue), 10))
    assert close == b"\x88\x0e\x03\xf0Pong timeout"
    assert venue.stats().pongs_received == 2
    assert venue.stats().closed == {"pong timeout": 1}


def test_a_connection_ends_with_its_lifetime() -> None:
    async def wait(connection: ClientConnection, _: Venue) -> Any:
        return await closed(connection)

    reason, venue = talk(Limits(lifetime=0.2), f"/ws/{TRADE}", wait)
    assert reason == (1001, "")
    assert venue.stats().closed == {"lifetime over": 1}


@pytest.mark.parametrize(("code", "reason"), [(1000, ""), (1001, "bye"), (4000, "mine")])
def test_a_closing_client_gets_its_close_back(code: int, reason: str) -> None:
    async def close(connection: ClientConnection, _: Venue) -> Any:
        await connection.close(code, reason)
        received = connection.protocol.close_rcvd
        return received and (received.code, received.reason)

    answer, venue = talk(None, f"/ws/{TRADE}", close)
    assert answer == (code, reason)
    assert venue.stats().closed == {"client closed": 1}


def test_a_client_that_does_not_answer_a_close_is_cut() -> None:
    async def main(venue: Venue) -> tuple[bytes, bytes]:
        async with raw_connection(venue, "/ws") as (reader, _):
            close = await reader.readexactly(4)
            try:
                return close, await reader.read()
            except ConnectionResetError:
                return close, b""

    with Venue(limits=Limits(lifetime=0.1, close_timeout=0.2)) as venue:
        assert asyncio.run(asyncio.wait_for(main(venue), 10)) == (b"\x88\x02\x03\xe9", b"")


def test_a_client_that_reads_nothing_is_cut_off_once_its_buffer_is_full() -> None:
    async def main(venue: Venue) -> None:
        streams = "/".join(f"btcusdt@{kind}" for kind in ("depth20@100ms", "bookTicker", "trade", "aggTrade"))
        async with raw_connection(venue, f"/ws/{streams}") as (_, writer):
            writer.transport.pause_reading()
            while not venue.stats().closed:
                await asyncio.sleep(0.02)

    with Venue(limits=Limits(write_buffer=200_000), rate=20_000, symbols=("BTCUSDT",)) as venue:
        asyncio.run(asyncio.wait_for(main(venue), 20))
    assert venue.stats().closed == {"too slow": 1}


def test_an_unpaced_venue_goes_on_counting_whatever_is_subscribed_meanwhile() -> None:
    async def read(connection: ClientConnection, venue: Venue) -> Any:
        ids = []
        while len(ids) < 15_000:
            message = json.loads(await connection.recv())
            if message.get("stream") == TRADE:
                ids.append(message["data"]["t"])
            if len(ids) == 12_000:
                await connection.send('{"method":"SUBSCRIBE","params":["btcusdt@aggTrade"],"id":1}')
        return ids

    ids, _ = talk(None, f"/stream?streams={TRADE}", read, rate=None, max_queue=None)
    assert ids[:12_000] == list(range(ids[0], ids[0] + 12_000))
    assert sorted(set(ids)) == ids


def test_an_unpaced_venue_sends_as_fast_as_the_client_reads_and_still_answers() -> None:
    async def read(connection: ClientConnection, venue: Venue) -> Any:
        for _ in range(5_000):
            message = json.loads(await connection.recv())
        reply = await reply_to(connection, {"method": "UNSUBSCRIBE", "params": [TRADE], "id": 1})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(connection.recv(), 0.3)
        return message, reply

    (message, reply), venue = talk(None, f"/stream?streams={TRADE}", read, rate=None)
    assert message["stream"] == TRADE
    assert reply == {"result": None, "id": 1}
    assert venue.stats().messages_sent > 5_000
