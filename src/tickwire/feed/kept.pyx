"""Copies of messages that outlive the callback: struct and arrays in memory that is used again and again."""

from libc.stdlib cimport free, realloc
from libc.string cimport memcpy

from tickwire.wire.messages cimport new_view
from tickwire.wire.tables cimport MESSAGES
from tickwire.wire.view cimport arrays_size, move_arrays


cdef int keep(kept_t *kept, const header_t *message) except -1:
    memcpy(&kept.message, message, MESSAGES[message.kind].size)
    if MESSAGES[message.kind].array_count:
        reserve(kept, arrays_size(message))
        move_arrays(<header_t *>&kept.message, kept.arrays)
    return 0


cdef int reserve(kept_t *kept, size_t wanted) except -1:
    cdef char *grown
    if wanted >= kept.capacity:
        grown = <char *>realloc(kept.arrays, wanted + wanted // 2 + 128)
        if grown is NULL:
            raise MemoryError("no memory for the arrays of a message")
        kept.arrays = grown
        kept.capacity = wanted + wanted // 2 + 128
    return 0


cdef object present(const kept_t *kept, Builder builder):
    cdef const header_t *message = <const header_t *>&kept.message
    return new_view(message) if builder is None else builder.build(message)


cdef void release(kept_t *kept) noexcept:
    free(kept.arrays)
