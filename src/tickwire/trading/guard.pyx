"""The guards of risk.py for one instrument, as integers that are compared before an order is patched."""

from libc.stdint cimport INT64_MIN, uintptr_t
from libc.stdlib cimport free, malloc

from decimal import Decimal

from tickwire.errors import ConfigError, RiskRefused
from tickwire.trading.numbers import EXACT, whole_number
from tickwire.trading.risk import MILLIONTH, MaxNotional, MaxOpenOrders, MaxOrderRate, NoSelfCross, PriceBand

cdef dict NUMBERS = {
    MaxNotional: TICKWIRE_MAX_NOTIONAL,
    MaxOpenOrders: TICKWIRE_MAX_OPEN_ORDERS,
    PriceBand: TICKWIRE_PRICE_BAND,
    NoSelfCross: TICKWIRE_SELF_CROSS,
    MaxOrderRate: TICKWIRE_ORDER_RATE,
}
cdef dict NAMES = {number: guard.__name__ for guard, number in NUMBERS.items()}
cdef object LARGEST = (1 << 128) - 1
cdef enum:
    MOST_COUNTED = 1_000_000


cdef class CompiledGuards:
    """The same `Guards` at C speed, for LIMIT, LIMIT_MAKER and MARKET orders of an `instrument` by quantity.

    What is known of the market and of one's own orders is kept in it by whoever knows: prices are mantissas, 0 for
    what is not known or not there. What the guards have counted by now counts here, too; from then on orders are
    counted here and not in the guards that it was made of.
    """

    def __init__(self, instrument, guards):
        self.instrument, self.guards, self.exponent = instrument, guards, instrument.price_exponent
        for each in guards.guards:
            if type(each) not in NUMBERS:
                raise ConfigError(f"{type(each).__name__}: there is no such guard in C")
            if self.guard.on >> <uint32_t>NUMBERS[type(each)] & 1:
                raise ConfigError(f"{type(each).__name__}: given twice")
            self.guard.on |= 1 << <uint32_t>NUMBERS[type(each)]
            turn_on(&self.guard, instrument, each)

    def __dealloc__(self):
        free(self.guard.times)

    def __repr__(self):
        return f"CompiledGuards({self.instrument.symbol}, {self.guards!r})"

    @property
    def address(self):
        """Where the `tickwire_guard_t` of guard.h is, for C; it lives as long as this."""
        return <uintptr_t>&self.guard

    def set_book(self, best_bid, best_ask):
        """What the best prices are now."""
        self.guard.best_bid = whole_number(best_bid, "best_bid")
        self.guard.best_ask = whole_number(best_ask, "best_ask")

    def set_own(self, bid, ask, uint32_t open_orders):
        """What the best prices among one's own open orders are now, and how many are open."""
        self.guard.own_bid, self.guard.own_ask = whole_number(bid, "bid"), whole_number(ask, "ask")
        self.guard.open_orders = open_orders

    def check(self, *, bint is_buy, price, qty, int64_t now):
        """Raise RiskRefused, naming the guard, when the order is not to be sent; price 0 is a MARKET order."""
        cdef refusal_t refusal = self.refusal(is_buy, whole_number(price, "price"), whole_number(qty, "qty"), now)
        if refusal != TICKWIRE_MAY_BE_SENT:
            raise refused(self, refusal, is_buy, price, qty)

    def sent(self, int64_t now):
        """Count an order that was sent."""
        self.count(now)

    cdef refusal_t refusal(self, bint is_buy, int64_t price, int64_t qty, int64_t now) noexcept nogil:
        return tickwire_guard_check(&self.guard, is_buy, price, qty, now)

    cdef void count(self, int64_t now) noexcept nogil:
        tickwire_guard_sent(&self.guard, now)


cdef int turn_on(guard_t *guard, instrument, each) except -1:
    if isinstance(each, MaxNotional):
        scale = -instrument.price_exponent - instrument.qty_exponent
        most = min(int(each.most.scaleb(scale, EXACT)), LARGEST)
        guard.max_notional_high, guard.max_notional = most >> 64, most & 0xFFFFFFFFFFFFFFFF
    elif isinstance(each, MaxOpenOrders):
        guard.max_open_orders = min(each.most, 0xFFFFFFFF)
    elif isinstance(each, PriceBand):
        guard.band = int(EXACT.divide(each.fraction, MILLIONTH))
    elif isinstance(each, MaxOrderRate):
        if each.most > MOST_COUNTED:
            raise ConfigError(f"MaxOrderRate: in C at most {MOST_COUNTED} orders are counted, not {each.most}")
        guard.times = <int64_t *>malloc(each.most * sizeof(int64_t))
        if guard.times == NULL:
            raise MemoryError
        guard.per, guard.rate = each.per, each.most
        counted = each.counted()
        for number, time in enumerate([INT64_MIN] * (each.most - len(counted)) + counted):
            guard.times[<size_t>number] = time
    return 0


cdef object refused(CompiledGuards by, int refusal, bint is_buy, int64_t price, int64_t qty):
    side, at = "BUY" if is_buy else "SELL", f"at {shown(by, price)}" if price else "at any price"
    amount = Decimal(qty).scaleb(by.instrument.qty_exponent, EXACT)
    own = f"own {shown(by, by.guard.own_bid)} and {shown(by, by.guard.own_ask)}"
    book = f"book {shown(by, by.guard.best_bid)} and {shown(by, by.guard.best_ask)}"
    reason = f"{side} {amount:f} {at}; {book}, {own}, {by.guard.open_orders} open"
    return RiskRefused(NAMES[refusal], reason, by.instrument.symbol)


cdef str shown(CompiledGuards by, int64_t price):
    return format(Decimal(price).scaleb(by.instrument.price_exponent, EXACT), "f") if price else "none"
