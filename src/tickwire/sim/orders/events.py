"""What happened on the exchange, as the venue's events say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import UNSET

from ...schema import account
from ...schema.kinds import Message
from ..exchange.events import AccountPosition, BalanceChange, Event, Execution, ExternalLock, ListChange
from ..messages import decimal_text

_TIMES = ("transact_time", "order_creation_time", "working_time", "trailing_time")
_AMOUNTS = frozenset(
    {
        "orig_qty",
        "price",
        "stop_price",
        "iceberg_qty",
        "last_qty",
        "executed_qty",
        "last_price",
        "cummulative_quote_qty",
        "quote_qty",
        "orig_quote_order_qty",
        "prevented_qty",
        "last_prevented_qty",
        "prevented_execution_qty",
        "prevented_execution_price",
        "prevented_execution_quote_qty",
        "pegged_price",
    }
)


def event_of(event: Event, now: int, unit: int) -> Message:
    """The event as it is sent at `now`, its times in units of so many µs."""
    return _MAKE[type(event)](event, now // unit, unit)


def _report(event: Execution, sent: int, unit: int) -> Message:
    fields: dict[str, Any] = {}
    for name, value in msgspec.structs.asdict(event).items():
        if value is None:
            fields[name] = UNSET
        elif name in _TIMES:
            fields[name] = value if value < 0 else value // unit
        else:
            fields[name] = decimal_text(value) if name in _AMOUNTS else value
    fields["commission"] = decimal_text(event.commission) if event.commission_asset else "0"
    fields["commission_asset"] = event.commission_asset
    return account.ExecutionReport(event_time=sent, **fields)


def _position(event: AccountPosition, sent: int, unit: int) -> Message:
    balances = [
        account.Balance(asset=each.asset, free=decimal_text(each.free), locked=decimal_text(each.locked))
        for each in event.balances
    ]
    return account.OutboundAccountPosition(event_time=sent, update_time=event.update_time // unit, balances=balances)


def _balance(event: BalanceChange, sent: int, unit: int) -> Message:
    delta = decimal_text(event.free_qty_delta)
    return account.BalanceUpdate(
        event_time=sent, asset=event.asset, free_qty_delta=delta, clear_time=event.clear_time // unit
    )


def _lock(event: ExternalLock, sent: int, unit: int) -> Message:
    delta = decimal_text(event.locked_qty_delta)
    return account.ExternalLockUpdate(
        event_time=sent, asset=event.asset, locked_qty_delta=delta, clear_time=event.clear_time // unit
    )


def _list(event: ListChange, sent: int, unit: int) -> Message:
    return account.ListStatus(
        event_time=sent,
        symbol=event.symbol,
        order_list_id=event.order_list_id,
        contingency_type=event.contingency_type,
        list_status_type=event.list_status_type,
        list_order_status=event.list_order_status,
        reject_reason=event.reject_reason,
        list_client_order_id=event.list_client_order_id,
        transact_time=event.transact_time // unit,
        orders=[account.ListOrder(**msgspec.structs.asdict(each)) for each in event.orders],
    )


_MAKE: dict[type, Callable[[Any, int, int], Message]] = {
    Execution: _report,
    AccountPosition: _position,
    BalanceChange: _balance,
    ExternalLock: _lock,
    ListChange: _list,
}
