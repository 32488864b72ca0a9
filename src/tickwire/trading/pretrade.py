"""What filters and guards want to know, gathered from the view of the account and from prices that are passed in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import NamedTuple

from ..schema.enums import Side
from .account import Account
from .amounts import ZERO, minus, plus
from .filters import Surroundings
from .instrument import Instrument
from .orders import Order
from .risk import RiskState
from .states import OVER


class Quotes(NamedTuple):
    """Prices of a symbol; None: not known."""

    best_bid: Decimal | None = None
    best_ask: Decimal | None = None
    last_price: Decimal | None = None
    avg_price: Decimal | None = None


NO_QUOTES = Quotes()


def surroundings(
    account: Account, instrument: Instrument, quotes: Quotes = NO_QUOTES, besides: Sequence[Order] = ()
) -> Surroundings:
    """What filters are to know: orders count that the venue has or may have, and those that go out `besides`, in the
    same list; a position only where balances are known.

    While events may be missing (`account.is_current` is False), it is what was last known.
    """
    everywhere = (*account.open_orders, *besides)
    here = [order for order in everywhere if order.symbol == instrument.symbol]
    return Surroundings(
        last_price=quotes.last_price,
        avg_price=quotes.avg_price,
        open_orders=len(here),
        open_algo_orders=_algo(here),
        open_iceberg_orders=_icebergs(here),
        open_lists=_lists([order for order in account.open_orders if order.symbol == instrument.symbol]),
        exchange_open_orders=len(everywhere),
        exchange_open_algo_orders=_algo(everywhere),
        exchange_open_iceberg_orders=_icebergs(everywhere),
        exchange_open_lists=_lists(account.open_orders),
        position=_position(account, instrument),
    )


def risk_state(
    account: Account,
    symbol: str,
    now: int,
    quotes: Quotes = NO_QUOTES,
    *,
    besides: Sequence[Order] = (),
    instead_of: Order | None = None,
) -> RiskState:
    """What guards are to know, at `now` in ns; an order that goes when this one comes (`instead_of`) does not count."""
    own = tuple(order for order in account.open_orders if order.symbol == symbol and order is not instead_of)
    return RiskState(now, quotes.best_bid, quotes.best_ask, own, besides)


def _algo(orders: tuple[Order, ...] | list[Order]) -> int:
    return sum(order.is_waiting for order in orders)


def _icebergs(orders: tuple[Order, ...] | list[Order]) -> int:
    return sum(order.params.get("icebergQty") is not None for order in orders)


def _lists(orders: tuple[Order, ...] | list[Order]) -> int:
    """A list of ours is known by itself before the venue has given it a number."""
    lists = {id(order.list) if order.list is not None else order.list_id for order in orders}
    return len(lists - {-1})


def _position(account: Account, instrument: Instrument) -> Decimal | None:
    """Of the orders of a list, one alone may be filled: they are not added up."""
    if not account.balances:
        return None
    asset = instrument.info.base_asset
    here = [order for order in account.open_orders if order.symbol == instrument.symbol]
    held = account.balances[asset].total if asset in account.balances else ZERO
    return reduce(plus, (_may_buy(order) for order in here if order.side == Side.BUY), held)


def _may_buy(order: Order) -> Decimal:
    """What an order that the venue has, or may have, can still bring."""
    if order.qty is None or order.state in OVER:
        return ZERO
    return minus(order.qty, plus(max(order.told_qty, order.filled_qty), order.prevented_qty))
