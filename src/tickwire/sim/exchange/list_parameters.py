"""What order lists may be made of."""

from __future__ import annotations

from collections.abc import Mapping

from ...schema.enums import OrderType, Side
from .orders import CONTINGENT, STOPS, TAKE_PROFITS
from .parameters import check_parameters
from .rejected import MISSING, Rejected, missing, not_required
from .requests import NewList, NewOrder

_IN_A_PAIR = CONTINGENT | {OrderType.LIMIT_MAKER}
_WORKING = frozenset({OrderType.LIMIT, OrderType.LIMIT_MAKER})


def check_list(request: NewList) -> None:
    """Raise Rejected unless the orders of a list go together and have the parameters that they need."""
    above, below = request.above, request.below
    if request.working is None:
        if above is None or below is None:
            raise missing("aboveType" if above is None else "belowType")
        _check_pair(above, below, "above", "below")
        return
    _check_working(request.working, pays=request.pays)
    pending = {"pending": request.pending, "pendingAbove": above, "pendingBelow": below}
    if request.pays:
        _check_paid(pending)
    if request.pending is not None:
        check_parameters(request.pending, "pending", with_quantity=not request.pays)
        if request.pending.quote_order_qty is not None:
            raise not_required("pendingQuoteOrderQty")
    elif above is None or below is None:
        raise missing("pendingType" if above is None and below is None else "pendingBelowType")
    else:
        _check_pair(above, below, "pendingAbove", "pendingBelow", with_quantity=not request.pays)


def _check_working(working: NewOrder, *, pays: bool) -> None:
    if working.type not in _WORKING:
        raise Rejected(-1116, "Invalid orderType.")
    if pays and working.side is not Side.BUY:
        raise Rejected(-1222, "Working order in an OPO list must be a buy.")
    try:
        check_parameters(working, "working")
    except Rejected as rejected:
        raise Rejected(-1224, rejected.msg) if pays and rejected.code == MISSING else rejected from None


def _check_paid(pending: Mapping[str, NewOrder | None]) -> None:
    """What an OPO's pending orders may not say: how much they sell follows from what the working order buys."""
    for prefix, order in pending.items():
        if order is not None and order.side is not Side.SELL:
            raise Rejected(-1223, "Pending orders in an OPO list must be sells.")
        if order is not None and order.quantity is not None:
            raise Rejected(-1225, not_required(f"{prefix}Quantity").msg)


def _check_pair(
    above: NewOrder, below: NewOrder, above_prefix: str, below_prefix: str, *, with_quantity: bool = True
) -> None:
    for order, prefix in ((above, above_prefix), (below, below_prefix)):
        if order.type not in _IN_A_PAIR:
            raise Rejected(-1158, "Order type not supported in OCO.")
        check_parameters(order, prefix, with_quantity=with_quantity)
    if above.type is below.type is OrderType.LIMIT_MAKER:
        raise Rejected(-1168, "At least one OCO order must be contingent.")
    if above.side is Side.BUY:
        _check_place(above.type is OrderType.LIMIT_MAKER, -1165, "A limit order in a buy OCO must be below.")
        _check_place(below.type in STOPS, -1196, "A stop loss order in a buy OCO must be above.")
        _check_place(above.type in TAKE_PROFITS, -1198, "A take profit order in a buy OCO must be below.")
    else:
        _check_place(below.type is OrderType.LIMIT_MAKER, -1166, "A limit order in a sell OCO must be above.")
        _check_place(above.type in STOPS, -1197, "A stop loss order in a sell OCO must be below.")
        _check_place(below.type in TAKE_PROFITS, -1199, "A take profit order in a sell OCO must be above.")


def _check_place(is_wrong: bool, code: int, words: str) -> None:
    if is_wrong:
        raise Rejected(code, words)
