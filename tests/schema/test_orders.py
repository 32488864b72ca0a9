"""Replies about orders: forms, halves of a cancel-replace, lists among orders, words the venue has not told yet."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tickwire.schema import (
    METHODS,
    ApiError,
    ApiReply,
    CancelReplaceReply,
    CancelReplaceResult,
    OrderListReply,
    OrderReply,
    OrderStatus,
    OrderType,
    ResponseType,
    Side,
    TimeInForce,
)

from .samples import folder

ACK = b'{"symbol":"BTCUSDT","orderId":7,"orderListId":-1,"clientOrderId":"mine","transactTime":1655716096505}'
RESULT = ACK[:-1] + (
    b',"price":"0.10000000","origQty":"10.00000000","executedQty":"0.00000000","origQuoteOrderQty":"0.000000",'
    b'"cummulativeQuoteQty":"0.00000000","status":"NEW","timeInForce":"GTC","type":"LIMIT","side":"BUY",'
    b'"workingTime":1655716096505,"selfTradePreventionMode":"NONE"}'
)
FULL = RESULT.replace(
    b',"selfTrade',
    b',"fills":[{"price":"0.1","qty":"1","commission":"0.0","commissionAsset":"BNB","tradeId":3}],"selfTrade',
)
LIST = (
    b'{"orderListId":4,"contingencyType":"OCO","listStatusType":"ALL_DONE","listOrderStatus":"ALL_DONE",'
    b'"listClientOrderId":"list","transactionTime":1,"symbol":"BTCUSDT","orders":[{"symbol":"BTCUSDT","orderId":7,'
    b'"clientOrderId":"mine"}],"orderReports":[' + RESULT + b"]}"
)
REFUSED = b'{"code":-2011,"msg":"Unknown order sent."}'


@pytest.mark.parametrize(("text", "form"), [(ACK, "ACK"), (RESULT, "RESULT"), (FULL, "FULL")])
def test_each_form_of_a_new_order_decodes_and_encodes_as_the_venue_writes_it(text: bytes, form: str) -> None:
    reply = METHODS["order.place"].decode(text)
    assert isinstance(reply, OrderReply)
    assert (reply.form, reply.order_id, reply.client_order_id) == (ResponseType(form), 7, "mine")
    assert msgspec.json.encode(reply) == text


def test_words_are_enums_and_numbers_stay_text() -> None:
    reply = METHODS["order.place"].decode(FULL)
    assert (reply.status, reply.type, reply.side) == (OrderStatus.NEW, OrderType.LIMIT, Side.BUY)
    assert reply.time_in_force is TimeInForce.GTC
    assert (reply.price, reply.fills[0].qty, reply.stop_price) == ("0.10000000", "1", None)


def test_a_word_that_is_new_is_kept() -> None:
    reply = METHODS["order.place"].decode(RESULT.replace(b'"NEW"', b'"MELTED"').replace(b'"GTC"', b'"GTX"'))
    assert (reply.status, reply.time_in_force) == ("MELTED", "GTX")
    assert not reply.status.is_known
    assert msgspec.json.encode(reply) == RESULT.replace(b'"NEW"', b'"MELTED"').replace(b'"GTC"', b'"GTX"')


def test_a_cancelled_order_is_told_from_a_cancelled_list() -> None:
    cancel = METHODS["order.cancel"]
    assert isinstance(cancel.decode(RESULT), OrderReply)
    listed = cancel.decode(LIST)
    assert isinstance(listed, OrderListReply)
    assert listed.order_reports is not None
    assert listed.order_reports[0] == cancel.decode(RESULT)
    assert msgspec.json.encode(listed) == LIST


def test_all_that_was_cancelled_may_be_orders_and_lists() -> None:
    found = METHODS["openOrders.cancelAll"].decode(b"[" + RESULT + b"," + LIST + b"]")
    assert [type(each) for each in found] == [OrderReply, OrderListReply]
    assert METHODS["openOrders.cancelAll"].decode(b"[]") == []


@pytest.mark.parametrize(
    ("cancelled", "placed", "kinds"),
    [
        (RESULT, FULL, (OrderReply, OrderReply)),
        (LIST, ACK, (OrderListReply, OrderReply)),
        (REFUSED, b"null", (ApiError, type(None))),
        (REFUSED, RESULT, (ApiError, OrderReply)),
        (RESULT, REFUSED, (OrderReply, ApiError)),
    ],
)
def test_either_half_of_a_cancel_replace_comes_in_its_form(cancelled: bytes, placed: bytes, kinds: Any) -> None:
    text = b'{"cancelResult":"SUCCESS","newOrderResult":"NOT_ATTEMPTED","cancelResponse":%b,"newOrderResponse":%b}'
    reply = METHODS["order.cancelReplace"].decode(text % (cancelled, placed))
    assert (type(reply.cancel_response), type(reply.new_order_response)) == kinds
    assert (reply.cancel_result, reply.new_order_result) == ("SUCCESS", CancelReplaceResult.NOT_ATTEMPTED)
    data = msgspec.json.decode(text % (cancelled, placed))
    assert msgspec.convert(data, CancelReplaceReply) == reply


def test_the_data_of_a_failed_cancel_replace_is_a_reply(captured: Path) -> None:
    seen = 0
    for path in folder(captured).glob("wsapi.order.cancelReplace.response.4*.json"):
        error = msgspec.json.decode(path.read_bytes(), type=ApiReply).error
        assert error is not None
        if error.data is not None:
            reply = msgspec.convert(error.data, CancelReplaceReply)
            halves = (reply.cancel_response, reply.new_order_response)
            assert any(isinstance(half, ApiError) for half in halves), path.name
            seen += 1
    assert seen >= 5


def test_an_order_that_is_asked_for_needs_its_state() -> None:
    with pytest.raises(msgspec.ValidationError, match="missing required field"):
        METHODS["order.status"].decode(ACK)


@pytest.mark.parametrize("text", [b"null", b"[]", b'"FILLED"', b"{}", b'{"contingencyType":1}', b'[{"code":1}]', b"{"])
@pytest.mark.parametrize("name", ["order.cancel", "openOrders.cancelAll", "order.cancelReplace", "order.place"])
def test_what_is_no_reply_is_refused_and_nothing_else_happens(name: str, text: bytes) -> None:
    if (name, text) == ("openOrders.cancelAll", b"[]"):
        return
    with pytest.raises(msgspec.DecodeError):
        METHODS[name].decode(text)
