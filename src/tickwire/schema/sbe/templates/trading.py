"""Replies about orders and order lists."""

from __future__ import annotations

from typing import Any

from ...orders import (
    Amendment,
    AmendReply,
    CancelReplaceReply,
    OrderInfo,
    OrderListReply,
    OrderReply,
    OrderTestReply,
    orders_and_lists,
)
from ..layout import Group, Template, one, rates, some, values

_IDS = "orderId:i64 orderListId:i64?=-1"
_ORIG = "price:price origQty:qty executedQty:qty cummulativeQuoteQty:price"
_KIND = "status:OrderStatus timeInForce:TimeInForce type:OrderType side:Side"
_TRAILING = "stopPrice:price? trailingDelta:i64? trailingTime:i64?"
_STRATEGY = "strategyId:i64? strategyType:i32?"
_WHERE = "orderCapacity:OrderCapacity workingFloor:WorkingFloor selfTradePreventionMode:SelfTradePrevention"
_PEG = "pegPriceType:PegPriceType? pegOffsetType:PegOffsetType? pegOffsetValue:u8? peggedPrice:price?"
_NAMES = "symbol:str8 clientOrderId:str8"
_CANCEL_NAMES = "symbol:str8 origClientOrderId:str8 clientOrderId:str8"

_ACK = f"{_IDS} transactTime:i64"
_RESULT = (
    f"{_ACK} {_ORIG} {_KIND} {_TRAILING} workingTime:i64?=-1 icebergQty:qty? {_STRATEGY} {_WHERE} tradeGroupId:i64? "
    f"preventedQuantity:qty usedSor:bool origQuoteOrderQty:price {_PEG} expiryReason:ExpiryReason?"
)
_CANCELLED = (
    f"{_ACK} {_ORIG} {_KIND} {_TRAILING} icebergQty:qty? {_STRATEGY} {_WHERE} "
    f"preventedQuantity:qty usedSor:bool origQuoteOrderQty:price {_PEG}"
)
_TIMES = "time:i64 updateTime:i64 isWorking:bool workingTime:i64?=-1"


def _order(prevented: str) -> str:
    """An order as questions are answered; the venue's schema names another exponent in the form for several."""
    return (
        f"price^ qty^ {_IDS} {_ORIG} {_KIND} {_TRAILING} icebergQty:qty? {_TIMES} origQuoteOrderQty:price {_STRATEGY} "
        f"{_WHERE} preventedMatchId:i64? preventedQuantity:{prevented} usedSor:bool {_PEG} "
        f"expiryReason:ExpiryReason? {_NAMES}"
    )


_FILLS = Group(
    "fills",
    "commission^ matchType:MatchType price:price qty:qty commission:commission tradeId:i64?=-1 allocId:i64? "
    "commissionAsset:str8?=",
)
_PREVENTED = Group(
    "preventedMatches",
    "preventedMatchId:i64 makerOrderId:i64? price:price? takerPreventedQuantity:qty? makerPreventedQuantity:qty? "
    "makerSymbol:str8?",
    shape=some,
)
_LIST = (
    "orderListId:i64 contingencyType:ContingencyType listStatusType:ListStatusType listOrderStatus:ListOrderStatus "
    "transactionTime:i64"
)
_LIST_NAMES = "listClientOrderId:str8 symbol:str8"
_LISTED = Group("orders", f"orderId:i64 {_NAMES}", bits=16)
_AMENDED = (
    f"price:price qty:qty executedQty:qty preventedQty:qty cumulativeQuoteQty:price {_KIND} {_TRAILING} "
    f"icebergQty:qty? workingTime:i64?=-1 {_STRATEGY} {_WHERE} usedSor:bool {_PEG}"
)


def _reports(text: str, *groups: Group) -> Group:
    return Group("orderReports", text, *groups, bits=16)


def _amendment(said: dict[str, Any]) -> None:
    """JSON has the order in an object of its own."""
    around = {"transactTime", "executionId", "listStatus", "relatedOrders"}
    said["amendedOrder"] = {key: said.pop(key) for key in [key for key in said if key not in around]}


