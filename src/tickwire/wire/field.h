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
    WIRE_ENUM,   /* word of the set `second`, as its number */
    WIRE_NAME,   /* name, interned, of anything but the message's own instrument */
    WIRE_LABEL,  /* at most 39 bytes, zero-terminated */
    WIRE_ID,     /* id of a request: integer at `offset`, or text as a label at `second` */
    WIRE_PARTS,  /* objects of `part`: pointer at `offset`, count at `second` */
};

enum { TEXT_SIZE = 16, LABEL_SIZE = 40 };

/* Numbers of words: those listed, those learned while running, none left for it, no word at all. */
enum { WORD_LEARNED = 128, WORDS_LEARNED = 125, WORD_UNLISTED = 254, WORD_ABSENT = 255 };

/* A word of an enum that the schema lists. */
typedef struct {
    const char *text;
    uint8_t size, code;
} word_t;

typedef struct {
    const word_t *words;
    uint32_t count;
} words_t;

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
    uint32_t size;       /* of the struct, for the parts of WIRE_PARTS */
    uint64_t required;   /* a bit for each index that must be there */
};

/* An array that a struct points to. */
typedef struct {
    uint16_t pointer, count; /* offsets in the struct */
    uint16_t item;           /* bytes of an element */
} array_t;

/* How a message stands in its frame besides bare: in the envelope of a stream, of an account's subscription; never. */
enum { FORM_STREAM, FORM_EVENT, FORM_REPLY };

typedef struct {
    const char *name;
    const table_t *table;
    const char *event;   /* NULL when the message has none, or several */
    uint16_t size;       /* of the struct */
    uint8_t event_size;
    uint8_t has_levels;
    uint8_t form, array_count;
    uint16_t subscription; /* offset of the id of an account's subscription, 0 for messages of no account */
    const array_t *arrays;
} message_t;
