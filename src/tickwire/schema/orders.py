"""What the WebSocket API answers about orders and order lists.

Times are ms, or µs on a microsecond connection; prices and quantities are the venue's decimal text.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/trading-requests
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .api import ApiError
from .enums import (
    AllocationType,
    CancelReplaceResult,
    ContingencyType,
    ExpiryReason,
    ListOrderStatus,
    ListStatusType,
    MatchType,
    OrderStatus,
    OrderType,
    PegOffsetType,
    PegPriceType,
    ResponseType,
    SelfTradePrevention,
    Side,
    TimeInForce,
    WorkingFloor,
)
from .structs import Reply


class Fill(Reply):
    """One execution in the reply to a new order. `match_type` and `alloc_id` are those of smart order routing."""

    match_type: MatchType | None = None
    price: str
    qty: str
    commission: str
    commission_asset: str
    trade_id: int
    alloc_id: int | None = None


class PreventedMatch(Reply):
    """A trade with an order of one's own that did not happen, in the reply to a new order."""

    prevented_match_id: int
    maker_symbol: str | None = None
    maker_order_id: int | None = None
    price: str | None = None
    taker_prevented_quantity: str | None = None
    maker_prevented_quantity: str | None = None


class OrderReply(Reply):
    """The reply to a new or a cancelled order, in the forms ACK, RESULT and FULL; what a form leaves out is None.

    After a cancellation `client_order_id` is that of the cancellation and `orig_client_order_id` that of the order.
    """

    symbol: str
    orig_client_order_id: str | None = None
    order_id: int
    order_list_id: int
    client_order_id: str
    transact_time: int | None = None
    price: str | None = None
    orig_qty: str | None = None
    executed_qty: str | None = None
    orig_quote_order_qty: str | None = None
    cummulative_quote_qty: str | None = None
    status: OrderStatus | None = None
    time_in_force: TimeInForce | None = None
    type: OrderType | None = None
    side: Side | None = None
    stop_price: str | None = None
    trailing_delta: int | None = None
    trailing_time: int | None = None
    iceberg_qty: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    working_time: int | None = None
    fills: tuple[Fill, ...] | None = None
    prevented_matches: tuple[PreventedMatch, ...] | None = None
    working_floor: WorkingFloor | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None
    prevented_match_id: int | None = None
    trade_group_id: int | None = None
    prevented_quantity: str | None = None
    used_sor: bool | None = None
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None
    pegged_price: str | None = None
    expiry_reason: ExpiryReason | None = None

    @property
    def form(self) -> ResponseType:
        """How much the reply says."""
        if self.status is None:
            return ResponseType.ACK
        return ResponseType.RESULT if self.fills is None else ResponseType.FULL


class OrderInfo(Reply):
    """An order as `order.status`, `openOrders.status` and `allOrders` tell it.

    `cummulative_quote_qty` below zero says that it is not known, as with old orders.
    """

    symbol: str
    order_id: int
    order_list_id: int
    client_order_id: str
    price: str
    orig_qty: str | None = None
    executed_qty: str
    cummulative_quote_qty: str | None = None
    status: OrderStatus
    time_in_force: TimeInForce
    type: OrderType
    side: Side
    stop_price: str | None = None
    trailing_delta: int | None = None
    trailing_time: int | None = None
    iceberg_qty: str | None = None
    time: int
    update_time: int
    is_working: bool
    working_time: int | None = None
    orig_quote_order_qty: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None
    prevented_match_id: int | None = None
    prevented_quantity: str | None = None
    working_floor: WorkingFloor | None = None
    used_sor: bool | None = None
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None
    pegged_price: str | None = None
    expiry_reason: ExpiryReason | None = None


class OrderRef(Reply):
    """Which order, in an order list."""

    symbol: str
    order_id: int
    client_order_id: str


class OrderListReply(Reply):
    """An order list: placed, cancelled, amended or asked for. The last two tell no `order_reports`."""

    order_list_id: int
    contingency_type: ContingencyType
    list_status_type: ListStatusType | None = None
    list_order_status: ListOrderStatus
    list_client_order_id: str
    transaction_time: int | None = None
    symbol: str
    orders: tuple[OrderRef, ...]
    order_reports: tuple[OrderReply, ...] | None = None


