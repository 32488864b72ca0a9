"""Orders of one kind on their way from C to the socket: filters, guards, limits, bytes, and only then the books.

What is asked and written on that way is inlined here: between two orders caches go cold, and every other module that
has to be fetched is felt. A rehearsal goes the same way and turns round before the socket, so that caches have it.
"""

from libc.stdint cimport INT64_MAX, int64_t, uintptr_t

from tickwire.book.order_book cimport OrderBook, bbo_t, book_t, tickwire_book_bbo
from tickwire.client.trading.gate cimport Gate, obstacle, sent_t
from tickwire.trading.guard cimport CompiledGuards, tickwire_guard_check
from tickwire.trading.screen cimport Screen, tickwire_screen_passes
from tickwire.wire.request cimport (
    CancelTemplate, OrderTemplate, Template, order_t, tickwire_order_patch, tickwire_order_prefetch,
)

from tickwire.client.trading.drafts import hook_of
from tickwire.errors import ConfigError
from tickwire.trading.numbers import whole_number

cdef extern from "clock.h" nogil:
    int64_t tickwire_monotonic_ns()


cdef class Placer:
    """What `place_now` needs, laid out by `make_ready` each time the client begins to run.

    `books` are those of the symbol that the client keeps, valid or not; whoever keeps them adds and removes them there.
    """

    def __init__(self, Gate gate not None, list books not None, *, bint is_buy, bint is_market):
        self.c.place, self.c.cancel, self.c.rehearse, self.c.owner = place, cancel, rehearse, <void *>self
        self._gate, self._books, self._is_buy, self._is_market = gate, books, is_buy, is_market

    @property
    def address(self):
        """Where the `tickwire_placer_t` of place.h is, for C; it lives as long as the trader."""
        return <uintptr_t>&self.c

    @property
    def last_number(self):
        """The number of the last order of this kind, 0 before the first."""
        return self._number

    def lay_out(
        self, OrderTemplate template, CancelTemplate cancellation, Screen screen, CompiledGuards guards,
        int64_t uncounted,
    ):
        """Take up the bytes and the filters of a run; no template: what is placed from C is not sent."""
        self._template, self._cancellation = template, cancellation
        self._screen, self._guards, self._uncounted = screen, guards, uncounted
        if not self._last_qty:
            self._last_price, self._last_qty = 0 if self._is_market else 1, 1

    def next_number(self):
        """A number for an order that is sent by others."""
        self._number += 1
        return self._number

    def place(self, price, qty, *, on_change=None, created_at=None):
        """Place an order at once, the fastest from a handler in Python, in the client's own thread.

        `price` and `qty` are mantissas at `price_exponent` and `qty_exponent`; the price of a MARKET order is 0.
        Raises as `Trader.place` does; beyond the venue's limits it never waits, whatever the policy.
        """
        cdef int64_t now = tickwire_monotonic_ns()
        cdef int64_t number
        if type(price) is not int or type(qty) is not int:
            price, qty = whole_number(price, "price"), whole_number(qty, "qty")
        if on_change is not None:
            hook_of(on_change, "on_change")
        try:
            number = self.send(price, qty, now, False)
        except OverflowError:
            raise ConfigError(f"price, qty: whole numbers of 64 bits, not {price} and {qty}") from None
        if number > 0:  # the bytes are with the socket: whatever else there is to do can wait
            return self._sent(price, qty, number, self._gate.last_id, now, on_change, created_at)
        return self._place_slowly(price, qty, now, on_change, created_at)

    def rehearse(self):
        """Go the way of the last order again up to the socket, and send nothing: the next one finds caches warm.

        Returns whether `place_now` would send that order: always False for what is not for C. For handlers and the
        client's own thread.
        """
        return self.rehearse_now(self._last_price, self._last_qty) == 0

    cdef int64_t place_now(self, int64_t price, int64_t qty) noexcept:
        cdef int64_t now = tickwire_monotonic_ns()
        cdef int64_t number = self.send(price, qty, now, False)
        cdef sent_t sent
        if number > 0:
            sent.placer, sent.request_id, sent.number = <void *>self, self._gate.last_id, number
            sent.price, sent.qty, sent.at, sent.connection = price, qty, now, self._gate.connection
            self._gate.enter(&sent)
        return number

    cdef int64_t cancel_now(self, int64_t number) noexcept:
        cdef int64_t now = tickwire_monotonic_ns()
        cdef int64_t reason
        cdef order_t request
        cdef sent_t sent
        if self._cancellation is None:
            return -TICKWIRE_NOT_READY
        reason = obstacle(self._gate, now)
        if reason:
            return -reason
        if not 0 < number <= self._number:
            return -TICKWIRE_BAD_VALUE
        request.target_number = number
        reason = write(self._gate, self._cancellation, &request, now, False)
        if reason:
            return -reason
        sent.placer, sent.request_id, sent.number = <void *>self, self._gate.last_id, number
        sent.price, sent.qty, sent.at, sent.connection = -1, 0, now, self._gate.connection
        self._gate.enter(&sent)
        return 0

    cdef int64_t rehearse_now(self, int64_t price, int64_t qty) noexcept:
        return self.send(price, qty, tickwire_monotonic_ns(), True)

    cdef int64_t send(self, int64_t price, int64_t qty, int64_t now, bint is_rehearsal) noexcept:
        """The number of the order; below 0 why nothing was sent, and 0 for a rehearsal with nothing in the way."""
        cdef order_t order
        cdef int64_t reason, unwritten
        if self._template is None:
            return -TICKWIRE_NOT_READY
        tickwire_order_prefetch(&self._template.request)
        reason = self.refusal(price, qty, now)
        if reason and not is_rehearsal:
            if self._gate.room <= 0:
                self._gate.call_soon()  # a new window may have room
            return -reason
        if reason and obstacle(self._gate, now):
            return -reason
        order.price, order.qty, order.client_number = price, qty, self._number + 1
        unwritten = write(self._gate, self._template, &order, now, is_rehearsal)
        if is_rehearsal or unwritten:
            return -(reason or unwritten)
        self._number += 1
        self._last_price, self._last_qty = price, qty
        self.count(price, now)
        return self._number

    cdef int64_t refusal(self, int64_t price, int64_t qty, int64_t now) noexcept:
        """Why an order is not to be sent, 0 when it may be."""
        cdef Gate gate = self._gate
        cdef CompiledGuards guards = self._guards
        cdef int64_t reason = obstacle(gate, now)
        if reason:
            return reason
        if qty <= 0 or price < 0 or (price == 0) != self._is_market:
            return TICKWIRE_BAD_VALUE
        if gate.room <= 0:
            return TICKWIRE_NO_ROOM
        if self._screen is not None and (
            gate.open_orders >= self._uncounted
            or not tickwire_screen_passes(&self._screen.screen, self._is_buy, price, qty)
        ):
            return TICKWIRE_FILTERED
        if guards is not None:
            know_quotes(guards, first_valid(self._books))
            return tickwire_guard_check(&guards.guard, self._is_buy, price, qty, now)
        return 0

    cdef void count(self, int64_t price, int64_t now) noexcept:
        """What is true of the next order, before the books know of this one."""
        cdef CompiledGuards guards = self._guards
        self._gate.room -= 1
        self._gate.open_orders += 1
        if guards is None:
            return
        guards.guard.open_orders += 1
        if self._is_buy:
            guards.guard.own_bid = max(guards.guard.own_bid, price)
        elif price and (not guards.guard.own_ask or price < guards.guard.own_ask):
            guards.guard.own_ask = price
        self._gate.count_for_guards(now)


