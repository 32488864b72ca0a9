"""What may be sent with requests that are no orders: about the market, the session, the account.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api
"""

from __future__ import annotations

from .enums import SymbolStatus
from .structs import Params, SignedParams
from .tickers import TickerType

Symbols = tuple[str, ...]


class ExchangeInfoParams(Params):
    """Of `exchangeInfo`: one symbol, several, those with permissions, or all."""

    excludes = (("symbol", "symbols", "permissions"), ("symbol", "symbol_status"), ("symbols", "symbol_status"))

    symbol: str | None = None
    symbols: Symbols | None = None
    permissions: str | Symbols | None = None
    show_permission_sets: bool | None = None
    symbol_status: SymbolStatus | None = None


class ExecutionRulesParams(Params):
    """Of `executionRules`: one symbol, several, those of a status, or all."""

    excludes = (("symbol", "symbols", "symbol_status"),)

    symbol: str | None = None
    symbols: Symbols | None = None
    symbol_status: SymbolStatus | None = None


class DepthParams(Params):
    """Of `depth`: how many levels of each side, 100 unless given, 5000 at most."""

    symbol: str
    limit: int | None = None
    symbol_status: SymbolStatus | None = None


class RecentTradesParams(Params):
    """Of `trades.recent`: how many, 500 unless given, 1000 at most."""

    symbol: str
    limit: int | None = None


class PastTradesParams(Params):
    """Of `trades.historical`: from a trade on, or the newest."""

    symbol: str
    from_id: int | None = None
    limit: int | None = None


class BlockTradesParams(Params):
    """Of `blockTrades.historical`: from a trade on."""

    symbol: str
    from_id: int
    limit: int | None = None


class AggTradesParams(Params):
    """Of `trades.aggregate`: from a trade on, or of a span of time."""

    excludes = (("from_id", "start_time"), ("from_id", "end_time"))

    symbol: str
    from_id: int | None = None
    start_time: int | None = None
    end_time: int | None = None
    limit: int | None = None


class KlinesParams(Params):
    """Of `klines` and `uiKlines`."""

    symbol: str
    interval: str
    start_time: int | None = None
    end_time: int | None = None
    time_zone: str | None = None
    limit: int | None = None


class SymbolParams(Params):
    """One symbol."""

    symbol: str


class SymbolsParams(Params):
    """Of `ticker.price` and `ticker.book`: one symbol, several, or all."""

    excludes = (("symbol", "symbols"),)

    symbol: str | None = None
    symbols: Symbols | None = None
    symbol_status: SymbolStatus | None = None


class TickerParams(Params):
    """Of `ticker.24hr`: one symbol, several, or all."""

    excludes = (("symbol", "symbols"),)

    symbol: str | None = None
    symbols: Symbols | None = None
    type: TickerType | None = None
    symbol_status: SymbolStatus | None = None


class TradingDayParams(Params):
    """Of `ticker.tradingDay`."""

    needs = (("symbol", "symbols"),)
    excludes = (("symbol", "symbols"),)

    symbol: str | None = None
    symbols: Symbols | None = None
    time_zone: str | None = None
    type: TickerType | None = None
    symbol_status: SymbolStatus | None = None


class RollingTickerParams(Params):
    """Of `ticker`: a window of 1m to 59m, 1h to 23h or 1d to 7d, 1d unless given."""

    needs = (("symbol", "symbols"),)
    excludes = (("symbol", "symbols"),)

    symbol: str | None = None
    symbols: Symbols | None = None
    window_size: str | None = None
    type: TickerType | None = None
    symbol_status: SymbolStatus | None = None


class ReferencePriceCalculationParams(Params):
    """Of `referencePrice.calculation`."""

    symbol: str
    symbol_status: SymbolStatus | None = None


class UnsubscribeParams(Params):
    """Of `userDataStream.unsubscribe`: which subscription, or all."""

    subscription_id: int | None = None


class SignedSymbolParams(SignedParams):
    """One symbol, and who asks."""

    symbol: str


class AccountStatusParams(SignedParams):
    """Of `account.status`."""

    omit_zero_balances: bool | None = None


class OrderStatusParams(SignedParams):
    """Of `order.status`: the order by its id or the client's id."""

    needs = (("order_id", "orig_client_order_id"),)

    symbol: str
    order_id: int | None = None
    orig_client_order_id: str | None = None


class OpenOrdersParams(SignedParams):
    """Of `openOrders.status`: of one symbol, or of all for more weight."""

    symbol: str | None = None


class AllOrdersParams(SignedParams):
    """Of `allOrders`: from an order on, or of a span of at most 24 hours."""

    symbol: str
    order_id: int | None = None
    start_time: int | None = None
    end_time: int | None = None
    limit: int | None = None


class OrderListStatusParams(SignedParams):
    """Of `orderList.status`; `orig_client_order_id` is the list's, and decides when both are given."""

    needs = (("orig_client_order_id", "order_list_id"),)

    orig_client_order_id: str | None = None
    order_list_id: int | None = None


class AllOrderListsParams(SignedParams):
    """Of `allOrderLists`: from a list on, or of a span of at most 24 hours."""

    excludes = (("from_id", "start_time"), ("from_id", "end_time"))

    from_id: int | None = None
    start_time: int | None = None
    end_time: int | None = None
    limit: int | None = None


class MyTradesParams(SignedParams):
    """Of `myTrades`: of an order, from a trade on, or of a span of at most 24 hours."""

    symbol: str
    order_id: int | None = None
    start_time: int | None = None
    end_time: int | None = None
    from_id: int | None = None
    limit: int | None = None


class PreventedMatchesParams(SignedParams):
    """Of `myPreventedMatches`: one of them, or those of an order."""

    needs = (("prevented_match_id", "order_id"),)

    symbol: str
    prevented_match_id: int | None = None
    order_id: int | None = None
    from_prevented_match_id: int | None = None
    limit: int | None = None


class AllocationsParams(SignedParams):
    """Of `myAllocations`."""

    symbol: str
    start_time: int | None = None
    end_time: int | None = None
    from_allocation_id: int | None = None
    limit: int | None = None
    order_id: int | None = None


class AmendmentsParams(SignedParams):
    """Of `order.amendments`."""

    symbol: str
    order_id: int
    from_execution_id: int | None = None
    limit: int | None = None
