"""The messages of the venue as msgspec Structs: each described once, decodable and encodable by msgspec alone.

Fields hold what the wire holds: times are ms (µs on a microsecond connection), prices and quantities are the
venue's decimal text. `tickwire.decode` and the handlers work with nanoseconds and exact integers instead.
"""

from .control import ControlError, ControlReply, ControlRequest
from .kinds import Message
from .market import (
    MARKET_MESSAGES,
    AggTrade,
    AvgPrice,
    BlockTrade,
    BookTicker,
    Candle,
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
from .streams import StreamName, parse_stream, stream_name

__all__ = [
    "MARKET_MESSAGES",
    "AggTrade",
    "AvgPrice",
    "BlockTrade",
    "BookTicker",
    "Candle",
    "ControlError",
    "ControlReply",
    "ControlRequest",
    "DepthUpdate",
    "Kline",
    "Message",
    "MiniTicker",
    "PartialDepth",
    "ReferencePrice",
    "RollingTicker",
    "ServerShutdown",
    "StreamName",
    "Ticker",
    "Trade",
    "parse_stream",
    "stream_name",
]
