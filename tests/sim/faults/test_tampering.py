"""Faults of single messages, on the wire."""

import json
import operator
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from websockets.sync import client

from tickwire.sim import Venue, faults

TRADE, AGG_TRADE, DEPTH = "btcusdt@trade", "btcusdt@aggTrade", "btcusdt@depth@100ms"
Receive = Callable[..., list[Any]]
# Without a bound on what waits, a client that closes need not read on first.
connect = partial(client.connect, max_queue=None)


def gaps(trades: list[Any]) -> list[int]:
    """How far each id is from the one before."""
    ids = [each["t"] for each in trades]
    return [later - earlier for earlier, later in pairwise(ids)]


def test_a_muted_stream_is_acknowledged_and_silent_until_it_is_healed(venue: Venue) -> None:
    venue.inject(faults.Mute(TRADE))
    with connect(f"{venue.url}/stream") as connection:
        connection.send(json.dumps({"method": "SUBSCRIBE", "params": [TRADE, AGG_TRADE], "id": 1}))
        assert json.loads(connection.recv(timeout=10)) == {"result": None, "id": 1}
        assert {json.loads(connection.recv(timeout=10))["stream"] for _ in range(100)} == {AGG_TRADE}
        venue.heal()
        while json.loads(connection.recv(timeout=10))["stream"] != TRADE:
            pass
    assert venue.stats().faults["mute"] >= 100


def test_messages_are_left_out_on_one_connection_alone(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as first, connect(f"{venue.url}/ws/{TRADE}") as second:
        before = receive(second, 1)
        venue.inject(faults.Skip(TRADE, messages=3), connection=2)
        assert sorted(gaps(before + receive(second, 300)))[-2:] == [1, 4]
        assert set(gaps(receive(first, 300))) == {1}
    assert venue.stats().faults == {"skip": 3}


def test_messages_are_left_out_on_all_connections_and_are_kept_for_the_api(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as first, connect(f"{venue.url}/ws/{TRADE}") as second:
        before = [receive(connection, 1) for connection in (first, second)]
        venue.inject(faults.Skip(TRADE, messages=2), stream=TRADE)
        after = [receive(connection, 300) for connection in (first, second)]
    lost = [[each["t"] for each in those] for those in map(operator.add, before, after)]
    missing = [sorted(set(range(ids[0], ids[-1])) - set(ids)) for ids in lost]
    assert missing[0] == missing[1]
    assert len(missing[0]) == 2
    with connect(venue.api_url) as api:
        params = {"symbol": "BTCUSDT", "fromId": missing[0][0], "limit": 2}
        api.send(json.dumps({"id": 1, "method": "trades.historical", "params": params}))
        assert [each["id"] for each in json.loads(api.recv(timeout=10))["result"]] == missing[0]


def test_ranges_of_depth_updates_go_missing(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{DEPTH}") as connection:
        updates = receive(connection, 1)
        venue.inject(faults.Skip(DEPTH))
        updates += receive(connection, 4)
    assert any(later["U"] > earlier["u"] + 1 for earlier, later in pairwise(updates))


def test_messages_are_sent_twice(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        before = receive(connection, 1)
        venue.inject(faults.Duplicate(messages=2))
        assert gaps(before + receive(connection, 200)).count(0) == 2


def test_messages_change_places(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        before = receive(connection, 1)
        venue.inject(faults.Reorder(TRADE, messages=1))
        steps = gaps(before + receive(connection, 200))
    assert [step for step in steps if step != 1] == [2, -1, 2]


def test_a_held_message_is_sent_when_the_fault_ends(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        venue.inject(faults.Reorder(), seconds=0.2)
        ids = sorted(each["t"] for each in receive(connection, 300))
    assert ids == list(range(ids[0], ids[0] + 300))


@pytest.mark.parametrize("flips", [1, 7])
def test_bytes_are_flipped_and_the_frame_stays_whole(venue: Venue, raw: Any, flips: int) -> None:
    client = raw()
    venue.inject(faults.Corrupt(messages=1, flips=flips))
    payloads: list[bytes] = []
    while not any(map(_is_flipped, payloads)):  # what was on its way before the fault is as it was
        payloads += client.payloads(1)
    wrong = [payload for payload in payloads + client.payloads(50) if _is_flipped(payload)]
    assert len(wrong) == 1
    assert sum(byte > 127 for byte in wrong[0]) == flips
    mended = bytes(byte & 0x7F for byte in wrong[0])
    assert json.loads(mended)["e"] == "trade"


def _is_flipped(payload: bytes) -> bool:
    return any(byte > 127 for byte in payload)


def test_a_wrong_level_is_well_formed_and_its_ids_go_on(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{DEPTH}") as right, connect(f"{venue.url}/ws/{DEPTH}") as wrong:
        before = [receive(each, 1)[0] for each in (right, wrong)]
        venue.inject(faults.WrongLevel(messages=3), line=1)
        first = max(each["u"] for each in before)
        said, misquoted = (
            {each["u"]: each for each in receive(one, 12) if each["u"] > first} for one in (right, wrong)
        )
    shared = sorted(said.keys() & misquoted.keys())
    assert len(shared) > 6
    assert [said[at]["U"] for at in shared] == [misquoted[at]["U"] for at in shared]
    differing = [at for at in shared if said[at] != misquoted[at]]
    assert 0 < len(differing) <= 3
    for at in differing:
        (pair,) = [pair for pair in zip(said[at]["b"], misquoted[at]["b"], strict=True) if pair[0] != pair[1]]
        assert pair[0][0] == pair[1][0]
        assert float(pair[0][1]) > 0
        assert said[at]["a"] == misquoted[at]["a"]


def test_messages_come_in_pieces(venue: Venue, raw: Any, receive: Receive) -> None:
    client = raw()
    venue.inject(faults.Fragmented(pieces=4))
    while (frame := client.frame())[0] == 0x81:
        pass
    frames = [frame, *(client.frame() for _ in range(3))]
    assert [first for first, _ in frames] == [0x01, 0x00, 0x00, 0x80]
    assert json.loads(b"".join(payload for _, payload in frames))["e"] == "trade"
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        assert set(gaps(receive(connection, 100))) == {1}


def test_faults_of_messages_add_up(venue: Venue, receive: Receive) -> None:
    with connect(f"{venue.url}/ws/{TRADE}") as connection:
        before = receive(connection, 1)
        venue.inject(faults.Skip(messages=5))
        venue.inject(faults.Duplicate(messages=3))
        steps = gaps(before + receive(connection, 300))
    assert (steps.count(6), steps.count(0)) == (1, 3)
