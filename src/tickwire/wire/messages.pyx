# Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`.
"""Views of the messages: each owns its data and may be kept for ever."""

cimport cython
from libc.stdlib cimport free
from libc.string cimport memcmp

from tickwire.wire cimport view

from tickwire.wire.view cimport (
    age_us,
    as_decimal,
    as_float,
    as_label,
    as_mantissa,
    as_name,
    as_optional,
    as_request,
    as_text,
    as_word,
    copy_arrays,
    levels_of,
    symbol_str,
)

from tickwire.wire import reference

cdef str BUY = "BUY"
cdef str SELL = "SELL"



@cython.final
@cython.freelist(16)
cdef class Balance:
    """What an account has of an asset."""

    __match_args__ = ('asset', 'free', 'locked')

    def __init__(self):
        raise TypeError("Balance comes inside a message")

    @property
    def asset(self):
        """Asset."""
        return symbol_str(self.c.asset)

    @property
    def free(self):
        """What can be used. As a float, the nearest to the venue's text."""
        return as_float(self.c.free, self.c.free_exponent)

    @property
    def free_decimal(self):
        """What can be used. As an exact Decimal."""
        return as_decimal(self.c.free, self.c.free_exponent)

    @property
    def free_mantissa(self):
        """What can be used. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.free)

    @property
    def free_exponent(self):
        """The power of ten that scales free_mantissa."""
        return self.c.free_exponent

    @property
    def locked(self):
        """What open orders hold. As a float, the nearest to the venue's text."""
        return as_float(self.c.locked, self.c.locked_exponent)

    @property
    def locked_decimal(self):
        """What open orders hold. As an exact Decimal."""
        return as_decimal(self.c.locked, self.c.locked_exponent)

    @property
    def locked_mantissa(self):
        """What open orders hold. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.locked)

    @property
    def locked_exponent(self):
        """The power of ten that scales locked_mantissa."""
        return self.c.locked_exponent

    def __repr__(self):
        return reference.text_of_part(self)

    def __eq__(self, other):
        if type(other) is not Balance:
            return NotImplemented
        return memcmp(&self.c, &(<Balance>other).c, sizeof(balance_t)) == 0

    def __hash__(self):
        return hash((<const char *>&self.c)[: sizeof(balance_t)])

    def to_struct(self):
        """The same part as a `tickwire.schema.Balance`."""
        return reference.struct_of_part(self)

    def __reduce__(self):
        raise TypeError("Balance cannot be pickled: its message can, and what to_struct makes of it")


cdef tuple balances(const balance_t *first, uint32_t count):
    cdef Balance fresh
    cdef uint32_t i
    cdef list out = []
    for i in range(count):
        fresh = Balance.__new__(Balance)
        fresh.c = first[i]
        out.append(fresh)
    return tuple(out)


@cython.final
@cython.freelist(16)
cdef class ListOrder:
    """An order of a list."""

    __match_args__ = ('symbol', 'order_id', 'client_order_id')

    def __init__(self):
        raise TypeError("ListOrder comes inside a message")

    @property
    def symbol(self):
        """Instrument."""
        return symbol_str(self.c.symbol)

    @property
    def order_id(self):
        """The venue's id of the order."""
        return self.c.order_id

    @property
    def client_order_id(self):
        """The client's id of the order."""
        return as_text(self.c.client_order_id)

    def __repr__(self):
        return reference.text_of_part(self)

    def __eq__(self, other):
        if type(other) is not ListOrder:
            return NotImplemented
        return memcmp(&self.c, &(<ListOrder>other).c, sizeof(list_order_t)) == 0

    def __hash__(self):
        return hash((<const char *>&self.c)[: sizeof(list_order_t)])

    def to_struct(self):
        """The same part as a `tickwire.schema.ListOrder`."""
        return reference.struct_of_part(self)

    def __reduce__(self):
        raise TypeError("ListOrder cannot be pickled: its message can, and what to_struct makes of it")


cdef tuple list_orders(const list_order_t *first, uint32_t count):
    cdef ListOrder fresh
    cdef uint32_t i
    cdef list out = []
    for i in range(count):
        fresh = ListOrder.__new__(ListOrder)
        fresh.c = first[i]
        out.append(fresh)
    return tuple(out)


