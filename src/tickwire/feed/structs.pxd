"""msgspec Structs out of C structs, for `cimport`."""

from cpython.ref cimport PyObject
from libc.stdint cimport uint32_t

from tickwire.feed.sink cimport Sink
from tickwire.wire.messages cimport header_t
from tickwire.wire.tables cimport field_t


cdef class Builder:
    cdef object cls
    cdef tuple names          # of the Struct's fields
    cdef const field_t *fields  # of the C struct, as many
    cdef list parts           # a Builder for each field that is an object or an array of them
    cdef list required        # whether a field must be there

    # The Struct that says what the message says, in the units of the wire.
    cdef object build(self, const header_t *message)
    cdef object value(self, Py_ssize_t index, const header_t *message)
    cdef object other(self, Py_ssize_t index, const field_t *f, const char *at, const char *message)
    cdef object part_list(self, Py_ssize_t index, const char *first, uint32_t count)


cdef class StructSink(Sink):
    cdef Builder builder


cdef Builder builder_of(int kind)
