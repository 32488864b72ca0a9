"""What becomes of decoded messages, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.held cimport Held
from tickwire.feed.route cimport Route
from tickwire.feed.sequence cimport ids_t
from tickwire.feed.sequencer cimport Sequencer
from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport KIND_COUNT, header_t


cdef class Arrivals(Sequencer):
    cdef JsonCodec codec
    cdef uint64_t[KIND_COUNT] messages
    cdef public object on_error

    # A frame is decoded: deliver it, hold it or drop it.
    cdef void _arrived(
        self, const stream_t *stream, const batch_t *batch,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept
    cdef void _take_one(
        self, stream_t *stream, const header_t *message,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept
    cdef void _jumped(
        self, Route route, const ids_t *ids, int verdict,
        const char *frame, Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept
    # Hand over what is not from before `next`, the id that was awaited.
    cdef void _deliver(self, const stream_t *stream, const batch_t *batch, int64_t next) noexcept
    cdef int _decode_again(self, const stream_t *stream, Held held, batch_t *batch) except -1
    cdef stream_t *_open(self, Route route, bint is_array) except NULL
    cdef int _report_fault(self, fault, bytes frame, int64_t recv_time, int line) except -1
