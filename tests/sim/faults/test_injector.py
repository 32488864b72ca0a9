"""When faults happen, and to whom."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync import client
from websockets.sync.client import ClientConnection

from tickwire.errors import ConfigError, TickwireError
from tickwire.sim import Venue, faults

TRADE = "btcusdt@trade"
Receive = Callable[..., list[Any]]
# Without a bound on what waits, a client that closes need not read on first.
connect = partial(client.connect, max_queue=None)


def connections(stack: ExitStack, venue: Venue, count: int, path: str = "/ws") -> list[ClientConnection]:
    return [stack.enter_context(connect(venue.url + path)) for _ in range(count)]


def closed(those: list[ClientConnection]) -> list[int]:
    """The places of those that the venue closes."""
    time.sleep(0.3)
    return [place for place, connection in enumerate(those) if connection.protocol.close_rcvd is not None]


def test_a_fault_needs_a_running_venue() -> None:
    with pytest.raises(TickwireError, match="does not run"):
        Venue().inject(faults.Drop())


def test_a_fault_meets_one_connection_by_number_by_line_or_by_stream(venue: Venue) -> None:
    with ExitStack() as stack:
        those = connections(stack, venue, 4)
        venue.inject(faults.CloseCode(1000), connection=2)
        assert closed(those) == [1]
        venue.inject(faults.CloseCode(1000), line=2)
        assert closed(those) == [1, 3]


def test_a_fault_meets_those_who_carry_a_stream(venue: Venue) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as carrying, connect(f"{venue.url}/ws") as other:
        venue.inject(faults.CloseCode(4000), stream=TRADE)
        assert closed([carrying, other]) == [0]


def test_a_connection_that_is_yet_to_come_may_be_meant(venue: Venue) -> None:
    venue.inject(faults.CloseCode(4000), connection=2)
    with ExitStack() as stack:
        assert closed(connections(stack, venue, 3)) == [1]


def test_a_fault_that_finds_nobody_waits_for_the_next_connection_and_meets_no_more(venue: Venue) -> None:
    venue.inject(faults.CloseCode(4000))
    with ExitStack() as stack:
        first, second = connections(stack, venue, 2)
        with pytest.raises(ConnectionClosed):
            first.recv(timeout=10)
        assert first.close_code == 4000
        second.ping().wait(10)  # which it would not answer
    assert venue.stats().faults == {"close-code": 1}


def test_a_fault_waits_for_a_line_and_for_a_stream_that_are_to_come(venue: Venue) -> None:
    with ExitStack() as stack:
        (first,) = connections(stack, venue, 1)
        venue.inject(faults.CloseCode(4001), line=1)
        venue.inject(faults.CloseCode(4002), stream=TRADE)
        (second,) = connections(stack, venue, 1)
        with pytest.raises(ConnectionClosed):
            second.recv(timeout=10)
        assert second.close_code == 4001
        first.send(json.dumps({"method": "SUBSCRIBE", "params": [TRADE], "id": 1}))
        with suppress(ConnectionClosed):
            while True:
                first.recv(timeout=10)
        assert first.close_code == 4002


def test_a_fault_of_requests_waits_for_the_connection_that_sends_one(venue: Venue) -> None:
    def asked(connection: ClientConnection) -> Any:
        connection.send(json.dumps({"method": "time", "id": 1}))
        return json.loads(connection.recv(timeout=10))["status"]

    with connect(venue.api_url) as first:
        venue.inject(faults.Refuse(-1000, method="time"))
        with connect(venue.api_url) as second, connect(venue.api_url) as third:
            assert [asked(second), asked(second), asked(third)] == [500, 200, 200]
        with connect(venue.api_url) as late:
            assert asked(late) == 200
        assert asked(first) == 500  # it was there when the fault was injected


def test_what_waits_is_called_off_by_healing_and_by_its_time(venue: Venue) -> None:
    venue.inject(faults.CloseCode(4000), seconds=0.001)
    venue.inject(faults.Skip(), at=0.001)
    while [active.injection.fault.name() for active in venue._server.faults._active] != ["skip"]:
        time.sleep(0.001)
    venue.heal()
    assert venue._server.faults._active == []


def test_what_is_repeated_does_not_wait(venue: Venue) -> None:
    venue.inject(faults.Skip(), every=0.001)
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        connection.recv(timeout=10)
    venue.heal()
    assert venue._server.faults._active == []


def test_what_is_over_is_forgotten(venue: Venue) -> None:
    with ExitStack() as stack:
        connections(stack, venue, 2)
        for fault in (faults.Stall(0.01), faults.Skip(), faults.RefuseConnect(0.01), faults.OldSnapshot(1)):
            venue.inject(fault, seconds=0.05)
        venue.inject(faults.CloseCode(4000), connection=1)
        time.sleep(0.2)
        venue.inject(faults.Drop())
    while venue.stats().connections_open:
        time.sleep(0.01)
    assert venue._server.faults._active == []


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_is_drawn(venue: Venue, share: float) -> None:
    with ExitStack() as stack:
        those = connections(stack, venue, 6)
        venue.inject(faults.CloseCode(4000), share=share)
        assert len(closed(those)) == round(6 * share)


def test_the_same_seed_draws_the_same_ones() -> None:
    def drawn() -> list[int]:
        with Venue(rate=0.001) as venue, ExitStack() as stack:
            those = connections(stack, venue, 6)
            injection = faults.Injection(fault=faults.CloseCode(4000), share=0.5)
            venue.play(faults.Script(faults=(injection,), seed=11))
            return closed(those)

    assert drawn() == drawn()


def test_a_fault_waits_for_its_time_and_comes_again(venue: Venue) -> None:
    with connect(f"{venue.url}/ws") as connection:
        began = time.monotonic()
        venue.inject(faults.ServerShutdown(close_after=None), at=0.1, every=0.1)
        for count in (1, 2, 3):
            assert json.loads(connection.recv(timeout=10))["e"] == "serverShutdown"
            assert time.monotonic() - began > 0.09 * count
        venue.heal()
        assert closed([connection]) == []


def test_a_fault_that_lasts_meets_connections_to_come_and_ends_in_time(venue: Venue, receive: Receive) -> None:
    venue.inject(faults.Mute(), seconds=0.4)
    began = time.monotonic()
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        receive(connection, 1)
    assert time.monotonic() - began > 0.3


def test_healing_calls_off_what_is_to_come(venue: Venue) -> None:
    with connect(f"{venue.url}/ws") as connection:
        venue.inject(faults.Drop(), at=0.1)
        venue.heal()
        time.sleep(0.2)
        assert closed([connection]) == []
    assert venue.stats().faults == {}


def test_what_cannot_be_is_refused(venue: Venue) -> None:
    with pytest.raises(ConfigError, match="after: refuse-connect happens to the venue"):
        venue.inject(faults.RefuseConnect(1.0), after=3)
    with pytest.raises(ConfigError, match="fault: one of"):
        venue.inject(faults.Fault())
    with pytest.raises(ConfigError, match="every"):
        venue.inject(faults.Drop(), every=0)
    with pytest.raises(ConfigError, match="refuse: -7777 is no code"):
        venue.inject(faults.Refuse(-7777))


def test_nothing_is_left_in_the_way_of_messages_afterwards(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        venue.inject(faults.Skip(messages=1))
        venue.inject(faults.Mute("nosuch@trade"), seconds=0.05)
        time.sleep(0.1)
        receive(connection, 300)
        (served,) = venue._server.endpoints
        assert venue._server.broadcast._connections[served] == {TRADE: served}
