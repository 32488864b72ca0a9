"""Streams that were not captured in any number, worked out from the trades and the book that were."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

import msgspec

from tickwire import schema

from .frames import envelope
from .tape import tape, trades

MINUTE = 60_000
DAY = 86_400_000


class DepthFrame(msgspec.Struct):
    """A depth update in its envelope."""

    stream: str
    data: schema.DepthUpdate


def agg_trades() -> Iterator[bytes]:
    """Trades of one instant, price and side joined into one event, as the venue does it."""
    ticks = groupby(trades(), key=lambda t: (t.transact_time, t.price, t.is_buyer_maker))
    for number, (_, group) in enumerate(ticks):
        fills = list(group)
        last = fills[-1]
        message = schema.AggTrade(
            event_time=last.event_time,
            symbol=last.symbol,
            agg_trade_id=640_283_266 + number,
            price=last.price,
            qty=f"{sum(Decimal(t.qty) for t in fills):.8f}",
            first_trade_id=fills[0].trade_id,
            last_trade_id=last.trade_id,
            transact_time=last.transact_time,
            is_buyer_maker=last.is_buyer_maker,
            is_best_match=True,
        )
        yield envelope(f"{last.symbol.lower()}@aggTrade", message)


def klines() -> Iterator[bytes]:
    """The one-minute candle after every trade."""
    for minute, group in groupby(trades(), key=lambda t: t.transact_time // MINUTE):
        fills: list[schema.Trade] = []
        for trade in group:
            fills.append(trade)
            event = schema.Kline(event_time=trade.event_time, symbol=trade.symbol, candle=_candle(minute, fills))
            yield envelope(f"{trade.symbol.lower()}@kline_1m", event)


def _candle(minute: int, fills: list[schema.Trade]) -> schema.Candle:
    volume, value, bought, bought_value = _volumes(fills)
    prices = sorted((t.price for t in fills), key=float)
    return schema.Candle(
        open_time=minute * MINUTE,
        close_time=minute * MINUTE + MINUTE - 1,
        symbol=fills[0].symbol,
        interval="1m",
        first_trade_id=fills[0].trade_id,
        last_trade_id=fills[-1].trade_id,
        open_price=fills[0].price,
        close_price=fills[-1].price,
        high_price=prices[-1],
        low_price=prices[0],
        volume=f"{volume:.8f}",
        num_trades=len(fills),
        is_closed=False,
        quote_volume=f"{value:.8f}",
        taker_buy_base_volume=f"{bought:.8f}",
        taker_buy_quote_volume=f"{bought_value:.8f}",
    )


def _volumes(fills: list[schema.Trade]) -> tuple[float, float, float, float]:
    sizes = [(float(t.qty), float(t.qty) * float(t.price), t.is_buyer_maker) for t in fills]
    bought = [(qty, value) for qty, value, buyer_maker in sizes if not buyer_maker]
    return sum(s[0] for s in sizes), sum(s[1] for s in sizes), sum(b[0] for b in bought), sum(b[1] for b in bought)


def tickers() -> Iterator[bytes]:
    """The 24-hour statistics after every trade, as if the day before it had opened at 2600."""
    volume, value = 471_703.5311, 1_240_180_761.513581
    for trade in trades():
        price, qty = float(trade.price), float(trade.qty)
        volume, value = volume + qty, value + qty * price
        message = schema.Ticker(
            event_time=trade.event_time,
            symbol=trade.symbol,
            price_change=f"{price - 2600:.8f}",
            price_change_percent=f"{(price - 2600) / 26:.3f}",
            weighted_avg_price=f"{value / volume:.8f}",
            prev_close_price="2600.00000000",
            last_price=trade.price,
            last_qty=trade.qty,
            bid_price=f"{price - 0.01:.8f}",
            bid_qty=f"{qty * 3:.8f}",
            ask_price=trade.price,
            ask_qty=f"{qty * 2:.8f}",
            open_price="2600.00000000",
            high_price="2754.32000000",
            low_price="2521.10000000",
            volume=f"{volume:.8f}",
            quote_volume=f"{value:.8f}",
            open_time=trade.event_time - DAY,
            close_time=trade.event_time,
            first_id=trade.trade_id - 1_652_693,
            last_id=trade.trade_id,
            num_trades=1_652_694,
        )
        yield envelope(f"{trade.symbol.lower()}@ticker", message)


class Book:
    """The order book of the tape, moved from update to update: price text to quantity text."""

    def __init__(self) -> None:
        self.bids = dict(tape().snapshot.bids)
        self.asks = dict(tape().snapshot.asks)

    def apply(self, update: schema.DepthUpdate) -> None:
        for side, levels in ((self.bids, update.bids), (self.asks, update.asks)):
            for price, qty in levels:
                if float(qty):
                    side[price] = qty
                else:
                    side.pop(price, None)

    def best(self, count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        bids = sorted(self.bids.items(), key=lambda level: -float(level[0]))
        asks = sorted(self.asks.items(), key=lambda level: float(level[0]))
        return bids[:count], asks[:count]


def partial_depths(levels: int) -> Iterator[bytes]:
    """The best levels of the book after every update, in the venue's form for 5, 10 and 20 of them."""
    stream = f"{tape().symbol.lower()}@depth{levels}@100ms"
    for update, bids, asks in _books(levels):
        yield envelope(stream, schema.PartialDepth(book_update_id=update.last_book_update_id, bids=bids, asks=asks))


def wide_updates(levels: int) -> Iterator[bytes]:
    """The best levels of the book after every update, in the form of a depth update, for more than 20 of them."""
    stream = f"{tape().symbol.lower()}@depth@100ms"
    for update, bids, asks in _books(levels):
        yield envelope(stream, msgspec.structs.replace(update, bids=bids, asks=asks))


def _books(levels: int) -> Iterator[tuple[schema.DepthUpdate, list[tuple[str, str]], list[tuple[str, str]]]]:
    book = Book()
    decoder = msgspec.json.Decoder(DepthFrame)
    for frame in tape().depth_updates:
        update = decoder.decode(frame).data
        book.apply(update)
        yield (update, *book.best(levels))
