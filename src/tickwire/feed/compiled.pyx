"""Cython `Handler` subclasses as handlers: one vtable call a message."""

cimport cython

from tickwire.feed.handler cimport Handler, deliver
from tickwire.feed.sink cimport Sink
from tickwire.wire.messages cimport header_t

ctypedef int (*unchecked_t)(Handler, const header_t *) noexcept


cdef void call_method(const header_t *message, void *context) noexcept:
    # Called as if it could not fail: the error is looked at in `failed` only, which saves a try block a message.
    if (<unchecked_t>deliver)((<HandlerSink>context).target, message) < 0:
        (<HandlerSink>context).failed()


@cython.final
cdef class HandlerSink(Sink):
    """A stream's messages to the method of their kind."""

    cdef int attach(self) except -1:
        self.target = self.on
        self.c.context = <void *>self
        self.c.call = call_method
        return 0
