"""Every public market data message of Binance Spot, described once.

One class a message, one line a field: name, kind, key on the wire, meaning. The C structs, field tables, views, stubs,
numpy dtypes and docs/messages.md are written from this file by `make schema`.

Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
"""

from __future__ import annotations

from .kinds import (
    UNSET,
    Amount,
    BuyerMaker,
    Count,
    Flag,
    Id,
    Levels,
    Message,
    OptionalFlag,
    OptionalPrice,
    Part,
    Price,
    Qty,
    Symbol,
    Text,
    Time,
    key,
)


class AggTrade(Message, event="aggTrade", streams=("{symbol}@aggTrade",)):
    """Fills of one aggressing order at one price, reported as one event."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    agg_trade_id: Id = key("a", "one more than the event before; a jump is a gap")
    price: Price = key("p", "price of every fill")
    qty: Qty = key("q", "sum of the fills")
    first_trade_id: Id = key("f", "first fill")
    last_trade_id: Id = key("l", "last fill")
    transact_time: Time = key("T", "when the fills happened")
    is_buyer_maker: BuyerMaker = key("m", "true: the seller was the aggressor")
    is_best_match: OptionalFlag = key("M", "always true; the venue says to ignore it", default=UNSET)


class Trade(Message, event="trade", streams=("{symbol}@trade",)):
    """One trade between one buyer and one seller."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    trade_id: Id = key("t", "one more than the trade before; a jump is a gap")
    price: Price = key("p", "price")
    qty: Qty = key("q", "quantity")
    transact_time: Time = key("T", "when the trade happened")
    is_buyer_maker: BuyerMaker = key("m", "true: the seller was the aggressor")
    is_best_match: OptionalFlag = key("M", "always true; the venue says to ignore it", default=UNSET)


class BlockTrade(Message, event="blockTrade", streams=("{symbol}@blockTrade",)):
    """One trade negotiated outside the order book."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    block_trade_id: Id = key("t", "id in a space of its own, apart from trade ids")
    price: Price = key("p", "price")
    qty: Qty = key("q", "quantity")
    transact_time: Time = key("T", "when the trade happened")
    is_buyer_maker: BuyerMaker = key("m", "true: the seller was the aggressor")


class Candle(Part):
    """The candle inside a `Kline`."""

    open_time: Time = key("t", "start of the candle")
    close_time: Time = key("T", "last instant of the candle")
    symbol: Symbol = key("s", "instrument")
    interval: Text = key("i", "1s, 1m, 3m, ..., 1M")
    first_trade_id: Id = key("f", "first trade in the candle, -1 when there is none")
    last_trade_id: Id = key("L", "last trade in the candle, -1 when there is none")
    open_price: Price = key("o", "first price")
    close_price: Price = key("c", "last price so far")
    high_price: Price = key("h", "highest price")
    low_price: Price = key("l", "lowest price")
    volume: Amount = key("v", "traded quantity, in the base asset")
    num_trades: Count = key("n", "number of trades")
    is_closed: Flag = key("x", "true in the candle's last message")
    quote_volume: Amount = key("q", "traded value, in the quote asset")
    taker_buy_base_volume: Amount = key("V", "quantity bought by aggressors")
    taker_buy_quote_volume: Amount = key("Q", "value bought by aggressors")


class Kline(Message, event="kline", streams=("{symbol}@kline_{interval}", "{symbol}@kline_{interval}@+08:00")):
    """The current candle of an interval, sent every second or two while it forms and once when it closes."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    candle: Candle = key("k", "the candle")


class MiniTicker(Message, event="24hrMiniTicker", streams=("{symbol}@miniTicker", "!miniTicker@arr")):
    """Open, high, low, last and volume of the last 24 hours."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    last_price: Price = key("c", "last price")
    open_price: Price = key("o", "price 24 hours ago")
    high_price: Price = key("h", "highest price")
    low_price: Price = key("l", "lowest price")
    volume: Amount = key("v", "traded quantity, in the base asset")
    quote_volume: Amount = key("q", "traded value, in the quote asset")


class Ticker(Message, event="24hrTicker", streams=("{symbol}@ticker",)):
    """Statistics of the last 24 hours with the best bid and offer."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    price_change: Price = key("p", "last price less the price 24 hours ago")
    price_change_percent: Amount = key("P", "the same in percent")
    weighted_avg_price: Amount = key("w", "average price weighted by quantity")
    prev_close_price: Price = key("x", "price of the last trade before the window")
    last_price: Price = key("c", "last price")
    last_qty: Qty = key("Q", "last quantity")
    bid_price: Price = key("b", "best bid")
    bid_qty: Qty = key("B", "quantity at the best bid")
    ask_price: Price = key("a", "best offer")
    ask_qty: Qty = key("A", "quantity at the best offer")
    open_price: Price = key("o", "price 24 hours ago")
    high_price: Price = key("h", "highest price")
    low_price: Price = key("l", "lowest price")
    volume: Amount = key("v", "traded quantity, in the base asset")
    quote_volume: Amount = key("q", "traded value, in the quote asset")
    open_time: Time = key("O", "start of the window")
    close_time: Time = key("C", "end of the window")
    first_id: Id = key("F", "first trade, -1 when there is none")
    last_id: Id = key("L", "last trade, -1 when there is none")
    num_trades: Count = key("n", "number of trades")


