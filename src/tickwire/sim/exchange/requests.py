"""What accounts ask for. Prices, quantities and values are integers in units of 1e-8, times µs; None is not sent."""

from __future__ import annotations

import msgspec

from ...schema.enums import (
    CancelReplaceMode,
    CancelRestrictions,
    OrderRateLimitMode,
    OrderType,
    PegOffsetType,
    PegPriceType,
    SelfTradePrevention,
    Side,
    TimeInForce,
)


class NewOrder(msgspec.Struct, frozen=True, kw_only=True):
    """One order, with the parameters of `order.place`. A leg of a list leaves out what the list says for it."""

    symbol: str = ""
    side: Side = Side.BUY
    type: OrderType
    time_in_force: TimeInForce | None = None
    price: int | None = None
    quantity: int | None = None
    quote_order_qty: int | None = None
    stop_price: int | None = None
    trailing_delta: int | None = None
    iceberg_qty: int | None = None
    new_client_order_id: str | None = None
    strategy_id: int | None = None
    strategy_type: int | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None
    peg_price_type: PegPriceType | None = None
    peg_offset_type: PegOffsetType | None = None
    peg_offset_value: int | None = None


class NewList(msgspec.Struct, frozen=True, kw_only=True):
    """An order list.

    OCO has `above` and `below`. OTO has `working` and `pending`; OTOCO `working`, `above` and `below`, which are then
    pending. With `pays` the pending orders sell what the working order received: OPO and OPOCO.
    """

    symbol: str
    list_client_order_id: str | None = None
    self_trade_prevention_mode: SelfTradePrevention | None = None
    working: NewOrder | None = None
    pending: NewOrder | None = None
    above: NewOrder | None = None
    below: NewOrder | None = None
    pays: bool = False


class Cancel(msgspec.Struct, frozen=True, kw_only=True):
    """A cancellation, by either id or by both."""

    symbol: str
    order_id: int | None = None
    orig_client_order_id: str | None = None
    new_client_order_id: str | None = None
    cancel_restrictions: CancelRestrictions | None = None


class CancelReplace(msgspec.Struct, frozen=True, kw_only=True):
    """A cancellation and the order that takes its place."""

    cancel: Cancel
    order: NewOrder
    mode: CancelReplaceMode
    order_rate_limit_exceeded_mode: OrderRateLimitMode = OrderRateLimitMode.DO_NOTHING


class Amend(msgspec.Struct, frozen=True, kw_only=True):
    """A smaller quantity for an order that keeps its place in the queue."""

    symbol: str
    order_id: int | None = None
    orig_client_order_id: str | None = None
    new_client_order_id: str | None = None
    new_qty: int
