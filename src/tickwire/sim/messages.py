"""The market's figures as the venue's messages. Amounts come in units of 1e-8, times in µs.

`unit` is the number of µs in one unit of a message's times: 1000, or 1 on a microsecond connection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from ..schema import kinds
from ..schema import market as schema
from ..schema.kinds import Message
from .book import Level
from .instruments import SCALE
from .spans import DAY, Candle, RollingWindow, Span

Payload = Message | Sequence[Message] | msgspec.Raw | bytes
# Called with a stream's name and a function that makes its message for a unit of time.
Publish = Callable[[str, Callable[[int], Payload]], None]


def encoded(payload: Payload) -> bytes:
    """The bytes of a message: JSON, or SBE as it is."""
    return payload if isinstance(payload, bytes) else msgspec.json.encode(payload)


# How long the venue takes from a trade to its message, in µs.
SEND_DELAY = 500


class SentCandle(schema.Candle):
    """A candle with the key `B` that the venue sends and tells everyone to ignore."""

    ignored: kinds.Text = kinds.key("B", "ignore")


def decimal_text(units: int) -> str:
    """Print units of 1e-8 the way the venue does: always eight decimals."""
    whole, fraction = divmod(abs(units), SCALE)
    return f"{'-' if units < 0 else ''}{whole}.{fraction:08d}"


def _levels(levels: Iterable[Level]) -> list[tuple[str, str]]:
    return [(decimal_text(price), decimal_text(qty)) for price, qty in levels]


def sent(time: int, unit: int) -> int:
    """The event time of something that happened at `time`, in units of `unit` µs."""
    return (time + SEND_DELAY) // unit


def trade(symbol: str, time: int, trade_id: int, price: int, qty: int, is_buyer_maker: bool, unit: int) -> schema.Trade:
    """One trade."""
    return schema.Trade(
        event_time=sent(time, unit),
        symbol=symbol,
        trade_id=trade_id,
        price=decimal_text(price),
        qty=decimal_text(qty),
        transact_time=time // unit,
        is_buyer_maker=is_buyer_maker,
        is_best_match=True,
    )


def agg_trade(
    symbol: str, time: int, agg_id: int, price: int, qty: int, first: int, last: int, is_buyer_maker: bool, unit: int
) -> schema.AggTrade:
    """All trades of one order at one price."""
    return schema.AggTrade(
        event_time=sent(time, unit),
        symbol=symbol,
        agg_trade_id=agg_id,
        price=decimal_text(price),
        qty=decimal_text(qty),
        first_trade_id=first,
        last_trade_id=last,
        transact_time=time // unit,
        is_buyer_maker=is_buyer_maker,
        is_best_match=True,
    )


def block_trade(
    symbol: str, time: int, block_id: int, price: int, qty: int, is_buyer_maker: bool, unit: int
) -> schema.BlockTrade:
    """A trade made off the book."""
    return schema.BlockTrade(
        event_time=sent(time, unit),
        symbol=symbol,
        block_trade_id=block_id,
        price=decimal_text(price),
        qty=decimal_text(qty),
        transact_time=time // unit,
        is_buyer_maker=is_buyer_maker,
    )


def book_ticker(symbol: str, update_id: int, bid: Level, ask: Level) -> schema.BookTicker:
    """Best bid and best ask."""
    return schema.BookTicker(
        book_update_id=update_id,
        symbol=symbol,
        bid_price=decimal_text(bid[0]),
        bid_qty=decimal_text(bid[1]),
        ask_price=decimal_text(ask[0]),
        ask_qty=decimal_text(ask[1]),
    )


def partial_depth(update_id: int, bids: Iterable[Level], asks: Iterable[Level]) -> schema.PartialDepth:
    """The best levels of a book, whole."""
    return schema.PartialDepth(book_update_id=update_id, bids=_levels(bids), asks=_levels(asks))


def depth_update(
    symbol: str, time: int, changes: tuple[int, int, list[Level], list[Level]], unit: int
) -> schema.DepthUpdate:
    """The levels that changed."""
    first, last, bids, asks = changes
    return schema.DepthUpdate(
        event_time=sent(time, unit),
        symbol=symbol,
        first_book_update_id=first,
        last_book_update_id=last,
        bids=_levels(bids),
        asks=_levels(asks),
    )


def kline(symbol: str, time: int, candle: Candle, unit: int) -> schema.Kline:
    """The candle that is forming, closed when `time` is its end."""
    span = candle.span
    return schema.Kline(
        event_time=sent(time, unit),
        symbol=symbol,
        candle=SentCandle(
            open_time=candle.start // unit,
            close_time=(candle.end - 1) // unit,
            symbol=symbol,
            interval=candle.interval,
            first_trade_id=span.first_id,
            last_trade_id=span.last_id,
            open_price=decimal_text(span.open),
            close_price=decimal_text(span.close),
            high_price=decimal_text(span.high),
            low_price=decimal_text(span.low),
            volume=decimal_text(span.volume),
            num_trades=span.count,
            is_closed=time >= candle.end,
            quote_volume=decimal_text(span.quote // SCALE),
            taker_buy_base_volume=decimal_text(span.taker_volume),
            taker_buy_quote_volume=decimal_text(span.taker_quote // SCALE),
            ignored="0",
        ),
    )


def mini_ticker(symbol: str, time: int, span: Span, unit: int) -> schema.MiniTicker:
    """24 hours in short."""
    return schema.MiniTicker(
        event_time=sent(time, unit),
        symbol=symbol,
        last_price=decimal_text(span.close),
        open_price=decimal_text(span.open),
        high_price=decimal_text(span.high),
        low_price=decimal_text(span.low),
        volume=decimal_text(span.volume),
        quote_volume=decimal_text(span.quote // SCALE),
    )


def percent(span: Span) -> str:
    """By how much the price changed, in percent."""
    thousandths = abs(span.close - span.open) * 100_000 // span.open
    sign = "-" if span.close < span.open and thousandths else ""
    return f"{sign}{thousandths // 1000}.{thousandths % 1000:03d}"


def average(span: Span) -> str:
    """Average price weighted by quantity; the last price when nothing traded."""
    return decimal_text(span.quote // span.volume if span.volume else span.close)


def ticker(
    symbol: str, time: int, window: RollingWindow, span: Span, bid: Level, ask: Level, unit: int
) -> schema.Ticker:
    """24 hours at length."""
    return schema.Ticker(
        event_time=sent(time, unit),
        symbol=symbol,
        price_change=decimal_text(span.close - span.open),
        price_change_percent=percent(span),
        weighted_avg_price=average(span),
        prev_close_price=decimal_text(window.price_before),
        last_price=decimal_text(span.close),
        last_qty=decimal_text(span.last_qty),
        bid_price=decimal_text(bid[0]),
        bid_qty=decimal_text(bid[1]),
        ask_price=decimal_text(ask[0]),
        ask_qty=decimal_text(ask[1]),
        open_price=decimal_text(span.open),
        high_price=decimal_text(span.high),
        low_price=decimal_text(span.low),
        volume=decimal_text(span.volume),
        quote_volume=decimal_text(span.quote // SCALE),
        open_time=(time - DAY) // unit,
        close_time=time // unit,
        first_id=span.first_id,
        last_id=span.last_id,
        num_trades=span.count,
    )


def rolling_ticker(
    symbol: str, time: int, name: str, window: RollingWindow, span: Span, unit: int
) -> schema.RollingTicker:
    """A window of 1h, 4h or 1d."""
    return schema.RollingTicker(
        event_type=f"{name}Ticker",
        event_time=sent(time, unit),
        symbol=symbol,
        price_change=decimal_text(span.close - span.open),
        price_change_percent=percent(span),
        open_price=decimal_text(span.open),
        high_price=decimal_text(span.high),
        low_price=decimal_text(span.low),
        last_price=decimal_text(span.close),
        weighted_avg_price=average(span),
        volume=decimal_text(span.volume),
        quote_volume=decimal_text(span.quote // SCALE),
        open_time=window.start(time) // unit,
        close_time=time // unit,
        first_id=span.first_id,
        last_id=span.last_id,
        num_trades=span.count,
    )


def avg_price(symbol: str, time: int, span: Span, last_trade_time: int, unit: int) -> schema.AvgPrice:
    """The average of five minutes."""
    return schema.AvgPrice(
        event_time=sent(time, unit),
        symbol=symbol,
        interval="5m",
        price=average(span),
        close_time=last_trade_time // unit,
    )


def reference_price(symbol: str, time: int, price: int | None, unit: int) -> schema.ReferencePrice:
    """The reference price, which may be missing."""
    return schema.ReferencePrice(
        symbol=symbol, reference_price=None if price is None else decimal_text(price), timestamp=time // unit
    )
