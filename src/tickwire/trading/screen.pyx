"""The venue's filters for one instrument, as integers that are compared before an order is patched.

What passes here passes `Instrument.check`; what does not is for `Instrument.check` to judge, which has the words.
"""

from libc.stdint cimport INT64_MAX, INT64_MIN, uintptr_t

from tickwire.schema import filters as venue
from tickwire.schema.enums import OrderType, SymbolStatus
from tickwire.trading.filters import NOTHING_KNOWN
from tickwire.trading.numbers import EXACT, exact, whole_number

# Of orders with a price or by quantity these have nothing to say: they are about other kinds, or not about orders.
cdef object OF_OTHERS = (
    venue.IcebergPartsFilter, venue.MaxNumAlgoOrdersFilter, venue.MaxNumIcebergOrdersFilter, venue.TrailingDeltaFilter,
    venue.ExchangeMaxNumAlgoOrdersFilter, venue.ExchangeMaxNumIcebergOrdersFilter, venue.MaxNumOrderListsFilter,
    venue.ExchangeMaxNumOrderListsFilter, venue.MaxNumOrderAmendsFilter, venue.TPlusSellFilter,
)
cdef object LARGEST = (1 << 128) - 1
cdef object WORD = 1 << 64
cdef object TYPES = {OrderType.LIMIT, OrderType.LIMIT_MAKER, OrderType.MARKET}


cdef class Screen:
    """Filters of an `instrument` for LIMIT, LIMIT_MAKER and MARKET orders by quantity, and what is known `around`."""

    def __init__(self, instrument, around=NOTHING_KNOWN):
        self.instrument = instrument
        self.know(around)

    def __repr__(self):
        return f"Screen({self.instrument.symbol})"

    @property
    def address(self):
        """Where the `tickwire_screen_t` of screen.h is, for C; it lives as long as this."""
        return <uintptr_t>&self.screen

    def know(self, around):
        """Take up what is known of the market and of the account now."""
        cdef screen_t *screen = &self.screen
        cdef range_t everything
        cdef int side
        info = self.instrument.info
        everything.least, everything.most, everything.step = INT64_MIN, INT64_MAX, 1
        screen.is_closed = screen.is_full = False
        screen.price = screen.qty = screen.market_qty = everything
        for side in range(2):
            screen.low[side], screen.high[side] = INT64_MIN, INT64_MAX
            screen.is_least_on[side] = screen.is_most_on[side] = False
        screen.most_buy, screen.reference = INT64_MAX, 0
        self.around = around
        for each in (*info.filters, *self.instrument.account_filters):
            take_up(screen, self.instrument, each, around)
        screen.is_closed |= info.status != SymbolStatus.TRADING or not TYPES <= set(info.order_types)

    def passes(self, *, bint is_buy, price, qty):
        """Whether an order certainly passes all filters; prices and quantities are mantissas, price 0 is MARKET."""
        return self.lets_pass(is_buy, whole_number(price, "price"), whole_number(qty, "qty"))

    cdef bint lets_pass(self, bint is_buy, int64_t price, int64_t qty) noexcept nogil:
        return tickwire_screen_passes(&self.screen, is_buy, price, qty)


