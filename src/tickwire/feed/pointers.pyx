"""C functions as handlers, called with the message and a pointer of their own; nothing of Python in between.

The function is called under the GIL and must not raise, long-jump or block. Both pointers live during the call.
"""

cimport cython
from cpython.buffer cimport PyBUF_WRITABLE, PyBuffer_Release, PyObject_CheckBuffer, PyObject_GetBuffer
from cpython.pycapsule cimport PyCapsule_CheckExact, PyCapsule_GetName, PyCapsule_GetPointer
from libc.stdint cimport uintptr_t

from tickwire.wire.tables cimport MESSAGES

import sys

from tickwire.errors import ConfigError
from tickwire.wire.address import address_of, signature
from tickwire.wire.messages import KINDS

cdef dict VIEWS = {kind: view for view, kind in KINDS.items()}


cdef handler_t function_of(object on, int kind) except? NULL:
    cdef str name = f"tickwire_{MESSAGES[kind].name.decode()}_t"
    cdef const char *found
    if PyCapsule_CheckExact(on):
        found = PyCapsule_GetName(on)
        text = "" if found is NULL else found.decode(errors="replace")
        if "".join(text.split()) not in ("".join(signature(n).split()) for n in (name, "tickwire_header_t")):
            raise ConfigError(f"the capsule holds {text!r}; wanted is {signature(name)!r}")
        return <handler_t>PyCapsule_GetPointer(on, found)
    address = address_of(on, VIEWS[kind], name, MESSAGES[kind].size)
    return <handler_t><uintptr_t>(address or 0)


# Not cleared by the garbage collector, which would drop the buffer's owner before the buffer is released.
@cython.final
@cython.no_gc_clear
cdef class PointerSink(Sink):
    """A stream's messages to a C function."""

    cdef int attach(self) except -1:
        self.c.context = self.memory()
        self.c.call = function_of(self.on, self.kind)
        return 0

    cdef void *memory(self) except? NULL:
        context = self.context
        if context is None:
            context = self.context = getattr(self.on, "state", None)
        if context is None:
            return NULL
        if isinstance(context, int):
            return <void *><uintptr_t>context
        if PyCapsule_CheckExact(context):
            return PyCapsule_GetPointer(context, PyCapsule_GetName(context))
        if PyObject_CheckBuffer(context):
            try:
                PyObject_GetBuffer(context, &self.buffer, PyBUF_WRITABLE)
            except (BufferError, ValueError) as fault:
                kind = type(context).__name__
                raise ConfigError(f"context of {kind} is no writable memory in one piece: {fault}") from None
            self.has_buffer = True
            return self.buffer.buf
        backend = sys.modules.get("_cffi_backend")
        if backend is not None and isinstance(context, backend._CDataBase):
            return <void *><uintptr_t>int(backend.FFI().cast("uintptr_t", context))
        raise ConfigError(f"context={context!r} is neither memory nor address")

    def __dealloc__(self):
        if self.has_buffer:
            PyBuffer_Release(&self.buffer)
