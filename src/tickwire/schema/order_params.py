"""What may be sent with orders and order lists.

Prices and quantities are text: the venue takes numbers, too, but how it writes them down for a signature is not told.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/trading-requests
"""

from __future__ import annotations

from .enums import (
    CancelReplaceMode,
    CancelRestrictions,
    OrderRateLimitMode,
    OrderType,
    PegOffsetType,
    PegPriceType,
    ResponseType,
    SelfTradePrevention,
    Side,
    TimeInForce,
)
from .order_rules import check_leg
from .structs import SignedParams


class SorOrderParams(SignedParams):
    """Of `sor.order.place`: LIMIT or MARKET."""

    symbol: str
    side: Side
    type: OrderType
    time_in_force: TimeInForce | None = None
    price: str | None = None
    quantity: str
    new_client_order_id: str | None = None
    new_order_resp_type: ResponseType | None = None
    iceberg_qty: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self)


class SorTestParams(SorOrderParams):
    """Of `sor.order.test`."""

    compute_commission_rates: bool | None = None


class OrderParams(SignedParams):
    """Of `order.place`. What an order of each type needs: `ORDER_NEEDS`."""

    symbol: str
    side: Side
    type: OrderType
    time_in_force: TimeInForce | None = None
    price: str | None = None
    quantity: str | None = None
    quote_order_qty: str | None = None
    new_client_order_id: str | None = None
    new_order_resp_type: ResponseType | None = None
    stop_price: str | None = None
    trailing_delta: int | None = None
    iceberg_qty: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self)


class OrderTestParams(OrderParams):
    """Of `order.test`."""

    compute_commission_rates: bool | None = None


class CancelParams(SignedParams):
    """Of `order.cancel`: the order by its id, which is fastest, or by the client's id, or by both, which must agree."""

    needs = (("order_id", "orig_client_order_id"),)

    symbol: str
    order_id: int | None = None
    orig_client_order_id: str | None = None
    new_client_order_id: str | None = None
    cancel_restrictions: CancelRestrictions | None = None


class CancelReplaceParams(OrderParams):
    """Of `order.cancelReplace`: which order goes, and the one that comes."""

    needs = (("cancel_order_id", "cancel_orig_client_order_id"),)

    cancel_replace_mode: CancelReplaceMode
    cancel_order_id: int | None = None
    cancel_orig_client_order_id: str | None = None
    cancel_new_client_order_id: str | None = None
    cancel_restrictions: CancelRestrictions | None = None
    order_rate_limit_exceeded_mode: OrderRateLimitMode | None = None


class AmendParams(SignedParams):
    """Of `order.amend.keepPriority`: `new_qty` is less than the quantity of now."""

    needs = (("order_id", "orig_client_order_id"),)

    symbol: str
    order_id: int | None = None
    orig_client_order_id: str | None = None
    new_client_order_id: str | None = None
    new_qty: str


class ListCancelParams(SignedParams):
    """Of `orderList.cancel`: the list by its id or the client's id."""

    needs = (("order_list_id", "list_client_order_id"),)

    symbol: str
    order_list_id: int | None = None
    list_client_order_id: str | None = None
    new_client_order_id: str | None = None


class OldOcoParams(SignedParams):
    """Of `orderList.place`, which `orderList.place.oco` has replaced."""

    needs = (("stop_price", "trailing_delta"),)

    symbol: str
    side: Side
    price: str
    quantity: str
    list_client_order_id: str | None = None
    limit_client_order_id: str | None = None
    limit_iceberg_qty: str | None = None
    limit_strategy_id: int | None = None
    limit_strategy_type: int | None = None
    stop_price: str | None = None
    trailing_delta: int | None = None
    stop_client_order_id: str | None = None
    stop_limit_price: str | None = None
    stop_limit_time_in_force: TimeInForce | None = None
    stop_iceberg_qty: str | None = None
    stop_strategy_id: int | None = None
    stop_strategy_type: int | None = None
    new_order_resp_type: ResponseType | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None


class ListParams(SignedParams):
    """Base of what may be sent with order lists. Each order in one has its fields, told by how they begin."""

    symbol: str
    list_client_order_id: str | None = None
    new_order_resp_type: ResponseType | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None


