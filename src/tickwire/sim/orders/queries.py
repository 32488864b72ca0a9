"""The methods that ask about an account: its orders, lists, trades, balances and limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .. import api_errors
from ..accounts.methods import AccountMethod, Call
from ..api_params import Params
from ..exchange import Page
from ..filters import asset_filters, exchange_filters, filters
from ..messages import decimal_text
from . import replies, values
from .commission import rates_of_account, rates_of_symbol
from .limits import order_limits

# Later than any time in ms, earlier than any in µs.
_FIRST_MICROSECOND = 10**14
_HOURS = 24
_DAY = _HOURS * 3600 * 1_000_000
_MOST = 1000


class Which(NamedTuple):
    """One order, or one list, by either id."""

    symbol: str
    number: int | None
    name: str | None


class Rows(NamedTuple):
    """Rows of a list: those of an order, or all, as many as stand on a page."""

    symbol: str
    order_id: int | None
    page: Page


def _time(params: Params, name: str, *, is_end: bool = False) -> int | None:
    given = params.optional_integer(name)
    if given is None or given >= _FIRST_MICROSECOND:
        return given
    return given * 1000 + (999 if is_end else 0)


def rows(from_name: str, *, with_symbol: bool = True, with_order: bool = True) -> Callable[[Params], Rows]:
    """Read which rows are wanted; `from_name` is the parameter that has an id to begin at."""

    def read(params: Params) -> Rows:
        symbol = params.text("symbol") if with_symbol else ""
        order_id = params.optional_integer("orderId") if with_order else None
        from_id = params.optional_integer(from_name)
        start, end = _time(params, "startTime"), _time(params, "endTime", is_end=True)
        if from_id is not None and (start is not None or end is not None):
            raise api_errors.bad_combination()
        if start is not None and end is not None and end - start > _DAY + 999:
            raise api_errors.too_long(_HOURS)
        return Rows(symbol, order_id, Page(from_id, start, end, params.limit(500, _MOST)))

    return read


def _which(params: Params) -> Which:
    name = values.client_id(params, "origClientOrderId")
    return Which(params.text("symbol"), params.optional_integer("orderId"), name)


def _symbol(params: Params) -> str:
    return params.text("symbol")


def _order(call: Call, which: Which) -> Any:
    order = call.exchange.order(call.account, which.symbol, which.number, which.name, now=call.now)
    return replies.found(order, call.unit)


def _open_orders(call: Call, symbol: str | None) -> Any:
    return [replies.found(each, call.unit) for each in call.exchange.open_orders(call.account, symbol)]


def _all_orders(call: Call, asked: Rows) -> Any:
    made = call.exchange.all_orders(call.account, asked.symbol, asked.page)
    return [replies.found(each, call.unit) for each in made]


def _trades(call: Call, asked: Rows) -> Any:
    made = call.exchange.trades(call.account, asked.symbol, asked.page, order_id=asked.order_id)
    return [replies.trade(each, asked.symbol, call.unit) for each in made]


def _allocations(call: Call, asked: Rows) -> Any:
    made = call.exchange.allocations(call.account, asked.symbol, asked.page, order_id=asked.order_id)
    return [replies.allocation(each, asked.symbol, call.unit) for each in made]


class Matches(NamedTuple):
    """Which prevented matches: one, or those of an order."""

    symbol: str
    number: int | None
    order_id: int | None
    from_id: int
    limit: int


def _which_matches(params: Params) -> Matches:
    number, order_id = params.optional_integer("preventedMatchId"), params.optional_integer("orderId")
    first = params.optional_integer("fromPreventedMatchId")
    if (number is None) == (order_id is None) or (number is not None and first is not None):
        raise api_errors.bad_combination()
    return Matches(params.text("symbol"), number, order_id, first or 0, params.limit(500, _MOST))


def _prevented(call: Call, which: Matches) -> Any:
    made = call.exchange.prevented_matches(
        call.account,
        which.symbol,
        prevented_match_id=which.number,
        order_id=which.order_id,
        from_id=which.from_id,
        limit=which.limit,
    )
    return [replies.prevented_match(each, which.symbol, call.unit) for each in made]


class Amended(NamedTuple):
    """Which amendments: those of an order, from an execution on."""

    symbol: str
    order_id: int
    first: int
    limit: int


def _which_amendments(params: Params) -> Amended:
    first = params.optional_integer("fromExecutionId") or 0
    return Amended(params.text("symbol"), params.integer("orderId"), first, params.limit(500, _MOST))


def _amendments(call: Call, which: Amended) -> Any:
    made = call.exchange.amendments(
        call.account, which.symbol, which.order_id, from_execution_id=which.first, limit=which.limit
    )
    return [replies.amendment(each, which.symbol, call.unit) for each in made]


def _status(call: Call, omits_zeros: bool) -> Any:
    account = call.account
    balances = [
        {"asset": asset, "free": decimal_text(each.free), "locked": decimal_text(each.locked)}
        for asset, each in sorted(account.balances.items())
        if each.free or each.locked or not omits_zeros
    ]
    return {
        **rates_of_account(account),
        "brokered": False,
        "requireSelfTradePrevention": False,
        "preventSor": False,
        "updateTime": account.update_time // call.unit,
        "accountType": "SPOT",
        "balances": balances,
        "permissions": ["SPOT"],
        "uid": account.uid,
    }


def _limits(call: Call, _: None) -> Any:
    return order_limits(call.account, call.now)


def _commission(call: Call, symbol: str) -> Any:
    call.exchange.pit(symbol)
    return rates_of_symbol(call.account, symbol)


def _filters(call: Call, symbol: str) -> Any:
    instrument, rules = call.exchange.pit(symbol).instrument, call.exchange.rules
    return {
        "exchangeFilters": exchange_filters(rules),
        "symbolFilters": [each for each in filters(instrument) if each["filterType"].startswith("MAX_")],
        "assetFilters": asset_filters(rules, instrument),
    }


def query(
    act: Callable[[Call, Any], Any], read: Callable[[Params], Any], weight: int | Callable[[Params], int]
) -> AccountMethod:
    """A method that asks."""
    return AccountMethod(act, read, weight, may="USER_DATA", is_signed=True)


METHODS = {
    "account.status": query(_status, lambda params: values.flag(params, "omitZeroBalances"), 20),
    "order.status": query(_order, _which, 4),
    "openOrders.status": query(
        _open_orders, lambda params: params.optional_text("symbol"), lambda params: 6 if params.has("symbol") else 80
    ),
    "allOrders": query(_all_orders, rows("orderId", with_order=False), 20),
    "myTrades": query(_trades, rows("fromId"), lambda params: 5 if params.has("orderId") else 20),
    "account.rateLimits.orders": query(_limits, lambda _: None, 40),
    "myPreventedMatches": query(_prevented, _which_matches, lambda params: 2 if params.has("preventedMatchId") else 20),
    "myAllocations": query(_allocations, rows("fromAllocationId"), 20),
    "account.commission": query(_commission, _symbol, 20),
    "order.amendments": query(_amendments, _which_amendments, 4),
    "myFilters": query(_filters, _symbol, 40),
}