class AmendedOrder(Reply):
    """The order inside an `AmendReply`, as it stands now. Its keys are spelled unlike those of other replies."""

    symbol: str
    order_id: int
    order_list_id: int
    orig_client_order_id: str
    client_order_id: str
    price: str
    qty: str
    executed_qty: str
    prevented_qty: str | None = None
    quote_order_qty: str | None = None
    cumulative_quote_qty: str | None = None
    status: OrderStatus
    time_in_force: TimeInForce
    type: OrderType
    side: Side
    stop_price: str | None = None
    trailing_delta: int | None = None
    trailing_time: int | None = None
    iceberg_qty: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    working_time: int | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None


class AmendReply(Reply):
    """The reply to `order.amend.keepPriority`; `list_status` is there for an order of a list."""

    transact_time: int
    execution_id: int
    amended_order: AmendedOrder
    list_status: OrderListReply | None = None


class Amendment(Reply):
    """One amendment of an order, as `order.amendments` tells it."""

    symbol: str
    order_id: int
    execution_id: int
    orig_client_order_id: str
    new_client_order_id: str
    orig_qty: str
    new_qty: str
    time: int


def order_or_list(said: Any) -> OrderReply | OrderListReply:
    """What `order.cancel` answers: the order, or the list to which it belonged and which went with it."""
    form: type[OrderReply | OrderListReply] = OrderListReply if _has(said, "contingencyType") else OrderReply
    return msgspec.convert(said, form)


def orders_and_lists(said: Any) -> list[OrderReply | OrderListReply]:
    """What `openOrders.cancelAll` answers: orders, and the lists that there were."""
    return [order_or_list(each) for each in msgspec.convert(said, list[Any])]


def _has(said: Any, key: str) -> bool:
    return isinstance(said, dict) and key in said


def _half(said: Any) -> Any:
    """One half of a cancel-replace, in the form it came in."""
    if not isinstance(said, dict):
        return said
    return msgspec.convert(said, ApiError) if "code" in said else order_or_list(said)


if TYPE_CHECKING:
    CancelHalf = OrderReply | OrderListReply | ApiError | None
    PlaceHalf = OrderReply | ApiError | None
else:
    # Forms that no tag marks: each is told by its keys once the Struct around it is made.
    CancelHalf = PlaceHalf = Any


class CancelReplaceReply(Reply):
    """The reply to `order.cancelReplace`, or the `data` of its error: what became of either half.

    A half that failed is an `ApiError`; one that was not attempted is None.
    """

    cancel_result: CancelReplaceResult
    new_order_result: CancelReplaceResult
    cancel_response: CancelHalf
    new_order_response: PlaceHalf

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "cancel_response", _half(self.cancel_response))
        msgspec.structs.force_setattr(self, "new_order_response", _half(self.new_order_response))


def cancel_replace_of(error: ApiError) -> CancelReplaceReply | None:
    """What became of either half, as the error of a cancel-replace tells it; None where it does not."""
    try:
        return msgspec.convert(error.data, CancelReplaceReply)
    except msgspec.ValidationError:
        return None


class Discount(Reply):
    """What is taken off commissions that are paid in another asset."""

    enabled_for_account: bool
    enabled_for_symbol: bool
    discount_asset: str | None
    discount: str


class OrderRates(Reply):
    """Rates of commission, as maker and as taker."""

    maker: str
    taker: str


class OrderTestReply(Reply):
    """The reply to `order.test` and `sor.order.test`: empty, or what the order would pay where that was asked."""

    standard_commission_for_order: OrderRates | None = None
    special_commission_for_order: OrderRates | None = None
    tax_commission_for_order: OrderRates | None = None
    discount: Discount | None = None


class Allocation(Reply):
    """A fill by smart order routing, as `myAllocations` tells it."""

    symbol: str
    allocation_id: int
    allocation_type: AllocationType
    order_id: int
    order_list_id: int
    price: str
    qty: str
    quote_qty: str
    commission: str
    commission_asset: str
    time: int
    is_buyer: bool
    is_maker: bool
    is_allocator: bool
