"""Which parameters each kind of order must have, and which it cannot have. Errors name them as the request does."""

from __future__ import annotations

from ...schema.enums import OrderType, PegPriceType, SelfTradePrevention, TimeInForce
from .orders import CONTINGENT
from .rejected import Rejected, missing, not_required, refused
from .requests import NewOrder

_LEAST_STRATEGY_TYPE = 1_000_000
_MOST_LEVELS = 100
_LIMITED = frozenset({OrderType.LIMIT, OrderType.LIMIT_MAKER, OrderType.STOP_LOSS_LIMIT, OrderType.TAKE_PROFIT_LIMIT})
_WITH_TIME_IN_FORCE = _LIMITED - {OrderType.LIMIT_MAKER}


def named(name: str, prefix: str) -> str:
    """A parameter's name, with the prefix that a leg of a list has."""
    return prefix + name[0].upper() + name[1:] if prefix else name


def check_parameters(order: NewOrder, prefix: str = "", *, with_quantity: bool = True) -> None:
    """Raise Rejected unless the parameters fit the kind of order. `prefix` is that of a leg's parameters in a list."""
    kind = order.type
    _check_words(order, prefix)
    is_pegged = order.peg_price_type is not None
    _one(order.time_in_force, named("timeInForce", prefix), kind in _WITH_TIME_IN_FORCE, kind in _WITH_TIME_IN_FORCE)
    _one(order.price, named("price", prefix), kind in _LIMITED, kind in _LIMITED and not is_pegged)
    has_value = kind is OrderType.MARKET and with_quantity
    _one(order.quote_order_qty, named("quoteOrderQty", prefix), has_value, False)
    if with_quantity:
        _one(order.quantity, named("quantity", prefix), True, order.quote_order_qty is None)
        if order.quantity is not None and order.quote_order_qty is not None:
            raise not_required(named("quoteOrderQty", prefix))
    is_contingent = kind in CONTINGENT
    stop_price = named("stopPrice", prefix)
    _one(order.stop_price, stop_price, is_contingent, is_contingent and order.trailing_delta is None)
    _one(order.trailing_delta, named("trailingDelta", prefix), is_contingent, False)
    _check_iceberg(order, prefix)
    _check_peg(order, prefix)


def _one(value: object, name: str, may_have: bool, must_have: bool) -> None:
    if value is None and must_have:
        raise missing(name)
    if value is not None and not may_have:
        raise not_required(name)


def _check_words(order: NewOrder, prefix: str) -> None:
    if not order.side.is_known:
        raise Rejected(-1117, "Invalid side.")
    if not order.type.is_known:
        raise Rejected(-1116, "Invalid orderType.")
    if order.time_in_force is not None and not order.time_in_force.is_known:
        raise Rejected(-1115, "Invalid timeInForce.")
    if order.strategy_type is not None and order.strategy_type < _LEAST_STRATEGY_TYPE:
        name = named("strategyType", prefix)
        raise Rejected(-1134, f"{name} must be greater than or equal to {_LEAST_STRATEGY_TYPE}.")
    if order.new_client_order_id == "":
        raise Rejected(-1118, "New client order ID was empty.")
    mode = order.self_trade_prevention_mode
    if mode is not None and not SelfTradePrevention(mode).is_known:
        raise Rejected(-1013, "This symbol does not allow the specified self-trade prevention mode.")
    for name, amount in (("price", order.price), ("quantity", order.quantity), ("stopPrice", order.stop_price)):
        if amount is not None and amount <= 0:
            raise Rejected(-1013, f"Invalid {named(name, prefix)}.")


def _check_iceberg(order: NewOrder, prefix: str) -> None:
    if not order.iceberg_qty:
        return
    if order.type not in _LIMITED:
        raise not_required(named("icebergQty", prefix))
    if order.type is not OrderType.LIMIT_MAKER and order.time_in_force is not TimeInForce.GTC:
        if prefix:
            words = f"Parameter '{named('icebergQty', prefix)}' is not supported if"
            raise Rejected(-1160, f"{words} '{named('timeInForce', prefix)}' is not GTC.")
        raise refused("Unsupported order combination")
    if order.quantity is not None and order.iceberg_qty > order.quantity:
        raise refused("IcebergQty exceeds QTY.")


def _check_peg(order: NewOrder, prefix: str) -> None:
    kind, value = order.peg_offset_type, order.peg_offset_value
    if order.peg_price_type is None:
        for sent, name in ((kind, "pegOffsetType"), (value, "pegOffsetValue")):
            if sent is not None:
                raise not_required(named(name, prefix))
        return
    if order.type not in _LIMITED:
        raise not_required(named("pegPriceType", prefix))
    _check_offset(order, prefix)
    is_primary = order.peg_price_type is PegPriceType.PRIMARY_PEG
    if order.type is OrderType.LIMIT and is_primary and order.time_in_force is not TimeInForce.GTC:
        raise Rejected(-1014, "Unsupported order combination.")
    if order.type is OrderType.LIMIT_MAKER and not is_primary:
        raise Rejected(-1014, "Unsupported order combination.")


def _check_offset(order: NewOrder, prefix: str) -> None:
    kind, value = order.peg_offset_type, order.peg_offset_value
    if order.peg_price_type is not None and not order.peg_price_type.is_known:
        raise Rejected(-1210, "Invalid pegPriceType.")
    if kind is not None and not kind.is_known:
        raise Rejected(-1211, "Invalid pegOffsetType.")
    if (kind is None) != (value is None):
        names = f"{named('pegOffsetType', prefix)}, {named('pegOffsetValue', prefix)}"
        raise Rejected(-1128, f"Fields [{names}] must be sent together or omitted entirely.")
    if value is not None and not 1 <= value <= _MOST_LEVELS:
        raise Rejected(-1130, f"Data sent for parameter '{named('pegOffsetValue', prefix)}' is not valid.")
