# Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`.
"""The handler interface in Cython: a method a message, called with a pointer that lives for the call."""


cdef class Handler:
    """Base of handlers written in Cython.

    Override the `cdef int on_<message>(self, const <message>_t *message) except -1` methods you want, and return 0.
    The struct is valid during the call. An exception is caught, counted and reported; the feed goes on.
    """

    cdef int on_agg_trade(self, const agg_trade_t *message) except -1:
        return 0

    cdef int on_trade(self, const trade_t *message) except -1:
        return 0

    cdef int on_block_trade(self, const block_trade_t *message) except -1:
        return 0

    cdef int on_kline(self, const kline_t *message) except -1:
        return 0

    cdef int on_mini_ticker(self, const mini_ticker_t *message) except -1:
        return 0

    cdef int on_ticker(self, const ticker_t *message) except -1:
        return 0

    cdef int on_rolling_ticker(self, const rolling_ticker_t *message) except -1:
        return 0

    cdef int on_book_ticker(self, const book_ticker_t *message) except -1:
        return 0

    cdef int on_avg_price(self, const avg_price_t *message) except -1:
        return 0

    cdef int on_partial_depth(self, const partial_depth_t *message) except -1:
        return 0

    cdef int on_depth_update(self, const depth_update_t *message) except -1:
        return 0

    cdef int on_reference_price(self, const reference_price_t *message) except -1:
        return 0

    cdef int on_server_shutdown(self, const server_shutdown_t *message) except -1:
        return 0

    cdef int on_execution_report(self, const execution_report_t *message) except -1:
        return 0

    cdef int on_outbound_account_position(self, const outbound_account_position_t *message) except -1:
        return 0

    cdef int on_balance_update(self, const balance_update_t *message) except -1:
        return 0

    cdef int on_list_status(self, const list_status_t *message) except -1:
        return 0

    cdef int on_external_lock_update(self, const external_lock_update_t *message) except -1:
        return 0

    cdef int on_event_stream_terminated(self, const event_stream_terminated_t *message) except -1:
        return 0

    cdef int on_order_response(self, const order_response_t *message) except -1:
        return 0


cdef int deliver_agg_trade(Handler handler, const header_t *message) except -1:
    return handler.on_agg_trade(<const agg_trade_t *>message)


cdef int deliver_trade(Handler handler, const header_t *message) except -1:
    return handler.on_trade(<const trade_t *>message)


cdef int deliver_block_trade(Handler handler, const header_t *message) except -1:
    return handler.on_block_trade(<const block_trade_t *>message)


cdef int deliver_kline(Handler handler, const header_t *message) except -1:
    return handler.on_kline(<const kline_t *>message)


cdef int deliver_mini_ticker(Handler handler, const header_t *message) except -1:
    return handler.on_mini_ticker(<const mini_ticker_t *>message)


cdef int deliver_ticker(Handler handler, const header_t *message) except -1:
    return handler.on_ticker(<const ticker_t *>message)


cdef int deliver_rolling_ticker(Handler handler, const header_t *message) except -1:
    return handler.on_rolling_ticker(<const rolling_ticker_t *>message)


cdef int deliver_book_ticker(Handler handler, const header_t *message) except -1:
    return handler.on_book_ticker(<const book_ticker_t *>message)


cdef int deliver_avg_price(Handler handler, const header_t *message) except -1:
    return handler.on_avg_price(<const avg_price_t *>message)


cdef int deliver_partial_depth(Handler handler, const header_t *message) except -1:
    return handler.on_partial_depth(<const partial_depth_t *>message)


cdef int deliver_depth_update(Handler handler, const header_t *message) except -1:
    return handler.on_depth_update(<const depth_update_t *>message)


cdef int deliver_reference_price(Handler handler, const header_t *message) except -1:
    return handler.on_reference_price(<const reference_price_t *>message)


cdef int deliver_server_shutdown(Handler handler, const header_t *message) except -1:
    return handler.on_server_shutdown(<const server_shutdown_t *>message)


cdef int deliver_execution_report(Handler handler, const header_t *message) except -1:
    return handler.on_execution_report(<const execution_report_t *>message)


cdef int deliver_outbound_account_position(Handler handler, const header_t *message) except -1:
    return handler.on_outbound_account_position(<const outbound_account_position_t *>message)


cdef int deliver_balance_update(Handler handler, const header_t *message) except -1:
    return handler.on_balance_update(<const balance_update_t *>message)


cdef int deliver_list_status(Handler handler, const header_t *message) except -1:
    return handler.on_list_status(<const list_status_t *>message)


cdef int deliver_external_lock_update(Handler handler, const header_t *message) except -1:
    return handler.on_external_lock_update(<const external_lock_update_t *>message)


cdef int deliver_event_stream_terminated(Handler handler, const header_t *message) except -1:
    return handler.on_event_stream_terminated(<const event_stream_terminated_t *>message)


cdef int deliver_order_response(Handler handler, const header_t *message) except -1:
    return handler.on_order_response(<const order_response_t *>message)


ctypedef int (*method_t)(Handler, const header_t *) except -1
cdef method_t[21] METHODS
METHODS[1] = deliver_agg_trade
METHODS[2] = deliver_trade
METHODS[3] = deliver_block_trade
METHODS[4] = deliver_kline
METHODS[5] = deliver_mini_ticker
METHODS[6] = deliver_ticker
METHODS[7] = deliver_rolling_ticker
METHODS[8] = deliver_book_ticker
METHODS[9] = deliver_avg_price
METHODS[10] = deliver_partial_depth
METHODS[11] = deliver_depth_update
METHODS[12] = deliver_reference_price
METHODS[13] = deliver_server_shutdown
METHODS[14] = deliver_execution_report
METHODS[15] = deliver_outbound_account_position
METHODS[16] = deliver_balance_update
METHODS[17] = deliver_list_status
METHODS[18] = deliver_external_lock_update
METHODS[19] = deliver_event_stream_terminated
METHODS[20] = deliver_order_response


cdef int deliver(Handler handler, const header_t *message) except -1:
    return METHODS[message.kind](handler, message)
