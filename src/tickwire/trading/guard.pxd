"""The guards of risk.py for one instrument in C, for `cimport`: ask, patch, send, count."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

cdef extern from "guard.h" nogil:
    ctypedef enum refusal_t "tickwire_refusal_t":
        TICKWIRE_MAY_BE_SENT, TICKWIRE_MAX_NOTIONAL, TICKWIRE_MAX_OPEN_ORDERS, TICKWIRE_PRICE_BAND, TICKWIRE_SELF_CROSS
        TICKWIRE_ORDER_RATE
    ctypedef struct guard_t "tickwire_guard_t":
        uint32_t on, max_open_orders
        uint64_t max_notional_high, max_notional
        int64_t band, per
        uint32_t rate, next
        int64_t *times
        int64_t best_bid, best_ask, own_bid, own_ask
        uint32_t open_orders
    refusal_t tickwire_guard_check(const guard_t *guard, bint is_buy, int64_t price, int64_t qty, int64_t now)
    void tickwire_guard_sent(guard_t *guard, int64_t now)


cdef class CompiledGuards:
    cdef guard_t guard
    cdef readonly object instrument
    cdef int exponent  # of its prices
    cdef readonly object guards

    # Why an order is not to be sent, TICKWIRE_MAY_BE_SENT when it may be; price 0 is a MARKET order.
    cdef refusal_t refusal(self, bint is_buy, int64_t price, int64_t qty, int64_t now) noexcept nogil
    cdef void count(self, int64_t now) noexcept nogil
