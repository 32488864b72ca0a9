"""Every event of a Spot account, described once, like the market data messages.

They come on a connection of the WebSocket API, in an envelope that names the subscription:
`{"subscriptionId":0,"event":{...}}`. Keys that come only under conditions are UNSET where they are absent.

Source: https://developers.binance.com/docs/binance-spot-api-docs/user-data-stream
"""

from __future__ import annotations

from . import enums
from .enums import (
    ContingencyType,
    ExecutionType,
    ListOrderStatus,
    ListStatusType,
    OrderStatus,
    OrderType,
    RejectReason,
    SelfTradePrevention,
    Side,
    TimeInForce,
)
from .kinds import (
    UNSET,
    Amount,
    Asset,
    ClientId,
    Flag,
    Id,
    MaybeAmount,
    MaybeId,
    MaybeName,
    MaybePrice,
    MaybeQty,
    MaybeTime,
    Message,
    OptionalAsset,
    OptionalFlag,
    Part,
    Price,
    Qty,
    Symbol,
    Time,
    UnsetType,
    key,
)


class ExecutionReport(Message, event="executionReport"):
    """Something happened to an order: it was placed, filled in part or whole, cancelled, amended, or it expired."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    client_order_id: ClientId = key("c", "the client's id of the order; after a cancellation that of the cancellation")
    side: Side = key("S", "buy or sell")
    order_type: OrderType = key("o", "kind of order")
    time_in_force: TimeInForce = key("f", "how long it stands")
    orig_qty: Qty = key("q", "quantity of the order")
    price: Price = key("p", "price of the order, 0 for one without")
    stop_price: Price = key("P", "stop price, 0 for an order without")
    iceberg_qty: Qty = key("F", "visible quantity of an iceberg, else 0")
    order_list_id: Id = key("g", "id of the order list, -1 when it is in none")
    orig_client_order_id: ClientId = key("C", "the client's id of the order that was cancelled or amended, else empty")
    execution_type: ExecutionType = key("x", "what happened")
    order_status: OrderStatus = key("X", "where the order stands now")
    reject_reason: RejectReason = key("r", "why it was rejected, else NONE")
    order_id: Id = key("i", "the venue's id of the order")
    last_qty: Qty = key("l", "quantity of this fill")
    executed_qty: Qty = key("z", "quantity filled so far")
    last_price: Price = key("L", "price of this fill")
    commission: Amount = key("n", "commission of this fill")
    commission_asset: OptionalAsset = key("N", "what the commission was paid in, null when there was none")
    transact_time: Time = key("T", "when it happened")
    trade_id: Id = key("t", "id of the trade, -1 when this is no fill")
    prevented_match_id: MaybeId = key("v", "id of the match that was prevented", default=UNSET)
    execution_id: Id = key("I", "id of this execution")
    is_working: Flag = key("w", "true while the order is on the book")
    is_maker: Flag = key("m", "true when the order was on the book before the trade")
    is_best_match: OptionalFlag = key("M", "the venue says to ignore it", default=UNSET)
    order_creation_time: Time = key("O", "when the order was placed")
    cummulative_quote_qty: Amount = key("Z", "value filled so far, in the quote asset")
    quote_qty: Amount = key("Y", "value of this fill, in the quote asset")
    orig_quote_order_qty: Amount = key("Q", "value of an order by value, else 0")
    working_time: MaybeTime = key("W", "when the order came on the book", default=UNSET)
    self_trade_prevention_mode: SelfTradePrevention = key("V", "what would happen instead of a trade with oneself")
    trailing_delta: MaybeId = key("d", "distance of a trailing stop, in basis points", default=UNSET)
    trailing_time: MaybeTime = key("D", "since when a trailing stop trails", default=UNSET)
    strategy_id: MaybeId = key("j", "the client's id of a strategy", default=UNSET)
    strategy_type: MaybeId = key("J", "the client's number of a kind of strategy", default=UNSET)
    prevented_qty: MaybeQty = key("A", "quantity that expired so as not to trade with oneself", default=UNSET)
    last_prevented_qty: MaybeQty = key("B", "of it, the quantity of this event", default=UNSET)
    trade_group_id: MaybeId = key("u", "the group of accounts that do not trade with one another", default=UNSET)
    counter_order_id: MaybeId = key("U", "the order that it would have traded with", default=UNSET)
    counter_symbol: MaybeName = key("Cs", "that order's instrument", default=UNSET)
    prevented_execution_qty: MaybeQty = key("pl", "quantity of the trade that was prevented", default=UNSET)
    prevented_execution_price: MaybePrice = key("pL", "its price", default=UNSET)
    prevented_execution_quote_qty: MaybeAmount = key("pY", "its value, in the quote asset", default=UNSET)
    match_type: enums.MatchType | UnsetType = key("b", "how the allocation came to be", default=UNSET)
    alloc_id: MaybeId = key("a", "id of the allocation", default=UNSET)
    working_floor: enums.WorkingFloor | UnsetType = key("k", "where the order works", default=UNSET)
    used_sor: OptionalFlag = key("uS", "true for an order that was routed (SOR)", default=UNSET)
    peg_price_type: enums.PegPriceType | UnsetType = key("gP", "which price a pegged order follows", default=UNSET)
    peg_offset_type: enums.PegOffsetType | UnsetType = key("gOT", "what its offset counts", default=UNSET)
    peg_offset_value: MaybeId = key("gOV", "its offset", default=UNSET)
    pegged_price: MaybePrice = key("gp", "the price that it has now", default=UNSET)
    expiry_reason: enums.ExpiryReason | UnsetType = key("eR", "why it expired", default=UNSET)
    order_capacity: enums.OrderCapacity | UnsetType = key("y", "for whom it was placed", default=UNSET)


class Balance(Part):
    """What an account has of an asset."""

    asset: Asset = key("a", "asset")
    free: Amount = key("f", "what can be used")
    locked: Amount = key("l", "what open orders hold")


class OutboundAccountPosition(Message, event="outboundAccountPosition"):
    """Balances that an event of the account may have changed."""

    event_time: Time = key("E", "when the venue sent it")
    update_time: Time = key("u", "when the account changed last")
    balances: list[Balance] = key("B", "the balances")


class BalanceUpdate(Message, event="balanceUpdate"):
    """A balance changed without an order: a deposit, a withdrawal, a transfer."""

    event_time: Time = key("E", "when the venue sent it")
    asset: Asset = key("a", "asset")
    free_qty_delta: Amount = key("d", "by how much, with its sign")
    clear_time: Time = key("T", "when it was cleared")


class ListOrder(Part):
    """An order of a list."""

    symbol: Symbol = key("s", "instrument")
    order_id: Id = key("i", "the venue's id of the order")
    client_order_id: ClientId = key("c", "the client's id of the order")


class ListStatus(Message, event="listStatus"):
    """Something happened to an order list."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    order_list_id: Id = key("g", "id of the list")
    contingency_type: ContingencyType = key("c", "what ties its orders together")
    list_status_type: ListStatusType = key("l", "what happened")
    list_order_status: ListOrderStatus = key("L", "where the list stands")
    reject_reason: RejectReason = key("r", "why it was rejected, else NONE")
    list_client_order_id: ClientId = key("C", "the client's id of the list")
    transact_time: Time = key("T", "when it happened")
    orders: list[ListOrder] = key("O", "its orders")


class ExternalLockUpdate(Message, event="externalLockUpdate"):
    """Another system of the venue locked part of a balance, or gave it free."""

    event_time: Time = key("E", "when the venue sent it")
    asset: Asset = key("a", "asset")
    locked_qty_delta: Amount = key("d", "by how much, with its sign")
    clear_time: Time = key("T", "when it happened")


class EventStreamTerminated(Message, event="eventStreamTerminated"):
    """The subscription is over: unsubscribed, logged out, or its token ran out."""

    event_time: Time = key("E", "when the venue sent it")


ACCOUNT_MESSAGES: tuple[type[Message], ...] = (
    ExecutionReport,
    OutboundAccountPosition,
    BalanceUpdate,
    ListStatus,
    ExternalLockUpdate,
    EventStreamTerminated,
)
"""The events of an account, in the order of the documentation."""
