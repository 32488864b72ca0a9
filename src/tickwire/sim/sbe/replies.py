"""Replies and events of the WebSocket API in SBE: which template says what JSON would say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...schema.sbe import TEMPLATES
from .writer import Form, message

_FILTERS = {
    str(each.form.__struct_config__.tag): number for number, each in TEMPLATES.items() if each.name.endswith("Filter")
}
_EVENTS = {each.event: number for number, each in TEMPLATES.items() if each.event is not None}
_PRICE_RANGE = 22


def reply(said: Form, method: str, *, is_deprecated: bool) -> bytes:
    """A reply to a request; `said` is what JSON would say."""
    result = _error(said["error"]) if "error" in said else _RESULTS[method](said["result"])
    request_id = said["id"]
    around = {
        "sbeSchemaIdVersionDeprecated": is_deprecated,
        "status": said["status"],
        "rateLimits": said.get("rateLimits"),
        "id": "" if request_id is None else str(request_id),
        "result": result,
    }
    return message(TEMPLATES[50], around)


def event(said: Form) -> bytes:
    """An event, which in SBE has no envelope."""
    inside: Form = said["event"]
    return message(TEMPLATES[_EVENTS[inside["e"]]], {**inside, "subscriptionId": said.get("subscriptionId")})


def _error(said: Form) -> bytes:
    """Times, which JSON tells in ms, and what became of a cancel-replace are elsewhere than in JSON."""
    data: Form = said.get("data") or {}
    until = {name: time * 1000 for name, time in data.items() if name in ("serverTime", "retryAfter")}
    halves = _replaced(data) if "cancelResult" in data else None
    flat = message(TEMPLATES[100], {**said, "data": until})
    if halves is None:
        return flat
    return flat[:-4] + len(halves).to_bytes(4, "little") + halves


def _order(said: Form) -> bytes:
    """A new or a cancelled order, in the form that it has."""
    if "contingencyType" in said:
        return _cancelled_list(said)
    if "origClientOrderId" in said:
        return message(TEMPLATES[305], said)
    return message(TEMPLATES[300 if "status" not in said else 302 if "fills" in said else 301], said)


def _half(said: Form | None) -> bytes | None:
    return None if said is None else _error(said) if "code" in said else _order(said)


def _replaced(said: Form) -> bytes:
    halves = {name: _half(said[name]) for name in ("cancelResponse", "newOrderResponse")}
    return message(TEMPLATES[307], {**said, **halves})


def _placed_list(said: Form) -> bytes:
    report = said["orderReports"][0]
    return message(TEMPLATES[309 if "status" not in report else 311 if "fills" in report else 310], said)


def _cancelled_list(said: Form) -> bytes:
    reports = [{"origClientOrderId": each["clientOrderId"], **each} for each in said["orderReports"]]
    return message(TEMPLATES[312], {**said, "orderReports": reports})


def _amended(said: Form) -> bytes:
    listed = [said["listStatus"]] if "listStatus" in said else []
    return message(TEMPLATES[317], {**said["amendedOrder"], **said, "listStatus": listed})


def _tested(said: Form) -> bytes:
    return message(TEMPLATES[315 if said else 303], said)


def _filters(said: list[Form]) -> list[bytes]:
    return [message(TEMPLATES[_FILTERS[each["filterType"]]], each) for each in said]


def _exchange(said: Form) -> bytes:
    symbols = [{**each, "filters": _filters(each["filters"])} for each in said["symbols"]]
    return message(TEMPLATES[103], {**said, "symbols": symbols, "exchangeFilters": _filters(said["exchangeFilters"])})


def _rules(said: Form) -> bytes:
    symbols = [
        {**each, "rules": [message(TEMPLATES[_PRICE_RANGE], rule) for rule in each["rules"]]}
        for each in said["symbolRules"]
    ]
    return message(TEMPLATES[104], {"symbolRules": symbols})


def _own_filters(said: Form) -> bytes:
    return message(TEMPLATES[105], {key: _filters(filters) for key, filters in said.items()})


def _plain(number: int) -> Callable[[Any], bytes]:
    """A reply whose template follows from the method alone."""
    template = TEMPLATES[number]
    if template.root is None:
        return lambda said: message(template, said)
    key = template.groups[0].key
    return lambda said: message(template, {key: said})


def _ticker(full: int, mini: int) -> Callable[[Any], bytes]:
    """A ticker of one symbol, or of several, by the number after."""

    def write(said: Any) -> bytes:
        is_full = "priceChange" in (said[0] if isinstance(said, list) and said else said)
        return _one_or_many(full if is_full else mini)(said)

    return write


def _one_or_many(number: int) -> Callable[[Any], bytes]:
    one, many = _plain(number), _plain(number + 1)
    return lambda said: many(said) if isinstance(said, list) else one(said)


def _cancelled_all(said: list[Form]) -> bytes:
    return _plain(306)([_order(each) for each in said])


_RESULTS: dict[str, Callable[[Any], bytes]] = {
    "ping": _plain(101),
    "time": _plain(102),
    "exchangeInfo": _exchange,
    "executionRules": _rules,
    "depth": _plain(200),
    "trades.recent": _plain(201),
    "trades.historical": _plain(201),
    "trades.aggregate": _plain(202),
    "klines": _plain(203),
    "uiKlines": _plain(203),
    "avgPrice": _plain(204),
    "ticker.24hr": _ticker(205, 207),
    "ticker.tradingDay": _ticker(213, 215),
    "ticker": _ticker(213, 215),
    "ticker.price": _one_or_many(209),
    "ticker.book": _one_or_many(211),
    "referencePrice": _plain(217),
    "referencePrice.calculation": _plain(218),
    "blockTrades.historical": _plain(219),
    "session.logon": _plain(51),
    "session.status": _plain(52),
    "session.logout": _plain(53),
    "session.subscriptions": _plain(54),
    "userDataStream.subscribe": _plain(503),
    "userDataStream.subscribe.signature": _plain(503),
    "userDataStream.unsubscribe": _plain(504),
    "order.place": _order,
    "order.test": _tested,
    "order.cancel": _order,
    "order.cancelReplace": _replaced,
    "order.amend.keepPriority": _amended,
    "openOrders.cancelAll": _cancelled_all,
    "orderList.place": _placed_list,
    "orderList.place.oco": _placed_list,
    "orderList.place.oto": _placed_list,
    "orderList.place.otoco": _placed_list,
    "orderList.place.opo": _placed_list,
    "orderList.place.opoco": _placed_list,
    "orderList.cancel": _cancelled_list,
    "orderList.status": _plain(313),
    "openOrderLists.status": _plain(314),
    "allOrderLists": _plain(314),
    "sor.order.place": lambda said: _order(said[0]),
    "sor.order.test": _tested,
    "account.status": _plain(400),
    "account.rateLimits.orders": _plain(402),
    "account.commission": _plain(405),
    "order.status": _plain(304),
    "openOrders.status": _plain(308),
    "allOrders": _plain(308),
    "myTrades": _plain(401),
    "myPreventedMatches": _plain(403),
    "myAllocations": _plain(404),
    "myFilters": _own_filters,
    "order.amendments": _plain(316),
}
METHODS = frozenset(_RESULTS)
"""The methods whose replies can be said."""
