"""The dispatcher of a connection to the WebSocket API, for `cimport`. It is for one thread at a time."""

from libc.stdint cimport int64_t

from tickwire.feed.dispatch cimport Dispatch
from tickwire.feed.route cimport Route
from tickwire.feed.sink cimport sink_t
from tickwire.wire.json cimport stream_t
from tickwire.wire.messages cimport KIND_COUNT, header_t
from tickwire.wire.sbe cimport sbe_reader_t


cdef class AccountDispatch(Dispatch):
    cdef stream_t *streams[KIND_COUNT]  # of the kinds that have handlers
    cdef public object on_reply
    cdef readonly object on_order_response

    cdef void _take_frame(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept
    cdef bint _take_order(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept
    # To the sinks from the first one on that want events of the message's subscription.
    cdef void _hand_over(self, const header_t *message, sink_t *sink) noexcept
    cdef void _take_rest(
        self, const header_t *message, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef void _take_rest_of_binary(
        self, const header_t *message, const stream_t *stream, const sbe_reader_t *reader, const char *frame,
        Py_ssize_t size, int64_t recv_time, int line,
    ) noexcept
    cdef int _take_closely(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) except -1
    cdef const header_t *_decode(
        self, int kind, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) except? NULL
    cdef bint _is_taken(self, const header_t *message) except -1
    cdef int _reply(self, bytes raw) except -1
