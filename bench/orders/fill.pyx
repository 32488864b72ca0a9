# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""Patches order templates in a C loop, with and without guards before."""

from libc.stdint cimport int64_t
from libc.string cimport memset

from tickwire.trading.guard cimport TICKWIRE_MAY_BE_SENT, CompiledGuards
from tickwire.wire.request cimport Template, order_t


cdef int64_t NOW = 0


def patched(Template template, CompiledGuards guards, int64_t price, int64_t qty, int64_t time, int count, bint keep):
    """Patches `count` orders, each a tick higher than the one before; returns the frames if they are to be kept."""
    global NOW
    cdef order_t order
    cdef char *frame
    cdef int number, size
    memset(&order, 0, sizeof(order))
    frames = []
    for number in range(count):
        order.price, order.qty, order.timestamp = price + number, qty + number, time + number
        order.client_number = order.request_id = number
        if guards is not None:
            NOW += 1000
            if guards.refusal(True, order.price, order.qty, NOW) != TICKWIRE_MAY_BE_SENT:
                raise ValueError("refused")
            guards.count(NOW)
        size = template.patch(&order, &frame)
        if size < 0:
            raise ValueError("not patched")
        if keep:
            frames.append(frame[:size])
    return frames
