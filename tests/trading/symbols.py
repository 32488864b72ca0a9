"""Instruments to trade in tests."""

from collections.abc import Iterable
from typing import Any

import msgspec

from tickwire.schema.exchange_info import SymbolInfo
from tickwire.trading import Instrument

PRICE_FILTER = {
    "filterType": "PRICE_FILTER",
    "minPrice": "0.01000000",
    "maxPrice": "1000000.00000000",
    "tickSize": "0.01000000",
}
LOT_SIZE = {"filterType": "LOT_SIZE", "minQty": "0.00001000", "maxQty": "9000.00000000", "stepSize": "0.00001000"}
SAID: dict[str, Any] = {
    "symbol": "BTCUSDT",
    "status": "TRADING",
    "baseAsset": "BTC",
    "baseAssetPrecision": 8,
    "quoteAsset": "USDT",
    "quotePrecision": 8,
    "quoteAssetPrecision": 8,
    "baseCommissionPrecision": 8,
    "quoteCommissionPrecision": 8,
    "orderTypes": [
        "LIMIT",
        "LIMIT_MAKER",
        "MARKET",
        "STOP_LOSS",
        "STOP_LOSS_LIMIT",
        "TAKE_PROFIT",
        "TAKE_PROFIT_LIMIT",
    ],
    "icebergAllowed": True,
    "ocoAllowed": True,
    "quoteOrderQtyMarketAllowed": True,
    "allowTrailingStop": True,
    "pegInstructionsAllowed": True,
    "isSpotTradingAllowed": True,
    "isMarginTradingAllowed": False,
    "filters": [PRICE_FILTER, LOT_SIZE],
    "permissions": [],
    "permissionSets": [["SPOT"]],
    "defaultSelfTradePreventionMode": "NONE",
    "allowedSelfTradePreventionModes": ["NONE", "EXPIRE_MAKER"],
}


def instrument(
    filters: Iterable[dict[str, Any]] = (PRICE_FILTER, LOT_SIZE), account_filters: Iterable[object] = (), **changed: Any
) -> Instrument:
    """BTCUSDT with these filters and whatever else is changed, by the venue's names."""
    info = msgspec.convert(SAID | {"filters": list(filters)} | changed, SymbolInfo)
    return Instrument(info, account_filters)
