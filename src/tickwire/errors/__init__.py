"""The exceptions of tickwire. All derive from `TickwireError`; each names what was wrong and where."""

from __future__ import annotations

from typing import Any, Literal

from .codes import (
    AmendRejected,
    ApiKeyRejected,
    BadApiKeyFormat,
    BadInterval,
    BadParameterCombination,
    BadPrecision,
    BadStrategyType,
    BadSymbol,
    BothOcoOrdersLimit,
    BuyOcoLimitMustBeBelow,
    BuyOcoStopLossMustBeAbove,
    BuyOcoTakeProfitMustBeBelow,
    CancelRejected,
    CancelReplaceFailed,
    CancelReplacePartlyFailed,
    ClientOrderIdInvalid,
    DeprecatedSbeSchema,
    DuplicateSymbols,
    EmptyNewClientOrderId,
    EmptyOrigClientOrderId,
    EngineError,
    EngineTimeout,
    IllegalCharacters,
    InvalidCancelRestrictions,
    InvalidJson,
    InvalidListenKey,
    InvalidMessage,
    InvalidOrderType,
    InvalidParameter,
    InvalidPegOffsetType,
    InvalidPegPriceType,
    InvalidSbeField,
    InvalidSbeHeader,
    InvalidSide,
    InvalidSignature,
    InvalidSymbolStatus,
    InvalidTickerType,
    InvalidTimeInForce,
    InvalidTimestamp,
    InvalidTimeUnit,
    KeyKindNotSupported,
    NewOrderRejected,
    NoDepth,
    NoReferencePrice,
    NoSuchOrder,
    NoTradingWindow,
    OcoIcebergTimeInForce,
    OcoTypeRejected,
    OpoPendingMustBeSell,
    OpoWorkingMustBeBuy,
    OrderArchived,
    ParameterEmpty,
    ParameterMissing,
    ParameterNotRequired,
    ParameterOverflow,
    PendingParameterNotRequired,
    RecvWindowTooLong,
    SbeDisabled,
    SellOcoLimitMustBeAbove,
    SellOcoStopLossMustBeBelow,
    SellOcoTakeProfitMustBeAbove,
    ServerBusy,
    ServiceShuttingDown,
    SubscriptionActive,
    SubscriptionInactive,
    SymbolStatusMismatch,
    TimeInForceNotRequired,
    TimeRangeTooLong,
    TooManyOpenConnections,
    TooManyOrders,
    TooManyParameters,
    TooManySubscriptions,
    Unauthorized,
    UnexpectedResponse,
    UnknownFailure,
    UnknownOrderComposition,
    UnknownParameter,
    UnreadParameters,
    UnsupportedOperation,
    UnsupportedSbeSchema,
    VenueDisconnected,
    WorkingParameterRequired,
)
from .refusals import RequestError, RequestLost, RequestsBanned, RequestTimeout, TooManyRequests, request_error
from .root import TickwireError

__all__ = [
    "AddressBanned",
    "AmendRejected",
    "ApiKeyRejected",
    "BadApiKeyFormat",
    "BadInterval",
    "BadParameterCombination",
    "BadPrecision",
    "BadStrategyType",
    "BadSymbol",
    "BothOcoOrdersLimit",
    "BuyOcoLimitMustBeBelow",
    "BuyOcoStopLossMustBeAbove",
    "BuyOcoTakeProfitMustBeBelow",
    "CancelRejected",
    "CancelReplaceFailed",
    "CancelReplacePartlyFailed",
    "CertificateRejected",
    "ClientOrderIdInvalid",
    "ConfigError",
    "ConnectError",
    "ConnectTimeout",
    "ConnectionRefused",
    "DecodeError",
    "DeprecatedSbeSchema",
    "DuplicateSymbols",
    "EmptyNewClientOrderId",
    "EmptyOrigClientOrderId",
    "EngineError",
    "EngineTimeout",
    "FilterViolation",
    "HandshakeRefused",
    "IllegalCharacters",
    "InvalidCancelRestrictions",
    "InvalidJson",
    "InvalidListenKey",
    "InvalidMessage",
    "InvalidOrderType",
    "InvalidParameter",
    "InvalidPegOffsetType",
    "InvalidPegPriceType",
    "InvalidSbeField",
    "InvalidSbeHeader",
    "InvalidSide",
    "InvalidSignature",
    "InvalidSymbolStatus",
    "InvalidTickerType",
    "InvalidTimeInForce",
    "InvalidTimeUnit",
    "InvalidTimestamp",
    "KeyFailed",
    "KeyKindNotSupported",
    "NameLookupFailed",
    "NewOrderRejected",
    "NoDepth",
    "NoReferencePrice",
    "NoSuchOrder",
    "NoTradingWindow",
    "NoWebSocket",
    "NotConnected",
    "OcoIcebergTimeInForce",
    "OcoTypeRejected",
    "OpoPendingMustBeSell",
    "OpoWorkingMustBeBuy",
    "OrderArchived",
    "OrderLimitReached",
    "OrderNotSent",
    "OrderWithdrawn",
    "ParameterEmpty",
    "ParameterMissing",
    "ParameterNotRequired",
    "ParameterOverflow",
    "PendingParameterNotRequired",
    "RecvWindowTooLong",
    "RequestError",
    "RequestLost",
    "RequestTimeout",
    "RequestsBanned",
    "Retry",
    "RiskRefused",
    "SbeDisabled",
    "SellOcoLimitMustBeAbove",
    "SellOcoStopLossMustBeBelow",
    "SellOcoTakeProfitMustBeAbove",
    "ServerBusy",
    "ServiceShuttingDown",
    "SubscriptionActive",
    "SubscriptionInactive",
    "SymbolStatusMismatch",
    "TickwireError",
    "TimeInForceNotRequired",
    "TimeRangeTooLong",
    "TlsFailed",
    "TooManyConnections",
    "TooManyOpenConnections",
    "TooManyOrders",
    "TooManyParameters",
    "TooManyRequests",
    "TooManySubscriptions",
    "TraderStopped",
    "TradingHalted",
    "Unauthorized",
    "UnexpectedResponse",
    "UnknownFailure",
    "UnknownOrderComposition",
    "UnknownParameter",
    "UnreadParameters",
    "UnsupportedOperation",
    "UnsupportedSbeSchema",
    "UrlRefused",
    "VenueDisconnected",
    "WorkingParameterRequired",
    "request_error",
]


