"""Frames of SBE, for `cimport`."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.arrivals cimport Arrivals
from tickwire.feed.run cimport run_t
from tickwire.wire.json cimport batch_t, stream_t
from tickwire.wire.sbe cimport SbeCodec, sbe_event_t


cdef class BinaryFrames(Arrivals):
    cdef SbeCodec sbe
    cdef uint64_t frames          # apart from their bytes: side by side gcc adds both as a vector, which takes longer
    cdef uint64_t late, unhandled, unknown_templates
    cdef uint64_t payload_bytes
    cdef unsigned newest          # version of the schema that was met
    cdef unsigned newest_of_api   # the same of the WebSocket API's
    cdef bint is_deprecation_told
    cdef set told                 # templates that are not known and were reported
    cdef list waiting             # frames handed in while one is being delivered
    cdef set retired              # names of streams that were subscribed once
    cdef public object on_unhandled

    # Binary messages of one read, at least the first. The run ends early when a handler did what is to take effect
    # before the next frame, and when it set `is_over`.
    cdef void on_binaries(self, run_t *run) noexcept
    cdef inline void on_binary(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept:
        cdef bint is_over = False
        cdef run_t run = run_t(frame, size, frame + size, 0, 0, &is_over, recv_time, line, NULL, 0, 0)
        self.on_binaries(&run)

    cdef void _put_off(self, bytes frame, int64_t recv_time, int line) noexcept
    # What is not to be delivered at once; `stream` is NULL when it is not known. The frame is opened once more.
    cdef void _take_unusual(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef void _take_event(self, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line) noexcept
    # Of a stream that is not on the shortest way, see sequence.pxd.
    cdef void _take_watched_event(self, stream_t *stream, sbe_event_t *event, int64_t recv_time, int line) noexcept
    # What the codec did not open, or of no stream that it knows.
    cdef void _take_other_event(self, sbe_event_t *event, int status, int64_t recv_time, int line) noexcept
    cdef int _find_out(self, sbe_event_t *event, int status, int64_t recv_time, int line) except -1
    cdef int _take_said(self, const sbe_event_t *event, int64_t recv_time, int line) except -1
    # A message of a template that is not known.
    cdef int _take_unknown(self, const sbe_event_t *event, int64_t recv_time, int line) except -1
    cdef int _note_unknown(
        self, int schema_id, int template, const sbe_event_t *event, int64_t recv_time, int line
    ) except -1
    cdef int _take_homeless(self, sbe_event_t *event, int64_t recv_time, int line) except -1
    cdef int _lead(self) except -1
    cdef int _mention(self, str what, const sbe_event_t *event, int64_t recv_time, int line) except -1
    # The messages of an event that do not simply follow those before; `_split` is for ids with holes among them.
    cdef void _event_arrived(
        self, stream_t *stream, const batch_t *batch, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef int _split(
        self, stream_t *stream, const batch_t *batch, bytes whole, int64_t recv_time, int line
    ) except -1
