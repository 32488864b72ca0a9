"""A feed handler for Binance: market data from the wire to Python, Cython, numba and C callbacks."""

from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import schema
from .client import Client, ClientStats, Stream, StreamStats
from .errors import ConfigError, ConnectError, DecodeError, RequestError, RequestTimeout, TickwireError
from .feed.events import FeedError, FeedStats, HandlerError, Unhandled
from .feed.handler import Handler
from .feed.latest import Latest, latest
from .feed.ring import Ring, ring
from .session import ConnectFailed, Disconnect, FrameRefused, Reconnect, RequestFailed
from .wire.decode import decode
from .wire.json import JsonCodec
from .wire.messages import (
    KINDS,
    AggTrade,
    AvgPrice,
    BlockTrade,
    BookTicker,
    DepthUpdate,
    Kline,
    MiniTicker,
    PartialDepth,
    ReferencePrice,
    RollingTicker,
    ServerShutdown,
    Ticker,
    Trade,
)
from .wire.symbols import symbol_id, symbol_name
from .wire.view import Level, Levels

if TYPE_CHECKING:
    from .feed.numba import cfunc as cfunc
    from .feed.numba import levels as levels
    from .feed.numba import to_float as to_float
    from .wire.arrays import decode_many as decode_many
    from .wire.dtypes import dtype as dtype

__all__ = [
    "KINDS",
    "AggTrade",
    "AvgPrice",
    "BlockTrade",
    "BookTicker",
    "Client",
    "ClientStats",
    "ConfigError",
    "ConnectError",
    "ConnectFailed",
    "DecodeError",
    "DepthUpdate",
    "Disconnect",
    "FeedError",
    "FeedStats",
    "FrameRefused",
    "Handler",
    "HandlerError",
    "JsonCodec",
    "Kline",
    "Latest",
    "Level",
    "Levels",
    "MiniTicker",
    "PartialDepth",
    "Reconnect",
    "ReferencePrice",
    "RequestError",
    "RequestFailed",
    "RequestTimeout",
    "Ring",
    "RollingTicker",
    "ServerShutdown",
    "Stream",
    "StreamStats",
    "Ticker",
    "TickwireError",
    "Trade",
    "Unhandled",
    "__version__",
    "decode",
    "get_include",
    "latest",
    "ring",
    "schema",
    "symbol_id",
    "symbol_name",
]

__version__ = version("tickwire")

# What needs an extra is imported when it is first asked for, and not by `import *`: name to module and extra.
_LAZY = {
    "cfunc": ("tickwire.feed.numba", "numba"),
    "decode_many": ("tickwire.wire.arrays", "numpy"),
    "dtype": ("tickwire.wire.dtypes", "numpy"),
    "levels": ("tickwire.feed.numba", "numba"),
    "to_float": ("tickwire.feed.numba", "numba"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'tickwire' has no attribute {name!r}")
    module, extra = _LAZY[name]
    try:
        return getattr(import_module(module), name)
    except ImportError as missing:
        raise ImportError(f"tickwire.{name} needs {extra}: pip install 'tickwire[{extra}]'") from missing


def __dir__() -> list[str]:
    return sorted([*__all__, *_LAZY])


def get_include() -> str:
    """The directory of the public headers (messages.h, numbers.h) and of the .pxd files' C side, for compilers."""
    return str(Path(__file__).with_name("wire"))
