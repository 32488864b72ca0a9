"""The compiled listener; its layout contains that of the picows class it was built against (see guard.py)."""

from libc.stdint cimport int64_t
from picows.picows cimport WSFrame, WSListener, WSTransport

from tickwire.feed.dispatch cimport Dispatch
from tickwire.transport.reader cimport Reader


cdef class Listener(WSListener):
    cdef:
        Dispatch _dispatch
        Reader _reader                     # knows what has come
        object _unusual                    # UnusualFrames: everything but a whole message
        object _transport                  # WSTransport while connected
        bint _is_closing                   # nothing is handed on any more
        list _early                        # messages and their times before `begin`, None afterwards
        int _line

    cdef int _hand_on(self, bytes message, int64_t recv_time) except -1
