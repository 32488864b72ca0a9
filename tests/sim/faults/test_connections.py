"""Faults of a connection, on the wire."""

import json
import socket
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import pytest
import websockets
from websockets.sync import client

from tickwire.errors import ConfigError
from tickwire.sim import Limits, Venue, faults

TRADE = "btcusdt@trade"
Receive = Callable[..., list[Any]]
# Without a bound on what waits, a client that closes need not read on first.
connect = partial(client.connect, max_queue=None)


def ids(trades: Iterable[Any]) -> list[int]:
    return [each["t"] for each in trades]


def test_a_drop_is_a_reset_or_an_end_without_a_close(venue: Venue, raw: Any) -> None:
    client = raw()
    client.frame()
    venue.inject(faults.Drop(reset=False))
    assert not any(payload.startswith(b"\x03") for payload in client.rest())
    client = raw()
    client.frame()
    venue.inject(faults.Drop())
    with pytest.raises(ConnectionResetError):
        client.rest()
    assert venue.stats().faults == {"drop": 2}
    assert venue.stats().closed == {"dropped by a fault": 2}


def test_a_drop_after_so_many_messages_lets_exactly_these_through(venue: Venue, raw: Any) -> None:
    client = raw("/ws")
    venue.inject(faults.Drop(reset=False), after=25, connection=1)
    client.send(b'{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}')
    assert sum(b'"e":"trade"' in payload for payload in client.rest()) == 25


def test_a_half_open_connection_is_silent_and_deaf(raw: Any) -> None:
    with Venue(limits=Limits(ping_interval=0.05, pong_timeout=0.1)) as venue:
        client = raw(to=venue)
        client.frame()
        venue.inject(faults.HalfOpen())
        client.arrived(patience=0.3)
        client.send(b"are you there", 0x89)
        assert client.arrived(patience=0.3) == []
        assert venue.stats().connections_open == 1
        venue.heal()
        with pytest.raises(ConnectionResetError):
            client.frame()


