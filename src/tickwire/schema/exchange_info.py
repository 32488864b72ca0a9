"""What the WebSocket API answers about the exchange: instruments, their filters, the venue's limits.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/general-requests
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .api import RateLimit
from .enums import OrderType, SelfTradePrevention, SymbolStatus
from .filters import Filters, keep_filters
from .structs import Reply


class SymbolInfo(Reply, omit_defaults=False):
    """An instrument and what may be done with it.

    Flags that the venue was given in the course of time are False where a reply does not have them.
    """

    symbol: str
    status: SymbolStatus
    base_asset: str
    base_asset_precision: int
    quote_asset: str
    quote_precision: int
    quote_asset_precision: int
    base_commission_precision: int
    quote_commission_precision: int
    order_types: tuple[OrderType, ...]
    iceberg_allowed: bool
    oco_allowed: bool
    oto_allowed: bool = False
    opo_allowed: bool = False
    quote_order_qty_market_allowed: bool = False
    allow_trailing_stop: bool = False
    cancel_replace_allowed: bool = False
    amend_allowed: bool = False
    peg_instructions_allowed: bool = False
    is_spot_trading_allowed: bool
    is_margin_trading_allowed: bool = False
    filters: Filters
    permissions: tuple[str, ...] = ()
    permission_sets: tuple[tuple[str, ...], ...] = ()
    default_self_trade_prevention_mode: SelfTradePrevention
    allowed_self_trade_prevention_modes: tuple[SelfTradePrevention, ...]

    def __post_init__(self) -> None:
        keep_filters(self, "filters")


class SorInfo(Reply):
    """The symbols among which smart order routing looks for the best price of a base asset."""

    base_asset: str
    symbols: tuple[str, ...]


class ExchangeInfo(Reply):
    """The reply to `exchangeInfo`. In SBE the venue does not tell its time here."""

    timezone: str = "UTC"
    server_time: int | None = None
    rate_limits: tuple[RateLimit, ...]
    exchange_filters: Filters
    symbols: tuple[SymbolInfo, ...]
    sors: tuple[SorInfo, ...] | None = None

    def __post_init__(self) -> None:
        keep_filters(self, "exchange_filters")


class PriceRangeRule(Reply, tag_field="ruleType", tag="PRICE_RANGE"):
    """How far from the reference price an order may trade, as multiples of it for bids and for asks; None: any way."""

    bid_limit_mult_up: str | None = None
    bid_limit_mult_down: str | None = None
    ask_limit_mult_up: str | None = None
    ask_limit_mult_down: str | None = None


if TYPE_CHECKING:
    Rules = tuple[PriceRangeRule | dict[str, Any], ...]
else:
    Rules = tuple[Any, ...]


class SymbolRules(Reply):
    """The execution rules of an instrument. A rule that is not known stays the dict it came as."""

    symbol: str
    rules: Rules

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "rules", tuple(map(_kept, self.rules)))


class ExecutionRules(Reply):
    """The reply to `executionRules`."""

    symbol_rules: tuple[SymbolRules, ...]


def _kept(said: Any) -> Any:
    is_known = isinstance(said, dict) and said.get("ruleType") == "PRICE_RANGE"
    return msgspec.convert(said, PriceRangeRule) if is_known else said
