"""Orders before they are accepted: made from what was asked for, and refused when the engine would not take them."""

from __future__ import annotations

import random
import string

import msgspec

from ...schema.enums import ContingencyType, OrderType, SelfTradePrevention, SymbolStatus, TimeInForce
from ..instruments import SCALE
from .accounts import Account
from .orders import CONTINGENT, MARKET_LIKE, STOPS, Order, OrderList
from .pit import Pit
from .rejected import MARKET_CLOSED, NO_BALANCE, WOULD_MATCH, WOULD_TRIGGER, Rejected, refused
from .requests import NewList, NewOrder
from .stops import reaches

_ALPHABET = string.ascii_letters + string.digits
_BIPS = 10_000


def client_id(rng: random.Random) -> str:
    """An id such as the venue makes up for orders that come without."""
    return "".join(rng.choices(_ALPHABET, k=22))


def draft(pit: Pit, account: Account, request: NewOrder, *, used_sor: bool = False) -> Order:
    """Make an order, without an id as yet."""
    instrument, now = pit.instrument, pit.floor.now
    return Order(
        order_id=-1,
        account=account,
        symbol=instrument.symbol,
        side=request.side,
        type=request.type,
        time_in_force=request.time_in_force or TimeInForce.GTC,
        client_order_id=request.new_client_order_id or client_id(pit.house.rng),
        time=now,
        update_time=now,
        assets=(instrument.base_asset, instrument.quote_asset),
        price=request.price or 0,
        orig_qty=request.quantity or 0,
        orig_quote_order_qty=request.quote_order_qty or 0,
        stop_price=request.stop_price or 0,
        trailing_delta=request.trailing_delta,
        iceberg_qty=request.iceberg_qty or 0,
        strategy_id=request.strategy_id,
        strategy_type=request.strategy_type,
        self_trade_prevention_mode=request.self_trade_prevention_mode or SelfTradePrevention.NONE,
        peg_price_type=request.peg_price_type,
        peg_offset_type=request.peg_offset_type,
        peg_offset_value=request.peg_offset_value,
        used_sor=used_sor,
    )


def draft_list(pit: Pit, account: Account, request: NewList) -> OrderList:
    """Make a list and its orders, without ids as yet. Of a pair the stop loss goes first."""

    def make(leg: NewOrder) -> Order:
        mode = leg.self_trade_prevention_mode or request.self_trade_prevention_mode
        leg = msgspec.structs.replace(leg, symbol=request.symbol, self_trade_prevention_mode=mode)
        order = draft(pit, account, leg)
        order.order_list = orders
        return order

    orders = OrderList(
        order_list_id=-1,
        account=account,
        symbol=request.symbol,
        contingency_type=ContingencyType.OCO if request.working is None else ContingencyType.OTO,
        list_client_order_id=request.list_client_order_id or client_id(pit.house.rng),
        time=pit.floor.now,
        pays=request.pays,
    )
    if request.working is not None:
        orders.working = make(request.working)
        orders.orders.append(orders.working)
    if request.above is not None and request.below is not None:
        one, other = sorted((request.above, request.below), key=lambda leg: leg.type not in STOPS)
        orders.pair = (make(one), make(other))
    pending = list(orders.pair or ()) if request.pending is None else [make(request.pending)]
    orders.orders += pending
    orders.pending = [] if request.working is None else pending
    return orders


def price_in(pit: Pit, order: Order) -> None:
    """Settle what depends on the book as it is: the price of a pegged order, the quantity of one by value.

    Raises Rejected when the book is too thin.
    """
    if order.type in CONTINGENT:
        last = pit.floor.last_price
        if order.type in MARKET_LIKE or not order.price:
            order.lock_price = order.stop_price or last + last * (order.trailing_delta or 0) // _BIPS
    elif order.peg_price_type is not None:
        order.pegged_price = pit.peg(order)
    elif order.type is OrderType.MARKET and pit.best(not order.is_buy) is None:
        raise Rejected(-1112, "No orders on book for symbol.")
    if order.orig_quote_order_qty:
        order.orig_qty = _quantity_for(pit, order)


def refuse(pit: Pit, order: Order) -> None:
    """Raise Rejected for an order that the engine would not take now, for all but its balance."""
    if pit.status is not SymbolStatus.TRADING:
        raise refused(MARKET_CLOSED)
    if not order.account.can_trade:
        raise refused("This account may not place or cancel orders.")
    if order.type is OrderType.LIMIT_MAKER and pit.would_match(order):
        raise refused(WOULD_MATCH)
    if order.type in CONTINGENT and order.trailing_delta is None and reaches(order, pit.floor.last_price):
        raise refused(WOULD_TRIGGER)


def check_funds(pit: Pit, order: Order) -> None:
    """Raise Rejected when a MARKET order costs more than its account has; other orders lock what they need."""
    if order.type is not OrderType.MARKET:
        return
    funds = order.account.balance(order.pays_with).free
    if funds < (pit.cost(order.is_buy, order.orig_qty) if order.is_buy else order.orig_qty):
        raise refused(NO_BALANCE)


def _quantity_for(pit: Pit, order: Order) -> int:
    """How much the value of an order buys or sells, in whole lots."""
    value, qty = order.orig_quote_order_qty, 0
    for price, there in pit.depth(not order.is_buy):
        part = min(there, value * SCALE // price)
        qty += part
        value -= price * part // SCALE
        if part < there:
            break
    qty -= qty % pit.instrument.lot
    if not qty:
        raise refused("Order book liquidity is less than symbol minimum quantity.")
    return qty