TRADING = (
    Template(300, "NewOrderAckResponse", OrderReply, f"{_ACK} {_NAMES}"),
    Template(301, "NewOrderResultResponse", OrderReply, f"price^ qty^ {_RESULT} {_NAMES}"),
    Template(302, "NewOrderFullResponse", OrderReply, f"price^ qty^ {_RESULT} {_NAMES}", _FILLS, _PREVENTED),
    Template(303, "OrderTestResponse", OrderTestReply),
    Template(304, "OrderResponse", OrderInfo, _order("qty")),
    Template(305, "CancelOrderResponse", OrderReply, f"price^ qty^ {_CANCELLED} {_CANCEL_NAMES}"),
    Template(
        306, "CancelOpenOrdersResponse", orders_and_lists, "",
        Group("responses", "response:msg16", shape=values), root="responses",
    ),
    Template(
        307, "CancelReplaceOrderResponse", CancelReplaceReply,
        "cancelResult:CancelReplaceResult newOrderResult:CancelReplaceResult "
        "cancelResponse:msg16?=null newOrderResponse:msg32?=null",
    ),
    Template(308, "OrdersResponse", list[OrderInfo], "", Group("orders", _order("price")), root="orders"),
    Template(
        309, "NewOrderListAckResponse", OrderListReply, f"{_LIST} {_LIST_NAMES}",
        _LISTED, _reports(f"{_ACK} {_NAMES}"),
    ),
    Template(
        310, "NewOrderListResultResponse", OrderListReply, f"{_LIST} price^ qty^ {_LIST_NAMES}",
        _LISTED, _reports(f"{_RESULT} {_NAMES}"),
    ),
    Template(
        311, "NewOrderListFullResponse", OrderListReply, f"{_LIST} price^ qty^ {_LIST_NAMES}",
        _LISTED, _reports(f"{_RESULT} {_NAMES}", _FILLS, _PREVENTED),
    ),
    Template(
        312, "CancelOrderListResponse", OrderListReply, f"{_LIST} price^ qty^ {_LIST_NAMES}",
        _LISTED, _reports(f"{_CANCELLED} {_CANCEL_NAMES}"),
    ),
    Template(313, "OrderListResponse", OrderListReply, f"{_LIST} {_LIST_NAMES}", _LISTED),
    Template(
        314, "OrderListsResponse", list[OrderListReply], "",
        Group("orderLists", f"{_LIST} {_LIST_NAMES}", Group("orders", f"orderId:i64 {_NAMES}")), root="orderLists",
    ),
    Template(
        315, "OrderTestWithCommissionsResponse", OrderTestReply,
        "commission^ discount^ "
        "standardCommissionForOrder.maker:commission standardCommissionForOrder.taker:commission "
        "taxCommissionForOrder.maker:commission taxCommissionForOrder.taker:commission "
        "discount.enabledForAccount:bool discount.enabledForSymbol:bool discount.discount:discount "
        "specialCommissionForOrder.maker:commission? specialCommissionForOrder.taker:commission? "
        "discount.discountAsset:str8?=null",
        complete=rates("specialCommissionForOrder", "maker", "taker"),
    ),
    Template(
        316, "OrderAmendmentsResponse", list[Amendment], "",
        Group(
            "amendments",
            "orderId:i64 executionId:i64 qty^ origQty:qty newQty:qty time:i64 "
            "symbol:str8 origClientOrderId:str8 newClientOrderId:str8",
        ),
        root="amendments",
    ),
    Template(
        317, "OrderAmendKeepPriorityResponse", AmendReply,
        f"transactTime:i64 executionId:i64 price^ qty^ {_IDS} {_AMENDED} "
        "symbol:str8 origClientOrderId:str8?= clientOrderId:str8?=",
        Group(
            "listStatus",
            f"orderListId:i64 contingencyType:ContingencyType listOrderStatus:ListOrderStatus {_LIST_NAMES}",
            _LISTED, bits=16, shape=one,
        ),
        Group("relatedOrders", f"{_IDS} {_AMENDED} symbol:str8 clientOrderId:str8?", bits=16, shape=some),
        complete=_amendment,
    ),
)  # fmt: skip
