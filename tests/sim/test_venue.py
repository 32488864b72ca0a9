"""The venue as a whole: starting, stopping, commands, admission, replay."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from tickwire.errors import ConfigError, TickwireError
from tickwire.sim import Limits, Replay, Venue
from tickwire.sim.frames import frame

LINES = [f'{{"stream":"a@trade","data":{{"e":"trade","E":{1_700_000_000_000 + 500 * t},"t":{t}}}}}' for t in range(9)]


async def messages(connection: ClientConnection, count: int) -> list[Any]:
    return [await asyncio.wait_for(connection.recv(), 10) for _ in range(count)]


def tape(folder: Path) -> Path:
    path = folder / "tape.jsonl"
    path.write_text("\n".join([*LINES, '{"result":null,"id":1}']), encoding="utf-8")
    return path


def test_importing_and_constructing_opens_nothing() -> None:
    before = threading.active_count()
    venue = Venue()
    assert threading.active_count() == before
    with pytest.raises(TickwireError, match="does not run"):
        venue.shutdown_notice()
    venue.stop()


def test_a_stopped_venue_starts_again_on_its_port() -> None:
    venue = Venue()

    async def first_message() -> str:
        async with websockets.connect(f"{venue.url}/ws/btcusdt@bookTicker") as connection:
            return str(await connection.recv())

    for _ in range(2):
        with venue:
            url = venue.url
            assert "btcusdt".upper() in asyncio.run(asyncio.wait_for(first_message(), 10))
        assert venue.url == url
    assert venue.stats().connections == 2


def test_a_venue_starts_once_and_a_taken_port_is_an_error() -> None:
    with Venue() as venue:
        with pytest.raises(TickwireError, match="runs already"):
            venue.start()
        with pytest.raises(OSError, match="in use"):
            Venue(port=venue.port).start()


def test_a_venue_serves_in_the_callers_loop() -> None:
    async def main() -> str:
        venue = Venue()
        serving = asyncio.create_task(venue.serve())
        while not venue.port:
            await asyncio.sleep(0.01)
        async with websockets.connect(f"{venue.url}/ws/btcusdt@bookTicker") as connection:
            message = str(await connection.recv())
            venue.shutdown_notice()
            while "serverShutdown" not in message:
                message = str(await connection.recv())
        venue.stop()
        await serving
        return message

    assert json.loads(asyncio.run(asyncio.wait_for(main(), 10)))["e"] == "serverShutdown"


def test_a_shutdown_notice_reaches_everyone_without_a_subscription() -> None:
    async def main() -> tuple[Any, Any]:
        with Venue() as venue:
            async with (
                websockets.connect(f"{venue.url}/ws") as raw,
                websockets.connect(f"{venue.url}/stream?timeUnit=MICROSECOND") as combined,
            ):
                await asyncio.to_thread(venue.shutdown_notice)
                return (await messages(raw, 1))[0], (await messages(combined, 1))[0]

    raw, combined = (json.loads(each) for each in asyncio.run(main()))
    assert list(raw) == ["e", "E"]
    assert raw["e"] == "serverShutdown"
    assert (combined["stream"], combined["data"]["e"]) == ("!serverShutdown", "serverShutdown")
    assert combined["data"]["E"] // 1000 - raw["E"] < 1000


@pytest.mark.parametrize(("abort", "code"), [(True, None), (False, 1001)])
def test_connections_are_cut_by_command(abort: bool, code: int | None) -> None:
    async def main() -> int | None:
        with Venue() as venue:
            async with websockets.connect(f"{venue.url}/ws") as connection:
                await asyncio.to_thread(venue.disconnect_all, abort=abort)
                await asyncio.wait_for(connection.wait_closed(), 10)
                received = connection.protocol.close_rcvd
                assert venue.stats().connections_open == 0
                assert venue.stats().closed == {"disconnected by command": 1}
                return received.code if received else None

    assert asyncio.run(main()) == code


def test_raw_bytes_go_out_as_they_are() -> None:
    async def main() -> list[Any]:
        with Venue() as venue:
            async with websockets.connect(f"{venue.url}/ws") as connection:
                venue.send_raw(
                    frame(b"{not json") + frame(b"\x00\x01", 0x82) + frame(b"two ", 0x01) + frame(b"parts", 0x80)
                )
                return await messages(connection, 3)

    assert asyncio.run(main()) == ["{not json", b"\x00\x01", "two parts"]


def test_bytes_that_are_no_frame_make_a_client_give_up() -> None:
    async def main() -> int | None:
        with Venue() as venue:
            async with websockets.connect(f"{venue.url}/ws") as connection:
                venue.send_raw(b"\xff\xff\xff\xff")
                with pytest.raises(websockets.ConnectionClosedError):
                    await messages(connection, 1)
                return connection.close_code

    assert asyncio.run(main()) is not None


@pytest.mark.parametrize(
    ("path", "status"), [("/", 404), ("/ws/a,b", 400), ("/stream?timeUnit=NANOSECOND", 400), ("/api/v3/ping", 404)]
)
def test_requests_for_anything_else_get_an_http_error(path: str, status: int) -> None:
    async def main() -> int:
        with Venue() as venue:
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(venue.url + path)
            assert venue.stats().connections_refused == 1
            return refused.value.response.status_code

    assert asyncio.run(main()) == status


def test_too_many_connections_are_told_to_wait() -> None:
    async def main() -> Any:
        with Venue(limits=Limits(connections=2)) as venue:
            for _ in range(2):
                async with websockets.connect(f"{venue.url}/ws"):
                    pass
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(f"{venue.url}/ws")
            return refused.value.response

    response = asyncio.run(main())
    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")


def test_more_streams_than_a_connection_may_have_are_refused_in_the_url_too() -> None:
    async def main() -> int:
        with Venue(limits=Limits(streams=2)) as venue:
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(f"{venue.url}/ws/a@trade/b@trade/c@trade")
            return refused.value.response.status_code

    assert asyncio.run(main()) == 400


def test_the_default_limits_are_the_venues() -> None:
    limits = Limits()
    assert (limits.messages, limits.messages_window, limits.request_bytes, limits.streams) == (5, 1.0, 4096, 1024)
    assert (limits.connections, limits.connections_window) == (300, 300.0)
    assert (limits.ping_interval, limits.pong_timeout, limits.lifetime) == (20.0, 60.0, 86_400.0)


def test_a_book_built_over_the_wire_equals_the_venues() -> None:
    async def main() -> None:
        with Venue(symbols=["BTCUSDT"], rate=200) as venue:
            async with websockets.connect(f"{venue.url}/ws/btcusdt@depth@100ms") as connection:
                first = json.loads(await connection.recv())
                snapshot = venue.market.depth_snapshot("BTCUSDT", 5000)
                book = {"b": dict(snapshot.bids), "a": dict(snapshot.asks)}
                expected = first["u"] + 1
                while True:
                    update = json.loads(await connection.recv())
                    assert update["U"] == expected
                    expected = update["u"] + 1
                    if update["u"] <= snapshot.book_update_id:
                        continue
                    for side in "ba":
                        book[side].update(update[side])
                        book[side] = {price: qty for price, qty in book[side].items() if float(qty)}
                    now = venue.market.depth_snapshot("BTCUSDT", 5000)
                    if now.book_update_id == update["u"]:
                        assert (book["b"], book["a"]) == (dict(now.bids), dict(now.asks))
                        return

    asyncio.run(asyncio.wait_for(main(), 20))


@pytest.mark.parametrize("speed", [100.0, None])
def test_a_recording_is_replayed_to_its_end(tmp_path: Path, speed: float | None) -> None:
    async def main(venue: Venue) -> list[Any]:
        async with websockets.connect(f"{venue.url}/stream") as connection:
            await connection.send('{"method":"SUBSCRIBE","params":["a@trade"],"id":1}')
            return await messages(connection, 1 + len(LINES) * (2 if speed else 1))

    feed = Replay(tape(tmp_path), speed=speed, loop=speed is not None)
    with Venue(feed=feed) as venue:
        received = asyncio.run(main(venue))
        assert venue.stats().lines_skipped == 1
        with pytest.raises(ConfigError, match="recording"):
            _ = venue.market
    sent = [message for message in received if "stream" in message]
    assert set(sent) == set(LINES)
    if speed is None:
        assert sent == LINES


def test_an_unknown_feed_is_refused() -> None:
    with pytest.raises(ConfigError, match="feed"):
        Venue(feed="historic")
