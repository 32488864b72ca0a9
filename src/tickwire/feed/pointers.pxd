"""C functions as handlers, for `cimport`."""

from tickwire.feed.sink cimport Sink, handler_t


cdef class PointerSink(Sink):
    cdef Py_buffer buffer
    cdef bint has_buffer
    # Take the memory behind `context`: the function's second argument.
    cdef void *memory(self) except? NULL


# The C function that `on` holds, NULL when it holds none. Raises ConfigError when it takes no messages of this kind.
cdef handler_t function_of(object on, int kind) except? NULL
