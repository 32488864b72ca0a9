"""SBE of the WebSocket API in the dispatchers: it goes the ways of the JSON that says the same."""

import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest

import tickwire as tw
from tickwire.feed.account_dispatch import AccountDispatch
from tickwire.feed.dispatch import Dispatch

from ..schema.sbe_xml import Schema

OWN = Schema(Path(__file__).resolve().parents[1] / "data" / "sbe.xml")
ACK = {
    "_template": "NewOrderAckResponse",
    "orderId": 7, "orderListId": None, "transactTime": 1_700_000_000_000_000, "symbol": "BTCUSDT", "clientOrderId": "a",
}  # fmt: skip
REPLY = {
    "_template": "WebSocketResponse",
    "sbeSchemaIdVersionDeprecated": False, "status": 200, "rateLimits": [], "id": "5", "result": ACK,
}  # fmt: skip
BALANCES = [{"exponent": -8, "free": 150_000_000, "locked": 0, "asset": "BTC"}]
POSITION = {
    "_template": "OutboundAccountPositionEvent",
    "eventTime": 1_700_000_000_000_001, "updateTime": 1_700_000_000_000_000, "subscriptionId": 0, "balances": BALANCES,
}  # fmt: skip


@pytest.fixture
def told() -> list[Any]:
    return []


@pytest.fixture(params=[Dispatch, AccountDispatch])
def dispatch(request: Any, told: list[Any]) -> Any:
    hooks = {"on_error": told.append, "on_unhandled": told.append}
    hooks["on_control" if request.param is Dispatch else "on_reply"] = told.append
    return request.param(**hooks)


def test_replies_are_handed_over_as_json(dispatch: Any, told: list[Any]) -> None:
    dispatch.on_bytes(OWN.encode(REPLY))
    (text,) = told
    said = msgspec.json.decode(text)
    assert (said["id"], said["status"], said["result"]["orderId"]) == (5, 200, 7)


def test_the_reply_to_an_order_comes_to_its_handlers_and_then_as_a_reply(told: list[Any]) -> None:
    dispatch = AccountDispatch(on_reply=told.append)
    dispatch.listen(tw.OrderResponse, told.append)
    dispatch.on_bytes(OWN.encode(REPLY))
    view, text = told
    assert (view.id, view.order_id, view.transact_time) == (5, 7, 1_700_000_000_000_000_000)
    assert b'"orderId":7' in text


def test_events_come_to_their_handlers(told: list[Any]) -> None:
    dispatch = AccountDispatch()
    dispatch.listen(tw.OutboundAccountPosition, told.append)
    dispatch.on_bytes(OWN.encode(POSITION), 5, 2)
    (event,) = told
    assert (event.event_time, event.recv_time, event.line) == (1_700_000_000_000_001_000, 5, 2)
    assert [(each.asset, each.free) for each in event.balances] == [("BTC", 1.5)]
    assert dispatch.stats().frames == 1


def test_a_frame_that_is_cut_is_told_with_template_and_offset(dispatch: Any, told: list[Any]) -> None:
    dispatch.on_bytes(OWN.encode(POSITION)[:-2])
    (error,) = told
    assert "OutboundAccountPositionEvent.B[0].a: 3 bytes, 1 are left" in str(error)


def test_a_version_that_is_newer_is_told_once(dispatch: Any, told: list[Any]) -> None:
    for version in (6, 6, 7):
        dispatch.on_bytes(OWN.encode(REPLY, version=version))
    mentions = [str(each) for each in told if "newer than the one known" in str(each)]
    assert len(mentions) == 2
    assert "version 6" in mentions[0]


def test_a_result_that_is_not_known_is_told_and_the_reply_handed_over(dispatch: Any, told: list[Any]) -> None:
    inner = struct.pack("<HHHH", 3, 888, 3, 9) + b"abc"
    for _ in range(2):
        dispatch.on_bytes(struct.pack("<HHHHBHHHBI", 3, 50, 3, 5, 0, 200, 19, 0, 0, len(inner)) + inner)
    mention, newer, *replies = told
    assert "template 888 of schema 3 is not known" in str(mention)
    assert "version 9 of the API's schema is newer" in str(newer)
    assert len(replies) == 2
    assert dispatch.stats().unknown_templates == 2


def test_a_version_that_is_deprecated_is_told_once(dispatch: Any, told: list[Any]) -> None:
    for _ in range(3):
        dispatch.on_bytes(OWN.encode(REPLY | {"sbeSchemaIdVersionDeprecated": True}))
    assert len(told) == 4
    assert "soon stop" in str(told[0])
