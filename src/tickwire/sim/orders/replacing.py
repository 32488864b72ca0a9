"""The methods that change an order: by another one in its place, or by a lower quantity."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from ...schema.enums import CancelReplaceResult
from ..accounts.methods import Call
from ..api_errors import ApiError
from ..exchange import Amend, Rejected
from . import reading, replies
from .methods import cancelled, trading

_T = TypeVar("_T")


def _amend(call: Call, asked: Amend) -> Any:
    order = call.exchange.amend(call.account, asked, call.now).order
    return replies.amended(order, order.amendments[-1], call.unit)


def _cancel_replace(call: Call, asked: reading.Replace) -> Any:
    done = call.exchange.cancel_replace(call.account, asked.request, call.now)
    body = {
        "cancelResult": done.cancel_result,
        "newOrderResult": done.new_order_result,
        "cancelResponse": _half(done.cancelled, lambda made: cancelled(call, made)),
        "newOrderResponse": _half(done.order, lambda made: replies.placed(made, asked.response, call.unit)),
    }
    if not done.code:
        return body
    is_partial = CancelReplaceResult.SUCCESS in (done.cancel_result, done.new_order_result)
    raise ApiError(done.code, done.msg, HTTPStatus.CONFLICT if is_partial else HTTPStatus.BAD_REQUEST, body)


def _half(half: _T | Rejected | None, show: Callable[[_T], Any]) -> Any:
    if isinstance(half, Rejected):
        return {"code": half.code, "msg": half.msg}
    return None if half is None else show(half)


METHODS = {
    "order.cancelReplace": trading(_cancel_replace, reading.cancel_replace, orders=1),
    "order.amend.keepPriority": trading(_amend, reading.amend, weight=4),
}
