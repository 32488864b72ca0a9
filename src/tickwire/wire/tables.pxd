"""The field tables of the messages, for `cimport`."""

from libc.stdint cimport uint8_t, uint16_t, uint32_t

cdef extern from "tables.h" nogil:
    ctypedef struct table_t
    ctypedef struct field_t:
        const char *key
        const table_t *part  # of WIRE_OBJECT
        uint16_t offset      # in the C struct
        uint16_t second      # of an amount's exponent, or of the number of levels
        uint8_t kind
        uint8_t index
        uint8_t nullable
    ctypedef struct table_t:
        const field_t *fields
        uint32_t count
    ctypedef struct message_t:
        const char *name
        const table_t *table
        uint16_t size
        uint8_t has_levels
    const message_t MESSAGES[1]  # by kind
    enum:
        WIRE_EVENT, WIRE_TIME, WIRE_INT, WIRE_PRICE, WIRE_QTY, WIRE_AMOUNT
        WIRE_SYMBOL, WIRE_FLAG, WIRE_TEXT, WIRE_LEVELS, WIRE_OBJECT
