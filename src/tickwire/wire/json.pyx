"""The JSON codec: frames to C structs by recognised shapes, by the table, at last by msgspec.

Does no I/O, reads no clock, and makes no Python object while frames look as the venue sends them.
"""

from libc.stdint cimport int8_t
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memcpy, memset

from tickwire.wire.fill cimport fill
from tickwire.wire.messages cimport new_view
from tickwire.wire.symbols cimport intern, symbol_str, symbol_table, symbols_t
from tickwire.wire.tables cimport MESSAGES

from tickwire.errors import ConfigError, DecodeError
from tickwire.wire import reference

cdef extern from "frame.h" nogil:
    ctypedef struct cursor_t:
        const char *p
        const char *end
    ctypedef struct decoder_full_t "decoder_t":
        symbols_t *symbols
    ctypedef struct envelope_t:
        const char *name
        const char *data
        const char *data_end
        size_t name_size
    enum:
        NAME_LONGEST
    recogniser_t recogniser(const char *name)
    int router_init(router_t *router)
    int router_add(router_t *router, stream_t *stream)
    int router_rebuild(router_t *router, size_t capacity, const stream_t *left_out)
    stream_t *stream_new(int kind, int is_array, const char *name, size_t name_size, uint32_t id, uint32_t symbol)
    void stream_free(stream_t *stream)
    void decoder_free(decoder_t *decoder)
    int open_envelope(cursor_t c, envelope_t *envelope)
    int decode_frame(decoder_t *d, stream_t *s, const recogniser_t *shapes, int use_table, const char *frame,
                     size_t size, int64_t recv_time, int line, batch_t *out)
    int decode_by_table(decoder_t *d, stream_t *s, const recogniser_t *shapes, int use_table, const char *frame,
                        size_t size, int64_t recv_time, int line, batch_t *out)
    int decode_routed(decoder_t *d, router_t *router, const recogniser_t *shapes, int use_table,
                      const char *frame, size_t size, int64_t recv_time, int line, batch_t *out, stream_t **stream)

cdef extern from *:
    """
    static size_t router_capacity(const router_t *r) { return r->last + 1; }
    static void router_free(router_t *r) { if (r) { free(r->routes); free(r); } }
    """
    size_t router_capacity(const router_t *router)
    void router_free(router_t *router)


cdef class _Stream:
    """Owner of a stream's memory."""

    cdef stream_t *stream

    def __dealloc__(self):
        stream_free(self.stream)


