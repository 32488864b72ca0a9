"""Orders of one kind, placed from C and Cython without a Python object: `PreparedOrder` is one, for `cimport`.

`place` and `cancel` are for handlers, in the thread in which the client runs. The bytes are with the socket when they
return; `Order` objects come to be right after the handler. What they return is said in place.h.
"""

from libc.stdint cimport int64_t

from tickwire.client.trading.gate cimport Gate
from tickwire.trading.guard cimport CompiledGuards
from tickwire.trading.screen cimport Screen
from tickwire.wire.request cimport CancelTemplate, OrderTemplate

cdef extern from "place.h":
    ctypedef struct placer_t "tickwire_placer_t"
    ctypedef int64_t (*place_t)(placer_t *placer, int64_t price, int64_t qty) noexcept
    ctypedef int64_t (*cancel_t)(placer_t *placer, int64_t number) noexcept
    ctypedef int64_t (*rehearse_t)(placer_t *placer, int64_t price, int64_t qty) noexcept
    ctypedef struct placer_t "tickwire_placer_t":
        place_t place
        cancel_t cancel
        rehearse_t rehearse
        void *owner
    ctypedef enum unsent_t "tickwire_unsent_t":
        TICKWIRE_FILTERED, TICKWIRE_NOT_CONNECTED, TICKWIRE_NO_ROOM, TICKWIRE_BACKLOG, TICKWIRE_NOT_READY
        TICKWIRE_WRONG_THREAD, TICKWIRE_BAD_VALUE


cdef class Placer:
    cdef:
        placer_t c
        Gate _gate
        OrderTemplate _template        # None: not ready
        CancelTemplate _cancellation
        Screen _screen                 # None: filters are not looked at
        CompiledGuards _guards         # None: there are none
        list _books                    # of the symbol: the first valid one has the prices that guards know
        int64_t _uncounted             # while so few orders are open no filter counts them
        int64_t _number                # of the last order
        int64_t _last_price, _last_qty  # what a rehearsal is of
        bint _is_buy, _is_market

    # The number of the order, or below 0 why nothing was sent: place.h.
    cdef int64_t place_now(self, int64_t price, int64_t qty) noexcept
    cdef int64_t cancel_now(self, int64_t number) noexcept
    # What `place_now` would return below 0, or 0: it would send the order.
    cdef int64_t rehearse_now(self, int64_t price, int64_t qty) noexcept

    cdef int64_t send(self, int64_t price, int64_t qty, int64_t now, bint is_rehearsal) noexcept
    cdef int64_t refusal(self, int64_t price, int64_t qty, int64_t now) noexcept
    cdef void count(self, int64_t price, int64_t now) noexcept