cdef int64_t write(Gate gate, Template template, order_t *order, int64_t now, bint is_rehearsal) noexcept:
    """Fill in the rest and send it, unless all is a rehearsal; returns what was in the way, 0 for nothing."""
    cdef char *frame
    cdef int size
    order.request_id, order.timestamp = gate.last_id + 1, (now + gate.clock_offset) // 1000
    size = tickwire_order_patch(&template.request, order, &frame)
    if size < 0:
        return TICKWIRE_BAD_VALUE
    if not gate.outlet.send(frame, size, is_rehearsal):
        return TICKWIRE_NOT_CONNECTED
    gate.last_id += not is_rehearsal
    return 0


cdef const book_t *first_valid(list books) noexcept:
    """The book that `Trader.place` looks at, too; asked at every order, for at any tick it may be another one."""
    for book in books:
        if (<OrderBook>book).c.is_valid:
            return &(<OrderBook>book).c
    return NULL


cdef void know_quotes(CompiledGuards guards, const book_t *book) noexcept:
    """Without a book there are none; prices of another exponent than the instrument's are none either."""
    cdef const bbo_t *bbo = NULL
    if book != NULL:
        bbo = tickwire_book_bbo(book)
    guards.guard.best_bid = guards.guard.best_ask = 0
    if bbo != NULL:
        guards.guard.best_bid = scaled(bbo.bid_price, bbo.price_exponent - guards.exponent)
        guards.guard.best_ask = scaled(bbo.ask_price, bbo.price_exponent - guards.exponent)


cdef int64_t scaled(int64_t mantissa, int places) noexcept:
    """A mantissa with so many more places, exactly; 0 where that cannot be."""
    while places > 0 and mantissa:
        mantissa = mantissa * 10 if mantissa < INT64_MAX // 10 else 0
        places -= 1
    while places < 0 and mantissa:
        mantissa = mantissa // 10 if mantissa % 10 == 0 else 0
        places += 1
    return mantissa


cdef int64_t place(placer_t *placer, int64_t price, int64_t qty) noexcept:
    return (<Placer>placer.owner).place_now(price, qty)


cdef int64_t cancel(placer_t *placer, int64_t number) noexcept:
    return (<Placer>placer.owner).cancel_now(number)


cdef int64_t rehearse(placer_t *placer, int64_t price, int64_t qty) noexcept:
    return (<Placer>placer.owner).rehearse_now(price, qty)
