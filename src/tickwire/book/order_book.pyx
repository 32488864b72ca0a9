"""`OrderBook`: levels in C, what can be asked of them, and who is called when they change."""

cimport cython
from cpython.pycapsule cimport PyCapsule_CheckExact, PyCapsule_GetName, PyCapsule_GetPointer
from libc.math cimport isnan
from libc.stdint cimport INT64_MAX, INT64_MIN, int64_t, uint32_t, uintptr_t
from libc.stdlib cimport free, realloc

from tickwire.wire.numbers cimport tickwire_float
from tickwire.wire.view cimport Levels, levels_of

import logging
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation
from typing import NamedTuple

from tickwire.errors import ConfigError
from tickwire.wire.address import address_of, signature
from tickwire.wire.view import Level

cdef object LOG = logging.getLogger("tickwire.book")
cdef object NEW = tuple.__new__
cdef object EXACT = Context(prec=100)  # that of the thread is the user's


class Bbo(NamedTuple):
    """The best bid and the best offer; `update_id` is the order book update after which they stood so.

    `is_ticker` tells that they are from a `bookTicker` message that is newer than the book's levels.
    """

    bid: Level
    ask: Level
    update_id: int
    is_ticker: bool


cdef class OrderBook:
    """The levels of one instrument, to be read. A `Book` is one that keeps itself right.

    While it is not `valid` it answers every question with None, or as if it were empty. Numbers are floats, each
    nearest to the venue's text; `bids`, `asks` and the arrays hold the exact integers.
    """

    def __dealloc__(self):
        free(self.listeners)

    # Reading

    @property
    def valid(self):
        """Whether the book is right: the venue's, after the update `last_update_id`."""
        return self.c.is_valid != 0

    @property
    def last_update_id(self):
        """The order book update after which the levels stood so; 0 before the first snapshot."""
        return self.c.last_update_id

    @property
    def event_time(self):
        """When the venue sent the last message applied, ns since the epoch; 0 when unknown."""
        return self.c.event_time

    @property
    def recv_time(self):
        """When this machine read the last message applied, or the snapshot, ns since the epoch; 0 when unknown."""
        return self.c.recv_time

    @property
    def stale_since(self):
        """The `recv_time` of the last message, or snapshot, that the book was right with; None while it is valid."""
        return None if self.c.is_valid else self.c.recv_time

    @property
    def best_bid(self):
        """The best bid of the levels; None when there is none."""
        return self.level(BIDS, 0)

    @property
    def best_ask(self):
        """The best offer of the levels; None when there is none."""
        return self.level(ASKS, 0)

    @property
    def bbo(self):
        """The best bid and offer, of `bookTicker` where that is newer than the levels; None when a side has none."""
        cdef const bbo_t *b = tickwire_book_bbo(&self.c)
        if b is NULL:
            return None
        bid = Level(tickwire_float(b.bid_price, b.price_exponent), tickwire_float(b.bid_qty, b.qty_exponent))
        ask = Level(tickwire_float(b.ask_price, b.price_exponent), tickwire_float(b.ask_qty, b.qty_exponent))
        return Bbo(bid, ask, b.update_id, b.is_ticker != 0)

    @property
    def mid(self):
        """Half way between the best prices of `bbo`; None when there are none."""
        return or_none(tickwire_book_mid(&self.c))

    @property
    def microprice(self):
        """The best prices of `bbo`, each weighted by the quantity of the other side; None when there are none."""
        return or_none(tickwire_book_microprice(&self.c))

    @property
    def spread(self):
        """Best offer less best bid, of `bbo`; None when there are none."""
        return or_none(tickwire_book_spread(&self.c))

    def imbalance(self, levels=5):
        """(bids - asks) / (bids + asks) over so many levels a side, from -1 to 1; None when there are none."""
        return or_none(tickwire_book_imbalance(&self.c, check_count(levels)))

    def depth(self, str side not None, *, levels=None, to_price=None):
        """The quantity of a side, "bids" or "asks": of its best `levels` levels, or up to the price `to_price`.

        Raises ConfigError when neither or both are given.
        """
        if (levels is None) == (to_price is None):
            raise ConfigError("depth takes either levels or to_price")
        cdef int which = side_of(side)
        if levels is not None:
            return tickwire_book_depth(&self.c, which, check_count(levels))
        return tickwire_book_depth_to(&self.c, which, self.mantissa(which, to_price))

    def vwap(self, str side not None, double size):
        """The average price of taking `size` out of a side, best prices first; None when it does not hold so much."""
        return or_none(tickwire_book_vwap(&self.c, side_of(side), size, NULL))

    def top(self, levels=5):
        """The best levels of both sides: two lists of `Level`, best price first."""
        count = check_count(levels)
        return list(self.copied(BIDS, count)), list(self.copied(ASKS, count))

    @property
    def bids(self):
        """A copy of the bids, best price first, as `Levels`; none while the book is not valid."""
        return self.copied(BIDS, -1)

    @property
    def asks(self):
        """A copy of the offers, best price first, as `Levels`; none while the book is not valid."""
        return self.copied(ASKS, -1)

    def bids_array(self, levels=None):
        """A numpy array of the best `levels` bids, all by default: exact int64 mantissas `price` and `qty`, a copy."""
        return as_array(self.copied(BIDS, -1 if levels is None else check_count(levels)))

    def asks_array(self, levels=None):
        """A numpy array of the best `levels` offers, likewise."""
        return as_array(self.copied(ASKS, -1 if levels is None else check_count(levels)))

    @property
    def price_exponent(self):
        """A price is its mantissa times ten to this power."""
        return self.c.price_exponent

    @property
    def qty_exponent(self):
        """A quantity is its mantissa times ten to this power."""
        return self.c.qty_exponent

    def is_complete_to(self, str side not None, price):
        """Whether every level of a side from the best to `price` is known, because the snapshot reached so far."""
        cdef int which = side_of(side)
        return tickwire_book_is_complete_to(&self.c, which, self.mantissa(which, price))

    @property
    def address(self):
        """The address of the book's `tickwire_book_t`, which lives as long as the book."""
        return <uintptr_t>&self.c

    cdef object level(self, int side, uint32_t index):
        cdef const level_t *found = tickwire_book_level(&self.c, side, index)
        return None if found is NULL else as_level(found, self.c.price_exponent, self.c.qty_exponent)

    cdef Levels copied(self, int side, Py_ssize_t most):
        cdef uint32_t count = tickwire_book_count(&self.c, side)
        if 0 <= most < count:
            count = most
        cdef const char *first = <const char *>(self.c.bids.best if side == BIDS else self.c.asks.best)
        cdef bytes owner = first[: count * sizeof(level_t)] if count else b""
        cdef const level_t *levels = <const level_t *><const char *>owner
        return levels_of(owner, levels, count, self.c.price_exponent, self.c.qty_exponent)

    cdef int64_t mantissa(self, int side, price) except? -1:
        """A price as a mantissa; between two, the better one, so that no level beyond it counts."""
        rounding = ROUND_CEILING if side == BIDS else ROUND_FLOOR
        try:
            exact = Decimal(str(price))
        except InvalidOperation:
            raise ConfigError(f"price {price!r} is no number") from None
        if exact.is_nan():
            raise ConfigError(f"price {price!r} is no number")
        if exact.is_infinite():
            return INT64_MAX if exact > 0 else INT64_MIN
        scaled = exact.scaleb(-self.c.price_exponent, EXACT).to_integral_value(rounding)
        return int(max(min(scaled, INT64_MAX), INT64_MIN))

    # Callbacks

    cdef void notify(self) noexcept:
        cdef size_t i = 0
        while i < self.listener_count:
            self.listeners[i].call(&self.c, self.listeners[i].context)
            i += 1

    def on_update(self, on, *, context=None):
        """Call `on` after each message that was applied, and after each snapshot; returns `on`, so it may decorate.

        A bookTicker message is applied when it is newer than the levels, so that `bbo` is its. `on` is a Python
        callable, which gets the book, or a C function `void (*)(const tickwire_book_t *, void *)`: of ctypes, cffi or
        numba, a capsule of that name, an object with an integer `address`, or the address; `context`, an address, is
        its second argument. A function may be added while the book is being updated. Raises ConfigError for anything
        else.
        """
        cdef listener_t listener
        cdef Listener python
        if PyCapsule_CheckExact(on):
            address = capsule_address(on)
        else:
            address = address_of(on, None, "tickwire_book_t", sizeof(book_t))
        if address is not None:
            listener.call = <book_callback_t><uintptr_t>address
            listener.context = <void *><uintptr_t>(context or 0)
            self.owned.append(on)
        elif callable(on):
            python = Listener(self, on)
            listener.call = call_listener
            listener.context = <void *>python
            self.owned.append(python)
        else:
            raise ConfigError(f"on={on!r} is neither callable nor a C function")
        grown = realloc(self.listeners, (self.listener_count + 1) * sizeof(listener_t))
        if grown is NULL:
            raise MemoryError("no memory for a callback")
        self.listeners = <listener_t *>grown
        self.listeners[self.listener_count] = listener
        self.listener_count += 1
        return on

    cdef void failed(self, on, error) noexcept:
        """Hand on what `on` raised: nothing can be raised through the feed."""
        self.handler_errors += 1
        try:
            if self.on_error is not None:
                self.on_error(on, error)
                return
        except Exception as fault:
            error = fault
        LOG.error("%s: an update could not be told", self, exc_info=error)


