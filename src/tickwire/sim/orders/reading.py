"""What requests about orders ask for, read from their parameters."""

from __future__ import annotations

from typing import NamedTuple

from ...schema.enums import (
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
from .. import api_errors
from ..api_params import Params
from ..exchange.requests import Amend, Cancel, CancelReplace, NewList, NewOrder
from . import values

_ANSWERED_IN_FULL = (OrderType.MARKET, OrderType.LIMIT)


class Place(NamedTuple):
    """A new order, and in which form it is answered; None for the one that its type has."""

    order: NewOrder
    form: ResponseType | None

    @property
    def response(self) -> ResponseType:
        """The form of the answer."""
        return self.form or (ResponseType.FULL if self.order.type in _ANSWERED_IN_FULL else ResponseType.ACK)


class PlaceList(NamedTuple):
    """A new list, and in which form its orders are answered."""

    orders: NewList
    response: ResponseType


class Test(NamedTuple):
    """An order that is checked alone, and whether its commission is wanted."""

    order: NewOrder
    wants_commission: bool


class CancelList(NamedTuple):
    """The end of a list, by either id, and what the client calls that."""

    symbol: str
    number: int | None
    name: str | None
    new_name: str | None


class Replace(NamedTuple):
    """A cancellation, an order in its place, and in which form that is answered."""

    request: CancelReplace
    response: ResponseType


def place(params: Params) -> Place:
    """`order.place`."""
    return Place(_order(params), _form(params))


def place_routed(params: Params) -> Place:
    """`sor.order.place`, which knows fewer kinds of orders."""
    if params.optional_any("type") not in (None, OrderType.LIMIT, OrderType.MARKET):
        raise api_errors.bad_type()
    for name in ("quoteOrderQty", "stopPrice", "trailingDelta", "pegPriceType", "pegOffsetType", "pegOffsetValue"):
        if params.has(name):
            raise api_errors.not_required(name)
    return place(params)


def test(params: Params) -> Test:
    """`order.test`."""
    made = place(params)
    return Test(made.order, values.flag(params, "computeCommissionRates"))


def test_routed(params: Params) -> Test:
    """`sor.order.test`."""
    made = place_routed(params)
    return Test(made.order, values.flag(params, "computeCommissionRates"))


def cancel(params: Params) -> Cancel:
    """`order.cancel`."""
    return _cancel(params, "orderId", "origClientOrderId", "newClientOrderId")


def cancel_replace(params: Params) -> Replace:
    """`order.cancelReplace`."""
    mode = values.needed_word(params, "cancelReplaceMode", CancelReplaceMode)
    over = values.word(params, "orderRateLimitExceededMode", OrderRateLimitMode)
    old = _cancel(params, "cancelOrderId", "cancelOrigClientOrderId", "cancelNewClientOrderId")
    new = place(params)
    request = CancelReplace(
        cancel=old,
        order=new.order,
        mode=mode,
        order_rate_limit_exceeded_mode=over or OrderRateLimitMode.DO_NOTHING,
    )
    return Replace(request, new.response)


def amend(params: Params) -> Amend:
    """`order.amend.keepPriority`."""
    return Amend(
        symbol=params.text("symbol"),
        order_id=params.optional_integer("orderId"),
        orig_client_order_id=values.client_id(params, "origClientOrderId"),
        new_client_order_id=values.client_id(params, "newClientOrderId"),
        new_qty=values.needed_amount(params, "newQty"),
    )


def cancel_list(params: Params) -> CancelList:
    """`orderList.cancel`."""
    return CancelList(
        params.text("symbol"),
        params.optional_integer("orderListId"),
        values.client_id(params, "listClientOrderId"),
        values.client_id(params, "newClientOrderId"),
    )


def place_oco(params: Params) -> PlaceList:
    """`orderList.place.oco`."""
    side, quantity = _side(params, "side"), values.needed_amount(params, "quantity")
    above, below = (_leg(params, prefix, side, quantity) for prefix in ("above", "below"))
    return _list(params, above=above, below=below)


def place_oto(params: Params) -> PlaceList:
    """`orderList.place.oto`."""
    return _list(params, working=_working(params), pending=_pending(params, _quantity(params, "pendingQuantity")))


def place_otoco(params: Params) -> PlaceList:
    """`orderList.place.otoco`."""
    return _pending_pair(params, _quantity(params, "pendingQuantity"))


def place_opo(params: Params) -> PlaceList:
    """`orderList.place.opo`."""
    pending = _pending(params, values.amount(params, "pendingQuantity"))  # which is not wanted, and said so
    return _list(params, working=_working(params), pending=pending, pays=True)


def place_opoco(params: Params) -> PlaceList:
    """`orderList.place.opoco`."""
    return _pending_pair(params, values.amount(params, "pendingQuantity"), pays=True)


def place_old_oco(params: Params) -> PlaceList:
    """`orderList.place`, the OCO that is deprecated: a limit maker, and a stop on the other side of the market."""
    side, quantity = _side(params, "side"), values.needed_amount(params, "quantity")
    maker = _old_leg(params, "limit", OrderType.LIMIT_MAKER, side, quantity, values.needed_amount(params, "price"))
    limit = values.amount(params, "stopLimitPrice")
    kind = OrderType.STOP_LOSS if limit is None else OrderType.STOP_LOSS_LIMIT
    stop = _old_leg(params, "stop", kind, side, quantity, limit)
    above, below = (maker, stop) if side is Side.SELL else (stop, maker)
    return _list(params, above=above, below=below)


def _form(params: Params) -> ResponseType | None:
    return values.word(params, "newOrderRespType", ResponseType)


def _side(params: Params, name: str) -> Side:
    return values.needed_word(params, name, Side, api_errors.bad_side())


def _quantity(params: Params, name: str) -> int:
    return values.needed_amount(params, name)


def _list(params: Params, **parts: object) -> PlaceList:
    orders = NewList(
        symbol=params.text("symbol"),
        list_client_order_id=values.client_id(params, "listClientOrderId"),
        self_trade_prevention_mode=values.word(params, "selfTradePreventionMode", SelfTradePrevention),
        **parts,  # type: ignore[arg-type]
    )
    return PlaceList(orders, _form(params) or ResponseType.RESULT)


def _pending_pair(params: Params, quantity: int | None, *, pays: bool = False) -> PlaceList:
    side = _side(params, "pendingSide")
    above = _leg(params, "pendingAbove", side, quantity)
    below = _leg(params, "pendingBelow", side, quantity) if params.has("pendingBelowType") else None
    return _list(params, working=_working(params), above=above, below=below, pays=pays)


def _working(params: Params) -> NewOrder:
    return _leg(params, "working", _side(params, "workingSide"), _quantity(params, "workingQuantity"))


def _pending(params: Params, quantity: int | None) -> NewOrder:
    return _leg(params, "pending", _side(params, "pendingSide"), quantity)


def _cancel(params: Params, id_name: str, client_name: str, new_name: str) -> Cancel:
    restrictions = values.word(params, "cancelRestrictions", CancelRestrictions, api_errors.bad_cancel_restrictions())
    return Cancel(
        symbol=params.text("symbol"),
        order_id=params.optional_integer(id_name),
        orig_client_order_id=values.client_id(params, client_name),
        new_client_order_id=values.client_id(params, new_name),
        cancel_restrictions=restrictions,
    )


def _order(params: Params) -> NewOrder:
    strategy_id, strategy_type = values.strategy(params, "strategyId", "strategyType")
    return NewOrder(
        symbol=params.text("symbol"),
        side=_side(params, "side"),
        type=values.needed_word(params, "type", OrderType, api_errors.bad_type()),
        time_in_force=values.word(params, "timeInForce", TimeInForce, api_errors.bad_time_in_force()),
        price=values.amount(params, "price"),
        quantity=values.amount(params, "quantity"),
        quote_order_qty=values.amount(params, "quoteOrderQty"),
        stop_price=values.amount(params, "stopPrice"),
        trailing_delta=params.optional_integer("trailingDelta"),
        iceberg_qty=values.amount(params, "icebergQty"),
        new_client_order_id=values.client_id(params, "newClientOrderId"),
        strategy_id=strategy_id,
        strategy_type=strategy_type,
        self_trade_prevention_mode=values.word(params, "selfTradePreventionMode", SelfTradePrevention),
        peg_price_type=values.word(params, "pegPriceType", PegPriceType, api_errors.bad_peg_price_type()),
        peg_offset_type=values.word(params, "pegOffsetType", PegOffsetType, api_errors.bad_peg_offset_type()),
        peg_offset_value=params.optional_integer("pegOffsetValue"),
    )


def _leg(params: Params, prefix: str, side: Side, quantity: int | None) -> NewOrder:
    """An order of a list, whose parameters all begin with `prefix`."""
    strategy_id, strategy_type = values.strategy(params, f"{prefix}StrategyId", f"{prefix}StrategyType")
    peg = f"{prefix}Peg"
    return NewOrder(
        side=side,
        quantity=quantity,
        type=values.needed_word(params, f"{prefix}Type", OrderType, api_errors.bad_type()),
        time_in_force=values.word(params, f"{prefix}TimeInForce", TimeInForce, api_errors.bad_time_in_force()),
        price=values.amount(params, f"{prefix}Price"),
        stop_price=values.amount(params, f"{prefix}StopPrice"),
        trailing_delta=params.optional_integer(f"{prefix}TrailingDelta"),
        iceberg_qty=values.amount(params, f"{prefix}IcebergQty"),
        new_client_order_id=values.client_id(params, f"{prefix}ClientOrderId"),
        strategy_id=strategy_id,
        strategy_type=strategy_type,
        peg_price_type=values.word(params, f"{peg}PriceType", PegPriceType, api_errors.bad_peg_price_type()),
        peg_offset_type=values.word(params, f"{peg}OffsetType", PegOffsetType, api_errors.bad_peg_offset_type()),
        peg_offset_value=params.optional_integer(f"{peg}OffsetValue"),
    )


def _old_leg(params: Params, prefix: str, kind: OrderType, side: Side, quantity: int, price: int | None) -> NewOrder:
    """A leg of the deprecated OCO, whose names follow no rule."""
    strategy_id, strategy_type = values.strategy(params, f"{prefix}StrategyId", f"{prefix}StrategyType")
    is_stop, is_stop_limit = prefix == "stop", kind is OrderType.STOP_LOSS_LIMIT
    time_in_force = values.word(params, "stopLimitTimeInForce", TimeInForce, api_errors.bad_time_in_force())
    return NewOrder(
        side=side,
        quantity=quantity,
        type=kind,
        price=price,
        time_in_force=time_in_force if is_stop_limit else None,
        stop_price=values.amount(params, "stopPrice") if is_stop else None,
        trailing_delta=params.optional_integer("trailingDelta") if is_stop else None,
        iceberg_qty=values.amount(params, f"{prefix}IcebergQty"),
        new_client_order_id=values.client_id(params, f"{prefix}ClientOrderId"),
        strategy_id=strategy_id,
        strategy_type=strategy_type,
    )