@cython.final
@cython.freelist(16)
cdef class OrderFill:
    """One execution in the reply to a new order."""

    __match_args__ = ('match_type', 'price', 'qty', 'commission', 'commission_asset', 'trade_id', 'alloc_id')

    def __init__(self):
        raise TypeError("OrderFill comes inside a message")

    @property
    def match_type(self):
        """How the allocation came to be."""
        return as_word(15, self.c.match_type)

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
    def price_exponent(self):
        """The power of ten that scales price_mantissa."""
        return self.c.price_exponent

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
    def qty_exponent(self):
        """The power of ten that scales qty_mantissa."""
        return self.c.qty_exponent

    @property
    def commission(self):
        """Commission. As a float, the nearest to the venue's text."""
        return as_float(self.c.commission, self.c.commission_exponent)

    @property
    def commission_decimal(self):
        """Commission. As an exact Decimal."""
        return as_decimal(self.c.commission, self.c.commission_exponent)

    @property
    def commission_mantissa(self):
        """Commission. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.commission)

    @property
    def commission_exponent(self):
        """The power of ten that scales commission_mantissa."""
        return self.c.commission_exponent

    @property
    def commission_asset(self):
        """What the commission was paid in."""
        return symbol_str(self.c.commission_asset)

    @property
    def trade_id(self):
        """Id of the trade."""
        return self.c.trade_id

    @property
    def alloc_id(self):
        """Id of the allocation."""
        return as_mantissa(self.c.alloc_id)

    def __repr__(self):
        return reference.text_of_part(self)

    def __eq__(self, other):
        if type(other) is not OrderFill:
            return NotImplemented
        return memcmp(&self.c, &(<OrderFill>other).c, sizeof(order_fill_t)) == 0

    def __hash__(self):
        return hash((<const char *>&self.c)[: sizeof(order_fill_t)])

    def to_struct(self):
        """The same part as a `tickwire.schema.OrderFill`."""
        return reference.struct_of_part(self)

    def __reduce__(self):
        raise TypeError("OrderFill cannot be pickled: its message can, and what to_struct makes of it")


cdef tuple order_fills(const order_fill_t *first, uint32_t count):
    cdef OrderFill fresh
    cdef uint32_t i
    cdef list out = []
    for i in range(count):
        fresh = OrderFill.__new__(OrderFill)
        fresh.c = first[i]
        out.append(fresh)
    return tuple(out)


@cython.final
@cython.freelist(16)
cdef class UsedLimit:
    """How much of one of the venue's limits is used."""

    __match_args__ = ('rate_limit_type', 'interval', 'interval_num', 'limit', 'count')

    def __init__(self):
        raise TypeError("UsedLimit comes inside a message")

    @property
    def rate_limit_type(self):
        """What it counts."""
        return as_word(23, self.c.rate_limit_type)

    @property
    def interval(self):
        """Unit of its window."""
        return as_word(24, self.c.interval)

    @property
    def interval_num(self):
        """Length of its window."""
        return self.c.interval_num

    @property
    def limit(self):
        """How many it allows."""
        return self.c.limit

    @property
    def count(self):
        """How many there were in the window of now."""
        return self.c.count

    def __repr__(self):
        return reference.text_of_part(self)

    def __eq__(self, other):
        if type(other) is not UsedLimit:
            return NotImplemented
        return memcmp(&self.c, &(<UsedLimit>other).c, sizeof(used_limit_t)) == 0

    def __hash__(self):
        return hash((<const char *>&self.c)[: sizeof(used_limit_t)])

    def to_struct(self):
        """The same part as a `tickwire.schema.UsedLimit`."""
        return reference.struct_of_part(self)

    def __reduce__(self):
        raise TypeError("UsedLimit cannot be pickled: its message can, and what to_struct makes of it")


cdef tuple used_limits(const used_limit_t *first, uint32_t count):
    cdef UsedLimit fresh
    cdef uint32_t i
    cdef list out = []
    for i in range(count):
        fresh = UsedLimit.__new__(UsedLimit)
        fresh.c = first[i]
        out.append(fresh)
    return tuple(out)


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
    """The best bid or the best offer changed. `@bestBidAsk` is its name on an SBE connection."""

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
    fresh.memory = copy_arrays(<header_t *>&fresh.c)
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
    fresh.memory = copy_arrays(<header_t *>&fresh.c)
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


