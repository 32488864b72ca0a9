/* One row of a field table, one table an object, one entry a message: constants that tools/schema.py writes. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum {
    WIRE_EVENT,  /* the event's name, which must be the message's */
    WIRE_TIME,   /* ms or µs to ns */
    WIRE_INT,
    WIRE_PRICE,  /* decimal text, exponent in the header */
    WIRE_QTY,
    WIRE_AMOUNT, /* decimal text, exponent of its own at `second` */
    WIRE_SYMBOL, /* name, interned */
    WIRE_FLAG,
    WIRE_TEXT,   /* at most 15 bytes, zero-terminated */
    WIRE_LEVELS, /* pointer at `offset`, count at `second` */
    WIRE_OBJECT, /* fields of `part` in the same struct */
};

typedef struct table table_t;

typedef struct {
    uint64_t word, mask; /* "key": as it stands on the wire, its first eight bytes */
    const char *key;
    const table_t *part;
    uint16_t offset, second;
    uint8_t size;        /* bytes of "key": */
    uint8_t kind;
    uint8_t index;       /* unique within the message */
    uint8_t nullable;
} field_t;

struct table {
    const field_t *fields;
    uint32_t count;
    uint64_t required;   /* a bit for each index that must be there */
};

typedef struct {
    const char *name;
    const table_t *table;
    const char *event;   /* NULL when the message has none, or several */
    uint16_t size;       /* of the struct */
    uint8_t event_size;
    uint8_t has_levels;
} message_t;
