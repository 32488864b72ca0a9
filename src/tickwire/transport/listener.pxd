"""The compiled listener; its layout contains that of the picows class it was built against (see guard.py)."""

from libc.stdint cimport int64_t
from picows.picows cimport WSFrame, WSListener, WSTransport

from tickwire.feed.dispatch cimport Dispatch


cdef class Listener(WSListener):
    cdef:
        Dispatch _dispatch
        object _unusual                    # UnusualFrames: everything but a whole message
        object _transport                  # WSTransport while connected
        bint _read_begins                  # the next frame is the first of its socket read
        bint _is_watched                   # the next frame is no plain one whatever it looks like
        bint _is_closing                   # nothing is handed on any more
        list _early                        # messages and their times before `begin`, None afterwards
        bint _takes_binary                 # binary messages, too
        int _line
        Py_ssize_t _max_size               # bytes in a message

        readonly int64_t last_recv_time    # ns since the epoch, of the socket read that is being delivered; 0: none yet
        readonly int64_t messages          # whole messages handed on
        readonly int64_t payload_bytes     # and their size

    cdef int _hand_on(self, bytes message, int64_t recv_time) except -1
    cdef int _take_unusual(self, WSTransport transport, WSFrame frame) except -1