class RollingTicker(
    Message,
    events=("1hTicker", "4hTicker", "1dTicker"),
    streams=("{symbol}@ticker_{window}", "!ticker_{window}@arr"),
):
    """Statistics of the last hour, four hours or day."""

    event_type: Text = key("e", "1hTicker, 4hTicker or 1dTicker")
    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    price_change: Price = key("p", "last price less the price at the start of the window")
    price_change_percent: Amount = key("P", "the same in percent")
    open_price: Price = key("o", "first price")
    high_price: Price = key("h", "highest price")
    low_price: Price = key("l", "lowest price")
    last_price: Price = key("c", "last price")
    weighted_avg_price: Amount = key("w", "average price weighted by quantity")
    volume: Amount = key("v", "traded quantity, in the base asset")
    quote_volume: Amount = key("q", "traded value, in the quote asset")
    open_time: Time = key("O", "start of the window, a full minute")
    close_time: Time = key("C", "time of the update")
    first_id: Id = key("F", "first trade, -1 when there is none")
    last_id: Id = key("L", "last trade, -1 when there is none")
    num_trades: Count = key("n", "number of trades")


class BookTicker(Message, streams=("{symbol}@bookTicker", "{symbol}@bestBidAsk")):
    """The best bid or the best offer changed. `@bestBidAsk` is its name on an SBE connection."""

    book_update_id: Id = key("u", "order book update after which this is the best bid and offer")
    symbol: Symbol = key("s", "instrument")
    bid_price: Price = key("b", "best bid")
    bid_qty: Qty = key("B", "quantity at the best bid")
    ask_price: Price = key("a", "best offer")
    ask_qty: Qty = key("A", "quantity at the best offer")


class AvgPrice(Message, event="avgPrice", streams=("{symbol}@avgPrice",)):
    """The average price over a few minutes, as the venue's filters use it."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    interval: Text = key("i", "length of the average, such as 5m")
    price: Price = key("w", "average price")
    close_time: Time = key("T", "time of the last trade")


class PartialDepth(Message, streams=("{symbol}@depth{levels}", "{symbol}@depth{levels}@100ms")):
    """The best 5, 10 or 20 levels of both sides, whole in every message.

    The wire names no instrument: `symbol` comes from the stream's name.
    """

    book_update_id: Id = key("lastUpdateId", "order book update after which the levels stood so")
    bids: Levels = key("bids", "highest price first")
    asks: Levels = key("asks", "lowest price first")


class DepthUpdate(Message, event="depthUpdate", streams=("{symbol}@depth", "{symbol}@depth@100ms")):
    """Levels that changed since the message before, with their new quantity; zero removes the level."""

    event_time: Time = key("E", "when the venue sent it")
    symbol: Symbol = key("s", "instrument")
    first_book_update_id: Id = key("U", "first order book update in the message")
    last_book_update_id: Id = key("u", "last order book update in the message")
    bids: Levels = key("b", "changed bids")
    asks: Levels = key("a", "changed asks")


class ReferencePrice(Message, event="referencePrice", streams=("{symbol}@referencePrice",)):
    """The reference price of the price range execution rule."""

    symbol: Symbol = key("s", "instrument")
    reference_price: OptionalPrice = key("r", "reference price, null when there is none")
    timestamp: Time = key("t", "engine time at which it was valid")


class ServerShutdown(Message, event="serverShutdown", streams=("!serverShutdown",)):
    """The server is about to go down: open another connection at once. Needs no subscription."""

    event_time: Time = key("E", "when the venue sent it")


MARKET_MESSAGES: tuple[type[Message], ...] = (
    AggTrade,
    Trade,
    BlockTrade,
    Kline,
    MiniTicker,
    Ticker,
    RollingTicker,
    BookTicker,
    AvgPrice,
    PartialDepth,
    DepthUpdate,
    ReferencePrice,
    ServerShutdown,
)
