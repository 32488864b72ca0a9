"""A feed handler for Binance: market data from the wire to Python, Cython, numba and C callbacks."""

from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tickwire_command  # noqa: F401 - before all else: see there

from . import errors, schema
from .book import Bbo, Book, BookDrift, BookInvalid, BookStats, BookSwitched, BookSynced, SnapshotRefused
from .client import (
    BooksStats,
    BookStatus,
    Client,
    ClientStats,
    LineStats,
    Query,
    ShardStats,
    SilenceStats,
    Stream,
    StreamFlow,
    StreamStats,
)
from .client.trading import (
    Leg,
    Listening,
    LiveChange,
    LiveList,
    LiveOrder,
    Milestone,
    PreparedOrder,
    Trader,
)
from .errors import (
    AddressBanned,
    CertificateRejected,
    ConfigError,
    ConnectError,
    ConnectionRefused,
    ConnectTimeout,
    DecodeError,
    FilterViolation,
    HandshakeRefused,
    KeyFailed,
    NameLookupFailed,
    NotConnected,
    NoWebSocket,
    OrderLimitReached,
    OrderNotPlaced,
    OrderNotSent,
    OrderWithdrawn,
    RequestError,
    RequestLost,
    RequestsBanned,
    RequestTimeout,
    RiskRefused,
    TickwireError,
    TlsFailed,
    TooManyConnections,
    TooManyRequests,
    TraderStopped,
    TradingHalted,
    UrlRefused,
)
from .feed.account_dispatch import AccountDispatch
from .feed.events import FeedError, FeedStats, Gap, HandlerError, Late, SlowHandler, Unhandled
from .feed.handler import Handler
from .feed.latest import Latest, latest
from .feed.ring import Ring, ring
from .session import (
    Alive,
    BudgetStats,
    ConnectFailed,
    Disconnect,
    FrameRefused,
    Reconnect,
    Recovery,
    RequestFailed,
    Rotation,
    Stale,
    VenueClock,
)
from .trading import (
    CancelAllRefused,
    Contradiction,
    Credentials,
    Fill,
    Guards,
    InDoubt,
    Instrument,
    InstrumentChanged,
    Lots,
    MaxNotional,
    MaxOpenOrders,
    MaxOrderRate,
    NoSelfCross,
    Order,
    OrderState,
    Policy,
    PriceBand,
    Quotes,
    Reconciled,
    Resolved,
    Swept,
    Ticks,
    load_credentials,
)
from .wire.decode import decode
from .wire.json import JsonCodec
from .wire.messages import (
    KINDS,
    AggTrade,
    AvgPrice,
    Balance,
    BalanceUpdate,
    BlockTrade,
    BookTicker,
    DepthUpdate,
    EventStreamTerminated,
    ExecutionReport,
    ExternalLockUpdate,
    Kline,
    ListOrder,
    ListStatus,
    MiniTicker,
    OrderFill,
    OrderResponse,
    OutboundAccountPosition,
    PartialDepth,
    ReferencePrice,
    RollingTicker,
    ServerShutdown,
    Ticker,
    Trade,
    UsedLimit,
)
from .wire.symbols import symbol_id, symbol_name
from .wire.view import Level, Levels

if TYPE_CHECKING:
    from .client.paper import PaperVenue as PaperVenue
    from .client.prometheus import MetricsCollector as MetricsCollector
    from .client.prometheus import MetricsServer as MetricsServer
    from .client.prometheus import serve_metrics as serve_metrics
    from .feed.numba import cfunc as cfunc
    from .feed.numba import levels as levels
    from .feed.numba import to_float as to_float
    from .wire.arrays import decode_many as decode_many
    from .wire.dtypes import dtype as dtype

