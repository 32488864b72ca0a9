"""Requests as bytes with slots, for `cimport`: fill an order_t, patch, send."""

from libc.stdint cimport int64_t, uint16_t, uint32_t

cdef extern from "request.h" nogil:
    enum:
        TICKWIRE_HEADROOM
    ctypedef struct text_t "tickwire_text_t":
        const char *text
        size_t size
    ctypedef struct order_t "tickwire_order_t":
        int64_t price, qty, quote_qty, stop_price, iceberg_qty
        int64_t request_id, timestamp
        int64_t client_number, target_number, target_order_id
        text_t client_order_id, target_client_order_id, signature
    ctypedef struct request_piece_t:
        uint32_t before
        uint16_t field, longest, decimals
    ctypedef struct request_t "tickwire_request_t":
        char *text
        char *buffer
        uint32_t largest, count, after
        request_piece_t *pieces
    int request_write(const request_t *request, const order_t *order, char *out)
    void tickwire_order_prefetch(const request_t *request)
    int tickwire_order_patch(const request_t *request, const order_t *order, char **frame)


cdef class Template:
    cdef request_t request
    cdef request_t payload_request
    cdef readonly str method
    cdef readonly tuple slots
    cdef uint32_t slot_mask

    # The size of the frame, which is the template's memory until the next call; below 0 as request_write: a value that
    # cannot be. There are TICKWIRE_HEADROOM writable bytes in front of the frame.
    cdef int patch(self, const order_t *order, char **frame) noexcept nogil


cdef class OrderTemplate(Template):
    pass


cdef class CancelTemplate(Template):
    pass


cdef class AmendTemplate(Template):
    pass


cdef class ReplaceTemplate(Template):
    pass
