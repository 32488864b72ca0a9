"""The process's table of names, for `cimport`."""

from libc.stdint cimport uint16_t, uint32_t

cdef extern from "symbols.h" nogil:
    ctypedef struct symbol_t:
        uint16_t size
        char *text
    ctypedef struct symbols_t:
        uint32_t count
        symbol_t *names
        uint32_t *words  # ids of words that no enum lists, by their numbers
    # The number of a word that no enum lists: WORD_UNLISTED when none is left, -1 for what can be no name.
    int word_learn(symbols_t *table, const char *text, size_t size)
    uint32_t symbol_intern(symbols_t *table, const char *text, size_t size)

# The one table of this process.
cdef symbols_t *symbol_table() noexcept nogil
# The name of an id as a str, made once; "" for 0.
cdef str symbol_str(uint32_t id)
# The id of a name, given out now if need be. Raises ValueError: it is empty, too long, no UTF-8, or the table is full.
cdef uint32_t intern(bytes name) except 0
# As word_learn, WORD_UNLISTED also for what can be no name.
cdef int learn_word(bytes word) noexcept
