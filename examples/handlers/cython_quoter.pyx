# cython: language_level=3, cdivision=True
"""Joins the best bid with an order of its own and takes it back when the bid moves: between tick and socket only C."""

from libc.stdint cimport int64_t

from tickwire.client.trading.placer cimport Placer
from tickwire.feed.handler cimport Handler
from tickwire.wire.messages cimport book_ticker_t


cdef class Quoter(Handler):
    """`bid` is what `Trader.prepare` returned; `scale` makes a price of a message one of the instrument's."""

    cdef Placer bid
    cdef int64_t qty, scale, price, number
    cdef readonly long placed, refused

    def __init__(self, Placer bid not None, int64_t qty, int64_t scale):
        self.bid, self.qty, self.scale = bid, qty, scale

    cdef int on_book_ticker(self, const book_ticker_t *m) except -1:
        cdef int64_t price = m.bid_price // self.scale
        if price == self.price:
            self.bid.rehearse_now(price, self.qty)
            return 0
        if self.number > 0:
            self.bid.cancel_now(self.number)
        self.price = price
        self.number = self.bid.place_now(price, self.qty)  # below 0: why not, see place.h
        if self.number > 0:
            self.placed += 1
        else:
            self.refused += 1
        return 0
