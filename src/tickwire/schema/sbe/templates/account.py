"""Replies about an account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ...account_replies import AccountCommission, AccountPreventedMatch, AccountStatus, AccountTrade
from ...api import RateLimit
from ...orders import Allocation
from ..layout import Group, Template, rates, values
from .session import LIMIT

_RATES = "{0}.maker:commission{1} {0}.taker:commission{1} {0}.buyer:commission{1} {0}.seller:commission{1}"
_DISCOUNT = "discount.enabledForAccount:bool discount.enabledForSymbol:bool discount.discount:discount"


def _account(said: dict[str, Any]) -> None:
    """JSON tells rates in basis points as well, as they once were."""
    for who, rate in said["commissionRates"].items():
        said[f"{who}Commission"] = int(Decimal(rate) * 10_000)


ACCOUNT = (
    Template(
        400, "AccountResponse", AccountStatus,
        f"commission^ {_RATES.format('commissionRates', '')} canTrade:bool canWithdraw:bool canDeposit:bool "
        "brokered:bool requireSelfTradePrevention:bool preventSor:bool updateTime:i64 accountType:AccountType "
        "tradeGroupId:i64? uid:i64",
        Group("balances", "amount^ free:amount locked:amount asset:str8"),
        Group("permissions", "permission:str8", shape=values),
        Group("reduceOnlyAssets", "asset:str8", shape=values),
        complete=_account,
    ),
    Template(
        401, "AccountTradesResponse", list[AccountTrade], "",
        Group(
            "trades",
            "price^ qty^ commission^ id:i64 orderId:i64 orderListId:i64?=-1 price:price qty:qty quoteQty:price "
            "commission:commission time:i64 isBuyer:bool isMaker:bool isBestMatch:bool "
            "symbol:str8 commissionAsset:str8?=",
        ),
        root="trades",
    ),
    Template(
        402, "AccountOrderRateLimitResponse", list[RateLimit], "",
        Group("rateLimits", f"{LIMIT} count:i64"), root="rateLimits",
    ),
    Template(
        403, "AccountPreventedMatchesResponse", list[AccountPreventedMatch], "",
        Group(
            "preventedMatches",
            "price^ qty^ preventedMatchId:i64 takerOrderId:i64 makerOrderId:i64 tradeGroupId:i64 "
            "selfTradePreventionMode:SelfTradePrevention price:price takerPreventedQuantity:qty? "
            "makerPreventedQuantity:qty? transactTime:i64 symbol:str8 makerSymbol:str8",
        ),
        root="preventedMatches",
    ),
    Template(
        404, "AccountAllocationsResponse", list[Allocation], "",
        Group(
            "allocations",
            "price^ qty^ commission^? allocationId:i64 allocationType:AllocationType orderId:i64 orderListId:i64?=-1 "
            "sourceTradeId:i64? sourceAllocationId:i64? price:price qty:qty quoteQty:price commission:commission?=0 "
            "time:i64 isBuyer:bool isMaker:bool isAllocator:bool symbol:str8 commissionAsset:str8?= sourceSymbol:str8?",
        ),
        root="allocations",
    ),
    Template(
        405, "AccountCommissionResponse", AccountCommission,
        f"commission^ discount^ {_RATES.format('standardCommission', '')} {_RATES.format('taxCommission', '')} "
        f"{_DISCOUNT} {_RATES.format('specialCommission', '?')} symbol:str8 discount.discountAsset:str8?=null",
        complete=rates("specialCommission", "maker", "taker", "buyer", "seller"),
    ),
)  # fmt: skip
