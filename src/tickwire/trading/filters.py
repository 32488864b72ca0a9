"""The venue's filters, applied before anything is sent. What is not known of the account or the market is passed over.

Where the documentation leaves open whether a filter applies, it does not: a refusal by the venue costs less than an
order that was not sent although the venue would have taken it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from ..errors import FilterViolation
from ..schema import filters as venue
from ..schema.enums import OrderType, Side
from .amounts import plus
from .numbers import EXACT, exact, is_multiple
from .terms import OrderTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of the market and the account when an order is checked; None: not known.

    `open_orders` and the others count what is open on the symbol, with `exchange_` on all symbols. `position` is what
    the account has of the base asset, free and locked, and what its open buy orders would add.
    """

    last_price: Decimal | None = None
    avg_price: Decimal | None = None
    open_orders: int | None = None
    open_algo_orders: int | None = None
    open_iceberg_orders: int | None = None
    open_lists: int | None = None
    exchange_open_orders: int | None = None
    exchange_open_algo_orders: int | None = None
    exchange_open_iceberg_orders: int | None = None
    exchange_open_lists: int | None = None
    position: Decimal | None = None

    def reference(self, minutes: int) -> Decimal | None:
        """The price that a filter refers to: the average, or with no minutes the last one."""
        return self.avg_price if minutes else self.last_price


NOTHING_KNOWN = Surroundings()


class Case(NamedTuple):
    """An order, where it is checked, and how it is refused."""

    terms: OrderTerms
    around: Surroundings
    rule: str
    base: str
    quote: str

    def refuse(self, reason: str) -> None:
        """Raise the error that names the rule."""
        raise FilterViolation(self.rule, reason, self.terms.symbol)

    def check_range(self, name: str, value: Decimal | None, low: str, high: str, names: tuple[str, str]) -> None:
        """Refuse what is below or above; a bound of zero is none."""
        if value is None:
            return
        if (least := _number(low)) and value < least:
            self.refuse(f"{name} {value:f} is less than {names[0]} {low}")
        if (most := _number(high)) and value > most:
            self.refuse(f"{name} {value:f} is more than {names[1]} {high}")

    def check_step(self, name: str, value: Decimal | None, step: str, step_name: str) -> None:
        """Refuse what is no multiple; a step of zero is none."""
        if value is not None and (size := _number(step)) and not is_multiple(value, size):
            self.refuse(f"{name} {value:f} is no multiple of {step_name} {step}")

    def check_count(self, what: str, count: int | None, most: int) -> None:
        """Refuse one more than there may be."""
        if count is not None and count >= most:
            self.refuse(f"{count} {what} are open, and {most} may be")


@cache
def _number(text: str) -> Decimal:
    return exact(text, "filter")


def check_filters(
    terms: OrderTerms,
    filters: Iterable[object],
    around: Surroundings = NOTHING_KNOWN,
    *,
    base: str = "",
    quote: str = "",
) -> None:
    """Raise FilterViolation for the first filter that refuses the order. Filters that are not known are passed over.

    `base` and `quote` are the assets of the symbol, for MAX_ASSET.
    """
    for each in filters:
        if (check := CHECKS.get(type(each))) is not None and isinstance(each, venue.Filter):
            check(each, Case(terms, around, each.filter_type, base, quote))


def _price(rule: venue.PriceFilter, case: Case) -> None:
    for name, value in (("price", case.terms.price), ("stopPrice", case.terms.stop_price)):
        case.check_range(name, value, rule.min_price, rule.max_price, ("minPrice", "maxPrice"))
        case.check_step(name, value, rule.tick_size, "tickSize")


def _lot(rule: venue.LotSizeFilter | venue.MarketLotSizeFilter, case: Case) -> None:
    for name, value in (("quantity", case.terms.qty), ("icebergQty", case.terms.iceberg_qty)):
        case.check_range(name, value or None, rule.min_qty, rule.max_qty, ("minQty", "maxQty"))
        case.check_step(name, value or None, rule.step_size, "stepSize")


def _market_lot(rule: venue.MarketLotSizeFilter, case: Case) -> None:
    if case.terms.type == OrderType.MARKET:
        _lot(rule, case)


