"""The sending end of a connection, for `cimport`."""

cdef class Outlet:
    # Sends a text message that has TICKWIRE_HEADROOM writable bytes in front of it and is masked where it lies. False:
    # the connection is closed, and nothing was sent.
    cdef bint send(self, char *frame, Py_ssize_t size) noexcept