@cython.final
@cython.freelist(64)
cdef class ExecutionReport:
    """Something happened to an order: it was placed, filled in part or whole, cancelled, amended, or it expired."""

    __match_args__ = ('event_time', 'symbol', 'client_order_id', 'side', 'order_type', 'time_in_force', 'orig_qty', 'price', 'stop_price', 'iceberg_qty', 'order_list_id', 'orig_client_order_id', 'execution_type', 'order_status', 'reject_reason', 'order_id', 'last_qty', 'executed_qty', 'last_price', 'commission', 'commission_asset', 'transact_time', 'trade_id', 'prevented_match_id', 'execution_id', 'is_working', 'is_maker', 'is_best_match', 'order_creation_time', 'cummulative_quote_qty', 'quote_qty', 'orig_quote_order_qty', 'working_time', 'self_trade_prevention_mode', 'trailing_delta', 'trailing_time', 'strategy_id', 'strategy_type', 'prevented_qty', 'last_prevented_qty', 'trade_group_id', 'counter_order_id', 'counter_symbol', 'prevented_execution_qty', 'prevented_execution_price', 'prevented_execution_quote_qty', 'match_type', 'alloc_id', 'working_floor', 'used_sor', 'peg_price_type', 'peg_offset_type', 'peg_offset_value', 'pegged_price', 'expiry_reason', 'order_capacity')
    kind = 14

    def __init__(self):
        raise TypeError("ExecutionReport comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    @property
    def client_order_id(self):
        """The client's id of the order; after a cancellation that of the cancellation."""
        return as_text(self.c.client_order_id)

    @property
    def side(self):
        """Buy or sell."""
        return as_word(0, self.c.side)

    @property
    def order_type(self):
        """Kind of order."""
        return as_word(1, self.c.order_type)

    @property
    def time_in_force(self):
        """How long it stands."""
        return as_word(2, self.c.time_in_force)

    @property
    def orig_qty(self):
        """Quantity of the order. As a float, the nearest to the venue's text."""
        return as_float(self.c.orig_qty, self.c.qty_exponent)

    @property
    def orig_qty_decimal(self):
        """Quantity of the order. As an exact Decimal."""
        return as_decimal(self.c.orig_qty, self.c.qty_exponent)

    @property
    def orig_qty_mantissa(self):
        """Quantity of the order. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.orig_qty)

    @property
    def price(self):
        """Price of the order, 0 for one without. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Price of the order, 0 for one without. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Price of the order, 0 for one without. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def stop_price(self):
        """Stop price, 0 for an order without. As a float, the nearest to the venue's text."""
        return as_float(self.c.stop_price, self.c.price_exponent)

    @property
    def stop_price_decimal(self):
        """Stop price, 0 for an order without. As an exact Decimal."""
        return as_decimal(self.c.stop_price, self.c.price_exponent)

    @property
    def stop_price_mantissa(self):
        """Stop price, 0 for an order without. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.stop_price)

    @property
    def iceberg_qty(self):
        """Visible quantity of an iceberg, else 0. As a float, the nearest to the venue's text."""
        return as_float(self.c.iceberg_qty, self.c.qty_exponent)

    @property
    def iceberg_qty_decimal(self):
        """Visible quantity of an iceberg, else 0. As an exact Decimal."""
        return as_decimal(self.c.iceberg_qty, self.c.qty_exponent)

    @property
    def iceberg_qty_mantissa(self):
        """Visible quantity of an iceberg, else 0. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.iceberg_qty)

    @property
    def order_list_id(self):
        """Id of the order list, -1 when it is in none."""
        return self.c.order_list_id

    @property
    def orig_client_order_id(self):
        """The client's id of the order that was cancelled or amended, else empty."""
        return as_text(self.c.orig_client_order_id)

    @property
    def execution_type(self):
        """What happened."""
        return as_word(4, self.c.execution_type)

    @property
    def order_status(self):
        """Where the order stands now."""
        return as_word(3, self.c.order_status)

    @property
    def reject_reason(self):
        """Why it was rejected, else NONE."""
        return as_word(5, self.c.reject_reason)

    @property
    def order_id(self):
        """The venue's id of the order."""
        return self.c.order_id

    @property
    def last_qty(self):
        """Quantity of this fill. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_qty, self.c.qty_exponent)

    @property
    def last_qty_decimal(self):
        """Quantity of this fill. As an exact Decimal."""
        return as_decimal(self.c.last_qty, self.c.qty_exponent)

    @property
    def last_qty_mantissa(self):
        """Quantity of this fill. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_qty)

    @property
    def executed_qty(self):
        """Quantity filled so far. As a float, the nearest to the venue's text."""
        return as_float(self.c.executed_qty, self.c.qty_exponent)

    @property
    def executed_qty_decimal(self):
        """Quantity filled so far. As an exact Decimal."""
        return as_decimal(self.c.executed_qty, self.c.qty_exponent)

    @property
    def executed_qty_mantissa(self):
        """Quantity filled so far. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.executed_qty)

    @property
    def last_price(self):
        """Price of this fill. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_decimal(self):
        """Price of this fill. As an exact Decimal."""
        return as_decimal(self.c.last_price, self.c.price_exponent)

    @property
    def last_price_mantissa(self):
        """Price of this fill. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_price)

    @property
    def commission(self):
        """Commission of this fill. As a float, the nearest to the venue's text."""
        return as_float(self.c.commission, self.c.commission_exponent)

    @property
    def commission_decimal(self):
        """Commission of this fill. As an exact Decimal."""
        return as_decimal(self.c.commission, self.c.commission_exponent)

    @property
    def commission_mantissa(self):
        """Commission of this fill. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.commission)

    @property
    def commission_exponent(self):
        """The power of ten that scales commission_mantissa."""
        return self.c.commission_exponent

    @property
    def commission_asset(self):
        """What the commission was paid in, null when there was none."""
        return as_name(self.c.commission_asset)

    @property
    def transact_time(self):
        """When it happened."""
        return self.c.transact_time

    @property
    def trade_id(self):
        """Id of the trade, -1 when this is no fill."""
        return self.c.trade_id

    @property
    def prevented_match_id(self):
        """Id of the match that was prevented."""
        return as_mantissa(self.c.prevented_match_id)

    @property
    def execution_id(self):
        """Id of this execution."""
        return self.c.execution_id

    @property
    def is_working(self):
        """True while the order is on the book."""
        return self.c.is_working != 0

    @property
    def is_maker(self):
        """True when the order was on the book before the trade."""
        return self.c.is_maker != 0

    @property
    def is_best_match(self):
        """The venue says to ignore it."""
        return as_optional(self.c.is_best_match)

    @property
    def order_creation_time(self):
        """When the order was placed."""
        return self.c.order_creation_time

    @property
    def cummulative_quote_qty(self):
        """Value filled so far, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.cummulative_quote_qty, self.c.cummulative_quote_qty_exponent)

    @property
    def cummulative_quote_qty_decimal(self):
        """Value filled so far, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.cummulative_quote_qty, self.c.cummulative_quote_qty_exponent)

    @property
    def cummulative_quote_qty_mantissa(self):
        """Value filled so far, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.cummulative_quote_qty)

    @property
    def cummulative_quote_qty_exponent(self):
        """The power of ten that scales cummulative_quote_qty_mantissa."""
        return self.c.cummulative_quote_qty_exponent

    @property
    def quote_qty(self):
        """Value of this fill, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.quote_qty, self.c.quote_qty_exponent)

    @property
    def quote_qty_decimal(self):
        """Value of this fill, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.quote_qty, self.c.quote_qty_exponent)

    @property
    def quote_qty_mantissa(self):
        """Value of this fill, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.quote_qty)

    @property
    def quote_qty_exponent(self):
        """The power of ten that scales quote_qty_mantissa."""
        return self.c.quote_qty_exponent

    @property
    def orig_quote_order_qty(self):
        """Value of an order by value, else 0. As a float, the nearest to the venue's text."""
        return as_float(self.c.orig_quote_order_qty, self.c.orig_quote_order_qty_exponent)

    @property
    def orig_quote_order_qty_decimal(self):
        """Value of an order by value, else 0. As an exact Decimal."""
        return as_decimal(self.c.orig_quote_order_qty, self.c.orig_quote_order_qty_exponent)

    @property
    def orig_quote_order_qty_mantissa(self):
        """Value of an order by value, else 0. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.orig_quote_order_qty)

    @property
    def orig_quote_order_qty_exponent(self):
        """The power of ten that scales orig_quote_order_qty_mantissa."""
        return self.c.orig_quote_order_qty_exponent

    @property
    def working_time(self):
        """When the order came on the book."""
        return as_mantissa(self.c.working_time)

    @property
    def self_trade_prevention_mode(self):
        """What would happen instead of a trade with oneself."""
        return as_word(7, self.c.self_trade_prevention_mode)

    @property
    def trailing_delta(self):
        """Distance of a trailing stop, in basis points."""
        return as_mantissa(self.c.trailing_delta)

    @property
    def trailing_time(self):
        """Since when a trailing stop trails."""
        return as_mantissa(self.c.trailing_time)

    @property
    def strategy_id(self):
        """The client's id of a strategy."""
        return as_mantissa(self.c.strategy_id)

    @property
    def strategy_type(self):
        """The client's number of a kind of strategy."""
        return as_mantissa(self.c.strategy_type)

    @property
    def prevented_qty(self):
        """Quantity that expired so as not to trade with oneself. As a float, the nearest to the venue's text."""
        return as_float(self.c.prevented_qty, self.c.qty_exponent)

    @property
    def prevented_qty_decimal(self):
        """Quantity that expired so as not to trade with oneself. As an exact Decimal."""
        return as_decimal(self.c.prevented_qty, self.c.qty_exponent)

    @property
    def prevented_qty_mantissa(self):
        """Quantity that expired so as not to trade with oneself. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prevented_qty)

    @property
    def last_prevented_qty(self):
        """Of it, the quantity of this event. As a float, the nearest to the venue's text."""
        return as_float(self.c.last_prevented_qty, self.c.qty_exponent)

    @property
    def last_prevented_qty_decimal(self):
        """Of it, the quantity of this event. As an exact Decimal."""
        return as_decimal(self.c.last_prevented_qty, self.c.qty_exponent)

    @property
    def last_prevented_qty_mantissa(self):
        """Of it, the quantity of this event. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.last_prevented_qty)

    @property
    def trade_group_id(self):
        """The group of accounts that do not trade with one another."""
        return as_mantissa(self.c.trade_group_id)

    @property
    def counter_order_id(self):
        """The order that it would have traded with."""
        return as_mantissa(self.c.counter_order_id)

    @property
    def counter_symbol(self):
        """That order's instrument."""
        return as_name(self.c.counter_symbol)

    @property
    def prevented_execution_qty(self):
        """Quantity of the trade that was prevented. As a float, the nearest to the venue's text."""
        return as_float(self.c.prevented_execution_qty, self.c.qty_exponent)

    @property
    def prevented_execution_qty_decimal(self):
        """Quantity of the trade that was prevented. As an exact Decimal."""
        return as_decimal(self.c.prevented_execution_qty, self.c.qty_exponent)

    @property
    def prevented_execution_qty_mantissa(self):
        """Quantity of the trade that was prevented. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prevented_execution_qty)

    @property
    def prevented_execution_price(self):
        """Its price. As a float, the nearest to the venue's text."""
        return as_float(self.c.prevented_execution_price, self.c.price_exponent)

    @property
    def prevented_execution_price_decimal(self):
        """Its price. As an exact Decimal."""
        return as_decimal(self.c.prevented_execution_price, self.c.price_exponent)

    @property
    def prevented_execution_price_mantissa(self):
        """Its price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prevented_execution_price)

    @property
    def prevented_execution_quote_qty(self):
        """Its value, in the quote asset. As a float, the nearest to the venue's text."""
        return as_float(self.c.prevented_execution_quote_qty, self.c.prevented_execution_quote_qty_exponent)

    @property
    def prevented_execution_quote_qty_decimal(self):
        """Its value, in the quote asset. As an exact Decimal."""
        return as_decimal(self.c.prevented_execution_quote_qty, self.c.prevented_execution_quote_qty_exponent)

    @property
    def prevented_execution_quote_qty_mantissa(self):
        """Its value, in the quote asset. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prevented_execution_quote_qty)

    @property
    def prevented_execution_quote_qty_exponent(self):
        """The power of ten that scales prevented_execution_quote_qty_mantissa."""
        return self.c.prevented_execution_quote_qty_exponent

    @property
    def match_type(self):
        """How the allocation came to be."""
        return as_word(15, self.c.match_type)

    @property
    def alloc_id(self):
        """Id of the allocation."""
        return as_mantissa(self.c.alloc_id)

    @property
    def working_floor(self):
        """Where the order works."""
        return as_word(14, self.c.working_floor)

    @property
    def used_sor(self):
        """True for an order that was routed (SOR)."""
        return as_optional(self.c.used_sor)

    @property
    def peg_price_type(self):
        """Which price a pegged order follows."""
        return as_word(12, self.c.peg_price_type)

    @property
    def peg_offset_type(self):
        """What its offset counts."""
        return as_word(13, self.c.peg_offset_type)

    @property
    def peg_offset_value(self):
        """Its offset."""
        return as_mantissa(self.c.peg_offset_value)

    @property
    def pegged_price(self):
        """The price that it has now. As a float, the nearest to the venue's text."""
        return as_float(self.c.pegged_price, self.c.price_exponent)

    @property
    def pegged_price_decimal(self):
        """The price that it has now. As an exact Decimal."""
        return as_decimal(self.c.pegged_price, self.c.price_exponent)

    @property
    def pegged_price_mantissa(self):
        """The price that it has now. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.pegged_price)

    @property
    def expiry_reason(self):
        """Why it expired."""
        return as_word(6, self.c.expiry_reason)

    @property
    def order_capacity(self):
        """For whom it was placed."""
        return as_word(17, self.c.order_capacity)

    def to_struct(self):
        """The same message as a `tickwire.schema.ExecutionReport`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not ExecutionReport:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<ExecutionReport>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_execution_report(const header_t *message):
    cdef ExecutionReport fresh = ExecutionReport.__new__(ExecutionReport)
    fresh.c = (<const execution_report_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class OutboundAccountPosition:
    """Balances that an event of the account may have changed."""

    __match_args__ = ('event_time', 'update_time', 'balances')
    kind = 15

    def __init__(self):
        raise TypeError("OutboundAccountPosition comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    @property
    def update_time(self):
        """When the account changed last."""
        return self.c.update_time

    @property
    def balances(self):
        """The balances."""
        return balances(self.c.balances, self.c.num_balances)

    def to_struct(self):
        """The same message as a `tickwire.schema.OutboundAccountPosition`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not OutboundAccountPosition:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<OutboundAccountPosition>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_outbound_account_position(const header_t *message):
    cdef OutboundAccountPosition fresh = OutboundAccountPosition.__new__(OutboundAccountPosition)
    fresh.c = (<const outbound_account_position_t *>message)[0]
    fresh.memory = copy_arrays(<header_t *>&fresh.c)
    return fresh


@cython.final
@cython.freelist(64)
cdef class BalanceUpdate:
    """A balance changed without an order: a deposit, a withdrawal, a transfer."""

    __match_args__ = ('event_time', 'asset', 'free_qty_delta', 'clear_time')
    kind = 16

    def __init__(self):
        raise TypeError("BalanceUpdate comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    @property
    def asset(self):
        """Asset."""
        return symbol_str(self.c.asset)

    @property
    def free_qty_delta(self):
        """By how much, with its sign. As a float, the nearest to the venue's text."""
        return as_float(self.c.free_qty_delta, self.c.free_qty_delta_exponent)

    @property
    def free_qty_delta_decimal(self):
        """By how much, with its sign. As an exact Decimal."""
        return as_decimal(self.c.free_qty_delta, self.c.free_qty_delta_exponent)

    @property
    def free_qty_delta_mantissa(self):
        """By how much, with its sign. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.free_qty_delta)

    @property
    def free_qty_delta_exponent(self):
        """The power of ten that scales free_qty_delta_mantissa."""
        return self.c.free_qty_delta_exponent

    @property
    def clear_time(self):
        """When it was cleared."""
        return self.c.clear_time

    def to_struct(self):
        """The same message as a `tickwire.schema.BalanceUpdate`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not BalanceUpdate:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<BalanceUpdate>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_balance_update(const header_t *message):
    cdef BalanceUpdate fresh = BalanceUpdate.__new__(BalanceUpdate)
    fresh.c = (<const balance_update_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class ListStatus:
    """Something happened to an order list."""

    __match_args__ = ('event_time', 'symbol', 'order_list_id', 'contingency_type', 'list_status_type', 'list_order_status', 'reject_reason', 'list_client_order_id', 'transact_time', 'orders')
    kind = 17

    def __init__(self):
        raise TypeError("ListStatus comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    @property
    def order_list_id(self):
        """Id of the list."""
        return self.c.order_list_id

    @property
    def contingency_type(self):
        """What ties its orders together."""
        return as_word(9, self.c.contingency_type)

    @property
    def list_status_type(self):
        """What happened."""
        return as_word(10, self.c.list_status_type)

    @property
    def list_order_status(self):
        """Where the list stands."""
        return as_word(11, self.c.list_order_status)

    @property
    def reject_reason(self):
        """Why it was rejected, else NONE."""
        return as_word(5, self.c.reject_reason)

    @property
    def list_client_order_id(self):
        """The client's id of the list."""
        return as_text(self.c.list_client_order_id)

    @property
    def transact_time(self):
        """When it happened."""
        return self.c.transact_time

    @property
    def orders(self):
        """Its orders."""
        return list_orders(self.c.orders, self.c.num_orders)

    def to_struct(self):
        """The same message as a `tickwire.schema.ListStatus`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not ListStatus:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<ListStatus>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_list_status(const header_t *message):
    cdef ListStatus fresh = ListStatus.__new__(ListStatus)
    fresh.c = (<const list_status_t *>message)[0]
    fresh.memory = copy_arrays(<header_t *>&fresh.c)
    return fresh


@cython.final
@cython.freelist(64)
cdef class ExternalLockUpdate:
    """Another system of the venue locked part of a balance, or gave it free."""

    __match_args__ = ('event_time', 'asset', 'locked_qty_delta', 'clear_time')
    kind = 18

    def __init__(self):
        raise TypeError("ExternalLockUpdate comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    @property
    def asset(self):
        """Asset."""
        return symbol_str(self.c.asset)

    @property
    def locked_qty_delta(self):
        """By how much, with its sign. As a float, the nearest to the venue's text."""
        return as_float(self.c.locked_qty_delta, self.c.locked_qty_delta_exponent)

    @property
    def locked_qty_delta_decimal(self):
        """By how much, with its sign. As an exact Decimal."""
        return as_decimal(self.c.locked_qty_delta, self.c.locked_qty_delta_exponent)

    @property
    def locked_qty_delta_mantissa(self):
        """By how much, with its sign. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.locked_qty_delta)

    @property
    def locked_qty_delta_exponent(self):
        """The power of ten that scales locked_qty_delta_mantissa."""
        return self.c.locked_qty_delta_exponent

    @property
    def clear_time(self):
        """When it happened."""
        return self.c.clear_time

    def to_struct(self):
        """The same message as a `tickwire.schema.ExternalLockUpdate`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not ExternalLockUpdate:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<ExternalLockUpdate>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_external_lock_update(const header_t *message):
    cdef ExternalLockUpdate fresh = ExternalLockUpdate.__new__(ExternalLockUpdate)
    fresh.c = (<const external_lock_update_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class EventStreamTerminated:
    """The subscription is over: unsubscribed, logged out, or its token ran out."""

    __match_args__ = ('event_time',)
    kind = 19

    def __init__(self):
        raise TypeError("EventStreamTerminated comes from the wire: see tickwire.decode")

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
    def subscription_id(self):
        """Which subscription of the connection brought it; None when none did."""
        return as_mantissa(self.c.subscription_id)

    def to_struct(self):
        """The same message as a `tickwire.schema.EventStreamTerminated`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not EventStreamTerminated:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<EventStreamTerminated>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_event_stream_terminated(const header_t *message):
    cdef EventStreamTerminated fresh = EventStreamTerminated.__new__(EventStreamTerminated)
    fresh.c = (<const event_stream_terminated_t *>message)[0]
    return fresh


@cython.final
@cython.freelist(64)
cdef class OrderResponse:
    """The venue has taken an order, or a cancellation."""

    __match_args__ = ('id', 'status_code', 'symbol', 'orig_client_order_id', 'order_id', 'order_list_id', 'client_order_id', 'transact_time', 'price', 'orig_qty', 'executed_qty', 'orig_quote_order_qty', 'cummulative_quote_qty', 'order_status', 'time_in_force', 'order_type', 'side', 'stop_price', 'trailing_delta', 'trailing_time', 'iceberg_qty', 'strategy_id', 'strategy_type', 'working_time', 'fills', 'working_floor', 'self_trade_prevention_mode', 'prevented_match_id', 'prevented_qty', 'trade_group_id', 'used_sor', 'peg_price_type', 'peg_offset_type', 'peg_offset_value', 'pegged_price', 'expiry_reason', 'rate_limits')
    kind = 20

    def __init__(self):
        raise TypeError("OrderResponse comes from the wire: see tickwire.decode")

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
    def id(self):
        """The request's own."""
        return as_request(self.c.id, self.c.id_text)

    @property
    def status_code(self):
        """200."""
        return self.c.status_code

    @property
    def orig_client_order_id(self):
        """Of the cancelled order."""
        return as_label(self.c.orig_client_order_id)

    @property
    def order_id(self):
        """The venue's id of the order."""
        return self.c.order_id

    @property
    def order_list_id(self):
        """Id of the order list, -1 when it is in none."""
        return self.c.order_list_id

    @property
    def client_order_id(self):
        """The client's id of the order, or of the cancellation."""
        return as_text(self.c.client_order_id)

    @property
    def transact_time(self):
        """When it happened."""
        return self.c.transact_time

    @property
    def price(self):
        """Price of the order. As a float, the nearest to the venue's text."""
        return as_float(self.c.price, self.c.price_exponent)

    @property
    def price_decimal(self):
        """Price of the order. As an exact Decimal."""
        return as_decimal(self.c.price, self.c.price_exponent)

    @property
    def price_mantissa(self):
        """Price of the order. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.price)

    @property
    def orig_qty(self):
        """Quantity of the order. As a float, the nearest to the venue's text."""
        return as_float(self.c.orig_qty, self.c.qty_exponent)

    @property
    def orig_qty_decimal(self):
        """Quantity of the order. As an exact Decimal."""
        return as_decimal(self.c.orig_qty, self.c.qty_exponent)

    @property
    def orig_qty_mantissa(self):
        """Quantity of the order. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.orig_qty)

    @property
    def executed_qty(self):
        """Quantity filled so far. As a float, the nearest to the venue's text."""
        return as_float(self.c.executed_qty, self.c.qty_exponent)

    @property
    def executed_qty_decimal(self):
        """Quantity filled so far. As an exact Decimal."""
        return as_decimal(self.c.executed_qty, self.c.qty_exponent)

    @property
    def executed_qty_mantissa(self):
        """Quantity filled so far. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.executed_qty)

    @property
    def orig_quote_order_qty(self):
        """Value of an order by value. As a float, the nearest to the venue's text."""
        return as_float(self.c.orig_quote_order_qty, self.c.orig_quote_order_qty_exponent)

    @property
    def orig_quote_order_qty_decimal(self):
        """Value of an order by value. As an exact Decimal."""
        return as_decimal(self.c.orig_quote_order_qty, self.c.orig_quote_order_qty_exponent)

    @property
    def orig_quote_order_qty_mantissa(self):
        """Value of an order by value. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.orig_quote_order_qty)

    @property
    def orig_quote_order_qty_exponent(self):
        """The power of ten that scales orig_quote_order_qty_mantissa."""
        return self.c.orig_quote_order_qty_exponent

    @property
    def cummulative_quote_qty(self):
        """Value filled so far. As a float, the nearest to the venue's text."""
        return as_float(self.c.cummulative_quote_qty, self.c.cummulative_quote_qty_exponent)

    @property
    def cummulative_quote_qty_decimal(self):
        """Value filled so far. As an exact Decimal."""
        return as_decimal(self.c.cummulative_quote_qty, self.c.cummulative_quote_qty_exponent)

    @property
    def cummulative_quote_qty_mantissa(self):
        """Value filled so far. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.cummulative_quote_qty)

    @property
    def cummulative_quote_qty_exponent(self):
        """The power of ten that scales cummulative_quote_qty_mantissa."""
        return self.c.cummulative_quote_qty_exponent

    @property
    def order_status(self):
        """Where the order stands."""
        return as_word(3, self.c.order_status)

    @property
    def time_in_force(self):
        """How long it stands."""
        return as_word(2, self.c.time_in_force)

    @property
    def order_type(self):
        """Kind of order."""
        return as_word(1, self.c.order_type)

    @property
    def side(self):
        """Buy or sell."""
        return as_word(0, self.c.side)

    @property
    def stop_price(self):
        """Stop price. As a float, the nearest to the venue's text."""
        return as_float(self.c.stop_price, self.c.price_exponent)

    @property
    def stop_price_decimal(self):
        """Stop price. As an exact Decimal."""
        return as_decimal(self.c.stop_price, self.c.price_exponent)

    @property
    def stop_price_mantissa(self):
        """Stop price. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.stop_price)

    @property
    def trailing_delta(self):
        """Distance of a trailing stop, in basis points."""
        return as_mantissa(self.c.trailing_delta)

    @property
    def trailing_time(self):
        """Since when it trails."""
        return as_mantissa(self.c.trailing_time)

    @property
    def iceberg_qty(self):
        """Visible quantity of an iceberg. As a float, the nearest to the venue's text."""
        return as_float(self.c.iceberg_qty, self.c.qty_exponent)

    @property
    def iceberg_qty_decimal(self):
        """Visible quantity of an iceberg. As an exact Decimal."""
        return as_decimal(self.c.iceberg_qty, self.c.qty_exponent)

    @property
    def iceberg_qty_mantissa(self):
        """Visible quantity of an iceberg. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.iceberg_qty)

    @property
    def strategy_id(self):
        """The client's id of a strategy."""
        return as_mantissa(self.c.strategy_id)

    @property
    def strategy_type(self):
        """The client's number of a kind of strategy."""
        return as_mantissa(self.c.strategy_type)

    @property
    def working_time(self):
        """When it came on the book, negative before."""
        return as_mantissa(self.c.working_time)

    @property
    def fills(self):
        """Its executions."""
        return None if self.c.fills is NULL else order_fills(self.c.fills, self.c.num_fills)

    @property
    def working_floor(self):
        """Where the order works."""
        return as_word(14, self.c.working_floor)

    @property
    def self_trade_prevention_mode(self):
        """What would happen instead of a trade with oneself."""
        return as_word(7, self.c.self_trade_prevention_mode)

    @property
    def prevented_match_id(self):
        """Id of the match that was prevented."""
        return as_mantissa(self.c.prevented_match_id)

    @property
    def prevented_qty(self):
        """Quantity that expired for it. As a float, the nearest to the venue's text."""
        return as_float(self.c.prevented_qty, self.c.qty_exponent)

    @property
    def prevented_qty_decimal(self):
        """Quantity that expired for it. As an exact Decimal."""
        return as_decimal(self.c.prevented_qty, self.c.qty_exponent)

    @property
    def prevented_qty_mantissa(self):
        """Quantity that expired for it. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.prevented_qty)

    @property
    def trade_group_id(self):
        """Accounts that do not trade with one another."""
        return as_mantissa(self.c.trade_group_id)

    @property
    def used_sor(self):
        """True for an order that was routed (SOR)."""
        return as_optional(self.c.used_sor)

    @property
    def peg_price_type(self):
        """Which price it follows."""
        return as_word(12, self.c.peg_price_type)

    @property
    def peg_offset_type(self):
        """What its offset counts."""
        return as_word(13, self.c.peg_offset_type)

    @property
    def peg_offset_value(self):
        """Its offset."""
        return as_mantissa(self.c.peg_offset_value)

    @property
    def pegged_price(self):
        """The price that it has now. As a float, the nearest to the venue's text."""
        return as_float(self.c.pegged_price, self.c.price_exponent)

    @property
    def pegged_price_decimal(self):
        """The price that it has now. As an exact Decimal."""
        return as_decimal(self.c.pegged_price, self.c.price_exponent)

    @property
    def pegged_price_mantissa(self):
        """The price that it has now. As an integer, to be scaled by the exponent."""
        return as_mantissa(self.c.pegged_price)

    @property
    def expiry_reason(self):
        """Why it expired."""
        return as_word(6, self.c.expiry_reason)

    @property
    def rate_limits(self):
        """How much of the limits is used."""
        return None if self.c.rate_limits is NULL else used_limits(self.c.rate_limits, self.c.num_rate_limits)

    def to_struct(self):
        """The same message as a `tickwire.schema.OrderResponse`, in the venue's own units."""
        return reference.struct_of_view(self)

    def __repr__(self):
        return reference.text_of_view(self)

    def __eq__(self, other):
        if type(other) is not OrderResponse:
            return NotImplemented
        return view.equal(<const header_t *>&self.c, <const header_t *>&(<OrderResponse>other).c)

    def __hash__(self):
        return view.digest(<const header_t *>&self.c)

    def __reduce__(self):
        return reference.restore, reference.state_of_view(self)


cdef object new_order_response(const header_t *message):
    cdef OrderResponse fresh = OrderResponse.__new__(OrderResponse)
    fresh.c = (<const order_response_t *>message)[0]
    fresh.memory = copy_arrays(<header_t *>&fresh.c)
    return fresh


ctypedef object (*factory_t)(const header_t *)
cdef factory_t[21] FACTORIES
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
FACTORIES[14] = new_execution_report
FACTORIES[15] = new_outbound_account_position
FACTORIES[16] = new_balance_update
FACTORIES[17] = new_list_status
FACTORIES[18] = new_external_lock_update
FACTORIES[19] = new_event_stream_terminated
FACTORIES[20] = new_order_response


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
    if type(view) is ExecutionReport:
        return <const header_t *>&(<ExecutionReport>view).c
    if type(view) is OutboundAccountPosition:
        return <const header_t *>&(<OutboundAccountPosition>view).c
    if type(view) is BalanceUpdate:
        return <const header_t *>&(<BalanceUpdate>view).c
    if type(view) is ListStatus:
        return <const header_t *>&(<ListStatus>view).c
    if type(view) is ExternalLockUpdate:
        return <const header_t *>&(<ExternalLockUpdate>view).c
    if type(view) is EventStreamTerminated:
        return <const header_t *>&(<EventStreamTerminated>view).c
    if type(view) is OrderResponse:
        return <const header_t *>&(<OrderResponse>view).c
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
    ExecutionReport: 14,
    OutboundAccountPosition: 15,
    BalanceUpdate: 16,
    ListStatus: 17,
    ExternalLockUpdate: 18,
    EventStreamTerminated: 19,
    OrderResponse: 20,
}
