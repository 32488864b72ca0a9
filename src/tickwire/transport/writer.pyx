"""Writes a socket past picows: a frame is made where the message lies and goes to the transport by its vtable.

picows would ask Python how much waits to be sent, and take its masks from libc: two modules and an interpreter more
that an order has to fetch, since between two orders caches go cold. The transport of aiofastnet, on which picows
stands, does the rest as for picows: TLS, what the socket does not take at once, errors.
"""

from aiofastnet.transport cimport Transport
from libc.stdint cimport uint32_t, uint64_t
from picows.picows cimport WSTransport

from tickwire.transport.listener cimport Listener
from tickwire.transport.outlet cimport Outlet

import os

cdef extern from "ws_frame.h" nogil:
    uint32_t frame_mask(uint64_t *state)
    char *frame_text(char *message, size_t size, uint32_t mask)

cdef extern from *:
    const char *BUILT_AIOFASTNET_HASH

BUILT = BUILT_AIOFASTNET_HASH.decode()


cdef class Writer(Outlet):
    """The sending end of the connection that a listener hears, whose transport is one of aiofastnet."""

    cdef:
        Listener _listener
        Transport _transport
        uint64_t _masks

    def __init__(self, Listener listener not None, Transport transport not None):
        self._listener, self._transport = listener, transport
        self._masks = int.from_bytes(os.urandom(8), "little") | 1

    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept:
        cdef Listener listener = self._listener
        cdef char *frame
        if listener._transport is None or listener._is_closing:
            return False
        if (<WSTransport>listener._transport).is_close_frame_sent:
            return False
        frame = frame_text(message, size, frame_mask(&self._masks))
        size += message - frame
        try:
            self._transport.write_c(frame, 0 if is_rehearsal else size)
        except Exception:
            listener.hang_up()  # how much of it went out nobody knows: it counts as sent, and the connection as lost
        return True
