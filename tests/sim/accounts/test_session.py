"""Sessions, signatures and permissions, on a real socket."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.sim import Account, Venue


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=50) as venue:
        yield venue


@pytest.fixture
def api(venue: Venue, talk: Callable[..., Any]) -> Iterator[Any]:
    with connect(venue.api_url) as connection:
        yield talk(connection)


@pytest.fixture
def key(venue: Venue, signer: Callable[..., Any], request: pytest.FixtureRequest) -> Any:
    made = signer("ed25519")
    venue.open_account(request.node.name, key=made.key)
    return made


STATUS = ["apiKey", "authorizedSince", "connectedSince", "returnRateLimits", "serverTime", "userDataStream"]


def test_a_connection_begins_without_anybody(api: Any) -> None:
    status = api.ask("session.status")["result"]
    assert list(status) == STATUS
    assert (status["apiKey"], status["authorizedSince"], status["userDataStream"]) == (None, None, False)
    assert status["connectedSince"] <= status["serverTime"]


def test_it_speaks_for_a_key_from_logon_to_logout(api: Any, key: Any) -> None:
    logged_on = api.ask("session.logon", key.signed())["result"]
    assert list(logged_on) == STATUS
    assert logged_on["apiKey"] == key.key.api_key
    assert logged_on["connectedSince"] <= logged_on["authorizedSince"] <= logged_on["serverTime"]
    assert api.ask("session.status")["result"]["apiKey"] == key.key.api_key
    assert api.ask("session.logout")["result"]["apiKey"] is None
    assert api.ask("session.status")["result"]["authorizedSince"] is None


def test_times_are_in_the_unit_of_the_connection(venue: Venue, talk: Callable[..., Any], key: Any) -> None:
    with connect(f"{venue.api_url}?timeUnit=microsecond&returnRateLimits=false") as connection:
        reply = talk(connection).ask("session.logon", key.signed(timestamp=time.time_ns() // 1000))
    assert reply["result"]["authorizedSince"] > 10**15
    assert reply["result"]["returnRateLimits"] is False
    assert "rateLimits" not in reply


@pytest.mark.parametrize("kind", ["hmac", "rsa"])
def test_sessions_are_for_ed25519(venue: Venue, api: Any, signer: Callable[..., Any], kind: str) -> None:
    made = signer(kind)
    venue.open_account(f"of a session by {kind}", key=made.key)
    reply = api.ask("session.logon", made.signed())
    assert (reply["status"], reply["error"]["code"]) == (400, -4056)
    assert api.ask("userDataStream.subscribe.signature", made.signed())["result"] == {"subscriptionId": 0}


def test_a_second_logon_takes_the_place_of_the_first(venue: Venue, api: Any, key: Any, signer: Any) -> None:
    other = signer("ed25519")
    venue.open_account("of a second logon", key=other.key)
    api.ask("session.logon", key.signed())
    api.ask("session.logon", other.signed())
    assert api.ask("session.status")["result"]["apiKey"] == other.key.api_key


def changed(params: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**params, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "code", "msg"),
    [
        ({"apiKey": None}, -1102, "Mandatory parameter 'apiKey' was not sent, was empty/null, or malformed."),
        ({"signature": None}, -1102, "Mandatory parameter 'signature' was not sent, was empty/null, or malformed."),
        ({"timestamp": None}, -1102, "Mandatory parameter 'timestamp' was not sent, was empty/null, or malformed."),
        ({"apiKey": "short"}, -2014, "API-key format invalid."),
        ({"apiKey": "A" * 64}, -2015, "Invalid API-key, IP, or permissions for action."),
        ({"signature": "AAAA"}, -1022, "Signature for this request is not valid."),
        ({"timestamp": 1_600_000_000_000}, -1021, "Timestamp for this request is outside of the recvWindow."),
        ({"recvWindow": 60_001}, -1131, "recvWindow must be less than 60000."),
        ({"surprise": 1}, -1022, "Signature for this request is not valid."),
    ],
)
def test_what_is_wrong_with_a_signed_request_is_said(
    api: Any, key: Any, changes: dict[str, Any], code: int, msg: str
) -> None:
    reply = api.ask("session.logon", changed(key.signed(), **changes))
    assert (reply["status"], reply["error"]) == (400, {"code": code, "msg": msg})
    assert api.ask("session.status")["result"]["apiKey"] is None


def test_a_request_from_the_future_is_told_so(api: Any, key: Any) -> None:
    reply = api.ask("session.logon", key.signed(timestamp=time.time_ns() // 1_000_000 + 5_000))
    assert reply["error"]["msg"] == "Timestamp for this request was 1000ms ahead of the server's time."


def test_parameters_that_a_method_does_not_take_leave_everything_as_it_was(api: Any, key: Any) -> None:
    assert api.ask("session.logon", key.signed(surprise=1))["error"]["code"] == -1101
    assert api.ask("session.status")["result"]["apiKey"] is None


def test_keys_may_be_kept_from_the_events(venue: Venue, api: Any, signer: Callable[..., Any]) -> None:
    made = signer("ed25519", permissions=frozenset({"TRADE"}))
    venue.open_account("without events", key=made.key)
    assert api.ask("userDataStream.subscribe.signature", made.signed())["error"]["code"] == -2015
    assert api.ask("session.logon", made.signed())["status"] == 200
    assert api.ask("userDataStream.subscribe")["error"]["code"] == -2015


def test_a_revoked_key_ends_the_session_at_the_next_request(venue: Venue, api: Any, key: Any) -> None:
    api.ask("session.logon", key.signed())
    api.ask("userDataStream.subscribe")
    venue.revoke(key.key)
    assert api.ask("ping")["status"] == 200
    (notice,) = api.unasked
    assert json.dumps(notice, separators=(",", ":")) == (
        '{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}}'
    )
    assert api.event()["event"]["e"] == "eventStreamTerminated"
    assert api.ask("session.status")["result"]["apiKey"] is None
    assert api.ask("account.status", {"timestamp": api.now()})["error"]["code"] == -2015
    assert api.ask("session.logon", key.signed())["error"]["code"] == -2015
    api.ask("session.logout")
    assert api.ask("account.status", {"timestamp": api.now()})["error"]["code"] == -1102


def test_accounts_may_be_there_from_the_beginning(signer: Callable[..., Any], talk: Callable[..., Any]) -> None:
    made = signer("hmac")
    with Venue(accounts=[Account(name="first", keys=(made.key,))]) as venue, connect(venue.api_url) as connection:
        reply = talk(connection).ask("userDataStream.subscribe.signature", made.signed())
    assert reply["result"] == {"subscriptionId": 0}
