"""Holds orders against the filters of their symbol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..filters import rules_of
from ..instruments import SCALE
from .floor import Floor
from .orders import CONTINGENT, MARKET_LIKE, Order
from .rejected import filter_failure
from .settlement import value_of
from .stops import waits_for_fall


class Checks:
    """The filters of one symbol. Each method raises Rejected for an order that does not pass."""

    def __init__(self, floor: Floor) -> None:
        self._floor, self._instrument = floor, floor.instrument
        self.rules = rules_of(floor.instrument)

    def order(self, order: Order) -> None:
        """Everything about an order by itself: prices, quantities, value."""
        prices = [order.price, order.pegged_price or 0]
        for price in filter(None, (*prices, order.stop_price)):
            self._price(price)
        for price in filter(None, prices):
            self._percent_price(order, price)
        if order.orig_qty:
            self.quantity(order)
        self._trailing_delta(order)
        self._iceberg(order)

    def quantity(self, order: Order) -> None:
        """An order's quantity and value."""
        rules, lot = self.rules, self._instrument.lot
        if not rules.min_qty <= order.orig_qty <= rules.max_qty or order.orig_qty % lot:
            raise filter_failure("LOT_SIZE")
        if order.iceberg_qty and (order.iceberg_qty < rules.min_qty or order.iceberg_qty % lot):
            raise filter_failure("LOT_SIZE")
        if order.type in MARKET_LIKE:
            largest = rules.market_max_qty or rules.max_qty
            if not rules.market_min_qty <= order.orig_qty <= largest:
                raise filter_failure("MARKET_LOT_SIZE")
        self.value(order)

    def value(self, order: Order) -> None:
        """An order's value: at its price, or at the average price when it has none."""
        is_market = order.type in MARKET_LIKE
        if is_market and not self.rules.applies_to_market:
            return
        prices = [price for price in (order.price, order.pegged_price) if price]
        if is_market or not prices:
            prices = [self._floor.average_price]
        for price in prices:
            value = order.orig_quote_order_qty or value_of(price, order.orig_qty)
            least, most = self.rules.min_notional, self.rules.max_notional
            if value < least or (most is not None and not is_market and value > most):
                raise filter_failure("MIN_NOTIONAL" if most is None else "NOTIONAL")

    def position(self, order: Order, open_orders: Iterable[Order]) -> None:
        """What the account would have, were all that it wants to buy bought."""
        if self.rules.max_position is None or not order.is_buy:
            return
        balance = order.account.balance(order.assets[0])
        bought = sum(each.remaining for each in open_orders if each.is_buy)
        if balance.free + balance.locked + bought + order.orig_qty > self.rules.max_position:
            raise filter_failure("MAX_POSITION")

    def numbers(self, new: Sequence[Order], open_orders: Sequence[Order]) -> None:
        """How many orders the account would have open on the symbol."""
        rules, together = self.rules, [*open_orders, *new]
        if len(together) > rules.max_num_orders:
            raise filter_failure("MAX_NUM_ORDERS")
        if any(order.type in CONTINGENT for order in new):
            algorithmic = sum(order.type in CONTINGENT and not order.is_working for order in together)
            if algorithmic > rules.max_num_algo_orders:
                raise filter_failure("MAX_NUM_ALGO_ORDERS")
        icebergs, most = sum(bool(order.iceberg_qty) for order in together), rules.max_num_iceberg_orders
        if most is not None and icebergs > most and any(order.iceberg_qty for order in new):
            raise filter_failure("MAX_NUM_ICEBERG_ORDERS")

    def lists(self, open_lists: int) -> None:
        """How many lists the account has open on the symbol, before a new one."""
        if open_lists >= self.rules.max_num_order_lists:
            raise filter_failure("MAX_NUM_ORDER_LISTS")

    def amendments(self, order: Order) -> None:
        """How often an order was amended, before one more time."""
        if len(order.amendments) >= self.rules.max_num_order_amends:
            raise filter_failure("MAX_NUM_ORDER_AMENDS")

    def _price(self, price: int) -> None:
        if not self.rules.min_price <= price <= self.rules.max_price or price % self._instrument.tick:
            raise filter_failure("PRICE_FILTER")

    def _percent_price(self, order: Order, price: int) -> None:
        reference = self._floor.average_price
        by_side, alike = self.rules.percent_price_by_side, self.rules.percent_price
        if by_side is not None:
            up, down = by_side[:2] if order.is_buy else by_side[2:]
            if not reference * down <= price * SCALE <= reference * up:
                raise filter_failure("PERCENT_PRICE_BY_SIDE")
        if alike is not None and not reference * alike[1] <= price * SCALE <= reference * alike[0]:
            raise filter_failure("PERCENT_PRICE")

    def _trailing_delta(self, order: Order) -> None:
        if order.trailing_delta is None:
            return
        least, most = self.rules.trailing_delta[2:] if waits_for_fall(order) else self.rules.trailing_delta[:2]
        if not least <= order.trailing_delta <= most:
            raise filter_failure("TRAILING_DELTA")

    def _iceberg(self, order: Order) -> None:
        if order.iceberg_qty and -(-order.orig_qty // order.iceberg_qty) > self.rules.iceberg_parts:
            raise filter_failure("ICEBERG_PARTS")