class OcoParams(ListParams):
    """Of `orderList.place.oco`: one order above the market and one below; one cancels the other."""

    side: Side
    quantity: str
    above_type: OrderType
    above_client_order_id: str | None = None
    above_price: str | None = None
    above_iceberg_qty: str | None = None
    above_stop_price: str | None = None
    above_trailing_delta: int | None = None
    above_time_in_force: TimeInForce | None = None
    above_strategy_id: int | None = None
    above_strategy_type: int | None = None
    above_peg_price_type: PegPriceType | None = None
    above_peg_offset_type: PegOffsetType | None = None
    above_peg_offset_value: int | None = None
    below_type: OrderType
    below_client_order_id: str | None = None
    below_price: str | None = None
    below_iceberg_qty: str | None = None
    below_stop_price: str | None = None
    below_trailing_delta: int | None = None
    below_time_in_force: TimeInForce | None = None
    below_strategy_id: int | None = None
    below_strategy_type: int | None = None
    below_peg_price_type: PegPriceType | None = None
    below_peg_offset_type: PegOffsetType | None = None
    below_peg_offset_value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self, "above")
        check_leg(self, "below")


class WorkingParams(ListParams):
    """Base of lists with an order that works at once, LIMIT or LIMIT_MAKER; when it is filled the others are placed."""

    working_type: OrderType
    working_side: Side
    working_client_order_id: str | None = None
    working_price: str
    working_quantity: str
    working_iceberg_qty: str | None = None
    working_time_in_force: TimeInForce | None = None
    working_strategy_id: int | None = None
    working_strategy_type: int | None = None
    working_peg_price_type: PegPriceType | None = None
    working_peg_offset_type: PegOffsetType | None = None
    working_peg_offset_value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self, "working")


class OpoParams(WorkingParams):
    """Of `orderList.place.opo`: a purchase, and a sale of what was bought."""

    pending_type: OrderType
    pending_side: Side
    pending_client_order_id: str | None = None
    pending_price: str | None = None
    pending_iceberg_qty: str | None = None
    pending_stop_price: str | None = None
    pending_trailing_delta: int | None = None
    pending_time_in_force: TimeInForce | None = None
    pending_strategy_id: int | None = None
    pending_strategy_type: int | None = None
    pending_peg_price_type: PegPriceType | None = None
    pending_peg_offset_type: PegOffsetType | None = None
    pending_peg_offset_value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self, "pending")


class OtoParams(OpoParams):
    """Of `orderList.place.oto`: one order, and another when it is filled."""

    pending_quantity: str


class OpocoParams(WorkingParams):
    """Of `orderList.place.opoco`: a purchase, and two sales of what was bought, of which one cancels the other."""

    pending_side: Side
    pending_above_type: OrderType
    pending_above_client_order_id: str | None = None
    pending_above_price: str | None = None
    pending_above_iceberg_qty: str | None = None
    pending_above_stop_price: str | None = None
    pending_above_trailing_delta: int | None = None
    pending_above_time_in_force: TimeInForce | None = None
    pending_above_strategy_id: int | None = None
    pending_above_strategy_type: int | None = None
    pending_above_peg_price_type: PegPriceType | None = None
    pending_above_peg_offset_type: PegOffsetType | None = None
    pending_above_peg_offset_value: int | None = None
    pending_below_type: OrderType
    pending_below_client_order_id: str | None = None
    pending_below_price: str | None = None
    pending_below_iceberg_qty: str | None = None
    pending_below_stop_price: str | None = None
    pending_below_trailing_delta: int | None = None
    pending_below_time_in_force: TimeInForce | None = None
    pending_below_strategy_id: int | None = None
    pending_below_strategy_type: int | None = None
    pending_below_peg_price_type: PegPriceType | None = None
    pending_below_peg_offset_type: PegOffsetType | None = None
    pending_below_peg_offset_value: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        check_leg(self, "pending_above")
        check_leg(self, "pending_below")


class OtocoParams(OpocoParams):
    """Of `orderList.place.otoco`: one order, and two when it is filled, of which one cancels the other."""

    pending_quantity: str
