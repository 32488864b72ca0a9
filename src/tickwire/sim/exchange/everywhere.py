"""Holds new orders against what an account must keep to on all symbols together."""

from __future__ import annotations

from collections.abc import Sequence

from ..instruments import ExchangeRules
from .orders import CONTINGENT, Order
from .rejected import filter_failure
from .settlement import value_of


def check_everywhere(
    rules: ExchangeRules, new: Sequence[Order], open_orders: Sequence[Order], open_lists: int, average: int
) -> None:
    """Raise Rejected for new orders beside those that are open, and lists. `average` is the price of what has none."""
    together = [*open_orders, *new]
    _check("EXCHANGE_MAX_NUM_ORDERS", rules.max_num_orders, len(together))
    if any(order.type in CONTINGENT for order in new):
        waiting = sum(order.type in CONTINGENT and not order.is_working for order in together)
        _check("EXCHANGE_MAX_NUM_ALGO_ORDERS", rules.max_num_algo_orders, waiting)
    if any(order.iceberg_qty for order in new):
        icebergs = sum(bool(order.iceberg_qty) for order in together)
        _check("EXCHANGE_MAX_NUM_ICEBERG_ORDERS", rules.max_num_iceberg_orders, icebergs)
    if new[0].order_list is not None:
        _check("EXCHANGE_MAX_NUM_ORDER_LISTS", rules.max_num_order_lists, open_lists + 1)
    for order in new:
        worth = order.orig_quote_order_qty or value_of(order.price or average, order.orig_qty)
        for asset, moved in zip(order.assets, (order.orig_qty, worth), strict=True):
            _check("MAX_ASSET", rules.max_assets.get(asset), moved)


def _check(name: str, most: int | None, there: int) -> None:
    if most is not None and there > most:
        raise filter_failure(name)
