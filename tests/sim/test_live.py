"""A market that is pushed into a venue: what comes in goes out, and what is no message does not come in."""

import json
from collections.abc import Iterator

import msgspec
import pytest
from websockets.sync.client import connect

from tickwire.errors import ConfigError, DecodeError
from tickwire.schema.exchange_info import SymbolInfo
from tickwire.sim import Live, Venue, live_instrument
from tickwire.sim.instruments import INSTRUMENTS

STREAM = "btcusdt@bookTicker"
BTCUSDT = [each for each in INSTRUMENTS if each.symbol == "BTCUSDT"]


def quote(number: int, bid: str = "100.00", ask: str = "101.00", qty: str = "1.0") -> bytes:
    return json.dumps({"u": number, "s": "BTCUSDT", "b": bid, "B": qty, "a": ask, "A": qty}).encode()


@pytest.fixture
def live() -> Live:
    return Live(BTCUSDT, [STREAM])


@pytest.fixture
def venue(live: Live) -> Iterator[Venue]:
    with Venue(feed=live) as venue:
        yield venue


def test_messages_are_sent_as_they_are_pushed(live: Live, venue: Venue) -> None:
    with connect(f"{venue.url}/ws/{STREAM}") as connection:
        for number in range(3):
            live.push(STREAM, quote(number))
        assert [json.loads(connection.recv(timeout=10))["u"] for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"{", b"\xff", b"[]", b'"x"', b'{"u":1}', quote(1, bid="abc"), quote(1, bid="1e3"), quote(1, ask="-1.00"),
        quote(1, qty="nan"), quote(1, bid="1.2.3"), quote(1, bid="\u0661"),
    ],
)  # fmt: skip
def test_what_is_no_message_is_refused_and_the_feed_goes_on(live: Live, venue: Venue, payload: bytes) -> None:
    with connect(f"{venue.url}/ws/{STREAM}") as connection:
        with pytest.raises(DecodeError, match="no message of the stream") as refused:
            live.push(STREAM, payload)
        assert (refused.value.stream, refused.value.raw) == (STREAM, payload)
        live.push(STREAM, quote(2))
        assert json.loads(connection.recv(timeout=10))["u"] == 2


def test_a_stream_that_was_not_announced_is_refused(live: Live) -> None:
    with pytest.raises(ConfigError, match="stream: 'btcusdt@trade'"):
        live.push("btcusdt@trade", b"{}")
    with pytest.raises(ConfigError, match="streams: the venue has no stream"):
        Live(BTCUSDT, ["nonsense"])


def test_what_is_pushed_as_soon_as_the_venue_runs_is_taken(live: Live) -> None:
    for number in range(20):
        with Venue(feed=live):
            live.push(STREAM, quote(number))
    assert live.skipped == 0


def test_what_comes_while_the_venue_does_not_run_is_counted(live: Live) -> None:
    live.push(STREAM, quote(1))
    assert live.skipped == 1


def test_a_symbol_without_its_usual_filters_is_refused() -> None:
    with Venue(symbols=["BTCUSDT"]) as venue, connect(venue.api_url) as connection:
        connection.send('{"id":1,"method":"exchangeInfo"}')
        (told,) = json.loads(connection.recv(timeout=10))["result"]["symbols"]
    assert live_instrument(msgspec.convert(told, SymbolInfo), "100.00").symbol == "BTCUSDT"
    with pytest.raises(ConfigError, match="BTCUSDT: the venue tells neither its tick nor its lot"):
        live_instrument(msgspec.convert(told | {"filters": []}, SymbolInfo), "100.00")
