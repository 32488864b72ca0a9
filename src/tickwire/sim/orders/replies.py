"""Orders as replies show them: every form has the venue's keys in the venue's order."""

from __future__ import annotations

from typing import Any

from ...schema.enums import ResponseType
from ..exchange.orders import Amendment, Fill, Order, OrderList, PreventedMatch
from ..exchange.outcomes import PlacedList
from ..messages import decimal_text

Body = dict[str, Any]


def time_of(time: int, unit: int) -> int:
    """A time in units of so many µs; -1 stays, which stands for never."""
    return time if time < 0 else time // unit


def placed(order: Order, form: ResponseType, unit: int) -> Body:
    """The answer to a new order."""
    body = _ack(order, unit)
    if form is ResponseType.ACK:
        return body
    body |= _figures(order) | _conditional(order, unit)
    body["workingTime"] = time_of(order.working_time, unit)
    if form is ResponseType.FULL:
        body["fills"] = [_fill(each) for each in order.fills]
        if order.prevented_matches:
            body["preventedMatches"] = [_prevented(each) for each in order.prevented_matches]
    if order.working_floor is not None:
        body["workingFloor"] = order.working_floor
    body["selfTradePreventionMode"] = order.self_trade_prevention_mode
    if order.used_sor:
        body["usedSor"] = True
    if order.prevented_matches:
        body["tradeGroupId"] = order.prevented_matches[0].trade_group_id
    return body | _prevention(order) | _peg(order) | _expiry(order)


def cancelled(order: Order, cancel_id: str, unit: int) -> Body:
    """The answer to the cancellation of an order that is in no list."""
    body: Body = {"symbol": order.symbol, "origClientOrderId": order.client_order_id}
    body |= {**_ack(order, unit), "clientOrderId": cancel_id}
    body |= _figures(order) | _conditional(order, unit)
    body["selfTradePreventionMode"] = order.self_trade_prevention_mode
    return body | _prevention(order) | _peg(order)


def listed(orders: OrderList, unit: int) -> Body:
    """A list without the state of its orders."""
    return {
        "orderListId": orders.order_list_id,
        "contingencyType": orders.contingency_type,
        "listStatusType": orders.list_status_type,
        "listOrderStatus": orders.list_order_status,
        "listClientOrderId": orders.list_client_order_id,
        "transactionTime": time_of(orders.time, unit),
        "symbol": orders.symbol,
        "orders": [_listed(each) for each in orders.orders],
    }


def list_placed(made: PlacedList, form: ResponseType, unit: int) -> Body:
    """The answer to a new list, which tells how it was before anything was filled."""
    return {
        **listed(made.order_list, unit),
        "listStatusType": made.list_status_type,
        "listOrderStatus": made.list_order_status,
        "orderReports": [placed(each, form, unit) for each in made.orders],
    }


