"""The SBE codec of the market data streams, for `cimport`: one `SbeCodec` a connection's `JsonCodec`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.wire.json cimport JsonCodec, batch_t, decoder_t, stream_t
from tickwire.wire.messages cimport header_t


cdef extern from "sbe_route.h" nogil:
    # A frame taken apart.
    ctypedef struct sbe_event_t:
        const char *frame
        size_t size
        size_t symbol_at
        size_t symbol_size
        const char *entries[2]
        size_t count[2]
        size_t stride[2]
        int kind
        bint is_glance
        const char *fault
        size_t fault_at
    ctypedef struct sbe_router_t:
        pass
    enum:
        SBE_UNUSUAL, SBE_UNKNOWN, SBE_STREAMS_VERSION
    bint is_sbe(const char *frame, size_t size)
    unsigned sbe_template(const char *frame)
    unsigned sbe_schema(const char *frame)
    unsigned sbe_version(const char *frame)
    # The fast path in pieces, to be compiled into the caller: 0 and SBE_UNUSUAL are well, the rest is not.
    int sbe_open(sbe_event_t *event, const char *frame, size_t size)
    int sbe_glance(sbe_event_t *event, const char *frame, size_t size)
    stream_t *sbe_find(sbe_router_t *router, const sbe_event_t *event)
    int sbe_decode(decoder_t *d, const stream_t *s, sbe_event_t *event, int64_t recv_time, int line, batch_t *out)
    # The ids that an opened event covers; False when it has none.
    bint sbe_ids(const sbe_event_t *event, int64_t *first, int64_t *last)

cdef extern from "sbe_order.h" nogil:
    enum:
        SBE_TRADING_VERSION
    # A frame that is read from front to back.
    ctypedef struct sbe_reader_t:
        unsigned version
        const char *fault
        size_t fault_at
    # The kind of an execution report, of a reply to an order; 0 for anything else.
    int sbe_order_kind(const char *frame, size_t size)
    # A frame of that kind; NULL when it is refused, which of a version newer than SBE_TRADING_VERSION is to be asked of
    # the tolerant reader.
    const header_t *sbe_decode_order(decoder_t *d, const stream_t *s, sbe_reader_t *reader, const char *frame,
                                     size_t size, int64_t recv_time, int line)


cdef class SbeCodec:
    cdef JsonCodec json         # whose streams and memory it uses
    cdef sbe_router_t *router
    cdef list symbols           # to which routes point
    cdef bint is_stale          # there are no routes until they are built

    # Leave no route, since streams come or go.
    cdef void forget(self) noexcept
    # Lead kinds and symbols to the streams of those names.
    cdef int build(self, dict names) except -1

# The messages of an opened frame of a stream that the router did not find. Raises DecodeError.
cdef int decode_event(JsonCodec codec, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line,
                      batch_t *out) except -1
# The messages of a frame of the stream, once more. Raises DecodeError.
cdef int decode_frame(JsonCodec codec, const stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time,
                      int line, batch_t *out) except -1
# The event of trades with those from `first` up to `last` alone.
cdef bytes part_of(bytes frame, Py_ssize_t first, Py_ssize_t last)
# Why a frame was refused.
cdef object fault_of(const sbe_event_t *event, str stream)
cdef object fault_of_order(const sbe_reader_t *reader, const char *frame, Py_ssize_t size)
