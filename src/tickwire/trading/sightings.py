"""What the venue said of an order, whichever way it said it: report, reply, answer to a query, row of a list.

All become a `Sighting`, so that there is one place where an order takes them in, and one table.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET

from ..schema import ExecutionReport
from ..schema.enums import ExecutionType, OrderStatus
from ..session.instants import instant_ns
from ..wire.messages import OrderFill, OrderResponse
from .amounts import amount, not_negative, size, times
from .states import OrderEvent

EVENTS: dict[OrderStatus, OrderEvent] = {
    OrderStatus.NEW: OrderEvent.ACCEPTED,
    OrderStatus.PENDING_NEW: OrderEvent.HELD,
    OrderStatus.PARTIALLY_FILLED: OrderEvent.FILLED_PARTLY,
    OrderStatus.FILLED: OrderEvent.FILLED,
    OrderStatus.CANCELED: OrderEvent.CANCELED,
    OrderStatus.REJECTED: OrderEvent.REJECTED,
    OrderStatus.EXPIRED: OrderEvent.EXPIRED,
    OrderStatus.EXPIRED_IN_MATCH: OrderEvent.EXPIRED,
}


class Fill(msgspec.Struct, frozen=True, kw_only=True):
    """One execution of an order. `number` is its trade id, or for an allocation the complement (~) of its id.

    `time` is the venue's, in ns since the epoch.
    """

    number: int
    price: Decimal
    qty: Decimal
    quote_qty: Decimal
    commission: Decimal
    commission_asset: str
    is_maker: bool
    time: int

    @property
    def trade_id(self) -> int:
        """The venue's id of the trade, -1 for an allocation."""
        return max(self.number, -1)