def _percent(case: Case, minutes: int, up: str, down: str, names: tuple[str, str]) -> None:
    price, reference = case.terms.price, case.around.reference(minutes)
    if price is None or reference is None:
        return
    for factor, name, word in ((up, names[0], "more"), (down, names[1], "less")):
        bound = EXACT.multiply(reference, _number(factor))
        if price > bound if word == "more" else price < bound:
            shown = f"{bound:f}, the {'average' if minutes else 'last'} price {reference:f} times {name} {factor}"
            case.refuse(f"price {price:f} is {word} than {shown}")


def _percent_price(rule: venue.PercentPriceFilter, case: Case) -> None:
    names = "multiplierUp", "multiplierDown"
    _percent(case, rule.avg_price_mins, rule.multiplier_up, rule.multiplier_down, names)


def _percent_price_by_side(rule: venue.PercentPriceBySideFilter, case: Case) -> None:
    if case.terms.side == Side.BUY:
        up, down, names = rule.bid_multiplier_up, rule.bid_multiplier_down, ("bidMultiplierUp", "bidMultiplierDown")
    else:
        up, down, names = rule.ask_multiplier_up, rule.ask_multiplier_down, ("askMultiplierUp", "askMultiplierDown")
    _percent(case, rule.avg_price_mins, up, down, names)


def notional(terms: OrderTerms, reference: Decimal | None) -> Decimal | None:
    """What an order is worth: price times quantity, a MARKET order's quantity by the reference; None: not known."""
    if terms.type == OrderType.MARKET and terms.quote_qty is not None:
        return terms.quote_qty
    price = reference if terms.type == OrderType.MARKET else terms.price
    return None if price is None or terms.qty is None else EXACT.multiply(price, terms.qty)


def _min_notional(rule: venue.MinNotionalFilter, case: Case) -> None:
    if rule.apply_to_market or case.terms.type != OrderType.MARKET:
        worth = notional(case.terms, case.around.reference(rule.avg_price_mins))
        case.check_range("notional", worth, rule.min_notional, "0", ("minNotional", ""))


def _notional(rule: venue.NotionalFilter, case: Case) -> None:
    worth = notional(case.terms, case.around.reference(rule.avg_price_mins))
    is_market = case.terms.type == OrderType.MARKET
    low = rule.min_notional if rule.apply_min_to_market or not is_market else "0"
    high = rule.max_notional if rule.apply_max_to_market or not is_market else "0"
    case.check_range("notional", worth, low, high, ("minNotional", "maxNotional"))


def _iceberg_parts(rule: venue.IcebergPartsFilter, case: Case) -> None:
    qty, shown = case.terms.qty, case.terms.iceberg_qty
    if qty is not None and shown:
        parts = int(EXACT.divide(qty, shown).to_integral_value("ROUND_CEILING"))
        if parts > rule.limit:
            case.refuse(f"quantity {qty:f} in parts of icebergQty {shown:f} are {parts}, more than {rule.limit}")


def _orders(rule: venue.MaxNumOrdersFilter, case: Case) -> None:
    if case.terms.type != OrderType.MARKET:
        case.check_count("orders", case.around.open_orders, rule.max_num_orders)


def _algo_orders(rule: venue.MaxNumAlgoOrdersFilter, case: Case) -> None:
    if case.terms.is_algo:
        case.check_count("algo orders", case.around.open_algo_orders, rule.max_num_algo_orders)


def _iceberg_orders(rule: venue.MaxNumIcebergOrdersFilter, case: Case) -> None:
    if case.terms.is_iceberg:
        case.check_count("iceberg orders", case.around.open_iceberg_orders, rule.max_num_iceberg_orders)


def _exchange_orders(rule: venue.ExchangeMaxNumOrdersFilter, case: Case) -> None:
    if case.terms.type != OrderType.MARKET:
        case.check_count("orders on all symbols", case.around.exchange_open_orders, rule.max_num_orders)


def _exchange_algo_orders(rule: venue.ExchangeMaxNumAlgoOrdersFilter, case: Case) -> None:
    if case.terms.is_algo:
        count = case.around.exchange_open_algo_orders
        case.check_count("algo orders on all symbols", count, rule.max_num_algo_orders)


