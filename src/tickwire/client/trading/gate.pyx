"""What all orders of a trader go through that are sent from C: numbers, limits, the socket, and a list of what is sent.

The bytes of an order leave first. What was sent stands in a ring until the books take it (`pop`), which they do before
they look at anything else, and at the next turn of the loop if nothing else happens.
"""

from libc.stdint cimport int64_t

from tickwire.trading.guard cimport CompiledGuards

from typing import NamedTuple

from tickwire.schema.enums import Side
from tickwire.trading.numbers import EXACT

cdef extern from "clock.h" nogil:
    int64_t tickwire_monotonic_ns()


class Sent(NamedTuple):
    """An order, or (`is_cancel`) the cancellation of one, that was sent from C."""

    placer: object
    is_cancel: bool
    request_id: int
    number: int
    price: int
    qty: int
    at: int
    connection: int


cdef class Gate:
    """The numbers of a trader's requests, iterated, and what its orders from C need to know."""

    def __init__(self, wake):
        self.wake, self.placers, self.guards = wake, [], []

    def __iter__(self):
        return self

    def __next__(self):
        self.last_id += 1
        return self.last_id

    def __len__(self):
        return self.count

    def run_in_this_thread(self):
        """Orders are placed in the thread that calls this, and in no other."""
        self.thread_id = PyThread_get_thread_ident()

    def run_no_more(self):
        """Orders are placed in no thread."""
        self.thread_id = 0

    @property
    def is_in_its_thread(self):
        """Whether the caller may place orders himself."""
        return self.thread_id == PyThread_get_thread_ident()

    def open(self, int64_t connection, Outlet outlet):
        """Orders go to this connection from now on."""
        self.outlet, self.connection = outlet, connection

    def close(self):
        """Orders go nowhere."""
        self.outlet = None

    def know(self, *, int64_t room, int64_t clock_offset, int64_t open_orders):
        """What the books say now."""
        self.room, self.clock_offset, self.open_orders = room, clock_offset, open_orders

    def block_until(self, int64_t venue_ns):
        """The venue asked for no request before that instant; from any thread."""
        self.blocked_until = max(self.blocked_until, venue_ns)

    @property
    def has_guards(self):
        """Whether own orders are to be told to guards."""
        return bool(self.guards)

    def guard(self, CompiledGuards guards not None):
        """Count every order for these guards, too."""
        self.guards.append(guards)

    def count_sent(self, int64_t now):
        """An order was sent by others."""
        self.count_for_guards(now)

    def know_orders(self, orders):
        """What guards are to know of one's own open orders."""
        for guards in self.guards:
            know_own(guards, [order for order in orders if order.symbol == guards.instrument.symbol])

    def keep(self, placer):
        """Orders of this kind are sent through here; it is kept as long as the gate."""
        self.placers.append(placer)

    def kept(self):
        """All kinds of orders."""
        return tuple(self.placers)

    def pop(self):
        """The first order that was sent and is not in the books; None when all are."""
        if not self.count:
            return None
        cdef sent_t *sent = &self.sent[self.first]
        self.first = (self.first + 1) % BACKLOG
        self.count -= 1
        return Sent(
            <object>sent.placer, sent.price < 0, sent.request_id, sent.number, sent.price, sent.qty, sent.at,
            sent.connection,
        )

    cdef void enter(self, const sent_t *sent) noexcept:
        """Note what was sent."""
        self.sent[(self.first + self.count) % BACKLOG] = sent[0]
        self.count += 1
        if self.count == 1:
            self.call_soon()

    cdef void count_for_guards(self, int64_t now) noexcept:
        for guards in self.guards:
            (<CompiledGuards>guards).count(now)

    cdef void call_soon(self) noexcept:
        try:
            self.wake()
        except Exception:  # of a loop that is closed: the books look when they are asked next
            pass


cdef int know_own(CompiledGuards guards, list orders) except -1:
    """Prices of orders as mantissas, rounded so that more is refused, not less; none of those that wait for a stop."""
    cdef int64_t bid = 0, ask = 0
    cdef object exponent = guards.instrument.price_exponent
    priced = [order for order in orders if order.price is not None and not order.is_waiting]
    bids = [order.price for order in priced if order.side == Side.BUY]
    asks = [order.price for order in priced if order.side == Side.SELL]
    if bids:
        bid = int(max(bids).scaleb(-exponent, EXACT).to_integral_value("ROUND_CEILING"))
    if asks:
        ask = int(min(asks).scaleb(-exponent, EXACT).to_integral_value("ROUND_FLOOR"))
    guards.set_own(bid, ask, len(orders))
    return 0
