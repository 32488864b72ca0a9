"""What picows tells: of a connection's begin and end, and of the frames that its `Reader` leaves to picows.

Those are the first ones, up to the end of a read, and later the unusual ones. Fields of `WSTransport` are never touched
from here, and methods are `cpdef`: picows calls through the vtable and would not find a `def`.
"""

cimport cython
from libc.stdint cimport int64_t
from picows.picows cimport WSFrame, WSListener, WSMsgType, WSTransport

from tickwire.feed.dispatch cimport Dispatch
from tickwire.transport.outlet cimport Outlet
from tickwire.transport.reader cimport Reader

from tickwire.transport import guard


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
        self._reader = Reader(dispatch, line, unusual.max_size, unusual.takes_binary)
        self._early = []

    @property
    def last_recv_time(self):
        """When the socket was last read with a whole frame in it, ns since the epoch; 0: never yet."""
        return self._reader.recv_time

    @property
    def messages(self):
        """Whole messages handed on."""
        return self._reader.messages

    @property
    def payload_bytes(self):
        """Bytes in those messages."""
        return self._reader.payload_bytes

    def begin(self):
        """Hand on what has come so far, which may be as soon as the handshake, and whatever comes from now on."""
        early, self._early = self._early, None
        for message, recv_time in early or ():
            if self._is_closing:
                return
            self._hand_on(message, recv_time)
        self._reader.is_watched = self._unusual.is_watching

    def outlet(self):
        """The sending end, for frames in C."""
        transport = None if self._transport is None else self._transport.underlying_transport
        return guard.new_writer(self, transport) or ListenerOutlet(self)

    def close(self, code):
        """Hand nothing on any more and begin the closing handshake; False when nothing is connected."""
        self._is_closing = True
        self._reader.leave()
        self._unusual.hush()
        if self._transport is None:
            return False
        self._unusual.say_goodbye(self._transport, code.to_bytes(2, "big"))
        return True

    def hang_up(self):
        """Hand nothing on any more and cut the connection."""
        self._is_closing = True
        self._reader.leave()
        self._unusual.hush()
        if self._transport is not None:
            self._transport.disconnect(False)

    cpdef on_ws_connected(self, WSTransport transport):
        self._transport = transport

    cpdef on_ws_frame(self, WSTransport transport, WSFrame frame):
        cdef Reader reader = self._reader
        reader.stamp()
        if frame.last_in_buffer:
            reader.take_over(transport, frame.payload_ptr + frame.payload_size, frame.tail_size)
            reader.is_fresh = reader.picows is None
        message = self._unusual.take(transport, frame)
        reader.is_watched = self._early is not None or self._unusual.is_watching
        if message is not None:
            if self._early is not None:
                self._early.append((message, reader.recv_time))
            else:
                self._hand_on(message, reader.recv_time)

    cdef int _hand_on(self, bytes message, int64_t recv_time) except -1:
        self._reader.messages += 1
        self._reader.payload_bytes += len(message)
        try:
            self._dispatch.on_bytes(message, recv_time, self._line)
        except BaseException as error:
            self._dispatch.interrupt(error)
        return 0

    cpdef on_ws_disconnected(self, WSTransport transport):
        self._transport = None
        self._unusual.gone(transport)


@cython.final
cdef class ListenerOutlet(Outlet):
    """The sending end of the connection that a listener hears, through picows."""

    cdef Listener _listener

    def __init__(self, Listener listener not None):
        self._listener = listener

    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept:
        cdef Listener listener = self._listener
        if listener._transport is None or listener._is_closing:
            return False
        if is_rehearsal:
            return True
        try:
            (<WSTransport>listener._transport).send_reuse_external_buffer(WSMsgType.TEXT, message, size)
        except Exception:
            listener.hang_up()  # how much of it went out nobody knows: it counts as sent, and the connection as lost
        return True