def list_cancelled(orders: OrderList, cancel_id: str | None, now: int, unit: int) -> Body:
    """The answer to the end of a list, by itself or, with the id of the cancellation, by one of its orders."""
    reports = []
    for each in orders.orders:
        report = cancelled(each, cancel_id or each.client_order_id, unit)
        if cancel_id is None:
            del report["origClientOrderId"]
        reports.append(report)
    return {**listed(orders, unit), "transactionTime": now // unit, "orderReports": reports}


def amended(order: Order, change: Amendment, unit: int) -> Body:
    """The answer to a lower quantity."""
    body: Body = {
        "transactTime": change.time // unit,
        "executionId": change.execution_id,
        "amendedOrder": {
            "symbol": order.symbol,
            "orderId": order.order_id,
            "orderListId": order.order_list_id,
            "origClientOrderId": change.orig_client_order_id,
            "clientOrderId": order.client_order_id,
            "price": decimal_text(order.price),
            "qty": decimal_text(order.orig_qty),
            "executedQty": decimal_text(order.executed_qty),
            "preventedQty": decimal_text(order.prevented_qty),
            "quoteOrderQty": decimal_text(order.orig_quote_order_qty),
            "cumulativeQuoteQty": decimal_text(order.cummulative_quote_qty),
            "status": order.status,
            "timeInForce": order.time_in_force,
            "type": order.type,
            "side": order.side,
            **_conditional(order, unit),
            "workingTime": time_of(order.working_time, unit),
            "selfTradePreventionMode": order.self_trade_prevention_mode,
        },
    }
    if order.order_list is not None:
        body["listStatus"] = _list_status(order.order_list)
    return body


def found(order: Order, unit: int) -> Body:
    """An order as queries show it."""
    body: Body = {
        "symbol": order.symbol,
        "orderId": order.order_id,
        "orderListId": order.order_list_id,
        "clientOrderId": order.client_order_id,
        "price": decimal_text(order.price),
        "origQty": decimal_text(order.orig_qty),
        "executedQty": decimal_text(order.executed_qty),
        "cummulativeQuoteQty": decimal_text(order.cummulative_quote_qty),
        "status": order.status,
        "timeInForce": order.time_in_force,
        "type": order.type,
        "side": order.side,
        "stopPrice": decimal_text(order.stop_price),
        **_trailing(order, unit),
        "icebergQty": decimal_text(order.iceberg_qty),
        "time": order.time // unit,
        "updateTime": order.update_time // unit,
        "isWorking": order.is_working,
        "workingTime": time_of(order.working_time, unit),
        "origQuoteOrderQty": decimal_text(order.orig_quote_order_qty),
        **_strategy(order),
    }
    if order.working_floor is not None:
        body["workingFloor"] = order.working_floor
    body["selfTradePreventionMode"] = order.self_trade_prevention_mode
    if order.used_sor:
        body["usedSor"] = True
    return body | _prevention(order) | _peg(order) | _expiry(order)


def trade(fill: Fill, symbol: str, unit: int) -> Body:
    """A row of `myTrades`."""
    return {"symbol": symbol, "id": fill.trade_id, **_row(fill, unit), "isBestMatch": True}


def allocation(fill: Fill, symbol: str, unit: int) -> Body:
    """A row of `myAllocations`."""
    first = {"symbol": symbol, "allocationId": fill.alloc_id, "allocationType": "SOR"}
    return {**first, **_row(fill, unit), "isAllocator": False}


def prevented_match(match: PreventedMatch, symbol: str, unit: int) -> Body:
    """A row of `myPreventedMatches`."""
    body: Body = {
        "symbol": symbol,
        "preventedMatchId": match.prevented_match_id,
        "takerOrderId": match.taker_order_id,
        "makerSymbol": match.maker_symbol,
        "makerOrderId": match.maker_order_id,
        "tradeGroupId": match.trade_group_id,
        "selfTradePreventionMode": match.mode,
        "price": decimal_text(match.price),
    }
    return body | _prevented_quantities(match) | {"transactTime": match.time // unit}


def amendment(change: Amendment, symbol: str, unit: int) -> Body:
    """A row of `order.amendments`."""
    return {
        "symbol": symbol,
        "orderId": change.order_id,
        "executionId": change.execution_id,
        "origClientOrderId": change.orig_client_order_id,
        "newClientOrderId": change.new_client_order_id,
        "origQty": decimal_text(change.orig_qty),
        "newQty": decimal_text(change.new_qty),
        "time": change.time // unit,
    }


def _row(fill: Fill, unit: int) -> Body:
    return {
        "orderId": fill.order_id,
        "orderListId": fill.order_list_id,
        "price": decimal_text(fill.price),
        "qty": decimal_text(fill.qty),
        "quoteQty": decimal_text(fill.quote_qty),
        "commission": decimal_text(fill.commission),
        "commissionAsset": fill.commission_asset,
        "time": fill.time // unit,
        "isBuyer": fill.is_buyer,
        "isMaker": fill.is_maker,
    }


def _ack(order: Order, unit: int) -> Body:
    return {
        "symbol": order.symbol,
        "orderId": order.order_id,
        "orderListId": order.order_list_id,
        "clientOrderId": order.client_order_id,
        "transactTime": order.update_time // unit,
    }


def _figures(order: Order) -> Body:
    body: Body = {"price": decimal_text(order.price)}
    if order.orig_qty or order.orig_quote_order_qty:  # what sells the proceeds of another order has none yet
        body["origQty"] = decimal_text(order.orig_qty)
    return body | {
        "executedQty": decimal_text(order.executed_qty),
        "origQuoteOrderQty": decimal_text(order.orig_quote_order_qty),
        "cummulativeQuoteQty": decimal_text(order.cummulative_quote_qty),
        "status": order.status,
        "timeInForce": order.time_in_force,
        "type": order.type,
        "side": order.side,
    }


def _conditional(order: Order, unit: int) -> Body:
    """What only some orders have, in replies to orders."""
    body: Body = {"stopPrice": decimal_text(order.stop_price)} if order.stop_price else {}
    body |= _trailing(order, unit)
    if order.iceberg_qty:
        body["icebergQty"] = decimal_text(order.iceberg_qty)
    return body | _strategy(order)


def _trailing(order: Order, unit: int) -> Body:
    if order.trailing_delta is None:
        return {}
    return {"trailingDelta": order.trailing_delta, "trailingTime": time_of(order.trailing_time, unit)}


def _strategy(order: Order) -> Body:
    given = {"strategyId": order.strategy_id, "strategyType": order.strategy_type}
    return {name: value for name, value in given.items() if value is not None}


def _prevention(order: Order) -> Body:
    body: Body = {}
    if order.prevented_match_id is not None:
        body["preventedMatchId"] = order.prevented_match_id
    if order.prevented_qty:
        body["preventedQuantity"] = decimal_text(order.prevented_qty)
    return body


def _peg(order: Order) -> Body:
    body: Body = {
        "pegPriceType": order.peg_price_type,
        "pegOffsetType": order.peg_offset_type,
        "pegOffsetValue": order.peg_offset_value,
        "peggedPrice": None if order.pegged_price is None else decimal_text(order.pegged_price),
    }
    return {name: value for name, value in body.items() if value is not None}


def _expiry(order: Order) -> Body:
    return {} if order.expiry_reason is None else {"expiryReason": order.expiry_reason}


def _fill(fill: Fill) -> Body:
    body: Body = {
        "price": decimal_text(fill.price),
        "qty": decimal_text(fill.qty),
        "commission": decimal_text(fill.commission),
        "commissionAsset": fill.commission_asset,
        "tradeId": fill.trade_id,
    }
    if fill.match_type is not None:
        body = {"matchType": fill.match_type, **body}
    return body if fill.alloc_id is None else {**body, "allocId": fill.alloc_id}


def _prevented(match: PreventedMatch) -> Body:
    body: Body = {
        "preventedMatchId": match.prevented_match_id,
        "makerSymbol": match.maker_symbol,
        "makerOrderId": match.maker_order_id,
        "price": decimal_text(match.price),
    }
    return body | _prevented_quantities(match)


def _prevented_quantities(match: PreventedMatch) -> Body:
    given = {
        "takerPreventedQuantity": match.taker_prevented_qty,
        "makerPreventedQuantity": match.maker_prevented_qty,
    }
    return {name: decimal_text(qty) for name, qty in given.items() if qty is not None}


def _listed(order: Order) -> Body:
    return {"symbol": order.symbol, "orderId": order.order_id, "clientOrderId": order.client_order_id}


def _list_status(orders: OrderList) -> Body:
    return {
        "orderListId": orders.order_list_id,
        "contingencyType": orders.contingency_type,
        "listOrderStatus": orders.list_order_status,
        "listClientOrderId": orders.list_client_order_id,
        "symbol": orders.symbol,
        "orders": [_listed(each) for each in orders.orders],
    }
