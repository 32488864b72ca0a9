"""The sending end of a connection, for `cimport`."""

cdef class Outlet:
    # Sends a text message that has TICKWIRE_HEADROOM writable bytes in front of it and is masked where it lies. False:
    # the connection is closed, and nothing was sent. A rehearsal goes the same way as far as it can and sends nothing.
    cdef bint send(self, char *message, Py_ssize_t size, bint is_rehearsal) noexcept
