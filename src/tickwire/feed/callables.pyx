"""Python callables as handlers: each call gets a fresh view."""

cimport cython
from cpython.ref cimport PyObject

from tickwire.feed.sink cimport Sink
from tickwire.wire.messages cimport header_t, new_view

cdef extern from "Python.h":
    object PyObject_Vectorcall(object function, PyObject **arguments, size_t count, PyObject *names)
    size_t PY_VECTORCALL_ARGUMENTS_OFFSET


cdef int hand_view(const header_t *message, ViewSink sink) except -1:
    cdef object view = new_view(message)
    cdef PyObject *arguments[2]  # the first place is for the callee to use
    arguments[1] = <PyObject *>view
    PyObject_Vectorcall(sink.on, &arguments[1], 1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
    return 0


ctypedef int (*unchecked_t)(const header_t *, ViewSink) noexcept


cdef void call_with_view(const header_t *message, void *context) noexcept:
    # Called as if it could not fail: the error is looked at in `failed` only, which saves a try block a message.
    if (<unchecked_t>hand_view)(message, <ViewSink>context) < 0:
        (<ViewSink>context).failed()


@cython.final
cdef class ViewSink(Sink):
    """A stream's messages as views to a Python callable."""

    cdef int attach(self) except -1:
        self.c.context = <void *>self
        self.c.call = call_with_view
        return 0
