"""Writes a socket past picows: a frame is made where the message lies and handed to the system, or to the transport.

picows would ask Python how much waits to be sent, and take its masks from libc: two modules and an interpreter more
that an order has to fetch, since between two orders caches go cold. The transport of aiofastnet, on which picows
stands, does the rest as for picows: TLS, what the socket does not take at once, errors.
"""

from aiofastnet.transport cimport Transport, WritableTransport
from libc.stdint cimport uint32_t, uint64_t
from picows.picows cimport WSTransport

from tickwire.transport.listener cimport Listener
from tickwire.transport.outlet cimport Outlet

import os

cdef extern from "ws_frame.h" nogil:
    uint32_t frame_mask(uint64_t *state)
    char *frame_text(char *message, size_t size, uint32_t mask)

cdef extern from "socket_io.h" nogil:
    Py_ssize_t socket_send(int fd, const char *bytes, size_t size)

cdef extern from *:
    const char *BUILT_AIOFASTNET_HASH

BUILT = BUILT_AIOFASTNET_HASH.decode()


cdef class Writer(Outlet):
    """The sending end of the connection that a listener hears, whose transport is one of aiofastnet."""

    cdef:
        Listener _listener
        Transport _transport
        WritableTransport _plain  # the same where it writes what it is given to a socket; None: it encrypts
        uint64_t _masks

    def __init__(self, Listener listener not None, Transport transport not None):
        self._listener, self._transport = listener, transport
        if isinstance(transport, WritableTransport) and (<WritableTransport>transport)._is_socket:
            self._plain = transport
        self._masks = int.from_bytes(os.urandom(8), "little") | 1

    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept:
        cdef Listener listener = self._listener
        cdef char *frame
        cdef Py_ssize_t sent
        if listener._transport is None or listener._is_closing:
            return False
        if (<WSTransport>listener._transport).is_close_frame_sent:
            return False
        if self._transport._closing or self._transport._finalizing_close:  # as after a write that failed
            return False
        frame = frame_text(message, size, frame_mask(&self._masks))
        size = 0 if is_rehearsal else size + (message - frame)
        if self._plain is not None and self._plain._write_backlog_size == 0:
            sent = socket_send(self._plain._fileno, frame, size)
            if sent == size or is_rehearsal:
                return True
            if sent > 0:
                frame += sent
                size -= sent
        try:
            self._transport.write_c(frame, size)
        except Exception:
            listener.hang_up()  # how much of it went out nobody knows: it counts as sent, and the connection as lost
        return True
