"""Every method of the Spot WebSocket API, described once.

Weights, params, results and docs/requests.md follow from here.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from . import account_replies as account
from . import exchange_info as exchange
from . import order_params as trade
from . import orders, tickers
from . import query_params as ask
from .api import AggTradeRow, CandleRow, RateLimit, ServerTime, TradeRow
from .market import PartialDepth
from .method import Method, Security, Weight, by_limit, by_ticker_count, for_each_symbol, with_param
from .structs import NoParams, Params, SignedParams


def _public(name: str, does: str, weight: Weight, params: type[Params], result: Any) -> Method:
    return Method(name=name, does=does, security=Security.NONE, weight=weight, params=params, result=result)


def _session(name: str, does: str, security: Security, params: type[Params], result: Any, **more: Any) -> Method:
    return Method(name=name, does=does, security=security, weight=2, params=params, result=result, **more)


def _order(name: str, does: str, params: type[Params], result: Any, count: int = 0, **more: Any) -> Method:
    """A method that changes something; a success costs nothing but what it adds to the order count."""
    given = {"weight": 1, "is_free": True, "is_question": False, "order_count": count} | more
    return Method(name=name, does=does, security=Security.TRADE, params=params, result=result, **given)


def _data(name: str, does: str, weight: Weight, params: type[Params], result: Any) -> Method:
    return Method(name=name, does=does, security=Security.USER_DATA, weight=weight, params=params, result=result)


_Group = Iterable[Method]

MARKET: _Group = (
    _public("ping", "Nothing, and tells that the connection works.", 1, NoParams, account.Nothing),
    _public("time", "The time by the venue's clock.", 1, NoParams, ServerTime),
    _public("exchangeInfo", "Instruments, filters, limits.", 20, ask.ExchangeInfoParams, exchange.ExchangeInfo),
    _public(
        "executionRules", "How far from the reference price orders may trade.", for_each_symbol(2, 40),
        ask.ExecutionRulesParams, exchange.ExecutionRules,
    ),
    _public("depth", "An order book, up to 5000 levels a side.", by_limit, ask.DepthParams, PartialDepth),
    _public("trades.recent", "The newest trades.", 25, ask.RecentTradesParams, list[TradeRow]),
    _public("trades.historical", "Trades from an id on.", 25, ask.PastTradesParams, list[TradeRow]),
    _public("blockTrades.historical", "Block trades from an id on.", 25, ask.BlockTradesParams, list[TradeRow]),
    _public("trades.aggregate", "Aggregate trades.", 4, ask.AggTradesParams, list[AggTradeRow]),
    _public("klines", "Candles.", 2, ask.KlinesParams, list[CandleRow]),
    _public("uiKlines", "Candles, made ready to be drawn.", 2, ask.KlinesParams, list[CandleRow]),
    _public("avgPrice", "The average price of the last minutes.", 2, ask.SymbolParams, tickers.AveragePrice),
    _public(
        "ticker.24hr", "What happened in the last 24 hours.", by_ticker_count,
        ask.TickerParams, tickers.TickerStats | list[tickers.TickerStats],
    ),
    _public(
        "ticker.tradingDay", "What happened since the day began.", for_each_symbol(4, 200),
        ask.TradingDayParams, tickers.TickerStats | list[tickers.TickerStats],
    ),
    _public(
        "ticker", "What happened in a window of any length.", for_each_symbol(4, 200),
        ask.RollingTickerParams, tickers.TickerStats | list[tickers.TickerStats],
    ),
    _public(
        "ticker.price", "The price of the last trade.", with_param("symbol", 2, 4),
        ask.SymbolsParams, tickers.LastPrice | list[tickers.LastPrice],
    ),
    _public(
        "ticker.book", "The best bid and the best ask.", with_param("symbol", 2, 4),
        ask.SymbolsParams, tickers.BestPrices | list[tickers.BestPrices],
    ),
    _public("referencePrice", "The reference price.", 2, ask.SymbolParams, tickers.ReferencePriceReply),
    _public(
        "referencePrice.calculation", "How the reference price is made.", 2,
        ask.ReferencePriceCalculationParams, tickers.ReferencePriceCalculation,
    ),
)  # fmt: skip

SESSION: _Group = (
    _session(
        "session.logon", "Log the connection on, by an Ed25519 key.", Security.SIGNED,
        SignedParams, account.SessionStatus, is_question=False,
    ),
    _session("session.status", "Who is logged on.", Security.NONE, NoParams, account.SessionStatus),
    _session(
        "session.logout", "Log off; the connection stays.", Security.NONE,
        NoParams, account.SessionStatus, is_question=False,
    ),
    _session(
        "session.subscriptions", "The subscriptions to user events on this connection.", Security.NONE,
        NoParams, list[account.Subscription],
    ),
    _session(
        "userDataStream.subscribe", "Have the user events of the account that is logged on.", Security.USER_STREAM,
        NoParams, account.Subscription, is_question=False,
    ),
    _session(
        "userDataStream.subscribe.signature", "Have the user events of the account that signs.", Security.USER_STREAM,
        SignedParams, account.Subscription, is_question=False,
    ),
    _session(
        "userDataStream.unsubscribe", "End one subscription to user events, or all.", Security.NONE,
        ask.UnsubscribeParams, account.Nothing, is_question=False,
    ),
)  # fmt: skip

TRADING: _Group = (
    _order("order.place", "Place an order.", trade.OrderParams, orders.OrderReply, 1),
    _order(
        "order.test", "Check an order, and tell its commission; nothing is placed.", trade.OrderTestParams,
        orders.OrderTestReply, weight=with_param("computeCommissionRates", 20, 1), is_free=False, is_question=True,
    ),
    _order(
        "order.cancel", "Cancel an order, and the list to which it belongs.", trade.CancelParams,
        orders.OrderReply | orders.OrderListReply, pick=orders.order_or_list,
    ),
    _order(
        "order.cancelReplace", "Cancel an order and place another.", trade.CancelReplaceParams,
        orders.CancelReplaceReply, 1,
    ),
    _order(
        "order.amend.keepPriority", "Lower an order's quantity; it keeps its place in the queue.", trade.AmendParams,
        orders.AmendReply, weight=4, is_free=False,
    ),
    _order(
        "openOrders.cancelAll", "Cancel all orders on a symbol, lists too.", ask.SignedSymbolParams,
        list[orders.OrderReply | orders.OrderListReply], pick=orders.orders_and_lists,
    ),
    _order("orderList.place", "Place an OCO; `orderList.place.oco` is its successor.", trade.OldOcoParams,
           orders.OrderListReply, 2),
    _order("orderList.place.oco", "Place two orders of which one cancels the other.", trade.OcoParams,
           orders.OrderListReply, 2),
    _order("orderList.place.oto", "Place an order, and another when it is filled.", trade.OtoParams,
           orders.OrderListReply, 2),
    _order("orderList.place.otoco", "Place an order, and an OCO when it is filled.", trade.OtocoParams,
           orders.OrderListReply, 3),
    _order("orderList.place.opo", "Buy, and sell what was bought.", trade.OpoParams,
           orders.OrderListReply, 2),
    _order("orderList.place.opoco", "Buy, and sell what was bought by an OCO.", trade.OpocoParams,
           orders.OrderListReply, 3),
    _order("orderList.cancel", "Cancel an order list.", trade.ListCancelParams, orders.OrderListReply),
    _order("sor.order.place", "Place an order by smart order routing.", trade.SorOrderParams,
           list[orders.OrderReply], 1),
    _order(
        "sor.order.test", "Check an order by smart order routing; nothing is placed.", trade.SorTestParams,
        orders.OrderTestReply, weight=with_param("computeCommissionRates", 20, 1), is_free=False, is_question=True,
    ),
)  # fmt: skip

ACCOUNT: _Group = (
    _data("account.status", "Balances and permissions.", 20, ask.AccountStatusParams, account.AccountStatus),
    _data("order.status", "How an order stands.", 4, ask.OrderStatusParams, orders.OrderInfo),
    _data(
        "openOrders.status", "How the open orders stand.", with_param("symbol", 6, 80),
        ask.OpenOrdersParams, list[orders.OrderInfo],
    ),
    _data("allOrders", "Orders on a symbol, open or not.", 20, ask.AllOrdersParams, list[orders.OrderInfo]),
    _data("orderList.status", "How an order list stands.", 4, ask.OrderListStatusParams, orders.OrderListReply),
    _data("openOrderLists.status", "The open order lists.", 6, SignedParams, list[orders.OrderListReply]),
    _data("allOrderLists", "Order lists, open or not.", 20, ask.AllOrderListsParams, list[orders.OrderListReply]),
    _data(
        "myTrades", "Trades of the account on a symbol.", with_param("orderId", 5, 20),
        ask.MyTradesParams, list[account.AccountTrade],
    ),
    _data(
        "account.rateLimits.orders", "How many unfilled orders count just now.", 40, SignedParams, list[RateLimit],
    ),
    _data(
        "myPreventedMatches", "Trades of the account with itself that did not happen.",
        with_param("preventedMatchId", 2, 20), ask.PreventedMatchesParams, list[account.AccountPreventedMatch],
    ),
    _data("myAllocations", "Fills by smart order routing.", 20, ask.AllocationsParams, list[orders.Allocation]),
    _data("account.commission", "What the account pays.", 20, ask.SignedSymbolParams, account.AccountCommission),
    _data("order.amendments", "How an order was amended.", 4, ask.AmendmentsParams, list[orders.Amendment]),
    _data("myFilters", "The filters for the account on a symbol.", 40, ask.SignedSymbolParams, account.AccountFilters),
)  # fmt: skip

METHODS: Mapping[str, Method] = MappingProxyType(
    {method.name: method for group in (MARKET, SESSION, TRADING, ACCOUNT) for method in group}
)
"""Every method by its name."""
