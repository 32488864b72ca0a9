"""Requests on the venue's WebSocket API, its replies, and the rows of market data in them.

Rows come in other forms than the messages of the streams: whole words for keys, or no keys at all.

Source: https://developers.binance.com/docs/binance-spot-api-docs/websocket-api
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from .control import RequestId
from .enums import RateLimitInterval, RateLimitType
from .reading import read
from .structs import without_secrets

OK = 200


class ApiRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request; `id` comes back in the reply. Its repr does not show keys and signatures."""

    id: int | str
    method: str
    params: dict[str, Any] | UnsetType = UNSET

    def __repr__(self) -> str:
        return f"ApiRequest({', '.join(f'{name}={value!r}' for name, value in self.__rich_repr__())})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        shown = [] if isinstance(self.params, UnsetType) else [("params", without_secrets(self.params))]
        return [("id", self.id), ("method", self.method), *shown]


class ApiError(msgspec.Struct, frozen=True):
    """Why the venue refused a request. `data` holds `retryAfter`, an instant, when too much was asked."""

    code: int
    msg: str
    data: dict[str, Any] | None = None


class RateLimit(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One of the venue's limits and how much of it the address, or the account, has used in the window of now.

    `exchangeInfo` names the limits alone: `count` is None.
    """

    rate_limit_type: RateLimitType
    interval: RateLimitInterval
    interval_num: int
    limit: int
    count: int | None = None


class ApiReply(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A frame of the WebSocket API: with `status` the answer to a request, with `event` an event nobody asked for.

    `result` and `event` are JSON, a view of the frame they came in.
    """

    id: RequestId = None
    status: int = 0
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: ApiError | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    event: msgspec.Raw | UnsetType = UNSET

    @property
    def failure(self) -> ApiError | None:
        """Why there is no result; None when there is one.

        The venue's page has an error as the result of a request that succeeded, of `referencePrice`.
        """
        if self.error is not None:
            return self.error
        if self.status == OK and bytes(memoryview(self.result)[:8]) == b'{"code":':
            return _error_in(self.result)
        return None


def _error_in(result: msgspec.Raw) -> ApiError | None:
    try:
        error: ApiError = read(result, ApiError)
    except msgspec.DecodeError:
        return None
    return error


class ServerTime(msgspec.Struct, frozen=True, rename="camel"):
    """What the venue's clock shows."""

    server_time: int


class TradeRow(msgspec.Struct, frozen=True, rename="camel"):
    """A trade of `trades.recent` and `trades.historical`."""

    id: int
    price: str
    qty: str
    quote_qty: str
    time: int
    is_buyer_maker: bool
    is_best_match: bool = True


class AggTradeRow(msgspec.Struct, frozen=True):
    """An aggregate trade of `trades.aggregate`: an `AggTrade` without event and symbol."""

    agg_trade_id: int = msgspec.field(name="a")
    price: str = msgspec.field(name="p")
    qty: str = msgspec.field(name="q")
    first_trade_id: int = msgspec.field(name="f")
    last_trade_id: int = msgspec.field(name="l")
    transact_time: int = msgspec.field(name="T")
    is_buyer_maker: bool = msgspec.field(name="m")
    is_best_match: bool = msgspec.field(name="M", default=True)


class CandleRow(msgspec.Struct, frozen=True, array_like=True):
    """A candle of `klines`. Which trades it is made of is not told."""

    open_time: int
    open_price: str
    high_price: str
    low_price: str
    close_price: str
    volume: str
    close_time: int
    quote_volume: str
    num_trades: int
    taker_buy_base_volume: str
    taker_buy_quote_volume: str
