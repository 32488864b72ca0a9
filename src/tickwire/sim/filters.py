"""What orders of a symbol must keep to, as `exchangeInfo` tells it; `exchange.checks` holds orders against it."""

from __future__ import annotations

from typing import Any

from .instruments import SCALE, ExchangeRules, Instrument, Rules
from .messages import decimal_text

_LEAST_VALUE = {"USDT": 5 * SCALE, "BTC": SCALE // 10_000}
# What the average price is an average of, in minutes.
AVERAGE_MINUTES = 5


def rules_of(instrument: Instrument) -> Rules:
    """The rules of an instrument: its own, or plausible ones."""
    if instrument.rules is not None:
        return instrument.rules
    least_value = _LEAST_VALUE.get(instrument.quote_asset, 5 * SCALE)
    common_value = instrument.order_size * instrument.price // SCALE
    return Rules(
        min_price=instrument.tick,
        max_price=max(instrument.price * 100, 10**13) // instrument.tick * instrument.tick,
        min_qty=instrument.lot,
        max_qty=max(instrument.order_size * 100, 10**14) // instrument.lot * instrument.lot,
        min_notional=min(least_value, max(1, common_value // 100)),
        max_notional=max(9_000_000 * SCALE, common_value * 1000),
    )


def filters(instrument: Instrument) -> list[dict[str, Any]]:
    """The `filters` of a symbol."""
    rules, tick, lot = rules_of(instrument), instrument.tick, instrument.lot
    return [
        _filter("PRICE_FILTER", minPrice=rules.min_price, maxPrice=rules.max_price, tickSize=tick),
        _filter("LOT_SIZE", minQty=rules.min_qty, maxQty=rules.max_qty, stepSize=lot),
        {"filterType": "ICEBERG_PARTS", "limit": rules.iceberg_parts},
        _filter(
            "MARKET_LOT_SIZE",
            minQty=rules.market_min_qty,
            maxQty=rules.market_max_qty or rules.max_qty,
            stepSize=0,
        ),
        _trailing_delta(rules),
        *_price_filters(rules),
        *_value_filters(rules),
        *_count_filters(rules),
    ]


def exchange_filters(rules: ExchangeRules) -> list[dict[str, Any]]:
    """Those that hold on all symbols together."""
    told = (
        ("EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders", rules.max_num_orders),
        ("EXCHANGE_MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders", rules.max_num_algo_orders),
        ("EXCHANGE_MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders", rules.max_num_iceberg_orders),
        ("EXCHANGE_MAX_NUM_ORDER_LISTS", "maxNumOrderLists", rules.max_num_order_lists),
    )
    return [{"filterType": kind, name: most} for kind, name, most in told if most is not None]


def asset_filters(rules: ExchangeRules, instrument: Instrument) -> list[dict[str, Any]]:
    """Those of the assets of a symbol."""
    there = [asset for asset in (instrument.base_asset, instrument.quote_asset) if asset in rules.max_assets]
    return [{**_filter("MAX_ASSET", limit=rules.max_assets[asset]), "asset": asset} for asset in there]


def _filter(kind: str, **amounts: int) -> dict[str, Any]:
    return {"filterType": kind, **{name: decimal_text(amount) for name, amount in amounts.items()}}


def _trailing_delta(rules: Rules) -> dict[str, Any]:
    names = ("minTrailingAboveDelta", "maxTrailingAboveDelta", "minTrailingBelowDelta", "maxTrailingBelowDelta")
    return {"filterType": "TRAILING_DELTA", **dict(zip(names, rules.trailing_delta, strict=True))}


def _price_filters(rules: Rules) -> list[dict[str, Any]]:
    found = []
    if rules.percent_price_by_side is not None:
        names = ("bidMultiplierUp", "bidMultiplierDown", "askMultiplierUp", "askMultiplierDown")
        by_side = dict(zip(names, rules.percent_price_by_side, strict=True))
        found.append({**_filter("PERCENT_PRICE_BY_SIDE", **by_side), "avgPriceMins": AVERAGE_MINUTES})
    if rules.percent_price is not None:
        up, down = rules.percent_price
        found.append(
            {**_filter("PERCENT_PRICE", multiplierUp=up, multiplierDown=down), "avgPriceMins": AVERAGE_MINUTES}
        )
    return found


def _value_filters(rules: Rules) -> list[dict[str, Any]]:
    if rules.max_notional is None:
        return [
            {
                **_filter("MIN_NOTIONAL", minNotional=rules.min_notional),
                "applyToMarket": rules.applies_to_market,
                "avgPriceMins": AVERAGE_MINUTES,
            }
        ]
    return [
        {
            "filterType": "NOTIONAL",
            "minNotional": decimal_text(rules.min_notional),
            "applyMinToMarket": rules.applies_to_market,
            "maxNotional": decimal_text(rules.max_notional),
            "applyMaxToMarket": False,
            "avgPriceMins": AVERAGE_MINUTES,
        }
    ]


def _count_filters(rules: Rules) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"filterType": "MAX_NUM_ORDERS", "maxNumOrders": rules.max_num_orders},
        {"filterType": "MAX_NUM_ORDER_LISTS", "maxNumOrderLists": rules.max_num_order_lists},
        {"filterType": "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders": rules.max_num_algo_orders},
        {"filterType": "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends": rules.max_num_order_amends},
    ]
    if rules.max_num_iceberg_orders is not None:
        found.append({"filterType": "MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders": rules.max_num_iceberg_orders})
    if rules.max_position is not None:
        found.append(_filter("MAX_POSITION", maxPosition=rules.max_position))
    return found
