"""A connection of the WebSocket API in SBE: the same handlers, subscriptions and replies as in JSON."""

import json
import struct
from typing import Any

import pytest

import tickwire as tw
from tickwire.feed.account_dispatch import AccountDispatch
from tickwire.feed.events import FeedError, Unhandled
from tickwire.sim.sbe import replies

from ..wire.test_sbe_orders import NOW, acknowledgment, reply
from .conftest import Events

ZERO = "0.00000000"
REPORT = {
    "e": "executionReport", "E": NOW, "s": "BTCUSDT", "c": "mine", "S": "SELL", "o": "LIMIT", "f": "GTC",
    "q": "0.00847000", "p": "23416.10000000", "P": ZERO, "F": ZERO, "g": -1, "C": "", "x": "TRADE", "X": "FILLED",
    "r": "NONE", "i": 12, "l": "0.00847000", "z": "0.00847000", "L": "23416.10000000", "n": "0.00001000", "N": "BNB",
    "T": NOW, "t": 77, "I": 88, "w": False, "m": True, "M": True, "O": NOW, "Z": "198.33436700", "Y": "198.33436700",
    "Q": ZERO, "W": NOW, "V": "NONE", "A": ZERO, "b": "AUTO_MATCH", "k": "EXCHANGE", "uS": False, "y": "PRINCIPAL",
}  # fmt: skip
POSITION = {
    "e": "outboundAccountPosition", "E": NOW, "u": NOW, "B": [{"a": "BTC", "f": "1.50000000", "l": ZERO}],
}  # fmt: skip
ACK = reply(acknowledgment())
ACCOUNTS = (0, 3)


def event(form: dict[str, Any], subscription: int = 0) -> tuple[bytes, bytes]:
    """An event in both encodings."""
    said = {"subscriptionId": subscription, "event": form}
    return replies.event(said), json.dumps(said).encode()


@pytest.fixture
def account(events: Events) -> AccountDispatch:
    made = AccountDispatch(on_error=events.append, on_unhandled=events.append, on_reply=events.append)
    made.on_shutdown = events.append
    return made


@pytest.mark.parametrize("subscription", ACCOUNTS)
@pytest.mark.parametrize(
    ("kind", "form"), [(tw.ExecutionReport, REPORT), (tw.OutboundAccountPosition, POSITION)], ids=["report", "position"]
)
def test_events_reach_the_handlers_of_their_account(
    account: AccountDispatch, kind: Any, form: dict[str, Any], subscription: int
) -> None:
    got: dict[int, list[Any]] = {number: [] for number in ACCOUNTS}
    for number, kept in got.items():
        account.listen(kind, kept.append, subscription=number)
    for frame in event(form, subscription):
        account.on_bytes(frame, 5, 1)
    sbe, text = got[subscription]
    assert sbe == text
    assert (sbe.recv_time, sbe.line, sbe.subscription_id) == (5, 1, subscription)
    assert not got[ACCOUNTS[ACCOUNTS[0] == subscription]]


def test_the_reply_to_an_order_reaches_its_handlers_and_then_whoever_asked(
    account: AccountDispatch, events: Events
) -> None:
    account.listen(tw.OrderResponse, events.append)
    account.on_bytes(ACK)
    order, said = events
    assert (order.id, order.order_id, order.client_order_id) == (7, 12, "mine")
    assert json.loads(said)["result"]["orderId"] == 12
    assert account.stats().control == 1


def test_what_nobody_listens_to_is_said_in_json(account: AccountDispatch, events: Events) -> None:
    account.on_bytes(ACK)
    account.on_bytes(event(REPORT)[0])
    said, unhandled = events
    assert json.loads(said)["id"] == 7
    assert isinstance(unhandled, Unhandled)
    assert json.loads(unhandled.raw)["event"]["i"] == 12


def test_the_reply_to_an_order_is_taken_without_being_said_in_json(events: Events) -> None:
    got: list[Any] = []
    account = AccountDispatch(
        on_error=events.append, on_reply=events.append, on_order_response=lambda order: got.append(order) or True
    )
    account.on_bytes(ACK)
    assert ([order.order_id for order in got], events) == ([12], [])
    account.on_bytes(ACK[:-1])  # nobody else listens, so that the slow reader judges it
    assert ([type(event) for event in events], len(got)) == ([FeedError], 1)


def test_a_refused_frame_is_reported_and_the_next_one_is_taken(account: AccountDispatch, events: Events) -> None:
    got: list[Any] = []
    account.listen(tw.OrderResponse, got.append)
    account.listen(tw.ExecutionReport, got.append)
    for frame in (ACK, event(REPORT)[0]):
        account.on_bytes(frame[:-1], 0, 2)
        account.on_bytes(frame)
    assert [type(view) for view in got] == [tw.OrderResponse, tw.ExecutionReport]
    assert [(fault.line, fault.offset is not None) for fault in events.of(FeedError)] == [(2, True)] * 2
    assert account.stats().decode_errors == 2


def test_a_newer_version_is_told_once_and_decoded(account: AccountDispatch, events: Events) -> None:
    got: list[Any] = []
    account.listen(tw.OrderResponse, got.append)
    for _ in range(3):
        account.on_bytes(reply(acknowledgment(version=9, extra=b"more"), version=9))
    assert [view.order_id for view in got] == [12, 12, 12]
    (told,) = events.of(FeedError)
    assert "version 9" in told.reason
    assert account.stats().decode_errors == 0


def test_groups_of_a_newer_version_are_skipped_and_what_is_not_certain_is_reported(
    account: AccountDispatch, events: Events
) -> None:
    got: list[Any] = []
    account.listen(tw.OrderResponse, got.append)
    group, nested = struct.pack("<HHq", 8, 1, 5), b"\3ETH"
    for groups in (group, group, group + nested, group):
        account.on_bytes(reply(acknowledgment(version=6, groups=groups), version=6, groups=group))
    assert [(view.symbol, view.client_order_id) for view in got] == [("BTCUSDT", "mine")] * 3
    told, fault = events.of(FeedError)
    assert "version 6" in told.reason
    assert "not certain" in fault.reason
    assert account.stats().decode_errors == 1


def test_an_unknown_template_is_counted_and_told_once(account: AccountDispatch, events: Events) -> None:
    for _ in range(2):
        account.on_bytes(struct.pack("<HHHH", 0, 777, 3, 5))
    (told,) = events.of(FeedError)
    assert told.reason == "SBE: template 777 of schema 3 is not known; told once"
    assert account.stats().unknown_templates == 2


def test_each_frame_of_an_unknown_template_is_unhandled_for_it_may_be_of_an_order(
    account: AccountDispatch, events: Events
) -> None:
    frame = struct.pack("<HHHH", 0, 777, 3, 5)
    for time in range(3):
        account.on_bytes(frame, time, 1)
    assert events.of(Unhandled) == [Unhandled(frame, None, time, 1) for time in range(3)]
    assert account.stats().unhandled == 3


def test_a_newer_version_inside_of_a_reply_is_told_too(account: AccountDispatch, events: Events) -> None:
    account.on_bytes(reply(acknowledgment(version=9, extra=b"more"), version=5))
    (told,) = events.of(FeedError)
    assert "version 9" in told.reason