class Sighting(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an order from one message; None is what the message did not say.

    `filled_qty` is the total, `qty` that of the order as it is now. `created` is when the venue took the order, as
    `time`, which is when it last changed, in ns since the epoch.
    """

    symbol: str
    order_id: int
    client_order_id: str
    event: OrderEvent | None
    time: int
    created: int | None = None
    list_id: int = -1
    is_on_book: bool | None = None
    execution_id: int | None = None
    qty: Decimal | None = None
    filled_qty: Decimal | None = None
    prevented_qty: Decimal | None = None
    pegged_price: Decimal | None = None
    fills: tuple[Fill, ...] = ()
    status: str = ""
    reason: str = ""


def of_report(report: ExecutionReport) -> Sighting:
    """An event of the user stream. Raises ValueError for amounts that are none."""
    prevented = report.prevented_qty
    reason = report.reject_reason if report.expiry_reason is UNSET else report.expiry_reason
    return Sighting(
        symbol=report.symbol,
        order_id=report.order_id,
        client_order_id=report.orig_client_order_id or report.client_order_id,
        event=EVENTS.get(report.order_status),
        time=instant_ns(report.transact_time),
        created=_known_ns(report.order_creation_time),
        list_id=report.order_list_id,
        is_on_book=report.is_working,
        execution_id=report.execution_id,
        qty=size(report.orig_qty),
        filled_qty=size(report.executed_qty),
        prevented_qty=None if prevented is UNSET else size(prevented),
        pegged_price=None if report.pegged_price is UNSET else size(report.pegged_price),
        fills=(_fill_of(report),) if report.execution_type == ExecutionType.TRADE else (),
        status=report.order_status,
        reason="" if reason == "NONE" else reason,
    )


def of_row(row: Any) -> Sighting:
    """A reply to an order, its cancellation or a query: whichever of the usual fields it has.

    Raises ValueError for amounts that are none.
    """
    status = _said(row, "status")
    time = _said(row, "transact_time") or _said(row, "update_time") or 0
    return Sighting(
        symbol=row.symbol,
        order_id=row.order_id,
        client_order_id=_said(row, "orig_client_order_id") or row.client_order_id,
        event=OrderEvent.ACCEPTED if status is None else EVENTS.get(status),
        time=instant_ns(time),
        created=_known_ns(_said(row, "time")),
        list_id=row.order_list_id,
        is_on_book=_said(row, "is_working"),
        qty=_total(row, "orig_qty"),
        filled_qty=_total(row, "executed_qty"),
        prevented_qty=_total(row, "prevented_quantity"),
        pegged_price=_total(row, "pegged_price"),
        fills=tuple(_fill_of_reply(fill, time) for fill in _said(row, "fills") or ()),
        status="NEW" if status is None else status,
        reason=_said(row, "expiry_reason") or "",
    )


def of_response(response: OrderResponse) -> Sighting:
    """As `of_row`, of a reply to an order or a cancellation that was decoded in C."""
    status, time = response.order_status, response.transact_time
    return Sighting(
        symbol=response.symbol,
        order_id=response.order_id,
        client_order_id=response.orig_client_order_id or response.client_order_id,
        event=OrderEvent.ACCEPTED if status is None else EVENTS.get(status),
        time=time,
        list_id=response.order_list_id,
        qty=_decoded(response.orig_qty_decimal),
        filled_qty=_decoded(response.executed_qty_decimal),
        prevented_qty=_decoded(response.prevented_qty_decimal),
        pegged_price=_decoded(response.pegged_price_decimal),
        fills=tuple([_fill_of_response(fill, time) for fill in response.fills or ()]),
        status="NEW" if status is None else status,
        reason=response.expiry_reason or "",
    )


def of_amended(reply: Any) -> Sighting:
    """The reply to an amendment."""
    row = reply.amended_order
    return Sighting(
        symbol=row.symbol,
        order_id=row.order_id,
        client_order_id=row.orig_client_order_id,
        event=EVENTS.get(row.status),
        time=instant_ns(reply.transact_time),
        list_id=row.order_list_id,
        qty=size(row.qty),
        filled_qty=size(row.executed_qty),
        status=row.status,
    )


def of_trade(row: Any) -> Fill:
    """A row of `myTrades`. Raises ValueError for amounts that are none."""
    return _fill_of_row(row, row.id)


def of_allocation(row: Any) -> Fill:
    """A row of `myAllocations`. Raises ValueError for amounts that are none."""
    return _fill_of_row(row, ~row.allocation_id)


_FURTHER = {
    "stop_price": "stopPrice",
    "iceberg_qty": "icebergQty",
    "trailing_delta": "trailingDelta",
    "strategy_id": "strategyId",
    "strategy_type": "strategyType",
    "self_trade_prevention_mode": "selfTradePreventionMode",
    "peg_price_type": "pegPriceType",
    "peg_offset_type": "pegOffsetType",
    "peg_offset_value": "pegOffsetValue",
}


def further_params(row: Any) -> dict[str, Any]:
    """With which further parameters an order was placed, by a report or a row of a list.

    Raises ValueError for amounts that are none.
    """
    params = {name: _said(row, field) for field, name in _FURTHER.items()}
    for name in ("stopPrice", "icebergQty"):  # an order without says 0
        if params[name] is not None and not size(params[name]):
            params[name] = None
    return {name: value for name, value in params.items() if value is not None}


def _fill_of(report: ExecutionReport) -> Fill:
    allocation = report.alloc_id
    is_trade = report.trade_id >= 0 or allocation is UNSET
    return Fill(
        number=report.trade_id if is_trade else ~int(allocation),  # type: ignore[arg-type]  # an int here
        price=size(report.last_price),
        qty=size(report.last_qty),
        quote_qty=size(report.quote_qty),
        commission=amount(report.commission),
        commission_asset=report.commission_asset or "",
        is_maker=report.is_maker,
        time=instant_ns(report.transact_time),
    )


def _fill_of_row(row: Any, number: int) -> Fill:
    return Fill(
        number=number,
        price=size(row.price),
        qty=size(row.qty),
        quote_qty=size(row.quote_qty),
        commission=amount(row.commission),
        commission_asset=row.commission_asset,
        is_maker=row.is_maker,
        time=instant_ns(row.time),
    )


def _fill_of_reply(row: Any, time: int) -> Fill:
    allocation = _said(row, "alloc_id")
    price, qty = size(row.price), size(row.qty)
    return Fill(
        number=row.trade_id if row.trade_id >= 0 or allocation is None else ~allocation,
        price=price,
        qty=qty,
        quote_qty=times(price, qty),
        commission=amount(row.commission),
        commission_asset=row.commission_asset,
        is_maker=False,  # what is filled at once took what was there
        time=instant_ns(time),
    )


def _fill_of_response(fill: OrderFill, time: int) -> Fill:
    allocation = fill.alloc_id
    price, qty = not_negative(fill.price_decimal), not_negative(fill.qty_decimal)
    return Fill(
        number=fill.trade_id if fill.trade_id >= 0 or allocation is None else ~allocation,
        price=price,
        qty=qty,
        quote_qty=times(price, qty),
        commission=fill.commission_decimal,
        commission_asset=fill.commission_asset or "",
        is_maker=False,
        time=time,
    )


def _known_ns(instant: int | None) -> int | None:
    """An instant that may be missing, for which the venue has 0 and -1, too."""
    return instant_ns(instant) if instant is not None and instant > 0 else None


def _said(row: Any, name: str) -> Any:
    value = getattr(row, name, None)
    return None if value is UNSET else value


def _total(row: Any, name: str) -> Decimal | None:
    value = _said(row, name)
    return None if value is None else size(value)


def _decoded(number: Decimal | None) -> Decimal | None:
    return None if number is None else not_negative(number)
