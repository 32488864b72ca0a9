/* What decoding works with: the stream a message belongs to, and the scratch memory it is decoded into. */
#pragma once
#include "tables.h"
#include "symbols.h"

enum { MOST_FIELDS = 64, MOST_SHAPES = 8, SHAPE_GUESSES = 16, MOST_LEVEL_SHAPES = 16 };

typedef struct shape shape_t;
typedef struct level_shape level_shape_t;
typedef struct element element_t;

/* Shapes known for a stream, and whether it is worth learning more. */
typedef struct {
    const shape_t *guess[SHAPE_GUESSES]; /* the one to try first, by the frame's size; all NULL while shapes are left alone */
    shape_t *known[MOST_SHAPES];
    level_shape_t *levels;            /* MOST_LEVEL_SHAPES of them; NULL for messages without levels */
    element_t *elements;              /* of an array stream, by instrument; NULL before the first */
    uint32_t name_at;                 /* where the instrument's name begins in an element */
    uint8_t count, next;              /* `next` is replaced when all places are taken */
    uint8_t level_count, level_last, level_next;
    uint32_t pause;                   /* messages for which shapes are left alone */
    uint32_t misses;                  /* since the window began */
    uint64_t window_hits;             /* the stream's hits when it began */
} shapes_t;

/* One subscribed stream. The first four members are for the dispatcher. */
typedef struct stream {
    uint32_t id;
    int kind;
    int is_array;
    void *user;
    const message_t *message;
    uint64_t hash;
    uint64_t hits, misses;            /* messages recognised by shape; messages tried and not recognised */
    char *prefix;                     /* {"stream":"<name>","data": */
    uint32_t prefix_size, name_size;
    shapes_t shapes;
    tickwire_message_t prototype;     /* what a message of the stream is before its fields are read */
} stream_t;

/* Where a number stood in the frame, for the shape to be learned from it. */
typedef struct {
    uint32_t at;
    uint16_t size;
    uint8_t decimals;
} span_t;

/* The same of a field of a part, and where that part lies in the arena. */
typedef struct {
    const field_t *field;
    span_t span;
    uint32_t part;
} part_span_t;

enum { MOST_PART_SPANS = 96 };

typedef struct {
    symbols_t *symbols;
    tickwire_level_t *levels;         /* arena for the levels of one message */
    uint8_t *level_decimals;          /* two for each level, only for messages that mix decimals */
    size_t level_capacity, level_count;
    char *array;                      /* decoded elements of an array stream */
    size_t array_capacity;
    char *parts;                      /* arena for the parts of one message */
    size_t parts_capacity, parts_used;
    part_span_t *part_spans;          /* MOST_PART_SPANS of them; their number is one more when there was no room */
    uint32_t part_span_count;
    int64_t subscription;             /* of the event's envelope, or TICKWIRE_NULL */
    span_t subscription_span;
    /* of the message at hand */
    const char *frame;
    size_t frame_size;
    uint64_t seen;
    uint32_t symbol;                  /* that the message has named, 0 before it has */
    span_t spans[MOST_FIELDS];
    uint32_t sides_at[2], sides_end[2]; /* the level arrays, in the order of the wire */
    uint8_t sides_index[2], sides;
    int price_decimals, qty_decimals; /* of the first price and the first quantity, -1 before it */
    uint8_t mixed;                    /* prices or quantities are printed with different decimals */
    uint8_t each_decimals;            /* record the decimals of every level */
    tickwire_message_t message;
} decoder_t;

/* Decoded messages: one, or the elements of an array. */
typedef struct {
    const tickwire_header_t *first;
    ptrdiff_t count, stride;
} batch_t;

/* Memory for as many levels as `size` bytes of text can hold. */
static int reserve_levels(decoder_t *d, size_t size) {
    size_t wanted = size / 9 + 2; /* ["1","2"] */
    if (LIKELY(wanted <= d->level_capacity)) return WIRE_OK;
    wanted += wanted / 2;
    tickwire_level_t *levels = (tickwire_level_t *)realloc(d->levels, wanted * sizeof *levels);
    if (!levels) return WIRE_REFUSED;
    d->levels = levels;
    uint8_t *decimals = (uint8_t *)realloc(d->level_decimals, wanted * 2);
    if (!decimals) return WIRE_REFUSED;
    d->level_decimals = decimals;
    d->level_capacity = wanted;
    return WIRE_OK;
}

static int reserve_array(decoder_t *d, size_t size) {
    if (LIKELY(size <= d->array_capacity)) return WIRE_OK;
    char *array = (char *)realloc(d->array, size * 2);
    if (!array) return WIRE_REFUSED;
    d->array = array;
    d->array_capacity = size * 2;
    return WIRE_OK;
}

/* Memory for the parts that `size` bytes of text can hold: no part takes more than four times its text. */
static int reserve_parts(decoder_t *d, size_t size) {
    size_t wanted = 4 * size + 64;
    if (!d->part_spans && !(d->part_spans = (part_span_t *)malloc(MOST_PART_SPANS * sizeof *d->part_spans))) return WIRE_REFUSED;
    if (LIKELY(wanted <= d->parts_capacity)) return WIRE_OK;
    char *parts = (char *)realloc(d->parts, wanted * 2);
    if (!parts) return WIRE_REFUSED;
    d->parts = parts;
    d->parts_capacity = wanted * 2;
    return WIRE_OK;
}

static void decoder_free(decoder_t *d) {
    free(d->parts);
    free(d->part_spans);
    free(d->levels);
    free(d->level_decimals);
    free(d->array);
}
