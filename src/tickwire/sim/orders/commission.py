"""What an account pays, as the venue tells it."""

from __future__ import annotations

from typing import Any

from ..exchange import Account
from ..messages import decimal_text

_NONE = decimal_text(0)
_BIPS = 10_000
_DISCOUNT = {
    "enabledForAccount": False,
    "enabledForSymbol": False,
    "discountAsset": "BNB",
    "discount": decimal_text(25_000_000),
}


def rates_for_order(account: Account) -> dict[str, Any]:
    """The rates of one order, as `order.test` computes them."""
    none = {"maker": _NONE, "taker": _NONE}
    return {
        "standardCommissionForOrder": _standard(account),
        "specialCommissionForOrder": none,
        "taxCommissionForOrder": none,
        "discount": _DISCOUNT,
    }


def rates_of_symbol(account: Account, symbol: str) -> dict[str, Any]:
    """`account.commission`."""
    none = dict.fromkeys(("maker", "taker", "buyer", "seller"), _NONE)
    return {
        "symbol": symbol,
        "standardCommission": {**none, **_standard(account)},
        "specialCommission": none,
        "taxCommission": none,
        "discount": _DISCOUNT,
    }


def rates_of_account(account: Account) -> dict[str, Any]:
    """The rates in `account.status`, in basis points and as decimals."""
    maker, taker = account.commission.maker * _BIPS // 10**8, account.commission.taker * _BIPS // 10**8
    return {
        "makerCommission": maker,
        "takerCommission": taker,
        "buyerCommission": 0,
        "sellerCommission": 0,
        "canTrade": account.can_trade,
        "canWithdraw": True,
        "canDeposit": True,
        "commissionRates": {**_standard(account), "buyer": _NONE, "seller": _NONE},
    }


def _standard(account: Account) -> dict[str, str]:
    return {"maker": decimal_text(account.commission.maker), "taker": decimal_text(account.commission.taker)}
