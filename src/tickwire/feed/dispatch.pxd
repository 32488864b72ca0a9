"""The dispatcher, for `cimport`. It is for one thread at a time."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.route cimport Route
from tickwire.wire.json cimport JsonCodec, batch_t, stream_t
from tickwire.wire.messages cimport KIND_COUNT


cdef class Dispatch:
    cdef JsonCodec codec
    cdef bint is_running          # a frame is being delivered
    cdef bint is_unsettled        # something was put off until it is
    cdef bint is_settling         # what was put off is being done
    cdef uint64_t frames, payload_bytes
    cdef uint64_t[KIND_COUNT] messages
    cdef uint64_t control, decode_errors, unhandled, late, handler_errors, hook_errors, slow_decodes
    cdef uint64_t closed_hits, closed_misses  # of streams that are no more
    cdef dict routes              # stream name, or kind of bare messages, to Route
    cdef set changed              # keys of routes whose sinks changed while a frame was being delivered
    cdef list leaving             # sinks removed meanwhile, which must live until then
    cdef list waiting             # frames handed in meanwhile
    cdef set retired              # names of streams that were subscribed once
    cdef list own                 # sinks of the dispatcher itself
    cdef public bint is_stopped   # frames are dropped and counted as late
    cdef readonly object pending  # a KeyboardInterrupt, SystemExit or the like out of a handler
    cdef public object on_error, on_unhandled, on_control, on_shutdown, on_interrupt

    # One whole text message, with WIRE_PADDING readable bytes behind it.
    cdef void on_frame(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept

    cdef Route _route(self, str stream, int kind, bint is_array)
    cdef void _take_unrecognised(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef void _deliver(self, const stream_t *stream, const batch_t *batch) noexcept
    cdef int _take_slowly(
        self, stream_t *guess, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) except -1
    cdef stream_t *_stream_of(
        self, const char *frame, Py_ssize_t size, bint named, int64_t recv_time, int line
    ) except? NULL
    cdef stream_t *_open(self, Route route, bint is_array) except NULL
    cdef void _put_off(self, bytes frame, int64_t recv_time, int line) noexcept
    cdef void _settle(self) noexcept
    cdef int _change(self, name) except -1
    cdef int _relink(self) except -1
    cdef int _relink_stream(self, Route route) except -1
    cdef void _call_hook(self, hook, argument) noexcept
    cdef void _interrupt(self, error) noexcept
    cdef void _unexpected(self, error) noexcept
