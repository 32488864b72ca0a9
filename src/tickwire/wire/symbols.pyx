"""Names of instruments and streams, interned to small integers for the life of the process.

A struct holds the id; comparing instruments is comparing integers. The table is bounded (65,535 names); when it is
full, messages with new names are refused and reported, known ones go on.
"""

from libc.string cimport memcpy, memset


cdef extern from "symbols.h" nogil:
    int symbols_init(symbols_t *table)
    enum:
        SYMBOL_LONGEST, SYMBOL_CAPACITY, WIRE_PADDING, WORD_UNLISTED

cdef symbols_t TABLE
cdef list STRINGS = [""]

if symbols_init(&TABLE):
    raise MemoryError("no memory for the table of names")


cdef symbols_t *symbol_table() noexcept nogil:
    return &TABLE


cdef str symbol_str(uint32_t id):
    cdef str text
    if id < <uint32_t>len(STRINGS):
        text = STRINGS[id]
        if text is not None:
            return text
    while len(STRINGS) <= id:
        STRINGS.append(None)
    text = TABLE.names[id].text[: TABLE.names[id].size].decode()
    STRINGS[id] = text
    return text


def symbol_name(id: int) -> str:
    """The name behind an id of a struct; "" for 0. Raises KeyError for an id that was never given out."""
    if not 0 <= id < TABLE.count:
        raise KeyError(id)
    return symbol_str(id)


def symbol_id(name: str) -> int:
    """The id of a name, given out now if need be.

    Raises ValueError when the name is empty or longer than 120 bytes of UTF-8, or when the table is full.
    """
    return intern(name.encode())


cdef uint32_t intern(bytes name) except 0:
    cdef char padded[SYMBOL_LONGEST + WIRE_PADDING]
    if not 0 < len(name) <= SYMBOL_LONGEST:
        raise ValueError(f"a name has 1 to {SYMBOL_LONGEST} bytes, not {len(name)}")
    memset(padded, 0, sizeof(padded))
    memcpy(padded, <const char *>name, len(name))
    cdef uint32_t id = symbol_intern(&TABLE, padded, len(name))
    if id == 0:
        full = f"the table of names is full ({TABLE.count} names)" if TABLE.count >= SYMBOL_CAPACITY else "no UTF-8"
        raise ValueError(f"{name!r} cannot be a name: {full}")
    return id


cdef int learn_word(bytes word) noexcept:
    cdef char padded[SYMBOL_LONGEST + WIRE_PADDING]
    if len(word) > SYMBOL_LONGEST:
        return WORD_UNLISTED
    memset(padded, 0, sizeof(padded))
    memcpy(padded, <const char *>word, len(word))
    code = word_learn(&TABLE, padded, len(word))
    return WORD_UNLISTED if code < 0 else code