cdef class JsonCodec:
    """Decoder of one connection's frames.

    `shapes` names the instruction set of the shape recogniser: "auto", "avx2", "sse4", "neon", or None for none.
    `table` turns the table decoder on. With both off every frame is decoded by msgspec. Raises ConfigError for an
    instruction set that this machine has not.
    """

    def __cinit__(self, *, shapes="auto", table=True):
        self.decoder = <decoder_t *>calloc(1, sizeof(decoder_full_t))
        self.router = <router_t *>calloc(1, sizeof(router_t))
        if self.decoder is NULL or self.router is NULL or router_init(self.router):
            raise MemoryError("no memory for a codec")
        (<decoder_full_t *>self.decoder).symbols = symbol_table()
        self.names = {}
        self.table = table
        if shapes is not None:
            self.shapes = recogniser(shapes.encode())
            if self.shapes.match is NULL and shapes != "auto":
                raise ConfigError(f'shapes={shapes!r} is not for this machine; "auto" takes what there is')

    def __dealloc__(self):
        if self.decoder is not NULL:
            decoder_free(self.decoder)
            free(self.decoder)
        router_free(self.router)
        free(self.scratch)

    def shape_figures(self):
        """For each stream, how many messages were recognised by shape and how many were tried and were not."""
        cdef _Stream owner
        figures = {}
        for key, value in self.names.items():
            owner = value
            name = key.decode() if isinstance(key, bytes) else reference.message_class(key[1]).__name__
            figures[name] = (owner.stream.hits, owner.stream.misses)
        return figures

    cdef stream_t *open_stream(self, bytes name, int kind, bint is_array) except NULL:
        cdef _Stream owner = self.names.get((name, kind, is_array) if not name else name)
        if owner is None:
            if len(name) > NAME_LONGEST:
                raise ConfigError(f"stream name of {len(name)} bytes; at most {NAME_LONGEST}")
            owner = _Stream()
            symbol = reference.symbol_of_stream(name).encode()
            name_id, symbol_id = intern(name) if name else 0, intern(symbol) if symbol else 0
            owner.stream = stream_new(kind, is_array, name, len(name), name_id, symbol_id)
            if owner.stream is NULL or (name and router_add(self.router, owner.stream)):
                raise MemoryError("no memory for a stream")
            self.names[name if name else (name, kind, is_array)] = owner
        return owner.stream

    cdef int close_stream(self, stream_t *stream) except -1:
        if router_rebuild(self.router, router_capacity(self.router), stream):
            raise MemoryError("no memory for the routes")
        del self.names[symbol_str(stream.id).encode()]
        return 0

    cdef stream_t *route(self, const char *frame, Py_ssize_t size) noexcept:
        return router_find(self.router, route_hash(frame, size))

    cdef stream_t *route_slow(self, const char *frame, Py_ssize_t size, bint *named):
        cdef envelope_t envelope
        cdef cursor_t c
        c.p = frame
        c.end = frame + size
        named[0] = open_envelope(c, &envelope) == 0 and envelope.name is not NULL and envelope.data is not NULL
        if not named[0]:
            return NULL
        cdef _Stream owner = self.names.get(envelope.name[: envelope.name_size])
        return NULL if owner is None else owner.stream

    cdef int decode(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                    batch_t *out) noexcept:
        return decode_frame(self.decoder, stream, &self.shapes, self.table, frame, size, recv_time, line, out)

    cdef int decode_routed(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line, batch_t *out,
                           stream_t **stream) noexcept:
        return decode_routed(self.decoder, self.router, &self.shapes, self.table, frame, size, recv_time, line, out,
                             stream)

    cdef int decode_by_table(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                             batch_t *out) noexcept:
        return decode_by_table(self.decoder, stream, &self.shapes, self.table, frame, size, recv_time, line, out)

    cdef int decode_unlearned(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                              batch_t *out) except -1:
        cdef recogniser_t none
        memset(&none, 0, sizeof(none))
        if decode_by_table(self.decoder, stream, &none, self.table, frame, size, recv_time, line, out):
            self.decode_slow(stream, frame, size, recv_time, line, out)
        return 0

    cdef const char *padded(self, const char *data, Py_ssize_t size) except NULL:
        cdef size_t wanted = size + WIRE_PADDING
        cdef char *grown
        if wanted > self.scratch_size:
            grown = <char *>realloc(self.scratch, 2 * wanted)
            if grown is NULL:
                raise MemoryError(f"no memory for a frame of {size} bytes")
            self.scratch = grown
            self.scratch_size = 2 * wanted
        memcpy(self.scratch, data, size)
        memset(self.scratch + size, 0, WIRE_PADDING)
        return self.scratch

    cdef int decode_slow(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                         batch_t *out) except -1:
        cdef bytes raw = frame[:size]
        structs = reference.decode(raw, symbol_str(stream.id), stream.kind, stream.is_array)
        cdef header_t *header
        cdef Py_ssize_t i
        try:
            fill(self.decoder, stream, structs, out)
            for i in range(out.count):
                header = <header_t *>(<char *>out.first + i * out.stride)
                header.recv_time = recv_time
                header.line = line
                set_subscription(header, reference.subscription_of(raw) if MESSAGES[header.kind].subscription else None)
        except (ValueError, OverflowError) as fault:
            raise DecodeError(str(fault), raw, None, symbol_str(stream.id) or None) from None
        return 0


cdef int set_subscription(header_t *message, object subscription) except -1:
    """Note which subscription brought an event of an account. Raises OverflowError for a number beyond 64 bits."""
    if subscription is not None:
        (<int64_t *>(<char *>message + MESSAGES[message.kind].subscription))[0] = reference.int64(subscription)
    return 0


def view_of_struct(
    struct, int kind, str stream="", int64_t recv_time=0, int line=0, int flags=0, subscription=None, unsaid=None
):
    """The view of a schema Struct. Raises DecodeError when a value does not fit the C struct.

    `unsaid` is what a message in SBE has and its JSON has not: event time, symbol, exponents without numbers.
    """
    cdef JsonCodec codec = JsonCodec(shapes=None)
    cdef batch_t out
    cdef stream_t *s = codec.open_stream(stream.encode(), kind, False)
    fill(codec.decoder, s, [struct], &out)
    cdef header_t *header = <header_t *>out.first
    header.recv_time = recv_time
    header.line = line
    header.flags |= flags
    set_subscription(header, subscription if MESSAGES[header.kind].subscription else None)
    if unsaid is not None:
        header.event_time, name, price_exponent, qty_exponent = unsaid
        header.symbol = intern(name.encode()) if name else header.symbol
        header.price_exponent = header.price_exponent or <int8_t>price_exponent
        header.qty_exponent = header.qty_exponent or <int8_t>qty_exponent
    return new_view(out.first)
