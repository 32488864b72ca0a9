# cython: language_level=3, cdivision=True
"""The micro-price of a symbol, averaged exponentially, in a Cython handler: one C call a message, no Python object."""

from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t
from tickwire.wire.numbers cimport tickwire_float


cdef class MicroPrice(Handler):
    """The mid price leaning to the side that is about to run out, smoothed."""

    cdef readonly long count
    cdef readonly double average

    cdef int on_book_ticker(self, const book_ticker_t *m) except -1:
        cdef double bid_qty = tickwire_float(m.bid_qty, m.qty_exponent)
        cdef double ask_qty = tickwire_float(m.ask_qty, m.qty_exponent)
        cdef double bid_price = tickwire_float(m.bid_price, m.price_exponent)
        cdef double ask_price = tickwire_float(m.ask_price, m.price_exponent)
        cdef double price = (bid_price * ask_qty + ask_price * bid_qty) / (bid_qty + ask_qty)
        self.average += (price - self.average) * (0.01 if self.count else 1.0)
        self.count += 1
        return 0