__all__ = [
    "KINDS",
    "AccountDispatch",
    "AddressBanned",
    "AggTrade",
    "Alive",
    "AvgPrice",
    "Balance",
    "BalanceUpdate",
    "Bbo",
    "BlockTrade",
    "Book",
    "BookDrift",
    "BookInvalid",
    "BookStats",
    "BookStatus",
    "BookSwitched",
    "BookSynced",
    "BookTicker",
    "BooksStats",
    "BudgetStats",
    "CancelAllRefused",
    "CertificateRejected",
    "Client",
    "ClientStats",
    "ConfigError",
    "ConnectError",
    "ConnectFailed",
    "ConnectTimeout",
    "ConnectionRefused",
    "Contradiction",
    "Credentials",
    "DecodeError",
    "DepthUpdate",
    "Disconnect",
    "EventStreamTerminated",
    "ExecutionReport",
    "ExternalLockUpdate",
    "FeedError",
    "FeedStats",
    "Fill",
    "FilterViolation",
    "FrameRefused",
    "Gap",
    "Guards",
    "Handler",
    "HandlerError",
    "HandshakeRefused",
    "InDoubt",
    "Instrument",
    "InstrumentChanged",
    "JsonCodec",
    "KeyFailed",
    "Kline",
    "Late",
    "Latest",
    "Leg",
    "Level",
    "Levels",
    "LineStats",
    "ListOrder",
    "ListStatus",
    "Listening",
    "LiveChange",
    "LiveList",
    "LiveOrder",
    "Lots",
    "MaxNotional",
    "MaxOpenOrders",
    "MaxOrderRate",
    "Milestone",
    "MiniTicker",
    "NameLookupFailed",
    "NoSelfCross",
    "NoWebSocket",
    "NotConnected",
    "Order",
    "OrderFill",
    "OrderLimitReached",
    "OrderNotPlaced",
    "OrderNotSent",
    "OrderResponse",
    "OrderState",
    "OrderWithdrawn",
    "OutboundAccountPosition",
    "PartialDepth",
    "Policy",
    "PreparedOrder",
    "PriceBand",
    "Query",
    "Quotes",
    "Reconciled",
    "Reconnect",
    "Recovery",
    "ReferencePrice",
    "RequestError",
    "RequestFailed",
    "RequestLost",
    "RequestTimeout",
    "RequestsBanned",
    "Resolved",
    "Ring",
    "RiskRefused",
    "RollingTicker",
    "Rotation",
    "ServerShutdown",
    "ShardStats",
    "SilenceStats",
    "SlowHandler",
    "SnapshotRefused",
    "Stale",
    "Stream",
    "StreamFlow",
    "StreamStats",
    "Swept",
    "Ticker",
    "Ticks",
    "TickwireError",
    "TlsFailed",
    "TooManyConnections",
    "TooManyRequests",
    "Trade",
    "Trader",
    "TraderStopped",
    "TradingHalted",
    "Unhandled",
    "UrlRefused",
    "UsedLimit",
    "VenueClock",
    "__version__",
    "decode",
    "errors",
    "get_include",
    "latest",
    "load_credentials",
    "ring",
    "schema",
    "symbol_id",
    "symbol_name",
]

__version__ = version("tickwire")

# What needs an extra is imported when it is first asked for, and not by `import *`: name to module and extra.
_LAZY = {
    "PaperVenue": ("tickwire.client.paper", "sim"),
    "MetricsCollector": ("tickwire.client.prometheus", "prometheus"),
    "MetricsServer": ("tickwire.client.prometheus", "prometheus"),
    "cfunc": ("tickwire.feed.numba", "numba"),
    "decode_many": ("tickwire.wire.arrays", "numpy"),
    "dtype": ("tickwire.wire.dtypes", "numpy"),
    "levels": ("tickwire.feed.numba", "numba"),
    "serve_metrics": ("tickwire.client.prometheus", "prometheus"),
    "to_float": ("tickwire.feed.numba", "numba"),
}


def _lazily(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'tickwire' has no attribute {name!r}")
    module, extra = _LAZY[name]
    try:
        return getattr(import_module(module), name)
    except ImportError as missing:
        raise ImportError(f"tickwire.{name} needs {extra}: pip install 'tickwire[{extra}]'") from missing


if not TYPE_CHECKING:  # which would take any name for one of ours
    __getattr__ = _lazily


def __dir__() -> list[str]:
    return sorted([*__all__, *_LAZY])


def get_include() -> str:
    """The directory of the public headers: messages, numbers, request, guard, screen, place, and what these include."""
    return str(Path(__file__).with_name("wire"))
