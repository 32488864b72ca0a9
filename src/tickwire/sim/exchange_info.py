"""The reply to `exchangeInfo`: the instruments with their filters, and the limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..schema.enums import OrderType, SelfTradePrevention, SymbolStatus
from .filters import exchange_filters, filters
from .instruments import Instrument
from .limits import Limits


def weight_limit(limits: Limits, count: int | None = None) -> dict[str, Any]:
    """The limit of request weight, with what is used of it unless that is None."""
    limit = {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": limits.weight}
    return limit if count is None else {**limit, "count": count}


def exchange_info(
    instruments: Sequence[Instrument], status: Callable[[str], SymbolStatus], limits: Limits, now: int
) -> dict[str, Any]:
    """Describe the instruments at the time `now`, in units of the connection; `status` tells whether one trades."""
    orders: list[dict[str, Any]] = [
        {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": limits.orders},
        {"rateLimitType": "ORDERS", "interval": "DAY", "intervalNum": 1, "limit": limits.orders_of_a_day},
    ]
    connections = {"interval": "MINUTE", "intervalNum": 5, "limit": limits.connections}
    return {
        "timezone": "UTC",
        "serverTime": now,
        "rateLimits": [weight_limit(limits), *orders, {"rateLimitType": "CONNECTIONS", **connections}],
        "exchangeFilters": exchange_filters(limits.exchange),
        "symbols": [_symbol(each, status(each.symbol)) for each in instruments],
        "sors": _sors(instruments),
    }


def _sors(instruments: Sequence[Instrument]) -> list[dict[str, Any]]:
    symbols: dict[str, list[str]] = {}
    for each in instruments:
        symbols.setdefault(each.base_asset, []).append(each.symbol)
    return [{"baseAsset": base, "symbols": found} for base, found in symbols.items()]


def _symbol(instrument: Instrument, status: SymbolStatus) -> dict[str, Any]:
    return {
        "symbol": instrument.symbol,
        "status": status,
        "baseAsset": instrument.base_asset,
        "baseAssetPrecision": 8,
        "quoteAsset": instrument.quote_asset,
        "quotePrecision": 8,
        "quoteAssetPrecision": 8,
        "baseCommissionPrecision": 8,
        "quoteCommissionPrecision": 8,
        "orderTypes": [each.value for each in OrderType],
        **_permissions(),
        "filters": filters(instrument),
        "permissions": [],
        "permissionSets": [["SPOT"]],
        "defaultSelfTradePreventionMode": "NONE",
        "allowedSelfTradePreventionModes": [each.value for each in SelfTradePrevention],
    }


def _permissions() -> dict[str, bool]:
    allowed = (
        "icebergAllowed",
        "ocoAllowed",
        "otoAllowed",
        "opoAllowed",
        "quoteOrderQtyMarketAllowed",
        "allowTrailingStop",
        "cancelReplaceAllowed",
        "amendAllowed",
        "pegInstructionsAllowed",
        "isSpotTradingAllowed",
    )
    return {**dict.fromkeys(allowed, True), "isMarginTradingAllowed": False}
