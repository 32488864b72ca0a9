"""The reading end of a connection, for `cimport`."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

from tickwire.feed.dispatch cimport Dispatch


cdef extern from "clock.h" nogil:
    int64_t tickwire_realtime_ns()
    int64_t tickwire_monotonic_ns()


cdef class Reading:
    pass


cdef class Reader(Reading):
    cdef:
        Dispatch dispatch
        int line
        uint64_t max_size       # bytes in a message
        uint8_t binary          # how messages begin besides those of text
        bint is_watched         # the next frame is no plain one whatever it looks like
        bint is_fresh           # no whole frame of the socket read at hand has been met
        int64_t recv_time       # ns since the epoch, of the socket read that is being delivered; 0: none yet
        int64_t messages        # whole messages handed on
        int64_t payload_bytes   # and their size

        object websocket        # WSTransport, and the protocol of picows; None before `take_over`
        object picows
        object transport        # that reads the socket
        object read             # has it do so
        int fd                  # of the socket where it brings what frames are cut from; -1: it is encrypted, or closed
        char *buffer            # with PADDING readable bytes behind it
        size_t capacity, begin, filled
        uint64_t owed           # bytes from `begin` on that are for picows

    # Note when the read at hand was, once.
    cdef inline void stamp(self) noexcept:
        if self.is_fresh:
            self.recv_time = tickwire_realtime_ns()
            self.is_fresh = False

    # Read instead of picows from now on, which has the first bytes of a frame: unless that cannot be told from them.
    cdef int take_over(self, object websocket, const char *first, size_t size) except -1
    # Leave all that comes to picows, since the connection ends.
    cdef void leave(self) noexcept
    cdef int make_room(self) except -1
    cdef int take_in(self, Py_ssize_t nbytes) except -1
    cdef int came(self, Py_ssize_t nbytes) except -1
    cdef bint may_go_on(self, int64_t until) except -1
    cdef int read_on(self, int64_t until) except -1
    cdef int take(self) except -1
    cdef void hand_on(self) noexcept
    cdef uint64_t unusual(self) noexcept
    cdef bint is_message(self, uint8_t first) noexcept
    cdef int pass_on(self) except -1
