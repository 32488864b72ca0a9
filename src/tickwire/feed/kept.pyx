"""Copies of messages that outlive the callback: struct and levels in memory that is used again and again."""

from libc.stdint cimport uint32_t
from libc.stdlib cimport free, realloc
from libc.string cimport memcpy

from tickwire.wire.messages cimport new_view
from tickwire.wire.tables cimport MESSAGES, WIRE_LEVELS, field_t, table_t


cdef int keep(kept_t *kept, const header_t *message) except -1:
    memcpy(&kept.message, message, MESSAGES[message.kind].size)
    if MESSAGES[message.kind].has_levels:
        keep_levels(kept, MESSAGES[message.kind].table)
    return 0


cdef int keep_levels(kept_t *kept, const table_t *table) except -1:
    cdef char *message = <char *>&kept.message
    cdef size_t wanted = 0
    cdef size_t at = 0
    cdef uint32_t count, i
    cdef const field_t *f
    for i in range(table.count):
        if table.fields[i].kind == WIRE_LEVELS:
            wanted += (<uint32_t *>(message + table.fields[i].second))[0]
    reserve(kept, wanted)
    for i in range(table.count):
        f = &table.fields[i]
        if f.kind == WIRE_LEVELS:
            count = (<uint32_t *>(message + f.second))[0]
            memcpy(kept.levels + at, (<const level_t **>(message + f.offset))[0], count * sizeof(level_t))
            (<const level_t **>(message + f.offset))[0] = kept.levels + at
            at += count
    return 0


cdef int reserve(kept_t *kept, size_t wanted) except -1:
    cdef level_t *grown
    if wanted >= kept.capacity:
        grown = <level_t *>realloc(kept.levels, (wanted + wanted // 2 + 8) * sizeof(level_t))
        if grown is NULL:
            raise MemoryError("no memory for price levels")
        kept.levels = grown
        kept.capacity = wanted + wanted // 2 + 8
    return 0


cdef object present(const kept_t *kept, Builder builder):
    cdef const header_t *message = <const header_t *>&kept.message
    return new_view(message) if builder is None else builder.build(message)


cdef void release(kept_t *kept) noexcept:
    free(kept.levels)
