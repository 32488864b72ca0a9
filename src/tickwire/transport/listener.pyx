"""Frames from picows to the dispatcher, without a Python object in between.

The payload stays in the read buffer of picows, which leaves 256 readable bytes behind it: more than the codec's padding
contract asks for. Fields of `WSTransport` are never touched from here, and methods are `cpdef`: picows calls through
the vtable and would not find a `def`.
"""

cimport cython
from libc.stdint cimport int64_t
from picows.picows cimport WSFrame, WSListener, WSMsgType, WSTransport

from tickwire.feed.dispatch cimport Dispatch


cdef extern from "clock.h" nogil:
    int64_t tickwire_realtime_ns()

cdef extern from *:
    const char *BUILT_PICOWS_VERSION
    const char *BUILT_PICOWS_HASH
    enum:
        BUILT_WSFRAME_SIZE
        BUILT_WSTRANSPORT_SIZE
        BUILT_WSLISTENER_SIZE

BUILT = {
    "version": BUILT_PICOWS_VERSION.decode(),
    "hash": BUILT_PICOWS_HASH.decode(),
    "WSFrame": BUILT_WSFRAME_SIZE,
    "WSTransport": BUILT_WSTRANSPORT_SIZE,
    "WSListener": BUILT_WSLISTENER_SIZE,
}


@cython.final
cdef class Listener(WSListener):
    """One connection's receiving end."""

    def __init__(self, Dispatch dispatch not None, int line, unusual):
        self._dispatch, self._line, self._unusual = dispatch, line, unusual
        self._max_size = unusual.max_size
        self._read_begins = True

    def close(self, code):
        """Hand nothing on any more and begin the closing handshake; False when nothing is connected."""
        self._is_watched = True
        self._unusual.hush()
        if self._transport is None:
            return False
        self._unusual.say_goodbye(self._transport, code.to_bytes(2, "big"))
        return True

    def hang_up(self):
        """Hand nothing on any more and cut the connection."""
        self._is_watched = True
        self._unusual.hush()
        if self._transport is not None:
            self._transport.disconnect(False)

    cpdef on_ws_connected(self, WSTransport transport):
        self._transport = transport

    cpdef on_ws_frame(self, WSTransport transport, WSFrame frame):
        if self._read_begins:
            self._recv_time = tickwire_realtime_ns()
        self._read_begins = frame.last_in_buffer
        if (
            frame.msg_type == WSMsgType.TEXT and frame.fin and frame.payload_size <= self._max_size
            and not (frame.rsv1 | frame.rsv2 | frame.rsv3 | self._is_watched)
        ):
            self.messages += 1
            self.payload_bytes += frame.payload_size
            self._dispatch.on_frame(frame.payload_ptr, frame.payload_size, self._recv_time, self._line)
        else:
            self._take_unusual(transport, frame)

    cdef int _take_unusual(self, WSTransport transport, WSFrame frame) except -1:
        message = self._unusual.take(transport, frame)
        self._is_watched = self._unusual.is_watching
        if message is not None:
            self.messages += 1
            self.payload_bytes += len(message)
            self._dispatch.on_bytes(message, self._recv_time, self._line)
        return 0

    cpdef on_ws_disconnected(self, WSTransport transport):
        self._transport = None
        self._unusual.gone(transport)

    cpdef is_user_specific_pong(self, WSFrame frame):
        # Asked for every frame while a pong to a ping of ours is awaited: any frame shows that the venue is there.
        self._transport.notify_user_specific_pong_received()
        return False
