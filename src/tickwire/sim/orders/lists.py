"""The methods of order lists."""

from __future__ import annotations

from typing import Any

from ..accounts.methods import Call
from ..api_params import Params
from . import reading, replies, values
from .methods import trading
from .queries import Rows, Which, query, rows


def _place_list(call: Call, asked: reading.PlaceList) -> Any:
    made = call.exchange.place_list(call.account, asked.orders, call.now)
    return replies.list_placed(made, asked.response, call.unit)


def _cancel_list(call: Call, asked: reading.CancelList) -> Any:
    made = call.exchange.cancel_list(
        call.account,
        asked.symbol,
        call.now,
        order_list_id=asked.number,
        list_client_order_id=asked.name,
        new_client_order_id=asked.new_name,
    )
    assert made.order_list is not None
    return replies.list_cancelled(made.order_list, None, call.now, call.unit)


def _order_list(call: Call, which: Which) -> Any:
    return replies.listed(call.exchange.order_list(call.account, which.number, which.name), call.unit)


def _open_lists(call: Call, _: None) -> Any:
    return [replies.listed(each, call.unit) for each in call.exchange.open_lists(call.account)]


def _all_lists(call: Call, asked: Rows) -> Any:
    return [replies.listed(each, call.unit) for each in call.exchange.all_lists(call.account, asked.page)]


def _which_list(params: Params) -> Which:
    return Which("", params.optional_integer("orderListId"), values.client_id(params, "origClientOrderId"))


METHODS = {
    "orderList.place": trading(_place_list, reading.place_old_oco, orders=2),
    "orderList.place.oco": trading(_place_list, reading.place_oco, orders=2),
    "orderList.place.oto": trading(_place_list, reading.place_oto, orders=2),
    "orderList.place.otoco": trading(_place_list, reading.place_otoco, orders=3),
    "orderList.place.opo": trading(_place_list, reading.place_opo, orders=2),
    "orderList.place.opoco": trading(_place_list, reading.place_opoco, orders=3),
    "orderList.cancel": trading(_cancel_list, reading.cancel_list),
    "orderList.status": query(_order_list, _which_list, 4),
    "openOrderLists.status": query(_open_lists, lambda _: None, 6),
    "allOrderLists": query(_all_lists, rows("fromId", with_symbol=False, with_order=False), 20),
}
