"""A venue that streams in SBE beside JSON, to those who name an Ed25519 key."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tickwire.schema import sbe
from tickwire.sim import Venue, faults
from tickwire.sim.accounts import ApiKey

SYMBOLS = ["BTCUSDT", "ETHUSDT"]


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=SYMBOLS, rate=2000.0) as venue:
        yield venue


@pytest.fixture
def key(venue: Venue, signer: Callable[..., Any], request: pytest.FixtureRequest) -> ApiKey:
    made: ApiKey = signer("ed25519").key
    venue.open_account(request.node.name, key=made)
    return made


def opened(venue: Venue, path: str, key: ApiKey) -> ClientConnection:
    return connect(venue.sbe_url + path, additional_headers={"X-MBX-APIKEY": key.api_key})


def refusal(url: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and body of a handshake that is not taken."""
    with pytest.raises(InvalidStatus) as refused:
        connect(url, additional_headers=headers)
    response = refused.value.response
    return response.status_code, json.loads(response.body or b"{}")


def test_events_are_bare_binary_frames_whatever_the_path(venue: Venue, key: ApiKey) -> None:
    for path in ("/ws/btcusdt@trade", "/stream?streams=btcusdt@trade/btcusdt@depth"):
        with opened(venue, path, key) as connection:
            frame = connection.recv(timeout=10)
            assert isinstance(frame, bytes)
            reader = sbe.Reader(frame)
            assert (reader.header.schema_id, reader.header.version) == (1, 0)
            assert reader.name in ("TradesStreamEvent", "DepthDiffStreamEvent")


def test_requests_and_replies_are_text(venue: Venue, key: ApiKey) -> None:
    with opened(venue, "/ws", key) as connection:
        connection.send(json.dumps({"method": "SUBSCRIBE", "params": ["ethusdt@bestBidAsk"], "id": 4}))
        assert json.loads(connection.recv(timeout=10, decode=True)) == {"result": None, "id": 4}
        frame = connection.recv(timeout=10)
        assert sbe.Reader(frame).name == "BestBidAskStreamEvent"
        assert sbe.decode(frame).symbol == "ETHUSDT"


def test_both_encodings_run_side_by_side_from_one_market(venue: Venue, key: ApiKey) -> None:
    with opened(venue, "/ws/btcusdt@trade", key) as in_sbe, connect(f"{venue.url}/ws/btcusdt@trade") as in_json:
        told: dict[int, Any] = {}
        while len(told) < 200:
            told |= {trade.trade_id: trade for trade in sbe.decode(in_sbe.recv(timeout=10))}
        last = max(told)
        seen: dict[int, Any] = {}
        while not seen or max(seen) < last:
            trade = json.loads(in_json.recv(timeout=10))
            seen[trade["t"]] = trade
        both = seen.keys() & told.keys()
        assert len(both) > 100
        for number in both:
            one, other = seen[number], told[number]
            assert (one["p"], one["q"], one["m"]) == (other.price, other.qty, other.is_buyer_maker)


@pytest.mark.parametrize("kind", ["hmac", "rsa"])
def test_another_kind_of_key_is_refused(venue: Venue, signer: Callable[..., Any], kind: str) -> None:
    made = signer(kind).key
    venue.open_account(f"of {kind}", key=made)
    status, body = refusal(f"{venue.sbe_url}/ws/btcusdt@trade", {"X-MBX-APIKEY": made.api_key})
    assert (status, body["code"]) == (401, -2015)


@pytest.mark.parametrize("headers", [{}, {"X-MBX-APIKEY": "nobody"}, {"X-MBX-APIKEY": "x" * 64}])
def test_nobody_without_a_key_is_let_in(venue: Venue, headers: dict[str, str]) -> None:
    status, body = refusal(f"{venue.sbe_url}/ws/btcusdt@trade", headers)
    assert (status, body["code"]) == (401, -2015)


def test_a_key_that_is_revoked_opens_nothing_more(venue: Venue, key: ApiKey) -> None:
    with opened(venue, "/ws", key):
        pass
    venue.revoke(key)
    assert refusal(f"{venue.sbe_url}/ws", {"X-MBX-APIKEY": key.api_key})[0] == 401


def test_requests_of_the_api_are_not_served_there(venue: Venue, key: ApiKey) -> None:
    with pytest.raises(InvalidStatus, match="404"):
        opened(venue, "/ws-api/v3", key)


def test_the_shutdown_is_announced_in_text(venue: Venue, key: ApiKey) -> None:
    with opened(venue, "/stream", key) as connection:
        venue.shutdown_notice()
        notice = json.loads(connection.recv(timeout=10, decode=True))
        assert notice["e"] == "serverShutdown"
        assert len(str(notice["E"])) == 13


def test_without_a_pace_ids_and_times_go_on_from_round_to_round(key: ApiKey) -> None:
    """As fast as the client reads: the same stretch of the market again and again."""
    with Venue(symbols=SYMBOLS, rate=None) as venue:
        venue.open_account("reader", key=key)
        with opened(venue, "/stream?streams=btcusdt@depth/btcusdt@trade", key) as connection:
            updates, trades, times = list[tuple[int, int]](), list[int](), list[int]()
            while len(updates) < 350:  # a round has about a hundred
                said = sbe.read(connection.recv(timeout=10))
                if isinstance(said, list):
                    trades += [trade["t"] for trade in said]
                    times.append(said[0]["E"])
                else:
                    updates.append((said["U"], said["u"]))
    assert all(first == last + 1 for (_, last), (first, _) in pairwise(updates))
    assert trades == list(range(trades[0], trades[0] + len(trades)))
    assert times == sorted(times)
    assert times[-1] - times[0] > 4_000_000


def test_best_prices_leap_when_the_client_is_slow_and_end_with_the_newest(venue: Venue, key: ApiKey) -> None:
    with opened(venue, "/ws/btcusdt@bestBidAsk", key) as connection:
        venue.inject(faults.SlowNetwork(bytes_per_second=2000), seconds=0.5)
        ids = [sbe.decode(connection.recv(timeout=10)).book_update_id for _ in range(400)]
    assert ids == sorted(set(ids))
    assert max(later - earlier for earlier, later in pairwise(ids)) > 20  # one after the other where nothing is slow
