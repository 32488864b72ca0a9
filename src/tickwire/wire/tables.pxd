"""The field tables of the messages, for `cimport`."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t, uint64_t

cdef extern from "tables.h" nogil:
    ctypedef struct word_t:
        const char *text
        uint8_t size
        uint8_t code
    ctypedef struct words_t:
        const word_t *words
        uint32_t count
    const words_t WORDS[1]   # by the number of the enum
    enum:
        WORD_LEARNED, WORDS_LEARNED, WORD_UNLISTED, WORD_ABSENT, TEXT_SIZE, LABEL_SIZE
    ctypedef struct table_t
    ctypedef struct field_t:
        const char *key
        const table_t *part  # of WIRE_OBJECT and WIRE_PARTS
        uint16_t offset      # in the C struct
        uint16_t second      # of an amount's exponent, of an array's count; of an enum its number
        uint8_t kind
        uint8_t index
        uint8_t nullable
    ctypedef struct table_t:
        const field_t *fields
        uint32_t count
        uint32_t size        # of the struct of a part in an array
        uint64_t required
    ctypedef struct array_t:
        uint16_t pointer     # offsets in the struct
        uint16_t count
        uint16_t item        # bytes of an element
    ctypedef struct message_t:
        const char *name
        const table_t *table
        uint16_t size
        uint8_t has_levels
        uint8_t form
        uint8_t array_count
        uint16_t subscription
        const array_t *arrays
    const message_t MESSAGES[1]  # by kind
    enum:
        WIRE_EVENT, WIRE_TIME, WIRE_INT, WIRE_PRICE, WIRE_QTY, WIRE_AMOUNT
        WIRE_SYMBOL, WIRE_FLAG, WIRE_TEXT, WIRE_LEVELS, WIRE_OBJECT
        WIRE_ENUM, WIRE_NAME, WIRE_LABEL, WIRE_ID, WIRE_PARTS
        FORM_STREAM, FORM_EVENT, FORM_REPLY
