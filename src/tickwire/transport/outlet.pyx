"""The sending end of a connection, without a Python object where the socket has such an end."""


cdef class Outlet:
    """Sends frames of a connection; nothing comes out of this one."""

    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept:
        return False


cdef class CallingOutlet(Outlet):
    """Gives messages as bytes to a callable, for channels that send nothing else. It has failed when it raises."""

    cdef object _send

    def __init__(self, send):
        self._send = send

    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept:
        if is_rehearsal:
            return True
        try:
            self._send(message[:size])
        except Exception:
            return False
        return True
