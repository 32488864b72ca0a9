"""Orders of one kind on their way from C to the socket: filters, guards, limits, bytes, and only then the books."""

from libc.stdint cimport INT64_MAX, int64_t, uintptr_t

from tickwire.book.order_book cimport OrderBook, bbo_t, tickwire_book_bbo
from tickwire.client.trading.gate cimport Gate, sent_t
from tickwire.trading.guard cimport CompiledGuards, refusal_t
from tickwire.trading.screen cimport Screen
from tickwire.wire.request cimport CancelTemplate, OrderTemplate, Template, order_t

cdef extern from "clock.h" nogil:
    int64_t tickwire_monotonic_ns()


cdef class Placer:
    """What `place_now` needs, laid out by `make_ready` each time the client begins to run."""

    def __init__(self, Gate gate not None, *, bint is_buy, bint is_market):
        self.c.place, self.c.cancel, self.c.owner = place, cancel, <void *>self
        self._gate, self._is_buy, self._is_market = gate, is_buy, is_market

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

    def know_book(self, OrderBook book):
        """Whose prices guards compare with; None: they know none."""
        self._book = book

    def next_number(self):
        """A number for an order that is sent by others."""
        self._number += 1
        return self._number

    def send_now(self, int64_t price, int64_t qty, int64_t now):
        """Send an order that whoever calls enters in the books himself.

        Returns its number and that of the request, or below 0 why nothing was sent.
        """
        return self.send(price, qty, now), self._gate.last_id

    cdef int64_t place_now(self, int64_t price, int64_t qty) noexcept:
        cdef int64_t now = tickwire_monotonic_ns()
        cdef int64_t number = self.send(price, qty, now)
        cdef sent_t sent
        if number > 0:
            sent.placer, sent.request_id, sent.number = <void *>self, self._gate.last_id, number
            sent.price, sent.qty, sent.at, sent.connection = price, qty, now, self._gate.connection
            self._gate.enter(&sent)
        return number

    cdef int64_t cancel_now(self, int64_t number) noexcept:
        cdef int64_t now = tickwire_monotonic_ns()
        cdef int64_t obstacle = self._gate.obstacle(now)
        cdef order_t request
        cdef sent_t sent
        if self._cancellation is None:
            return -TICKWIRE_NOT_READY
        if obstacle:
            return -obstacle
        if not 0 < number <= self._number:
            return -TICKWIRE_BAD_VALUE
        request.target_number = number
        obstacle = write(self._gate, self._cancellation, &request, now)
        if obstacle:
            return -obstacle
        sent.placer, sent.request_id, sent.number = <void *>self, self._gate.last_id, number
        sent.price, sent.qty, sent.at, sent.connection = -1, 0, now, self._gate.connection
        self._gate.enter(&sent)
        return 0

    cdef int64_t send(self, int64_t price, int64_t qty, int64_t now) noexcept:
        cdef order_t order
        cdef int64_t reason
        if self._template is None:
            return -TICKWIRE_NOT_READY
        reason = self.refusal(price, qty, now)
        if reason:
            return -reason
        order.price, order.qty, order.client_number = price, qty, self._number + 1
        reason = write(self._gate, self._template, &order, now)
        if reason:
            return -reason
        self._number += 1
        self.count(price, now)
        return self._number

    cdef int64_t refusal(self, int64_t price, int64_t qty, int64_t now) noexcept:
        """Why an order is not to be sent, 0 when it may be."""
        cdef Gate gate = self._gate
        cdef CompiledGuards guards = self._guards
        cdef int64_t obstacle = gate.obstacle(now)
        cdef refusal_t refused
        if obstacle:
            return obstacle
        if qty <= 0 or price < 0 or (price == 0) != self._is_market:
            return TICKWIRE_BAD_VALUE
        if gate.room <= 0:
            gate.call_soon()  # a new window may have room
            return TICKWIRE_NO_ROOM
        if self._screen is not None and (
            gate.open_orders >= self._uncounted or not self._screen.lets_pass(self._is_buy, price, qty)
        ):
            return TICKWIRE_FILTERED
        if guards is not None:
            know_quotes(guards, self._book)
            refused = guards.refusal(self._is_buy, price, qty, now)
            if refused:
                return refused
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


cdef int64_t write(Gate gate, Template template, order_t *order, int64_t now) noexcept:
    """Fill in the rest and send it; returns what was in the way, 0 for nothing."""
    cdef char *frame
    cdef int size
    order.request_id, order.timestamp = gate.last_id + 1, (now + gate.clock_offset) // 1000
    size = template.patch(order, &frame)
    if size < 0:
        return TICKWIRE_BAD_VALUE
    if not gate.outlet.send(frame, size):
        return TICKWIRE_NOT_CONNECTED
    gate.last_id += 1
    return 0


cdef void know_quotes(CompiledGuards guards, OrderBook book) noexcept:
    """Prices of another exponent than the instrument's are none."""
    cdef const bbo_t *bbo = NULL
    if book is not None:
        bbo = tickwire_book_bbo(&book.c)
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
