# Written by tools/schema.py from src/tickwire/schema. Change the schema, then run `make schema`.
"""`Handler`: subclass it in Cython and override the methods of the messages you want."""

from tickwire.wire.messages cimport (
    agg_trade_t,
    avg_price_t,
    balance_update_t,
    block_trade_t,
    book_ticker_t,
    depth_update_t,
    event_stream_terminated_t,
    execution_report_t,
    external_lock_update_t,
    kline_t,
    list_status_t,
    mini_ticker_t,
    order_response_t,
    outbound_account_position_t,
    partial_depth_t,
    reference_price_t,
    rolling_ticker_t,
    server_shutdown_t,
    ticker_t,
    trade_t,
    header_t,
)


cdef class Handler:
    cdef int on_agg_trade(self, const agg_trade_t *message) except -1
    cdef int on_trade(self, const trade_t *message) except -1
    cdef int on_block_trade(self, const block_trade_t *message) except -1
    cdef int on_kline(self, const kline_t *message) except -1
    cdef int on_mini_ticker(self, const mini_ticker_t *message) except -1
    cdef int on_ticker(self, const ticker_t *message) except -1
    cdef int on_rolling_ticker(self, const rolling_ticker_t *message) except -1
    cdef int on_book_ticker(self, const book_ticker_t *message) except -1
    cdef int on_avg_price(self, const avg_price_t *message) except -1
    cdef int on_partial_depth(self, const partial_depth_t *message) except -1
    cdef int on_depth_update(self, const depth_update_t *message) except -1
    cdef int on_reference_price(self, const reference_price_t *message) except -1
    cdef int on_server_shutdown(self, const server_shutdown_t *message) except -1
    cdef int on_execution_report(self, const execution_report_t *message) except -1
    cdef int on_outbound_account_position(self, const outbound_account_position_t *message) except -1
    cdef int on_balance_update(self, const balance_update_t *message) except -1
    cdef int on_list_status(self, const list_status_t *message) except -1
    cdef int on_external_lock_update(self, const external_lock_update_t *message) except -1
    cdef int on_event_stream_terminated(self, const event_stream_terminated_t *message) except -1
    cdef int on_order_response(self, const order_response_t *message) except -1


# Hand a message to the method of its kind: one indexed call and one vtable call.
cdef int deliver(Handler handler, const header_t *message) except -1