def _exchange_iceberg_orders(rule: venue.ExchangeMaxNumIcebergOrdersFilter, case: Case) -> None:
    if case.terms.is_iceberg:
        count = case.around.exchange_open_iceberg_orders
        case.check_count("iceberg orders on all symbols", count, rule.max_num_iceberg_orders)


def _position(rule: venue.MaxPositionFilter, case: Case) -> None:
    held, qty = case.around.position, case.terms.qty
    if case.terms.side != Side.BUY or held is None or qty is None:
        return
    if plus(held, qty) > _number(rule.max_position):
        case.refuse(f"position {held:f} and quantity {qty:f} are more than maxPosition {rule.max_position}")


def _trailing_delta(rule: venue.TrailingDeltaFilter, case: Case) -> None:
    delta = case.terms.trailing_delta
    if delta is None:
        return
    is_stop = case.terms.type in (OrderType.STOP_LOSS, OrderType.STOP_LOSS_LIMIT)
    if is_stop == (case.terms.side == Side.BUY):
        low, high, where = rule.min_trailing_above_delta, rule.max_trailing_above_delta, "Above"
    else:
        low, high, where = rule.min_trailing_below_delta, rule.max_trailing_below_delta, "Below"
    if not low <= delta <= high:
        case.refuse(
            f"trailingDelta {delta} is not from minTrailing{where}Delta {low} to maxTrailing{where}Delta {high}"
        )


def _asset(rule: venue.MaxAssetFilter, case: Case) -> None:
    terms, limit = case.terms, _number(rule.limit)
    moved = {case.base: terms.qty, case.quote: notional(terms, case.around.last_price)}.get(rule.asset)
    if moved is not None and moved > limit:
        case.refuse(f"{moved:f} {rule.asset} in one order are more than {rule.limit}")


CHECKS: dict[type, Callable[[Any, Case], None]] = {
    venue.PriceFilter: _price,
    venue.LotSizeFilter: _lot,
    venue.MarketLotSizeFilter: _market_lot,
    venue.PercentPriceFilter: _percent_price,
    venue.PercentPriceBySideFilter: _percent_price_by_side,
    venue.MinNotionalFilter: _min_notional,
    venue.NotionalFilter: _notional,
    venue.IcebergPartsFilter: _iceberg_parts,
    venue.MaxNumOrdersFilter: _orders,
    venue.MaxNumAlgoOrdersFilter: _algo_orders,
    venue.MaxNumIcebergOrdersFilter: _iceberg_orders,
    venue.ExchangeMaxNumOrdersFilter: _exchange_orders,
    venue.ExchangeMaxNumAlgoOrdersFilter: _exchange_algo_orders,
    venue.ExchangeMaxNumIcebergOrdersFilter: _exchange_iceberg_orders,
    venue.MaxPositionFilter: _position,
    venue.TrailingDeltaFilter: _trailing_delta,
    venue.MaxAssetFilter: _asset,
}


def check_list(symbol: str, filters: Iterable[object], around: Surroundings = NOTHING_KNOWN) -> None:
    """Raise FilterViolation when one more order list may not be open; its orders are checked one by one."""
    for each in filters:
        if isinstance(each, venue.MaxNumOrderListsFilter):
            count, most = around.open_lists, each.max_num_order_lists
        elif isinstance(each, venue.ExchangeMaxNumOrderListsFilter):
            count, most = around.exchange_open_lists, each.max_num_order_lists
        else:
            continue
        if count is not None and count >= most:
            raise FilterViolation(each.filter_type, f"{count} order lists are open, and {most} may be", symbol)


def check_amend(symbol: str, filters: Iterable[object], amends: int) -> None:
    """Raise FilterViolation when an order that was amended so often may not be amended once more."""
    for each in filters:
        if isinstance(each, venue.MaxNumOrderAmendsFilter) and amends >= each.max_num_order_amends:
            most = each.max_num_order_amends
            raise FilterViolation(each.filter_type, f"{amends} amendments were made, and {most} may be", symbol)