class DecodeError(TickwireError, ValueError):
    """Bytes that are no message of the venue's, or a number that does not fit the struct.

    `raw` holds the offending bytes (cut to 1024), `offset` the position of the fault in bytes or None, `stream` the
    name of the stream that carried them or None, `reason` what is wrong with them.
    """

    def __init__(self, reason: str, raw: bytes = b"", offset: int | None = None, stream: str | None = None) -> None:
        self.reason, self.raw, self.offset, self.stream = reason, raw[:1024], offset, stream
        where = f" at byte {offset}" if offset is not None else ""
        source = f" on {stream}" if stream else ""
        excerpt = f": {self.raw[:120]!r}{'…' if len(self.raw) > 120 else ''}" if raw else ""
        super().__init__(f"{reason}{where}{source}{excerpt}")

    def __reduce__(self) -> tuple[type[DecodeError], tuple[str, bytes, int | None, str | None]]:
        return type(self), (self.reason, self.raw, self.offset, self.stream)


class ConfigError(TickwireError, ValueError):
    """An argument or setting that cannot be; the message names it and what it may be."""


Retry = Literal["soon", "slowly", "when told"]


class ConnectError(TickwireError, ConnectionError):
    """No connection could be opened; the subclasses say what was in the way.

    `url` is where, `status` the HTTP status or None, `retry_after` the seconds the venue asked to wait or None. `retry`
    is how a running client goes on: "soon", after tens of milliseconds and then ever later; "slowly", from a second on,
    since it takes somebody to mend it; "when told", after `retry_after`, with all connections to that host.
    """

    retry: Retry = "soon"

    def __init__(self, reason: str, url: str, status: int | None = None, retry_after: float | None = None) -> None:
        self.reason, self.url, self.status, self.retry_after = reason, url, status, retry_after
        super().__init__(f"{url}: {reason}")

    def __reduce__(self) -> tuple[type[ConnectError], tuple[str, str, int | None, float | None]]:
        return type(self), (self.reason, self.url, self.status, self.retry_after)


class NameLookupFailed(ConnectError):
    """The host's name was not found, or no name server answered."""


class ConnectionRefused(ConnectError):
    """Nobody listens at the port, or the network does not lead there."""


class ConnectTimeout(ConnectError):
    """Nobody answered in time."""


class TlsFailed(ConnectError):
    """No encrypted connection came about."""

    retry = "slowly"


class CertificateRejected(TlsFailed):
    """The certificate is not trusted, has expired, or is another host's."""


class NoWebSocket(ConnectError):
    """Something else than a WebSocket server answered, or it hung up before it did."""


class HandshakeRefused(ConnectError):
    """The server answered the handshake with an HTTP error, 5xx."""


class UrlRefused(HandshakeRefused):
    """The server answered the handshake with 4xx: the same request will hardly do better."""

    retry: Retry = "slowly"


class TooManyConnections(UrlRefused):
    """HTTP 429: too many connections from this address."""

    retry = "when told"


class AddressBanned(TooManyConnections):
    """HTTP 418: this address is banned for a while, having gone on after 429."""


class OrderNotSent(TickwireError):
    """An order was refused here, before anything was sent. `rule` is what refuses it, `reason` names the numbers,
    `symbol` is the order's; the subclasses say whose rule it is.
    """

    def __init__(self, rule: str, reason: str, symbol: str = "") -> None:
        self.rule, self.reason, self.symbol = rule, reason, symbol
        super().__init__(": ".join(filter(None, (symbol, rule, reason))))

    def __reduce__(self) -> tuple[type[OrderNotSent], tuple[str, str, str]]:
        return type(self), (self.rule, self.reason, self.symbol)


class FilterViolation(OrderNotSent, ValueError):
    """The venue would not take the order: `rule` is its filter, such as PRICE_FILTER, or what the symbol forbids."""


class RiskRefused(OrderNotSent):
    """A guard that was turned on would not have the order sent: `rule` is its name, such as MaxNotional."""

    @property
    def guard(self) -> str:
        """The guard's name."""
        return self.rule


class NotConnected(OrderNotSent):
    """No connection to the venue is open, or the last one was lost before the order was sent."""


class TradingHalted(OrderNotSent):
    """The kill switch is on."""


class KeyFailed(TickwireError):
    """A key of one's own did not sign: `sign` raised, as the message says. Nothing was sent."""


class TraderStopped(TickwireError):
    """The trader stopped while an outcome was waited for: what it is at the venue is not known here."""


class OrderNotPlaced(TickwireError):
    """The order was sent, its fate was in doubt, and it is proven that the venue does not have it."""


class OrderWithdrawn(OrderNotSent):
    """The order waited for the venue's limits, and was cancelled before its turn came."""


class OrderLimitReached(OrderNotSent):
    """The venue's limit of orders or of weight leaves no room; there will be some after `retry_after` seconds."""

    def __init__(self, rule: str, reason: str, symbol: str = "", retry_after: float = 0.0) -> None:
        self.retry_after = retry_after
        super().__init__(rule, reason, symbol)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.rule, self.reason, self.symbol, self.retry_after)
