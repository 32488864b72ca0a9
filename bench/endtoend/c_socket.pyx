# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The floor: a plain socket read in a C loop, frames cut out by hand, decoded by tickwire's codec."""

from libc.stdint cimport int64_t, uint8_t
from libc.stdlib cimport calloc, free
from libc.string cimport memmove

from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport trade_t
from tickwire.wire.sbe cimport SbeCodec, sbe_decode, sbe_event_t, sbe_find, sbe_glance

cdef extern from "../delivery/handlers.h" nogil:
    ctypedef struct counts_t:
        int64_t count
        double value
        int64_t *latencies
        int64_t capacity
    void count_trade(const trade_t *, void *)
    int64_t monotonic_ns()

cdef extern from "<sys/socket.h>" nogil:
    ssize_t recv(int fd, void *buffer, size_t size, int flags)
    int MSG_DONTWAIT

cdef extern from "<errno.h>" nogil:
    int errno
    int EAGAIN

DEF CAPACITY = 1 << 18
DEF PADDING = 256


cdef class Receiver:
    """Reads trades from a connected socket whose handshake is done; `busy` never lets the kernel put it to sleep."""

    cdef JsonCodec codec
    cdef SbeCodec sbe          # None: frames are of JSON
    cdef char *buffer
    cdef size_t filled
    cdef int fd, flags
    cdef counts_t counts
    cdef readonly int64_t refused

    def __cinit__(self, int fd, str stream, int kind, bint is_sbe, int64_t timed, bint busy):
        self.codec = JsonCodec()
        self.codec.open_stream(stream.encode(), kind, False)
        if is_sbe:
            self.sbe = SbeCodec(self.codec)
            self.sbe.build({(kind, stream.partition("@")[0].upper().encode()): stream.encode()})
        self.buffer = <char *>calloc(CAPACITY + PADDING, 1)
        self.fd, self.flags = fd, MSG_DONTWAIT if busy else 0
        if timed:
            self.counts.latencies = <int64_t *>calloc(timed, sizeof(int64_t))
            self.counts.capacity = timed

    def __dealloc__(self):
        free(self.buffer)
        free(self.counts.latencies)

    @property
    def count(self):
        return self.counts.count

    @property
    def latencies(self):
        return [self.counts.latencies[i] for i in range(min(self.counts.count, self.counts.capacity))]

    def receive(self, int64_t count, double seconds):
        """Until that many messages have come in all or that much time has passed."""
        cdef int64_t deadline = monotonic_ns() + <int64_t>(seconds * 1e9)
        while self.counts.count < count and monotonic_ns() < deadline:
            self.read_once()

    cdef int read_once(self) except -1:
        cdef ssize_t got = recv(self.fd, self.buffer + self.filled, CAPACITY - self.filled, self.flags)
        if got < 0 and errno == EAGAIN:
            return 0
        if got <= 0:
            raise ConnectionError("the server left")
        self.filled += got
        cdef size_t used = self.cut()
        memmove(self.buffer, self.buffer + used, self.filled - used)
        self.filled -= used
        return 0

    cdef size_t cut(self) noexcept:
        """Handle the whole frames of the buffer; how many bytes they take."""
        cdef size_t at = 0, size, header
        cdef const uint8_t *p
        while self.filled - at >= 4:
            p = <const uint8_t *>self.buffer + at
            size, header = p[1], 2
            if size == 126:
                size, header = p[2] << 8 | p[3], 4
            if self.filled - at < header + size:
                break
            if self.sbe is None:
                self.handle(<const char *>p + header, size)
            else:
                self.handle_sbe(<const char *>p + header, size)
            at += header + size
        return at

    cdef inline void handle(self, const char *payload, Py_ssize_t size) noexcept:
        cdef batch_t batch
        cdef stream_t *stream
        if self.codec.decode_routed(payload, size, 0, 0, &batch, &stream) < 0:
            self.refused += 1
        else:
            count_trade(<const trade_t *>batch.first, &self.counts)

    cdef inline void handle_sbe(self, const char *payload, Py_ssize_t size) noexcept:
        cdef sbe_event_t event
        cdef batch_t batch
        cdef stream_t *stream = NULL
        if sbe_glance(&event, payload, size) == 0:
            stream = sbe_find(self.sbe.router, &event)
        if stream is NULL or sbe_decode(self.codec.decoder, stream, &event, 0, 0, &batch) or batch.count != 1:
            self.refused += 1
        else:
            count_trade(<const trade_t *>batch.first, &self.counts)