cdef int take_up(screen_t *screen, instrument, rule, around) except -1:
    """Narrows the screen by one filter; closes it for one that it has no numbers for."""
    prices, quantities = instrument.price_exponent, instrument.qty_exponent
    if isinstance(rule, venue.PriceFilter):
        narrow(screen, &screen.price, rule.min_price, rule.max_price, rule.tick_size, prices)
    elif isinstance(rule, venue.LotSizeFilter):
        narrow(screen, &screen.qty, rule.min_qty, rule.max_qty, rule.step_size, quantities)
    elif isinstance(rule, venue.MarketLotSizeFilter):
        narrow(screen, &screen.market_qty, rule.min_qty, rule.max_qty, rule.step_size, quantities)
    elif isinstance(rule, venue.PercentPriceFilter):
        for side in range(2):
            put_bounds(screen, side, rule, rule.multiplier_down, rule.multiplier_up, around, prices)
    elif isinstance(rule, venue.PercentPriceBySideFilter):
        put_bounds(screen, 0, rule, rule.ask_multiplier_down, rule.ask_multiplier_up, around, prices)
        put_bounds(screen, 1, rule, rule.bid_multiplier_down, rule.bid_multiplier_up, around, prices)
    elif isinstance(rule, venue.MinNotionalFilter):
        put_worth(screen, rule.min_notional, rule.apply_to_market, "0", False, prices + quantities)
        screen.reference = reference_of(around.reference(rule.avg_price_mins), prices, screen)
    elif isinstance(rule, venue.NotionalFilter):
        put_worth(
            screen, rule.min_notional, rule.apply_min_to_market, rule.max_notional, rule.apply_max_to_market,
            prices + quantities,
        )
        screen.reference = reference_of(around.reference(rule.avg_price_mins), prices, screen)
    elif isinstance(rule, venue.MaxNumOrdersFilter):
        screen.is_full |= around.open_orders is not None and around.open_orders >= rule.max_num_orders
    elif isinstance(rule, venue.ExchangeMaxNumOrdersFilter):
        count = around.exchange_open_orders
        screen.is_full |= count is not None and count >= rule.max_num_orders
    elif isinstance(rule, venue.MaxPositionFilter):
        if around.position is not None:
            screen.most_buy = clipped(exact(rule.max_position, "filter") - around.position, quantities, "ROUND_FLOOR")
    elif not isinstance(rule, OF_OTHERS) and isinstance(rule, venue.Filter):
        screen.is_closed = True
    return 0


cdef int narrow(screen_t *screen, range_t *range, str least, str most, str step, int exponent) except -1:
    """A bound or step of zero is none. A step finer than the exponent closes the screen."""
    if exact(least, "filter"):
        range.least = clipped(exact(least, "filter"), exponent, "ROUND_CEILING")
    if exact(most, "filter"):
        range.most = clipped(exact(most, "filter"), exponent, "ROUND_FLOOR")
    size = exact(step, "filter").scaleb(-exponent, EXACT)
    if size:
        screen.is_closed |= size != size.to_integral_value() or size > INT64_MAX
        range.step = min(max(int(size), 1), INT64_MAX)
    return 0


cdef int put_bounds(screen_t *screen, int side, rule, str down, str up, around, int exponent) except -1:
    reference = around.reference(rule.avg_price_mins)
    if reference is not None:
        low, high = (EXACT.multiply(reference, exact(factor, "filter")) for factor in (down, up))
        screen.low[side] = max(screen.low[side], clipped(low, exponent, "ROUND_CEILING"))
        screen.high[side] = min(screen.high[side], clipped(high, exponent, "ROUND_FLOOR"))
    return 0


cdef int put_worth(
    screen_t *screen, str least, bint least_on_market, str most, bint most_on_market, int exponent
) except -1:
    """Of two filters about worth, as the venue may have for a while, the screen knows one and closes."""
    screen.is_closed |= screen.is_least_on[0] or screen.is_most_on[0]
    below = exact(least, "filter").scaleb(-exponent, EXACT).to_integral_value("ROUND_CEILING") - 1
    bound = exact(most, "filter").scaleb(-exponent, EXACT).to_integral_value("ROUND_FLOOR")
    screen.is_closed |= below > LARGEST
    if below >= 0:
        screen.is_least_on[0], screen.is_least_on[1] = True, least_on_market
        screen.below_high, screen.below = divmod(min(int(below), LARGEST), WORD)
    if exact(most, "filter") and bound <= LARGEST:
        screen.is_most_on[0], screen.is_most_on[1] = True, most_on_market
        screen.most_high, screen.most = divmod(int(bound), WORD)
    return 0


cdef int64_t reference_of(price, int exponent, screen_t *screen) except? -1:
    """The reference as a mantissa; where that does not hold it, MARKET orders are for a closer look."""
    if price is None:
        return 0
    mantissa = price.scaleb(-exponent, EXACT)
    if mantissa != mantissa.to_integral_value() or not 0 < mantissa <= INT64_MAX:
        screen.market_qty.most = -1
        return 0
    return int(mantissa)


cdef int64_t clipped(number, int exponent, str rounding) except? -1:
    """A bound as a mantissa, which may lie beyond all mantissas."""
    return max(min(int(number.scaleb(-exponent, EXACT).to_integral_value(rounding)), INT64_MAX), -INT64_MAX)
