"""User data: who gets it, until when, and under which number."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.sim import Limits, Venue


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=50, limits=Limits(subscriptions=3, subscription_ids=5)) as venue:
        yield venue


@pytest.fixture
def api(venue: Venue, talk: Callable[..., Any]) -> Iterator[Any]:
    with connect(venue.api_url) as connection:
        yield talk(connection)


@pytest.fixture
def keys(venue: Venue, signer: Callable[..., Any], request: pytest.FixtureRequest) -> list[Any]:
    """Keys to accounts of their own."""
    made = [signer("ed25519") for _ in range(7)]
    for number, each in enumerate(made):
        venue.open_account(f"{request.node.name} {number}", key=each.key)
    return made


def test_without_a_session_there_is_nobody_to_subscribe_for(api: Any) -> None:
    assert api.ask("userDataStream.subscribe")["error"]["code"] == -1002


def test_subscriptions_are_numbered_from_nought_and_listed(api: Any, keys: list[Any]) -> None:
    api.ask("session.logon", keys[0].signed())
    assert api.ask("userDataStream.subscribe")["result"] == {"subscriptionId": 0}
    assert api.ask("session.status")["result"]["userDataStream"] is True
    assert api.ask("userDataStream.subscribe.signature", keys[1].signed())["result"] == {"subscriptionId": 1}
    assert api.ask("session.subscriptions")["result"] == [{"subscriptionId": 0}, {"subscriptionId": 1}]


def test_an_account_is_subscribed_to_once_a_connection(venue: Venue, api: Any, keys: list[Any], talk: Any) -> None:
    api.ask("session.logon", keys[0].signed())
    api.ask("userDataStream.subscribe")
    for method, params in (("userDataStream.subscribe", {}), ("userDataStream.subscribe.signature", keys[0].signed())):
        assert api.ask(method, params)["error"] == {
            "code": -2035,
            "msg": "User Data Stream subscription already active.",
        }
    with connect(venue.api_url) as other:
        assert talk(other).ask("userDataStream.subscribe.signature", keys[0].signed())["status"] == 200


def test_ending_one_is_told_after_the_reply(api: Any, keys: list[Any]) -> None:
    for key in keys[:2]:
        api.ask("userDataStream.subscribe.signature", key.signed())
    assert api.ask("userDataStream.unsubscribe", {"subscriptionId": 1})["result"] == {}
    assert not api.events
    ended = api.event()
    assert (list(ended), ended["subscriptionId"]) == (["subscriptionId", "event"], 1)
    assert list(ended["event"]) == ["e", "E"]
    assert api.ask("userDataStream.unsubscribe", {"subscriptionId": 1})["error"] == {
        "code": -2036,
        "msg": "User Data Stream subscription not active.",
    }


def test_all_are_ended_together(api: Any, keys: list[Any]) -> None:
    for key in keys[:3]:
        api.ask("userDataStream.subscribe.signature", key.signed())
    api.ask("userDataStream.unsubscribe")
    assert [api.event()["subscriptionId"] for _ in range(3)] == [0, 1, 2]
    assert api.ask("userDataStream.unsubscribe")["error"]["code"] == -2036


def test_logout_ends_the_subscription_of_the_session_alone(api: Any, keys: list[Any]) -> None:
    api.ask("userDataStream.subscribe.signature", keys[1].signed())
    api.ask("session.logon", keys[0].signed())
    api.ask("userDataStream.subscribe")
    assert api.ask("session.logout")["result"]["userDataStream"] is True
    assert api.event()["subscriptionId"] == 1
    assert api.ask("session.subscriptions")["result"] == [{"subscriptionId": 0}]


def test_a_revoked_key_gets_no_events_by_signature(venue: Venue, api: Any, keys: list[Any]) -> None:
    api.ask("userDataStream.subscribe.signature", keys[0].signed())
    venue.revoke(keys[0].key.api_key)
    assert api.event()["event"]["e"] == "eventStreamTerminated"
    assert api.ask("session.subscriptions")["result"] == []


def test_a_connection_has_so_many_at_a_time_and_so_many_in_its_life(api: Any, keys: list[Any]) -> None:
    def subscribe(key: Any) -> dict[str, Any]:
        return api.ask("userDataStream.subscribe.signature", key.signed())

    for key in keys[:3]:
        assert subscribe(key)["status"] == 200
    assert subscribe(keys[3])["error"]["code"] == -2042
    api.ask("userDataStream.unsubscribe")
    assert [subscribe(key)["result"]["subscriptionId"] for key in keys[3:5]] == [3, 4]
    assert subscribe(keys[5])["error"] == {
        "code": -2042,
        "msg": "Maximum subscription ID reached for this connection.",
    }


def test_a_connection_that_is_gone_is_forgotten(venue: Venue, keys: list[Any], talk: Callable[..., Any]) -> None:
    with connect(venue.api_url) as connection:
        talk(connection).ask("userDataStream.subscribe.signature", keys[0].signed())
    venue.revoke(keys[0].key)
    with connect(venue.api_url) as connection:
        assert talk(connection).ask("ping")["status"] == 200
