"""Copies of messages that outlive the callback, for `cimport`."""

from libc.stddef cimport size_t

from tickwire.feed.structs cimport Builder
from tickwire.wire.messages cimport header_t

cdef extern from "messages.h" nogil:
    ctypedef struct message_t "tickwire_message_t":
        pass

cdef struct kept_t:
    message_t message
    char *arrays     # memory of its own for what it points to, which grows as need be
    size_t capacity

# Copy a message, with its arrays, over the one that is there.
cdef int keep(kept_t *kept, const header_t *message) except -1
# The message as its receiver wants it: a Struct where there is a builder, else a view.
cdef object present(const kept_t *kept, Builder builder)
cdef void release(kept_t *kept) noexcept
