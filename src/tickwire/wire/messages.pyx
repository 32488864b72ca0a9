# Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`.
"""Views of the messages: each owns its data and may be kept for ever."""

cimport cython
from libc.stdlib cimport free

from tickwire.wire cimport view

from tickwire.wire.view cimport (
    age_us,
    as_decimal,
    as_float,
    as_mantissa,
    as_optional,
    as_text,
    copy_levels,
    levels_of,
    symbol_str,
)

from tickwire.wire import reference

cdef str BUY = "BUY"
cdef str SELL = "SELL"



@cython.final
@cython.freelist(64)
cdef class AggTrade:
    """Fills of one aggressing order at one price, reported as one event."""

    __match_args__ = ('event_time', 'symbol', 'agg_trade_id', 'price', 'qty', 'first_trade_id', 'last_trade_id', 'transact_time', 'is_buyer_maker', 'is_best_match')
    kind = 1

    def __init__(self):
        raise TypeError("AggTrade comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def agg_trade_id(self):
        """One more than the event before; a jump is a gap."""
        return self.c.agg_trade_id

    @property
    def price(self):
        """Price of every fill. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Price of every fill. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Price of every fill. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def qty(self):
        """Sum of the fills. As a float, the nearest to the venue's text."""
        return as_float(self.c.qty, self.c.qty_exponent)

    @property
    def qty_decimal(self):
        """Sum of the fills. As an exact Decimal."""
        return as_decimal(self.c.qty, self.c.qty_exponent)

    @property
    def qty_mantissa(self):
        """Sum of the fills. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.qty)

    @property
    def first_trade_id(self):
        """First fill."""
        return self.c.first_trade_id

    @property
    def last_trade_id(self):
        """Last fill."""
        return self.c.last_trade_id

    @property
    def transact_time(self):
        """When the fills happened."""
        return self.c.transact_time

    @property
    def is_buyer_maker(self):
        """True: the seller was the aggressor."""
        return self.c.is_buyer_maker != 0

    @property
    def aggressor(self):
        """The side that crossed the spread: "BUY" or "SELL"."""
        return SELL if self.c.is_buyer_maker else BUY

    @property
    def is_best_match(self):
        """Always true; the venue says to ignore it."""
        return as_optional(self.c.is_best_match)

    def to_struct(self):
        """The same message as a `tickwire.schema.AggTrade`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not AggTrade:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<AggTrade>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_agg_trade(const header_t *message):
    cdef AggTrade fresh = AggTrade.__new__(AggTrade)
    fresh.c = (<const agg_trade_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class Trade:
    """One trade between one buyer and one seller."""

    __match_args__ = ('event_time', 'symbol', 'trade_id', 'price', 'qty', 'transact_time', 'is_buyer_maker', 'is_best_match')
    kind = 2

    def __init__(self):
        raise TypeError("Trade comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def trade_id(self):
        """One more than the trade before; a jump is a gap."""
        return self.c.trade_id

    @property
    def price(self):
        """Price. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Price. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def qty(self):
        """Quantity. As a float, the nearest to the venue's text."""
        return as_float(self.c.qty, self.c.qty_exponent)

    @property
    def qty_decimal(self):
        """Quantity. As an exact Decimal."""
        return as_decimal(self.c.qty, self.c.qty_exponent)

    @property
    def qty_mantissa(self):
        """Quantity. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.qty)

    @property
    def transact_time(self):
        """When the trade happened."""
        return self.c.transact_time

    @property
    def is_buyer_maker(self):
        """True: the seller was the aggressor."""
        return self.c.is_buyer_maker != 0

    @property
    def aggressor(self):
        """The side that crossed the spread: "BUY" or "SELL"."""
        return SELL if self.c.is_buyer_maker else BUY

    @property
    def is_best_match(self):
        """Always true; the venue says to ignore it."""
        return as_optional(self.c.is_best_match)

    def to_struct(self):
        """The same message as a `tickwire.schema.Trade`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not Trade:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<Trade>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_trade(const header_t *message):
    cdef Trade fresh = Trade.__new__(Trade)
    fresh.c = (<const trade_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class BlockTrade:
    """One trade negotiated outside the order book."""

    __match_args__ = ('event_time', 'symbol', 'block_trade_id', 'price', 'qty', 'transact_time', 'is_buyer_maker')
    kind = 3

    def __init__(self):
        raise TypeError("BlockTrade comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def block_trade_id(self):
        """Id in a space of its own, apart from trade ids."""
        return self.c.block_trade_id

    @property
    def price(self):
        """Price. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Price. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def qty(self):
        """Quantity. As a float, the nearest to the venue's text."""
        return as_float(self.c.qty, self.c.qty_exponent)

    @property
    def qty_decimal(self):
        """Quantity. As an exact Decimal."""
        return as_decimal(self.c.qty, self.c.qty_exponent)

    @property
    def qty_mantissa(self):
        """Quantity. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.qty)

    @property
    def transact_time(self):
        """When the trade happened."""
        return self.c.transact_time

    @property
    def is_buyer_maker(self):
        """True: the seller was the aggressor."""
        return self.c.is_buyer_maker != 0

    @property
    def aggressor(self):
        """The side that crossed the spread: "BUY" or "SELL"."""
        return SELL if self.c.is_buyer_maker else BUY

    def to_struct(self):
        """The same message as a `tickwire.schema.BlockTrade`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not BlockTrade:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<BlockTrade>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_block_trade(const header_t *message):
    cdef BlockTrade fresh = BlockTrade.__new__(BlockTrade)
    fresh.c = (<const block_trade_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class Kline:
    """The current candle of an interval, sent every second or two while it forms and once when it closes."""

    __match_args__ = ('event_time', 'symbol', 'open_time', 'close_time', 'interval', 'first_trade_id', 'last_trade_id', 'open_price', 'close_price', 'high_price', 'low_price', 'volume', 'num_trades', 'is_closed', 'quote_volume', 'taker_buy_base_volume', 'taker_buy_quote_volume')
    kind = 4

    def __init__(self):
        raise TypeError("Kline comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def open_time(self):
        """Start of the candle."""
        return self.c.open_time

    @property
    def close_time(self):
        """Last instant of the candle."""
        return self.c.close_time

    @property
    def interval(self):
        """1s, 1m, 3m, ..., 1M."""
        return as_text(self.c.interval)

    @property
    def first_trade_id(self):
        """First trade in the candle, -1 when there is none."""
        return self.c.first_trade_id

    @property
    def last_trade_id(self):
        """Last trade in the candle, -1 when there is none."""
        return self.c.last_trade_id

    @property
    def open_price(self):
        """First price. As a float, the nearest to the venue's text."""
        return as_float(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_decimal(self):
        """First price. As an exact Decimal."""
        return as_decimal(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_mantissa(self):
        """First price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.open_price)

    @property
    def close_price(self):
        """Last price so far. As a float, the nearest to the venue's text."""
        return as_float(self.c.close_price, self.c.price_exponent)

    @property
    def close_price_decimal(self):
        """Last price so far. As an exact Decimal."""
        return as_decimal(self.c.close_price, self.c.price_exponent)

    @property
    def close_price_mantissa(self):
        """Last price so far. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.close_price)

    @property
    def high_price(self):
        """Highest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_decimal(self):
        """Highest price. As an exact Decimal."""
        return as_decimal(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_mantissa(self):
        """Highest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.high_price)

    @property
    def low_price(self):
        """Lowest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_decimal(self):
        """Lowest price. As an exact Decimal."""
        return as_decimal(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_mantissa(self):
        """Lowest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.low_price)

    @property
    def volume(self):
        """Traded quantity, in the base asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.volume, self.c.volume_exponent)

    @property
    def volume_decimal(self):
        """Traded quantity, in the base asset. As an exact Decimal."""
        return as_decimal(self.c.volume, self.c.volume_exponent)

    @property
    def volume_mantissa(self):
        """Traded quantity, in the base asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.volume)

    @property
    def volume_exponent(self):
        """The power of ten that scales volume_mantissa."""
        return self.c.volume_exponent

    @property
    def num_trades(self):
        """Number of trades."""
        return self.c.num_trades

    @property
    def is_closed(self):
        """True in the candle's last message."""
        return self.c.is_closed != 0

    @property
    def quote_volume(self):
        """Traded value, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_decimal(self):
        """Traded value, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_mantissa(self):
        """Traded value, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.quote_volume)

    @property
    def quote_volume_exponent(self):
        """The power of ten that scales quote_volume_mantissa."""
        return self.c.quote_volume_exponent

    @property
    def taker_buy_base_volume(self):
        """Quantity bought by aggressors. As a float, the nearest to the venue's text."""
        return as_float(self.c.taker_buy_base_volume, self.c.taker_buy_base_volume_exponent)

    @property
    def taker_buy_base_volume_decimal(self):
        """Quantity bought by aggressors. As an exact Decimal."""
        return as_decimal(self.c.taker_buy_base_volume, self.c.taker_buy_base_volume_exponent)

    @property
    def taker_buy_base_volume_mantissa(self):
        """Quantity bought by aggressors. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.taker_buy_base_volume)

    @property
    def taker_buy_base_volume_exponent(self):
        """The power of ten that scales taker_buy_base_volume_mantissa."""
        return self.c.taker_buy_base_volume_exponent

    @property
    def taker_buy_quote_volume(self):
        """Value bought by aggressors. As a float, the nearest to the venue's text."""
        return as_float(self.c.taker_buy_quote_volume, self.c.taker_buy_quote_volume_exponent)

    @property
    def taker_buy_quote_volume_decimal(self):
        """Value bought by aggressors. As an exact Decimal."""
        return as_decimal(self.c.taker_buy_quote_volume, self.c.taker_buy_quote_volume_exponent)

    @property
    def taker_buy_quote_volume_mantissa(self):
        """Value bought by aggressors. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.taker_buy_quote_volume)

    @property
    def taker_buy_quote_volume_exponent(self):
        """The power of ten that scales taker_buy_quote_volume_mantissa."""
        return self.c.taker_buy_quote_volume_exponent

    def to_struct(self):
        """The same message as a `tickwire.schema.Kline`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not Kline:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<Kline>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_kline(const header_t *message):
    cdef Kline fresh = Kline.__new__(Kline)
    fresh.c = (<const kline_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class MiniTicker:
    """Open, high, low, last and volume of the last 24 hours."""

    __match_args__ = ('event_time', 'symbol', 'last_price', 'open_price', 'high_price', 'low_price', 'volume', 'quote_volume')
    kind = 5

    def __init__(self):
        raise TypeError("MiniTicker comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def last_price(self):
        """Last price. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_decimal(self):
        """Last price. As an exact Decimal."""
        return as_decimal(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_mantissa(self):
        """Last price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_price)

    @property
    def open_price(self):
        """Price 24 hours ago. As a float, the nearest to the venue's text."""
        return as_float(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_decimal(self):
        """Price 24 hours ago. As an exact Decimal."""
        return as_decimal(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_mantissa(self):
        """Price 24 hours ago. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.open_price)

    @property
    def high_price(self):
        """Highest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_decimal(self):
        """Highest price. As an exact Decimal."""
        return as_decimal(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_mantissa(self):
        """Highest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.high_price)

    @property
    def low_price(self):
        """Lowest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_decimal(self):
        """Lowest price. As an exact Decimal."""
        return as_decimal(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_mantissa(self):
        """Lowest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.low_price)

    @property
    def volume(self):
        """Traded quantity, in the base asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.volume, self.c.volume_exponent)

    @property
    def volume_decimal(self):
        """Traded quantity, in the base asset. As an exact Decimal."""
        return as_decimal(self.c.volume, self.c.volume_exponent)

    @property
    def volume_mantissa(self):
        """Traded quantity, in the base asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.volume)

    @property
    def volume_exponent(self):
        """The power of ten that scales volume_mantissa."""
        return self.c.volume_exponent

    @property
    def quote_volume(self):
        """Traded value, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_decimal(self):
        """Traded value, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_mantissa(self):
        """Traded value, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.quote_volume)

    @property
    def quote_volume_exponent(self):
        """The power of ten that scales quote_volume_mantissa."""
        return self.c.quote_volume_exponent

    def to_struct(self):
        """The same message as a `tickwire.schema.MiniTicker`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not MiniTicker:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<MiniTicker>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_mini_ticker(const header_t *message):
    cdef MiniTicker fresh = MiniTicker.__new__(MiniTicker)
    fresh.c = (<const mini_ticker_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class Ticker:
    """Statistics of the last 24 hours with the best bid and offer."""

    __match_args__ = ('event_time', 'symbol', 'price_change', 'price_change_percent', 'weighted_avg_price', 'prev_close_price', 'last_price', 'last_qty', 'bid_price', 'bid_qty', 'ask_price', 'ask_qty', 'open_price', 'high_price', 'low_price', 'volume', 'quote_volume', 'open_time', 'close_time', 'first_id', 'last_id', 'num_trades')
    kind = 6

    def __init__(self):
        raise TypeError("Ticker comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def price_change(self):
        """Last price less the price 24 hours ago. As a float, the nearest to the venue's text."""
        return as_float(self.c.price_change, self.c.price_exponent)

    @property
    def price_change_decimal(self):
        """Last price less the price 24 hours ago. As an exact Decimal."""
        return as_decimal(self.c.price_change, self.c.price_exponent)

    @property
    def price_change_mantissa(self):
        """Last price less the price 24 hours ago. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price_change)

    @property
    def price_change_percent(self):
        """The same in percent. As a float, the nearest to the venue's text."""
        return as_float(self.c.price_change_percent, self.c.price_change_percent_exponent)

    @property
    def price_change_percent_decimal(self):
        """The same in percent. As an exact Decimal."""
        return as_decimal(self.c.price_change_percent, self.c.price_change_percent_exponent)

    @property
    def price_change_percent_mantissa(self):
        """The same in percent. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price_change_percent)

    @property
    def price_change_percent_exponent(self):
        """The power of ten that scales price_change_percent_mantissa."""
        return self.c.price_change_percent_exponent

    @property
    def weighted_avg_price(self):
        """Average price weighted by quantity. As a float, the nearest to the venue's text."""
        return as_float(self.c.weighted_avg_price, self.c.weighted_avg_price_exponent)

    @property
    def weighted_avg_price_decimal(self):
        """Average price weighted by quantity. As an exact Decimal."""
        return as_decimal(self.c.weighted_avg_price, self.c.weighted_avg_price_exponent)

    @property
    def weighted_avg_price_mantissa(self):
        """Average price weighted by quantity. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.weighted_avg_price)

    @property
    def weighted_avg_price_exponent(self):
        """The power of ten that scales weighted_avg_price_mantissa."""
        return self.c.weighted_avg_price_exponent

    @property
    def prev_close_price(self):
        """Price of the last trade before the window. As a float, the nearest to the venue's text."""
        return as_float(self.c.prev_close_price, self.c.price_exponent)

    @property
    def prev_close_price_decimal(self):
        """Price of the last trade before the window. As an exact Decimal."""
        return as_decimal(self.c.prev_close_price, self.c.price_exponent)

    @property
    def prev_close_price_mantissa(self):
        """Price of the last trade before the window. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prev_close_price)

    @property
    def last_price(self):
        """Last price. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_decimal(self):
        """Last price. As an exact Decimal."""
        return as_decimal(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_mantissa(self):
        """Last price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_price)

    @property
    def last_qty(self):
        """Last quantity. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_qty, self.c.qty_exponent)

    @property
    def last_qty_decimal(self):
        """Last quantity. As an exact Decimal."""
        return as_decimal(self.c.last_qty, self.c.qty_exponent)

    @property
    def last_qty_mantissa(self):
        """Last quantity. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_qty)

    @property
    def bid_price(self):
        """Best bid. As a float, the nearest to the venue's text."""
        return as_float(self.c.bid_price, self.c.price_exponent)

    @property
    def bid_price_decimal(self):
        """Best bid. As an exact Decimal."""
        return as_decimal(self.c.bid_price, self.c.price_exponent)

    @property
    def bid_price_mantissa(self):
        """Best bid. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.bid_price)

    @property
    def bid_qty(self):
        """Quantity at the best bid. As a float, the nearest to the venue's text."""
        return as_float(self.c.bid_qty, self.c.qty_exponent)

    @property
    def bid_qty_decimal(self):
        """Quantity at the best bid. As an exact Decimal."""
        return as_decimal(self.c.bid_qty, self.c.qty_exponent)

    @property
    def bid_qty_mantissa(self):
        """Quantity at the best bid. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.bid_qty)

    @property
    def ask_price(self):
        """Best offer. As a float, the nearest to the venue's text."""
        return as_float(self.c.ask_price, self.c.price_exponent)

    @property
    def ask_price_decimal(self):
        """Best offer. As an exact Decimal."""
        return as_decimal(self.c.ask_price, self.c.price_exponent)

    @property
    def ask_price_mantissa(self):
        """Best offer. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.ask_price)

    @property
    def ask_qty(self):
        """Quantity at the best offer. As a float, the nearest to the venue's text."""
        return as_float(self.c.ask_qty, self.c.qty_exponent)

    @property
    def ask_qty_decimal(self):
        """Quantity at the best offer. As an exact Decimal."""
        return as_decimal(self.c.ask_qty, self.c.qty_exponent)

    @property
    def ask_qty_mantissa(self):
        """Quantity at the best offer. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.ask_qty)

    @property
    def open_price(self):
        """Price 24 hours ago. As a float, the nearest to the venue's text."""
        return as_float(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_decimal(self):
        """Price 24 hours ago. As an exact Decimal."""
        return as_decimal(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_mantissa(self):
        """Price 24 hours ago. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.open_price)

    @property
    def high_price(self):
        """Highest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_decimal(self):
        """Highest price. As an exact Decimal."""
        return as_decimal(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_mantissa(self):
        """Highest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.high_price)

    @property
    def low_price(self):
        """Lowest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_decimal(self):
        """Lowest price. As an exact Decimal."""
        return as_decimal(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_mantissa(self):
        """Lowest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.low_price)

    @property
    def volume(self):
        """Traded quantity, in the base asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.volume, self.c.volume_exponent)

    @property
    def volume_decimal(self):
        """Traded quantity, in the base asset. As an exact Decimal."""
        return as_decimal(self.c.volume, self.c.volume_exponent)

    @property
    def volume_mantissa(self):
        """Traded quantity, in the base asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.volume)

    @property
    def volume_exponent(self):
        """The power of ten that scales volume_mantissa."""
        return self.c.volume_exponent

    @property
    def quote_volume(self):
        """Traded value, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_decimal(self):
        """Traded value, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_mantissa(self):
        """Traded value, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.quote_volume)

    @property
    def quote_volume_exponent(self):
        """The power of ten that scales quote_volume_mantissa."""
        return self.c.quote_volume_exponent

    @property
    def open_time(self):
        """Start of the window."""
        return self.c.open_time

    @property
    def close_time(self):
        """End of the window."""
        return self.c.close_time

    @property
    def first_id(self):
        """First trade, -1 when there is none."""
        return self.c.first_id

    @property
    def last_id(self):
        """Last trade, -1 when there is none."""
        return self.c.last_id

    @property
    def num_trades(self):
        """Number of trades."""
        return self.c.num_trades

    def to_struct(self):
        """The same message as a `tickwire.schema.Ticker`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not Ticker:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<Ticker>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_ticker(const header_t *message):
    cdef Ticker fresh = Ticker.__new__(Ticker)
    fresh.c = (<const ticker_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class RollingTicker:
    """Statistics of the last hour, four hours or day."""

    __match_args__ = ('event_type', 'event_time', 'symbol', 'price_change', 'price_change_percent', 'open_price', 'high_price', 'low_price', 'last_price', 'weighted_avg_price', 'volume', 'quote_volume', 'open_time', 'close_time', 'first_id', 'last_id', 'num_trades')
    kind = 7

    def __init__(self):
        raise TypeError("RollingTicker comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def event_type(self):
        """1hTicker, 4hTicker or 1dTicker."""
        return as_text(self.c.event_type)

    @property
    def price_change(self):
        """Last price less the price at the start of the window. As a float, the nearest to the venue's text."""
        return as_float(self.c.price_change, self.c.price_exponent)

    @property
    def price_change_decimal(self):
        """Last price less the price at the start of the window. As an exact Decimal."""
        return as_decimal(self.c.price_change, self.c.price_exponent)

    @property
    def price_change_mantissa(self):
        """Last price less the price at the start of the window. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price_change)

    @property
    def price_change_percent(self):
        """The same in percent. As a float, the nearest to the venue's text."""
        return as_float(self.c.price_change_percent, self.c.price_change_percent_exponent)

    @property
    def price_change_percent_decimal(self):
        """The same in percent. As an exact Decimal."""
        return as_decimal(self.c.price_change_percent, self.c.price_change_percent_exponent)

    @property
    def price_change_percent_mantissa(self):
        """The same in percent. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price_change_percent)

    @property
    def price_change_percent_exponent(self):
        """The power of ten that scales price_change_percent_mantissa."""
        return self.c.price_change_percent_exponent

    @property
    def open_price(self):
        """First price. As a float, the nearest to the venue's text."""
        return as_float(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_decimal(self):
        """First price. As an exact Decimal."""
        return as_decimal(self.c.open_price, self.c.price_exponent)

    @property
    def open_price_mantissa(self):
        """First price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.open_price)

    @property
    def high_price(self):
        """Highest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_decimal(self):
        """Highest price. As an exact Decimal."""
        return as_decimal(self.c.high_price, self.c.price_exponent)

    @property
    def high_price_mantissa(self):
        """Highest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.high_price)

    @property
    def low_price(self):
        """Lowest price. As a float, the nearest to the venue's text."""
        return as_float(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_decimal(self):
        """Lowest price. As an exact Decimal."""
        return as_decimal(self.c.low_price, self.c.price_exponent)

    @property
    def low_price_mantissa(self):
        """Lowest price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.low_price)

    @property
    def last_price(self):
        """Last price. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_decimal(self):
        """Last price. As an exact Decimal."""
        return as_decimal(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_mantissa(self):
        """Last price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_price)

    @property
    def weighted_avg_price(self):
        """Average price weighted by quantity. As a float, the nearest to the venue's text."""
        return as_float(self.c.weighted_avg_price, self.c.weighted_avg_price_exponent)

    @property
    def weighted_avg_price_decimal(self):
        """Average price weighted by quantity. As an exact Decimal."""
        return as_decimal(self.c.weighted_avg_price, self.c.weighted_avg_price_exponent)

    @property
    def weighted_avg_price_mantissa(self):
        """Average price weighted by quantity. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.weighted_avg_price)

    @property
    def weighted_avg_price_exponent(self):
        """The power of ten that scales weighted_avg_price_mantissa."""
        return self.c.weighted_avg_price_exponent

    @property
    def volume(self):
        """Traded quantity, in the base asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.volume, self.c.volume_exponent)

    @property
    def volume_decimal(self):
        """Traded quantity, in the base asset. As an exact Decimal."""
        return as_decimal(self.c.volume, self.c.volume_exponent)

    @property
    def volume_mantissa(self):
        """Traded quantity, in the base asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.volume)

    @property
    def volume_exponent(self):
        """The power of ten that scales volume_mantissa."""
        return self.c.volume_exponent

    @property
    def quote_volume(self):
        """Traded value, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_decimal(self):
        """Traded value, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.quote_volume, self.c.quote_volume_exponent)

    @property
    def quote_volume_mantissa(self):
        """Traded value, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.quote_volume)

    @property
    def quote_volume_exponent(self):
        """The power of ten that scales quote_volume_mantissa."""
        return self.c.quote_volume_exponent

    @property
    def open_time(self):
        """Start of the window, a full minute."""
        return self.c.open_time

    @property
    def close_time(self):
        """Time of the update."""
        return self.c.close_time

    @property
    def first_id(self):
        """First trade, -1 when there is none."""
        return self.c.first_id

    @property
    def last_id(self):
        """Last trade, -1 when there is none."""
        return self.c.last_id

    @property
    def num_trades(self):
        """Number of trades."""
        return self.c.num_trades

    def to_struct(self):
        """The same message as a `tickwire.schema.RollingTicker`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not RollingTicker:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<RollingTicker>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_rolling_ticker(const header_t *message):
    cdef RollingTicker fresh = RollingTicker.__new__(RollingTicker)
    fresh.c = (<const rolling_ticker_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class BookTicker:
    """The best bid or the best offer changed."""

    __match_args__ = ('book_update_id', 'symbol', 'bid_price', 'bid_qty', 'ask_price', 'ask_qty')
    kind = 8

    def __init__(self):
        raise TypeError("BookTicker comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def book_update_id(self):
        """Order book update after which this is the best bid and offer."""
        return self.c.book_update_id

    @property
    def bid_price(self):
        """Best bid. As a float, the nearest to the venue's text."""
        return as_float(self.c.bid_price, self.c.price_exponent)

    @property
    def bid_price_decimal(self):
        """Best bid. As an exact Decimal."""
        return as_decimal(self.c.bid_price, self.c.price_exponent)

    @property
    def bid_price_mantissa(self):
        """Best bid. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.bid_price)

    @property
    def bid_qty(self):
        """Quantity at the best bid. As a float, the nearest to the venue's text."""
        return as_float(self.c.bid_qty, self.c.qty_exponent)

    @property
    def bid_qty_decimal(self):
        """Quantity at the best bid. As an exact Decimal."""
        return as_decimal(self.c.bid_qty, self.c.qty_exponent)

    @property
    def bid_qty_mantissa(self):
        """Quantity at the best bid. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.bid_qty)

    @property
    def ask_price(self):
        """Best offer. As a float, the nearest to the venue's text."""
        return as_float(self.c.ask_price, self.c.price_exponent)

    @property
    def ask_price_decimal(self):
        """Best offer. As an exact Decimal."""
        return as_decimal(self.c.ask_price, self.c.price_exponent)

    @property
    def ask_price_mantissa(self):
        """Best offer. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.ask_price)

    @property
    def ask_qty(self):
        """Quantity at the best offer. As a float, the nearest to the venue's text."""
        return as_float(self.c.ask_qty, self.c.qty_exponent)

    @property
    def ask_qty_decimal(self):
        """Quantity at the best offer. As an exact Decimal."""
        return as_decimal(self.c.ask_qty, self.c.qty_exponent)

    @property
    def ask_qty_mantissa(self):
        """Quantity at the best offer. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.ask_qty)

    def to_struct(self):
        """The same message as a `tickwire.schema.BookTicker`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not BookTicker:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<BookTicker>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_book_ticker(const header_t *message):
    cdef BookTicker fresh = BookTicker.__new__(BookTicker)
    fresh.c = (<const book_ticker_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class AvgPrice:
    """The average price over a few minutes, as the venue's filters use it."""

    __match_args__ = ('event_time', 'symbol', 'interval', 'price', 'close_time')
    kind = 9

    def __init__(self):
        raise TypeError("AvgPrice comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def interval(self):
        """Length of the average, such as 5m."""
        return as_text(self.c.interval)

    @property
    def price(self):
        """Average price. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Average price. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Average price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def close_time(self):
        """Time of the last trade."""
        return self.c.close_time

    def to_struct(self):
        """The same message as a `tickwire.schema.AvgPrice`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not AvgPrice:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<AvgPrice>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_avg_price(const header_t *message):
    cdef AvgPrice fresh = AvgPrice.__new__(AvgPrice)
    fresh.c = (<const avg_price_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class PartialDepth:
    """The best 5, 10 or 20 levels of both sides, whole in every message.

    The wire names no instrument: `symbol` comes from the stream's name."""

    __match_args__ = ('book_update_id', 'bids', 'asks')
    kind = 10

    def __init__(self):
        raise TypeError("PartialDepth comes from the wire: see tickwire.decode")

    def __dealloc__(self):
        free(self.memory)

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def book_update_id(self):
        """Order book update after which the levels stood so."""
        return self.c.book_update_id

    @property
    def bids(self):
        """Highest price first."""
        return levels_of(self, self.c.bids, self.c.num_bids, self.c.price_exponent, self.c.qty_exponent)

    @property
    def asks(self):
        """Lowest price first."""
        return levels_of(self, self.c.asks, self.c.num_asks, self.c.price_exponent, self.c.qty_exponent)

    def to_struct(self):
        """The same message as a `tickwire.schema.PartialDepth`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not PartialDepth:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<PartialDepth>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_partial_depth(const header_t *message):
    cdef PartialDepth fresh = PartialDepth.__new__(PartialDepth)
    fresh.c = (<const partial_depth_t *>message)[0]
    fresh.memory = copy_levels(&fresh.c.bids, fresh.c.num_bids, &fresh.c.asks, fresh.c.num_asks)
    return fresh


@cython.final
@cython.freelist(64)
cdef class DepthUpdate:
    """Levels that changed since the message before, with their new quantity; zero removes the level."""

    __match_args__ = ('event_time', 'symbol', 'first_book_update_id', 'last_book_update_id', 'bids', 'asks')
    kind = 11

    def __init__(self):
        raise TypeError("DepthUpdate comes from the wire: see tickwire.decode")

    def __dealloc__(self):
        free(self.memory)

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def first_book_update_id(self):
        """First order book update in the message."""
        return self.c.first_book_update_id

    @property
    def last_book_update_id(self):
        """Last order book update in the message."""
        return self.c.last_book_update_id

    @property
    def bids(self):
        """Changed bids."""
        return levels_of(self, self.c.bids, self.c.num_bids, self.c.price_exponent, self.c.qty_exponent)

    @property
    def asks(self):
        """Changed asks."""
        return levels_of(self, self.c.asks, self.c.num_asks, self.c.price_exponent, self.c.qty_exponent)

    def to_struct(self):
        """The same message as a `tickwire.schema.DepthUpdate`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not DepthUpdate:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<DepthUpdate>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_depth_update(const header_t *message):
    cdef DepthUpdate fresh = DepthUpdate.__new__(DepthUpdate)
    fresh.c = (<const depth_update_t *>message)[0]
    fresh.memory = copy_levels(&fresh.c.bids, fresh.c.num_bids, &fresh.c.asks, fresh.c.num_asks)
    return fresh


@cython.final
@cython.freelist(64)
cdef class ReferencePrice:
    """The reference price of the price range execution rule."""

    __match_args__ = ('symbol', 'reference_price', 'timestamp')
    kind = 12

    def __init__(self):
        raise TypeError("ReferencePrice comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    @property
    def reference_price(self):
        """Reference price, null when there is none. As a float, the nearest to the venue's text."""
        return as_float(self.c.reference_price, self.c.price_exponent)

    @property
    def reference_price_decimal(self):
        """Reference price, null when there is none. As an exact Decimal."""
        return as_decimal(self.c.reference_price, self.c.price_exponent)

    @property
    def reference_price_mantissa(self):
        """Reference price, null when there is none. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.reference_price)

    @property
    def timestamp(self):
        """Engine time at which it was valid."""
        return self.c.timestamp

    def to_struct(self):
        """The same message as a `tickwire.schema.ReferencePrice`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not ReferencePrice:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<ReferencePrice>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_reference_price(const header_t *message):
    cdef ReferencePrice fresh = ReferencePrice.__new__(ReferencePrice)
    fresh.c = (<const reference_price_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class ServerShutdown:
    """The server is about to go down: open another connection at once. Needs no subscription."""

    __match_args__ = ('event_time',)
    kind = 13

    def __init__(self):
        raise TypeError("ServerShutdown comes from the wire: see tickwire.decode")

    @property
    def symbol(self):
        """The instrument's name."""
        return symbol_str(self.c.symbol)

    @property
    def stream(self):
        """The name of the stream that brought it, empty when unknown."""
        return symbol_str(self.c.stream)

    @property
    def recv_time(self):
        """When this machine read it from the socket, ns since the epoch; 0 when it did not."""
        return self.c.recv_time

    @property
    def event_time(self):
        """When the venue sent it, ns since the epoch; 0 when the message does not say."""
        return self.c.event_time

    @property
    def line(self):
        """Which of several redundant connections brought it."""
        return self.c.line

    @property
    def flags(self):
        """TICKWIRE_LAST_IN_ARRAY and so on."""
        return self.c.flags

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    @property
    def age_us(self):
        """Microseconds from event_time to recv_time; nan when either is unknown."""
        return age_us(<const header_t *>&self.c)

    def to_struct(self):
        """The same message as a `tickwire.schema.ServerShutdown`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not ServerShutdown:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<ServerShutdown>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_server_shutdown(const header_t *message):
    cdef ServerShutdown fresh = ServerShutdown.__new__(ServerShutdown)
    fresh.c = (<const server_shutdown_t *>message)[0]
    return fresh


ctypedef object (*factory_t)(const header_t *)
cdef factory_t[14] FACTORIES
FACTORIES[1] = new_agg_trade
FACTORIES[2] = new_trade
FACTORIES[3] = new_block_trade
FACTORIES[4] = new_kline
FACTORIES[5] = new_mini_ticker
FACTORIES[6] = new_ticker
FACTORIES[7] = new_rolling_ticker
FACTORIES[8] = new_book_ticker
FACTORIES[9] = new_avg_price
FACTORIES[10] = new_partial_depth
FACTORIES[11] = new_depth_update
FACTORIES[12] = new_reference_price
FACTORIES[13] = new_server_shutdown


cdef object new_view(const header_t *message):
    return FACTORIES[message.kind](message)


cdef const header_t *struct_of(object view) except NULL:
    if type(view) is AggTrade:
        return <const header_t *>&(<AggTrade>view).c
    if type(view) is Trade:
        return <const header_t *>&(<Trade>view).c
    if type(view) is BlockTrade:
        return <const header_t *>&(<BlockTrade>view).c
    if type(view) is Kline:
        return <const header_t *>&(<Kline>view).c
    if type(view) is MiniTicker:
        return <const header_t *>&(<MiniTicker>view).c
    if type(view) is Ticker:
        return <const header_t *>&(<Ticker>view).c
    if type(view) is RollingTicker:
        return <const header_t *>&(<RollingTicker>view).c
    if type(view) is BookTicker:
        return <const header_t *>&(<BookTicker>view).c
    if type(view) is AvgPrice:
        return <const header_t *>&(<AvgPrice>view).c
    if type(view) is PartialDepth:
        return <const header_t *>&(<PartialDepth>view).c
    if type(view) is DepthUpdate:
        return <const header_t *>&(<DepthUpdate>view).c
    if type(view) is ReferencePrice:
        return <const header_t *>&(<ReferencePrice>view).c
    if type(view) is ServerShutdown:
        return <const header_t *>&(<ServerShutdown>view).c
    raise TypeError(f"{type(view).__name__} is no message view")


# Kind numbers by view class, as the header of every struct has them.
KINDS = {
    AggTrade: 1,
    Trade: 2,
    BlockTrade: 3,
    Kline: 4,
    MiniTicker: 5,
    Ticker: 6,
    RollingTicker: 7,
    BookTicker: 8,
    AvgPrice: 9,
    PartialDepth: 10,
    DepthUpdate: 11,
    ReferencePrice: 12,
    ServerShutdown: 13,
}
