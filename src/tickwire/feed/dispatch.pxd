"""The dispatcher, for `cimport`. It is for one thread at a time."""

from libc.stdint cimport int64_t, uint64_t

from tickwire.feed.binary cimport BinaryFrames
from tickwire.feed.route cimport Route
from tickwire.feed.run cimport run_t
from tickwire.feed.timing cimport Timing
from tickwire.wire.json cimport stream_t


cdef class Dispatch(BinaryFrames):
    cdef bint is_settling         # what was put off is being done
    cdef uint64_t control, handler_errors, slow_decodes
    cdef uint64_t closed_hits, closed_misses  # of streams that are no more
    cdef set changed              # keys of routes whose sinks changed while a frame was being delivered
    cdef list leaving             # sinks removed meanwhile, which must live until then
    cdef list own                 # sinks of the dispatcher itself
    cdef public object on_control, on_shutdown, on_late
    cdef readonly Timing timing

    # Text messages, as `on_binaries` takes others.
    cdef void on_frames(self, run_t *run) noexcept
    cdef inline void on_frame(self, const char *frame, Py_ssize_t size, int64_t recv_time, int line) noexcept:
        cdef bint is_over = False
        cdef run_t run = run_t(frame, size, frame + size, 0, 0, &is_over, recv_time, line, NULL, 0, 0)
        self.on_frames(&run)

    # One whole message of either encoding.
    cdef int _take(self, bytes frame, int64_t recv_time, int line) except -1

    cdef Route _route(self, str stream, int kind, bint is_array)
    # A frame of a stream that is not on the shortest way, see sequence.pxd.
    cdef void _take_watched(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef void _take_unrecognised(
        self, stream_t *stream, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) noexcept
    cdef int _take_slowly(
        self, stream_t *guess, const char *frame, Py_ssize_t size, int64_t recv_time, int line
    ) except -1
    cdef stream_t *_stream_of(
        self, const char *frame, Py_ssize_t size, bint named, int64_t recv_time, int line
    ) except? NULL
    cdef int _change(self, name) except -1
    cdef int _relink_stream(self, Route route) except -1
