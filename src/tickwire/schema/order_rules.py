"""What an order of each type must say, by the venue's table, checked before anything is sent.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api/trading-requests
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ConfigError
from .enums import OrderType

# Of each group one must be given. A pegged order needs no price of its own.
_PRICE = ("price", "peg_price_type")
_TRIGGER = ("stop_price", "trailing_delta")
ORDER_NEEDS: Mapping[OrderType, tuple[tuple[str, ...], ...]] = {
    OrderType.LIMIT: (("time_in_force",), _PRICE, ("quantity",)),
    OrderType.LIMIT_MAKER: (_PRICE, ("quantity",)),
    OrderType.MARKET: (("quantity", "quote_order_qty"),),
    OrderType.STOP_LOSS: (("quantity",), _TRIGGER),
    OrderType.TAKE_PROFIT: (("quantity",), _TRIGGER),
    OrderType.STOP_LOSS_LIMIT: (("time_in_force",), _PRICE, ("quantity",), _TRIGGER),
    OrderType.TAKE_PROFIT_LIMIT: (("time_in_force",), _PRICE, ("quantity",), _TRIGGER),
}


def check_leg(params: Any, leg: str = "") -> None:
    """Raise ConfigError when an order, or the order of a list whose fields begin with `leg`, lacks what it needs.

    What a Struct has no field for is said elsewhere in it (the quantity of an OCO), or follows (that of an OPO).
    """
    prefix = f"{leg}_" if leg else ""
    kind = getattr(params, f"{prefix}type")
    for group in ORDER_NEEDS.get(kind, ()):
        fields = [name for name in (prefix + each for each in group) if name in params.__struct_fields__]
        if fields and all(getattr(params, name) is None for name in fields):
            raise ConfigError(f"{type(params).__name__}: {kind} needs {' or '.join(fields)}")