@cython.final
cdef class Listener:
    """A Python callable that is told of updates."""

    def __init__(self, OrderBook book not None, on):
        self.book, self.on = book, on


cdef int call(Listener listener) except -1:
    listener.on(listener.book)
    return 0


cdef void call_listener(const book_t *book, void *context) noexcept:
    cdef Listener listener = <Listener>context
    try:
        call(listener)
    except BaseException as error:
        listener.book.failed(listener.on, error)


cdef object as_level(const level_t *level, int price_exponent, int qty_exponent):
    # By the tuple that it is: half the time of the call.
    return NEW(Level, (tickwire_float(level.price, price_exponent), tickwire_float(level.qty, qty_exponent)))


cdef object or_none(double value):
    return None if isnan(value) else value


cdef int side_of(str side) except -1:
    if side not in ("bids", "asks"):
        raise ConfigError(f'a side is "bids" or "asks", not {side!r}')
    return BIDS if side == "bids" else ASKS


cdef int check_count(levels) except -1:
    if not 1 <= levels < 1 << 31:
        raise ConfigError(f"levels={levels}: at least 1, and no more than 31 bits hold")
    return levels


cdef object as_array(Levels levels):
    import numpy  # an extra: only those who ask for arrays need it

    return numpy.asarray(levels)


cdef object capsule_address(capsule):
    name = PyCapsule_GetName(capsule)
    text = "" if name is NULL else name.decode(errors="replace")
    wanted = signature("tickwire_book_t")
    if "".join(text.split()) != "".join(wanted.split()):
        raise ConfigError(f"the capsule holds {text!r}; wanted is {wanted!r}")
    return <uintptr_t>PyCapsule_GetPointer(capsule, name)
