"""The frame that answers `order.place` and `order.cancel`, as it goes the fast way: all its forms in one description.

ACK says where the order is, RESULT its state, FULL its fills, too; what a form leaves out is UNSET. Other replies,
and the result of this one alone, are in `orders.py`.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/trading-requests
"""

from __future__ import annotations

from . import enums
from .enums import RateLimitInterval, RateLimitType
from .kinds import (
    UNSET,
    Amount,
    Asset,
    ClientId,
    Count,
    Id,
    MaybeAmount,
    MaybeClientId,
    MaybeId,
    MaybePrice,
    MaybeQty,
    MaybeTime,
    Message,
    OptionalFlag,
    Part,
    RequestId,
    Symbol,
    Time,
    UnsetType,
    key,
)


class OrderFill(Part):
    """One execution in the reply to a new order."""

    match_type: enums.MatchType | UnsetType = key("matchType", "how the allocation came to be", default=UNSET)
    price: Amount = key("price", "price")
    qty: Amount = key("qty", "quantity")
    commission: Amount = key("commission", "commission")
    commission_asset: Asset = key("commissionAsset", "what the commission was paid in")
    trade_id: Id = key("tradeId", "id of the trade")
    alloc_id: MaybeId = key("allocId", "id of the allocation", default=UNSET)


class UsedLimit(Part):
    """How much of one of the venue's limits is used."""

    rate_limit_type: RateLimitType = key("rateLimitType", "what it counts")
    interval: RateLimitInterval = key("interval", "unit of its window")
    interval_num: Count = key("intervalNum", "length of its window")
    limit: Count = key("limit", "how many it allows")
    count: Count = key("count", "how many there were in the window of now")


class OrderResult(Part):
    """The result inside an `OrderResponse`."""

    symbol: Symbol = key("symbol", "instrument")
    orig_client_order_id: MaybeClientId = key("origClientOrderId", "of the cancelled order", default=UNSET)
    order_id: Id = key("orderId", "the venue's id of the order")
    order_list_id: Id = key("orderListId", "id of the order list, -1 when it is in none")
    client_order_id: ClientId = key("clientOrderId", "the client's id of the order, or of the cancellation")
    transact_time: Time = key("transactTime", "when it happened")
    price: MaybePrice = key("price", "price of the order", default=UNSET)
    orig_qty: MaybeQty = key("origQty", "quantity of the order", default=UNSET)
    executed_qty: MaybeQty = key("executedQty", "quantity filled so far", default=UNSET)
    orig_quote_order_qty: MaybeAmount = key("origQuoteOrderQty", "value of an order by value", default=UNSET)
    cummulative_quote_qty: MaybeAmount = key("cummulativeQuoteQty", "value filled so far", default=UNSET)
    order_status: enums.OrderStatus | UnsetType = key("status", "where the order stands", default=UNSET)
    time_in_force: enums.TimeInForce | UnsetType = key("timeInForce", "how long it stands", default=UNSET)
    order_type: enums.OrderType | UnsetType = key("type", "kind of order", default=UNSET)
    side: enums.Side | UnsetType = key("side", "buy or sell", default=UNSET)
    stop_price: MaybePrice = key("stopPrice", "stop price", default=UNSET)
    trailing_delta: MaybeId = key("trailingDelta", "distance of a trailing stop, in basis points", default=UNSET)
    trailing_time: MaybeTime = key("trailingTime", "since when it trails", default=UNSET)
    iceberg_qty: MaybeQty = key("icebergQty", "visible quantity of an iceberg", default=UNSET)
    strategy_id: MaybeId = key("strategyId", "the client's id of a strategy", default=UNSET)
    strategy_type: MaybeId = key("strategyType", "the client's number of a kind of strategy", default=UNSET)
    working_time: MaybeTime = key("workingTime", "when it came on the book, negative before", default=UNSET)
    fills: list[OrderFill] | UnsetType = key("fills", "its executions", default=UNSET)
    working_floor: enums.WorkingFloor | UnsetType = key("workingFloor", "where the order works", default=UNSET)
    self_trade_prevention_mode: enums.SelfTradePrevention | UnsetType = key(
        "selfTradePreventionMode", "what would happen instead of a trade with oneself", default=UNSET
    )
    prevented_match_id: MaybeId = key("preventedMatchId", "id of the match that was prevented", default=UNSET)
    prevented_qty: MaybeQty = key("preventedQuantity", "quantity that expired for it", default=UNSET)
    trade_group_id: MaybeId = key("tradeGroupId", "accounts that do not trade with one another", default=UNSET)
    used_sor: OptionalFlag = key("usedSor", "true for an order that was routed (SOR)", default=UNSET)
    peg_price_type: enums.PegPriceType | UnsetType = key("pegPriceType", "which price it follows", default=UNSET)
    peg_offset_type: enums.PegOffsetType | UnsetType = key("pegOffsetType", "what its offset counts", default=UNSET)
    peg_offset_value: MaybeId = key("pegOffsetValue", "its offset", default=UNSET)
    pegged_price: MaybePrice = key("peggedPrice", "the price that it has now", default=UNSET)
    expiry_reason: enums.ExpiryReason | UnsetType = key("expiryReason", "why it expired", default=UNSET)


class OrderResponse(Message):
    """The venue has taken an order, or a cancellation."""

    id: RequestId = key("id", "the request's own")
    status_code: Id = key("status", "200")
    result: OrderResult = key("result", "the order")
    rate_limits: list[UsedLimit] | UnsetType = key("rateLimits", "how much of the limits is used", default=UNSET)
