"""The JSON codec, for `cimport`: one `JsonCodec` a connection; not for use from two threads at once."""

from libc.stdint cimport int64_t, uint32_t, uint64_t

from tickwire.wire.messages cimport header_t


cdef extern from "frame.h" nogil:
    # One subscribed stream; `user` belongs to the dispatcher.
    ctypedef struct stream_t:
        uint32_t id
        int kind
        int is_array
        void *user
        uint64_t hits    # messages recognised by shape
        uint64_t misses  # messages tried and not recognised
    # Decoded messages, valid until the next decode; `stride` bytes apart.
    ctypedef struct batch_t:
        const header_t *first
        Py_ssize_t count
        Py_ssize_t stride
    ctypedef struct decoder_t:
        pass
    ctypedef struct router_t:
        pass
    ctypedef struct recogniser_t:
        void *match
    # The fast path in pieces, to be compiled into the caller: by the hash of the stream's name, then by shape.
    uint64_t route_hash(const char *frame, size_t size)
    stream_t *router_find(router_t *router, uint64_t hash)
    const header_t *decode_by_shape(decoder_t *d, stream_t *s, const recogniser_t *shapes, const char *frame,
                                    size_t size, int64_t recv_time, int line)
    enum:
        WIRE_PADDING  # bytes that must be readable behind every frame


cdef class JsonCodec:
    cdef decoder_t *decoder
    cdef router_t *router
    cdef recogniser_t shapes
    cdef bint table
    cdef dict names             # stream name to _Stream: owns the streams
    cdef char *scratch
    cdef size_t scratch_size

    # The stream of that name, made if need be: KIND_*, whether its messages are arrays. An empty name: bare messages.
    cdef stream_t *open_stream(self, bytes name, int kind, bint is_array) except NULL
    cdef int close_stream(self, stream_t *stream) except -1
    # The stream that a frame names, by hash: proven when the frame is decoded. NULL: unknown, or no usual envelope.
    cdef stream_t *route(self, const char *frame, Py_ssize_t size) noexcept
    # The stream that a frame in an unusual form names; *named tells whether it names one at all.
    cdef stream_t *route_slow(self, const char *frame, Py_ssize_t size, bint *named)
    # 0, or -1 when neither shapes nor table take the frame.
    cdef int decode(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                    batch_t *out) noexcept
    # Both in one call: *stream is the stream, NULL when the frame names none that is known.
    cdef int decode_routed(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line, batch_t *out,
                           stream_t **stream) noexcept
    # As decode, for a frame that `decode_by_shape` did not take.
    cdef int decode_by_table(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                             batch_t *out) noexcept
    # By the table or msgspec, of which nothing is learned: for messages that are not as the stream sends them.
    cdef int decode_unlearned(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                              batch_t *out) except -1
    # By msgspec; raises DecodeError.
    cdef int decode_slow(self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line,
                         batch_t *out) except -1
    # A copy with padding behind it, valid until the next call.
    cdef const char *padded(self, const char *data, Py_ssize_t size) except NULL
