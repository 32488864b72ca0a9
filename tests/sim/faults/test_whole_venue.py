"""Faults of the venue as a whole, on the wire."""

import json
import ssl
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.sync import client
from websockets.sync.client import ClientConnection

from tickwire.errors import ConfigError
from tickwire.sim import Replay, Venue, faults

DEPTH, TRADE = "btcusdt@depth@100ms", "btcusdt@trade"
Receive = Callable[..., list[Any]]
# Without a bound on what waits, a client that closes need not read on first.
connect = partial(client.connect, max_queue=None)


def ask(connection: ClientConnection, method: str, **params: Any) -> Any:
    connection.send(json.dumps({"id": 1, "method": method, "params": params}))
    return json.loads(connection.recv(timeout=10))["result"]


def test_nobody_can_connect_and_those_who_have_stay(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        venue.inject(faults.RefuseConnect(0.3))
        with pytest.raises(ConnectionRefusedError), connect(f"{venue.url}/ws"):
            pass
        receive(connection, 10)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                with connect(f"{venue.url}/ws/{TRADE}") as another:
                    receive(another, 1)
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        receive(connection, 10)
    assert time.monotonic() < deadline


def test_healing_opens_the_port_again(venue: Venue) -> None:
    venue.inject(faults.RefuseConnect(3600.0))
    venue.heal()
    time.sleep(0.1)
    with connect(f"{venue.url}/ws"):
        pass


@pytest.mark.parametrize(("status", "retry_after"), [(429, 7.0), (418, 120.0), (503, None)])
def test_handshakes_get_a_status(venue: Venue, status: int, retry_after: float | None) -> None:
    venue.inject(faults.HttpStatus(status, retry_after, handshakes=2))
    for url in (f"{venue.url}/ws", venue.api_url):
        with pytest.raises(websockets.InvalidStatus) as refused, connect(url):
            pass
        response = refused.value.response
        assert response.status_code == status
        assert response.headers.get("Retry-After") == (None if retry_after is None else str(int(retry_after)))
    with connect(f"{venue.url}/ws"):
        pass
    assert venue.stats().faults == {"http-status": 2}


def test_the_certificate_is_changed_and_changed_back() -> None:
    with Venue(tls=True) as venue:
        for is_trusted in (True, False, True):
            if not is_trusted:
                venue.inject(faults.TlsCertificate())
                with (
                    pytest.raises(ssl.SSLCertVerificationError),
                    connect(f"{venue.url}/ws", ssl=venue.client_ssl_context()),
                ):
                    pass
                venue.heal()
                continue
            with connect(f"{venue.url}/ws/{TRADE}", ssl=venue.client_ssl_context()) as connection:
                connection.recv(timeout=10)


def test_without_tls_there_is_no_certificate_to_change(venue: Venue) -> None:
    with pytest.raises(ConfigError, match="tls-certificate: the venue serves without TLS"):
        venue.inject(faults.TlsCertificate())


def test_the_clock_is_ahead_and_goes_wrong(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as streams, connect(venue.api_url) as api:
        venue.inject(faults.ClockSkew(5.0))
        assert 4_000 < ask(api, "time")["serverTime"] - time.time_ns() // 1_000_000 < 6_000
        while (trade := receive(streams, 1)[0])["E"] - trade["T"] < 4_000:
            pass
        venue.inject(faults.ClockSkew(drift_ppm=1e6))
        before, began = ask(api, "time")["serverTime"], time.monotonic()
        time.sleep(0.2)
        after, passed = ask(api, "time")["serverTime"], time.monotonic() - began
        assert after - before > 1500 * passed
        venue.inject(faults.ClockSkew(-9.0), seconds=0.1)
        time.sleep(0.2)
        venue.heal()
        assert abs(ask(api, "time")["serverTime"] - time.time_ns() // 1_000_000) < 1_000
        while (trade := receive(streams, 1)[0])["E"] - trade["T"] > 1_000:
            pass


def test_snapshots_are_older_than_the_stream(venue: Venue, receive: Receive) -> None:
    venue.inject(faults.OldSnapshot(replies=2))
    with connect(f"{venue.url}/ws/{DEPTH}") as streams, connect(venue.api_url) as api:
        receive(streams, 2)
        first = receive(streams, 1)[0]["U"]
        old = [ask(api, "depth", symbol="BTCUSDT", limit=limit) for limit in (5, 10)]
        assert old[0]["lastUpdateId"] == old[1]["lastUpdateId"] < first
        assert [len(each["bids"]) for each in old] == [5, 10]
        assert ask(api, "depth", symbol="BTCUSDT")["lastUpdateId"] >= first
    assert venue.stats().faults == {"old-snapshot": 2}


def test_ids_begin_anew_far_below(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}/{DEPTH}") as streams, connect(venue.api_url) as api:
        receive(streams, 50)
        venue.inject(faults.IdRestart("BTCUSDT"))
        while (message := receive(streams, 1)[0]).get("t") != 1:
            pass
        updates = [each for each in receive(streams, 400) if each["e"] == "depthUpdate"]
        assert updates[0]["U"] == 1
        assert all(later["U"] == earlier["u"] + 1 for earlier, later in pairwise(updates))
        assert ask(api, "trades.historical", symbol="BTCUSDT", fromId=0, limit=1)[0]["id"] == message["t"] == 1
        assert ask(api, "depth", symbol="BTCUSDT")["lastUpdateId"] < 10**6
        assert ask(api, "depth", symbol="ETHUSDT")["lastUpdateId"] > 10**8


def test_a_recording_has_no_market_to_tamper_with(tmp_path: Path) -> None:
    path = tmp_path / "tape.jsonl"
    path.write_text('{"stream":"a@trade","data":{"e":"trade","E":1}}\n', encoding="utf-8")
    with Venue(feed=Replay(path)) as venue:
        for fault in (faults.OldSnapshot(), faults.IdRestart()):
            with pytest.raises(ConfigError, match="a recording has no market"):
                venue.inject(fault)
    with Venue() as venue, pytest.raises(ConfigError, match="'NOSUCH' is not traded here"):
        venue.inject(faults.IdRestart("NOSUCH"))