def test_a_stall_delays_everything_and_loses_nothing(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        before = receive(connection, 5)
        began = time.monotonic()
        venue.inject(faults.Stall(0.4))
        pong = connection.ping()
        while time.monotonic() - began < 0.3:
            before += receive(connection, 1)
        assert time.monotonic() - began >= 0.4
        assert pong.wait(10)
        after = ids(before + receive(connection, 50))
    assert after == list(range(after[0], after[0] + len(after)))


def test_a_connection_is_closed_with_a_code_and_a_reason(venue: Venue) -> None:
    with connect(f"{venue.url}/ws") as connection:
        venue.inject(faults.CloseCode(1012, "restarting"))
        with pytest.raises(websockets.ConnectionClosed):
            connection.recv(timeout=10)
        assert (connection.close_code, connection.close_reason) == (1012, "restarting")


def test_a_shutdown_is_announced_and_then_carried_out(venue: Venue) -> None:
    with connect(f"{venue.url}/ws") as streams, connect(venue.api_url) as api:
        venue.inject(faults.ServerShutdown(close_after=0.1))
        venue.inject(faults.ServerShutdown(close_after=None), api=True)
        assert json.loads(streams.recv(timeout=10))["e"] == "serverShutdown"
        with pytest.raises(websockets.ConnectionClosed):
            streams.recv(timeout=10)
        assert streams.close_code == 1001
        assert json.loads(api.recv(timeout=10))["event"]["e"] == "serverShutdown"
        api.send('{"id":1,"method":"ping"}')
        assert json.loads(api.recv(timeout=10))["status"] == 200


def test_a_frame_may_be_too_large(venue: Venue) -> None:
    with connect(f"{venue.url}/ws", max_size=1 << 20) as connection:
        venue.inject(faults.Oversized(3 << 20))
        with pytest.raises(websockets.ConnectionClosedError):
            connection.recv(timeout=10)
        assert connection.protocol.close_sent is not None
        assert connection.protocol.close_sent.code == 1009


def test_one_line_comes_later_than_the_other_and_in_order(venue: Venue, raw: Any) -> None:
    fast, slow = raw(), raw()
    venue.inject(faults.Delay(0.5, jitter=0.2), line=1)
    time.sleep(1.2)
    behind, ahead = (ids(map(json.loads, client.arrived())) for client in (slow, fast))
    assert behind == list(range(behind[0], behind[-1] + 1))
    assert ahead[-1] > behind[-1] + 20
    assert venue.stats().faults == {"delay": 1}


def test_bytes_trickle_through_a_slow_network(venue: Venue, raw: Any) -> None:
    client = raw()
    client.frame()
    venue.inject(faults.SlowNetwork(4000))
    client.arrived(patience=0.005)
    began, received = time.monotonic(), 0
    while received < 2000:
        received += len(client.socket.recv(1 << 20))
    assert time.monotonic() - began > 0.25


def test_pings_may_be_missing(raw: Any) -> None:
    with Venue(rate=0.001, limits=Limits(ping_interval=0.05)) as venue:
        client = raw("/ws", to=venue)
        assert client.frame()[0] == 0x89
        venue.inject(faults.NoPing())
        client.arrived()
        assert client.arrived(patience=0.3) == []
        venue.heal()
        assert client.frame()[0] == 0x89


def test_pings_may_come_in_a_storm(venue: Venue, raw: Any) -> None:
    client = raw("/ws")
    venue.inject(faults.PingStorm(200.0), seconds=5)
    assert [client.frame()[0] for _ in range(20)] == [0x89] * 20


@pytest.mark.parametrize("reply", ["error", "other-id", "never"])
def test_requests_are_answered_wrongly(venue: Venue, reply: Any) -> None:
    with connect(f"{venue.url}/stream") as connection:
        venue.inject(faults.WrongAck(reply, requests=1))
        connection.send(json.dumps({"method": "SUBSCRIBE", "params": [TRADE], "id": 5}))
        first = json.loads(connection.recv(timeout=10))
        if reply == "error":
            assert first == {"error": {"code": 2, "msg": "Invalid request: invalid stream"}, "id": 5}
            connection.send(json.dumps({"method": "LIST_SUBSCRIPTIONS", "id": 6}))
            assert json.loads(connection.recv(timeout=10)) == {"result": [], "id": 6}
        elif reply == "other-id":
            assert first == {"result": None, "id": 1 << 53}
        else:
            assert first["stream"] == TRADE
    assert venue.stats().faults == {"wrong-ack": 1}


@pytest.mark.parametrize(("status", "code"), [(429, -1003), (418, -1003), (500, -1000)])
def test_requests_of_the_api_get_a_status(venue: Venue, status: int, code: int) -> None:
    with connect(venue.api_url) as api:
        venue.inject(faults.ApiStatus(status, retry_after=2.5, requests=1))
        for expected in (status, 200):
            api.send('{"id":"a","method":"time"}')
            reply = json.loads(api.recv(timeout=10))
            assert (reply["id"], reply["status"]) == ("a", expected)
            if expected == status:
                assert reply["error"]["code"] == code
                data = reply["error"].get("data")
                assert data is None if status == 500 else data["retryAfter"] - data["serverTime"] == 2500


def test_the_api_may_never_answer(venue: Venue) -> None:
    with connect(venue.api_url) as api:
        venue.inject(faults.WrongAck("never", requests=1), api=True)
        api.send('{"id":1,"method":"ping"}')
        api.send('{"id":2,"method":"ping"}')
        assert json.loads(api.recv(timeout=10))["id"] == 2


def test_faults_of_messages_do_not_go_with_the_api_or_with_a_venue_without_a_pace(venue: Venue) -> None:
    with connect(venue.api_url), pytest.raises(ConfigError, match="skip: the WebSocket API has no streams"):
        venue.inject(faults.Skip(), api=True)
    with Venue(rate=None) as unpaced, pytest.raises(ConfigError, match="mute: a venue without a pace"):
        unpaced.inject(faults.Mute())


def test_an_unpaced_venue_slows_down_with_the_network() -> None:
    with Venue(rate=None, symbols=["BTCUSDT"]) as venue, connect(f"{venue.url}/ws") as connection:
        venue.inject(faults.SlowNetwork(100_000))
        connection.send(json.dumps({"method": "SUBSCRIBE", "params": [TRADE], "id": 1}))
        for _ in range(20):
            connection.recv(timeout=10)
        sent = venue.stats().bytes_sent
        assert sent < 8 << 20
        venue.heal()
        for _ in range(20_000):
            connection.recv(timeout=10)
        assert venue.stats().bytes_sent > sent


def test_a_socket_that_is_gone_needs_no_healing(venue: Venue) -> None:
    with connect(f"{venue.url}/ws/{TRADE}"):
        for fault in (faults.Stall(9.0), faults.Delay(9.0), faults.SlowNetwork(1), faults.Mute(), faults.PingStorm()):
            venue.inject(fault)
        venue.inject(faults.Drop())
    while venue.stats().connections_open:
        time.sleep(0.01)
    venue.heal()
    with socket.create_connection(("127.0.0.1", venue.port)):
        pass
