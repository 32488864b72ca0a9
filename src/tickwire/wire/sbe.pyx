"""The SBE codec: frames to the C structs that JSON fills, too.

Frames of market data name no stream: they go by their kind and symbol. What is newer than the schema does not matter:
longer blocks and entries are stepped over, and a newer version may put groups before the symbol or texts behind it.
Orders and reports of them are read by the rows of their templates; sbe_order.h has the whole of it.

Sources: https://developers.binance.com/docs/binance-spot-api-docs/sbe-market-data-streams
https://github.com/binance/binance-spot-api-docs/tree/master/sbe
"""

from libc.stdint cimport uint32_t
from libc.stdlib cimport calloc

from tickwire.wire.messages cimport header_t
from tickwire.wire.symbols cimport symbol_str, symbol_table, symbols_t

from tickwire.errors import DecodeError

cdef extern from "sbe_route.h" nogil:
    int sbe_router_init(sbe_router_t *router, size_t count)
    void sbe_router_clear(sbe_router_t *router)
    void sbe_router_put(sbe_router_t *router, stream_t *stream, const char *symbol, size_t size)
    uint32_t symbol_intern(symbols_t *table, const char *text, size_t size)
    enum:
        WIRE_PADDING

cdef extern from *:
    """
    static void sbe_router_free(sbe_router_t *r) { if (r) { free(r->routes); free(r); } }
    """
    void sbe_router_free(sbe_router_t *router)

cdef bytes PADDING = bytes(WIRE_PADDING)


cdef class SbeCodec:
    """The routes of one connection's SBE frames, beside the `JsonCodec` that owns the streams."""

    def __cinit__(self, JsonCodec json not None):
        self.json = json
        self.router = <sbe_router_t *>calloc(1, sizeof(sbe_router_t))
        if self.router is NULL or sbe_router_init(self.router, 0):
            raise MemoryError("no memory for a codec")
        self.is_stale = True

    def __dealloc__(self):
        sbe_router_free(self.router)

    cdef void forget(self) noexcept:
        if not self.is_stale:
            sbe_router_clear(self.router)
            self.is_stale = True

    cdef int build(self, dict names) except -1:
        cdef bytes symbol, padded
        if sbe_router_init(self.router, len(names)):
            raise MemoryError("no memory for the routes")
        self.symbols = []
        for (kind, symbol), name in names.items():
            padded = symbol + PADDING
            self.symbols.append(padded)
            sbe_router_put(self.router, self.json.open_stream(name, kind, False), padded, len(symbol))
        self.is_stale = False
        return 0


cdef int decode_event(JsonCodec codec, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line,
                      batch_t *out) except -1:
    cdef str name = symbol_str(stream.id)
    cdef uint32_t symbol = symbol_intern(symbol_table(), event.frame + event.symbol_at, event.symbol_size)
    cdef header_t *message
    cdef Py_ssize_t i
    if not symbol:
        what = "no symbol: too long, not UTF-8, or one more name than there is room for"
        raise DecodeError(what, event.frame[: event.size], event.symbol_at, name or None)
    if sbe_decode(codec.decoder, stream, event, recv_time, line, out):
        raise fault_of(event, name)
    for i in range(out.count):
        message = <header_t *>(<char *>out.first + i * out.stride)
        if message.symbol and message.symbol != symbol:
            raise DecodeError(f"it is of {symbol_str(symbol)}", event.frame[: event.size], event.symbol_at, name)
        message.symbol = symbol
    return 0


cdef int decode_frame(JsonCodec codec, const stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time,
                      int line, batch_t *out) except -1:
    cdef sbe_event_t event
    if sbe_open(&event, frame, size) < 0 or sbe_decode(codec.decoder, stream, &event, recv_time, line, out):
        raise fault_of(&event, symbol_str(stream.id))
    return 0


cdef bytes part_of(bytes frame, Py_ssize_t first, Py_ssize_t last):
    cdef bytes padded = frame + PADDING
    cdef sbe_event_t event
    if sbe_open(&event, padded, len(frame)) < 0:
        raise fault_of(&event, "")
    begin = event.entries[0] - event.frame
    stride, end = event.stride[0], begin + event.stride[0] * event.count[0]
    count = (last - first).to_bytes(4, "little")
    return frame[: begin - 4] + count + frame[begin + stride * first : begin + stride * last] + frame[end:]


cdef object fault_of(const sbe_event_t *event, str stream):
    return DecodeError(f"SBE: {event.fault.decode()}", event.frame[: event.size], event.fault_at, stream or None)


cdef object fault_of_order(const sbe_reader_t *reader, const char *frame, Py_ssize_t size):
    return DecodeError(f"SBE: {reader.fault.decode()}", frame[:size], reader.fault_at)
