"""The filters of `exchangeInfo` and `myFilters`: what an order must look like to be taken.

A filter is a class, told by its `filterType`. One that is not known stays the dict it came as.

Source: https://developers.binance.com/docs/binance-spot-api-docs/filters
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .structs import Reply


class Filter(Reply, tag_field="filterType"):
    """Base of the filters. Numbers are the venue's decimal text; zero switches a part of a filter off."""

    @property
    def filter_type(self) -> str:
        """The venue's word for it."""
        return str(self.__struct_config__.tag)


class PriceFilter(Filter, tag="PRICE_FILTER"):
    """Prices lie within, and are a multiple of `tick_size`."""

    min_price: str
    max_price: str
    tick_size: str


class LotSizeFilter(Filter, tag="LOT_SIZE"):
    """Quantities lie within, and are a multiple of `step_size`."""

    min_qty: str
    max_qty: str
    step_size: str


class MarketLotSizeFilter(Filter, tag="MARKET_LOT_SIZE"):
    """The same for MARKET orders."""

    min_qty: str
    max_qty: str
    step_size: str


class PercentPriceFilter(Filter, tag="PERCENT_PRICE"):
    """Prices lie within multiples of the reference, the average over `avg_price_mins` or, with 0, the last price."""

    multiplier_up: str
    multiplier_down: str
    avg_price_mins: int


class PercentPriceBySideFilter(Filter, tag="PERCENT_PRICE_BY_SIDE"):
    """The same for each side."""

    bid_multiplier_up: str
    bid_multiplier_down: str
    ask_multiplier_up: str
    ask_multiplier_down: str
    avg_price_mins: int


class MinNotionalFilter(Filter, tag="MIN_NOTIONAL"):
    """Price times quantity is at least so much; MARKET orders are judged by the average price."""

    min_notional: str
    apply_to_market: bool
    avg_price_mins: int


class NotionalFilter(Filter, tag="NOTIONAL"):
    """Price times quantity lies within; MARKET orders are judged by the average price."""

    min_notional: str
    apply_min_to_market: bool
    max_notional: str
    apply_max_to_market: bool
    avg_price_mins: int


class IcebergPartsFilter(Filter, tag="ICEBERG_PARTS"):
    """An iceberg order shows itself in at most `limit` parts."""

    limit: int


class MaxNumOrdersFilter(Filter, tag="MAX_NUM_ORDERS"):
    """Open orders of the account on the symbol."""

    max_num_orders: int


class MaxNumAlgoOrdersFilter(Filter, tag="MAX_NUM_ALGO_ORDERS"):
    """Open stop and take-profit orders of the account on the symbol."""

    max_num_algo_orders: int


class MaxNumIcebergOrdersFilter(Filter, tag="MAX_NUM_ICEBERG_ORDERS"):
    """Open iceberg orders of the account on the symbol."""

    max_num_iceberg_orders: int


class MaxPositionFilter(Filter, tag="MAX_POSITION"):
    """What there may be of the base asset, open buy orders counted in."""

    max_position: str


class TrailingDeltaFilter(Filter, tag="TRAILING_DELTA"):
    """`trailingDelta` lies within, in basis points, above the market and below it."""

    min_trailing_above_delta: int
    max_trailing_above_delta: int
    min_trailing_below_delta: int
    max_trailing_below_delta: int


class MaxNumOrderAmendsFilter(Filter, tag="MAX_NUM_ORDER_AMENDS"):
    """How often an order may be amended."""

    max_num_order_amends: int


class MaxNumOrderListsFilter(Filter, tag="MAX_NUM_ORDER_LISTS"):
    """Open order lists of the account on the symbol."""

    max_num_order_lists: int


class TPlusSellFilter(Filter, tag="T_PLUS_SELL"):
    """Until `end_time` what was bought cannot be sold; -1 or None: not so."""

    end_time: int | None = None


class ExchangeMaxNumOrdersFilter(Filter, tag="EXCHANGE_MAX_NUM_ORDERS"):
    """Open orders of the account on all symbols."""

    max_num_orders: int


class ExchangeMaxNumAlgoOrdersFilter(Filter, tag="EXCHANGE_MAX_NUM_ALGO_ORDERS"):
    """Open stop and take-profit orders of the account on all symbols."""

    max_num_algo_orders: int


class ExchangeMaxNumIcebergOrdersFilter(Filter, tag="EXCHANGE_MAX_NUM_ICEBERG_ORDERS"):
    """Open iceberg orders of the account on all symbols."""

    max_num_iceberg_orders: int


class ExchangeMaxNumOrderListsFilter(Filter, tag="EXCHANGE_MAX_NUM_ORDER_LISTS"):
    """Open order lists of the account on all symbols."""

    max_num_order_lists: int


class MaxAssetFilter(Filter, tag="MAX_ASSET"):
    """What a single order may move of an asset; in `myFilters` alone."""

    asset: str
    limit: str


KnownFilter = (
    PriceFilter
    | LotSizeFilter
    | MarketLotSizeFilter
    | PercentPriceFilter
    | PercentPriceBySideFilter
    | MinNotionalFilter
    | NotionalFilter
    | IcebergPartsFilter
    | MaxNumOrdersFilter
    | MaxNumAlgoOrdersFilter
    | MaxNumIcebergOrdersFilter
    | MaxPositionFilter
    | TrailingDeltaFilter
    | MaxNumOrderAmendsFilter
    | MaxNumOrderListsFilter
    | TPlusSellFilter
    | ExchangeMaxNumOrdersFilter
    | ExchangeMaxNumAlgoOrdersFilter
    | ExchangeMaxNumIcebergOrdersFilter
    | ExchangeMaxNumOrderListsFilter
    | MaxAssetFilter
)
FILTERS: dict[str, type[Filter]] = {str(each.__struct_config__.tag): each for each in Filter.__subclasses__()}

if TYPE_CHECKING:
    Filters = tuple[KnownFilter | dict[str, Any], ...]
else:
    # A tagged union would refuse the whole reply for one filter that is new.
    Filters = tuple[Any, ...]


def _kept(said: Any) -> Any:
    known = said.get("filterType") if isinstance(said, dict) else None
    form = FILTERS.get(known) if isinstance(known, str) else None
    return said if form is None else msgspec.convert(said, form)


def keep_filters(struct: msgspec.Struct, *names: str) -> None:
    """Make classes of the filters that are known, in the fields of that name; the others stay as they are."""
    for name in names:
        msgspec.structs.force_setattr(struct, name, tuple(map(_kept, getattr(struct, name))))
