/* Shapes: what the messages of a stream have in common, byte for byte, and where their numbers stand.
 *
 * A shape is learned from a message that the table decoder has accepted. A message fits it when every byte is the same,
 * save that a digit may stand where a digit of a number stood. So what fits is exactly a message that the table decoder
 * would have accepted, and its struct is the learned one with other numbers. See docs/decoding.md.
 */
#pragma once
#include "table.h"

enum {
    SHAPE_LONGEST = 1024,  /* bytes; longer messages repeat too seldom */
    SLOT_CHARS = 16,       /* of a number lifted in one piece */
    WIDE_DIGITS = 18,      /* of a number lifted in two */
    WINDOW = 64,           /* bytes in which a level must fit */
    MISSES_JUDGED = 64,    /* misses after which a stream's luck with shapes is judged */
    LEARN_PAUSE = 2048,    /* messages for which a stream that keeps missing is left to the table decoder */
    LEARN_EVERY = 16,      /* once all places are taken, one miss in so many is learned */
    ABSENT = 0x80,         /* in a shuffle: nothing, that is zero */
};

/* A number of at most 16 characters: shuffled so that its digits end at byte 15, converted, scaled, stored at `to`. */
typedef struct {
    int64_t scale;
    uint16_t at, to;
    uint32_t reserved;
    uint8_t shuffle[16];
} slot_t;

/* A number of up to 18 digits: its last 16 characters and what stands before them. */
typedef struct {
    slot_t high, low;
} wide_t;

struct shape {
    uint32_t size;         /* bytes recognised: the whole frame, or for levels all before the first of them */
    uint16_t slots, wides;
    uint16_t struct_size;
    uint16_t sides[2];     /* offsets of the level pointers in the struct, in the order of the wire */
    uint16_t counts[2];    /* offsets of their counts */
    uint8_t middle_size, tail_size;
    uint8_t has_levels;
    char middle[16], tail[16]; /* what stands between the level arrays and behind them */
    slot_t *slot;
    wide_t *wide;
    uint8_t *pattern;      /* for each 32 bytes: 32 expected, then 32 limits (0 equal, 9 any digit, 8 not zero, 255 any) */
    tickwire_message_t *prototype;
};

/* A level: ["price","qty"] with given numbers of digits. */
struct level_shape {
    uint8_t expected[WINDOW], limit[WINDOW];
    uint8_t price_shuffle[16], qty_shuffle[16];
    uint8_t size, qty_at, price_decimals, qty_decimals;
};

/* Shuffle that drops the point and moves the digits to the end; returns the number of digits. */
static int make_shuffle(uint8_t *shuffle, const char *text, int size) {
    int digits = 0, to = 16;
    memset(shuffle, ABSENT, 16);
    for (int i = size - 1; i >= 0; i--)
        if (is_digit(text[i])) {
            shuffle[--to] = (uint8_t)i;
            digits++;
        }
    return digits;
}

/* Let any digit stand where the number's digits stand. */
static void open_digits(uint8_t *expected, uint8_t *limit, const char *text, int size) {
    for (int i = 0; i < size; i++)
        if (is_digit(text[i])) {
            expected[i] = '0';
            limit[i] = 9;
        }
}

/* The first digit of a JSON integer is not zero; that of a time at most 8, since 9 may not fit as ns. */
static void open_first(uint8_t *expected, uint8_t *limit, int kind, int size) {
    if (size == 1) return;
    *expected = '1';
    *limit = kind == WIRE_TIME ? 7 : 8;
}

/* Add the number of a field to the shape. Refused: numbers that are too long, times that are not of today. */
static int add_slot(shape_t *s, const decoder_t *d, const field_t *f, uint8_t *expected, uint8_t *limit) {
    const span_t *span = &d->spans[f->index];
    const char *text = d->frame + span->at;
    int size = span->size;
    int64_t scale = 1;
    if (size == 0) return WIRE_OK; /* null */
    if (f->kind == WIRE_TIME) {
        if (size != 13 && size != 16) return WIRE_REFUSED;
        scale = size == 16 ? 1000 : 1000000;
    }
    open_digits(expected + span->at, limit + span->at, text, size);
    if (f->kind == WIRE_TIME || f->kind == WIRE_INT) open_first(expected + span->at, limit + span->at, f->kind, size);
    slot_t low = {.scale = text[-1] == '-' ? -scale : scale, .at = (uint16_t)span->at, .to = f->offset};
    if (size <= SLOT_CHARS) {
        make_shuffle(low.shuffle, text, size);
        s->slot[s->slots++] = low;
        return WIRE_OK;
    }
    slot_t high = low;
    int before = size - SLOT_CHARS;
    low.at = (uint16_t)(span->at + before);
    int low_digits = make_shuffle(low.shuffle, text + before, SLOT_CHARS);
    if (before > SLOT_CHARS || make_shuffle(high.shuffle, text, before) + low_digits > WIDE_DIGITS) return WIRE_REFUSED;
    high.scale *= (int64_t)POWER[low_digits];
    s->wide[s->wides].high = high;
    s->wide[s->wides++].low = low;
    return WIRE_OK;
}

static int add_slots(shape_t *s, const decoder_t *d, const table_t *table, uint8_t *expected, uint8_t *limit) {
    for (uint32_t i = 0; i < table->count; i++) {
        const field_t *f = &table->fields[i];
        if (!(d->seen >> f->index & 1)) continue;
        if (f->kind == WIRE_OBJECT) {
            if (add_slots(s, d, f->part, expected, limit)) return WIRE_REFUSED;
        } else if (f->kind <= WIRE_AMOUNT && f->kind != WIRE_EVENT) {
            if (d->spans[f->index].at >= s->size || add_slot(s, d, f, expected, limit)) return WIRE_REFUSED;
        }
    }
    return WIRE_OK;
}

/* The parts around the level arrays. Refused: one array, or much text behind them. */
static int split_levels(shape_t *s, const decoder_t *d, const message_t *m, size_t size) {
    size_t middle, tail = size - d->sides_end[1];
    if (d->sides != 2) return WIRE_REFUSED;
    middle = d->sides_at[1] - d->sides_end[0];
    if (middle > 16 || tail > 16) return WIRE_REFUSED;
    s->has_levels = 1;
    s->size = d->sides_at[0];
    s->middle_size = (uint8_t)middle;
    s->tail_size = (uint8_t)tail;
    memcpy(s->middle, d->frame + d->sides_end[0], middle);
    memcpy(s->tail, d->frame + d->sides_end[1], tail);
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < m->table->count; i++)
            if (m->table->fields[i].index == d->sides_index[side]) {
                s->sides[side] = m->table->fields[i].offset;
                s->counts[side] = m->table->fields[i].second;
            }
    return WIRE_OK;
}

/* Memory for a shape and its parts in one block, to lie together in the cache. */
static shape_t *shape_new(size_t size, size_t struct_size) {
    size_t padded = (size + 31) / 32 * 32, slots = MOST_FIELDS * sizeof(slot_t), wides = MOST_FIELDS * sizeof(wide_t);
    char *block = (char *)calloc(1, sizeof(shape_t) + slots + wides + 2 * padded + struct_size + 32);
    shape_t *s = (shape_t *)block;
    if (!s) return NULL;
    s->slot = (slot_t *)(block + sizeof *s);
    s->wide = (wide_t *)((char *)s->slot + slots);
    s->pattern = (uint8_t *)s->wide + wides;
    s->prototype = (tickwire_message_t *)(s->pattern + 2 * padded);
    return s;
}

/* A copy of a shape without the room it did not need. */
static shape_t *shape_fit(const shape_t *s) {
    size_t padded = ((size_t)s->size + 31) / 32 * 64, slots = s->slots * sizeof(slot_t), wides = s->wides * sizeof(wide_t);
    size_t body = (s->struct_size + 31u) / 32 * 32;
    char *block = (char *)calloc(1, sizeof *s + slots + wides + padded + body);
    shape_t *fit = (shape_t *)block;
    if (!fit) return NULL;
    *fit = *s;
    fit->prototype = (tickwire_message_t *)(block + sizeof *s);
    fit->slot = (slot_t *)((char *)fit->prototype + body);
    fit->wide = (wide_t *)((char *)fit->slot + slots);
    fit->pattern = (uint8_t *)fit->wide + wides;
    memcpy(fit->prototype, s->prototype, s->struct_size);
    memcpy(fit->slot, s->slot, slots);
    memcpy(fit->wide, s->wide, wides);
    memcpy(fit->pattern, s->pattern, padded);
    return fit;
}

static void interleave(shape_t *s, const uint8_t *expected, const uint8_t *limit) {
    for (uint32_t i = 0; i < s->size; i += 32) {
        memcpy(s->pattern + 2 * i, expected + i, 32);
        memcpy(s->pattern + 2 * i + 32, limit + i, 32);
    }
}

/* The shape of the message just decoded by the table, or NULL. */
static shape_t *shape_learn(const decoder_t *d, const stream_t *stream, size_t size, const char *out) {
    uint8_t expected[SHAPE_LONGEST + 32] = {0}, limit[SHAPE_LONGEST + 32];
    const message_t *m = stream->message;
    if (d->mixed || (!m->has_levels && size > SHAPE_LONGEST) || (m->has_levels && d->sides_at[0] > SHAPE_LONGEST)) return NULL;
    size_t head = m->has_levels ? d->sides_at[0] : size;
    shape_t *s = shape_new(head, m->size), *fit = NULL;
    if (!s) return NULL;
    s->size = (uint32_t)size;
    s->struct_size = m->size;
    if (!m->has_levels || !split_levels(s, d, m, size)) {
        memset(limit, 255, sizeof limit);
        memset(limit, 0, s->size);
        memcpy(expected, d->frame, s->size);
        memcpy(s->prototype, out, m->size);
        if (!add_slots(s, d, m->table, expected, limit)) {
            interleave(s, expected, limit);
            fit = shape_fit(s);
        }
    }
    free(s);
    return fit;
}

/* Learn a level from its opening bracket on. Refused: spaces, signs, numbers of more than 16 characters. */
static int level_learn(level_shape_t *l, const char *p, const char *end) {
    cursor_t c = {p + 1, end};
    int64_t value;
    unsigned price_decimals, qty_decimals;
    if (end - p < 9 || p[0] != '[' || p[1] != '"' || !is_digit(p[2]) || read_decimal(&c, &value, &price_decimals)) return WIRE_REFUSED;
    const char *price_end = c.p - 1;
    if (c.p[0] != ',' || c.p[1] != '"' || !is_digit(c.p[2])) return WIRE_REFUSED;
    const char *qty = ++c.p + 1;
    if (read_decimal(&c, &value, &qty_decimals) || c.p >= end || *c.p != ']') return WIRE_REFUSED;
    const char *qty_end = c.p - 1;
    int size = (int)(c.p + 1 - p), price_size = (int)(price_end - p) - 2, qty_size = (int)(qty_end - qty);
    if (size > WINDOW || price_size > SLOT_CHARS || qty_size > SLOT_CHARS) return WIRE_REFUSED;
    memset(l->expected, 0, WINDOW);
    memset(l->limit, 255, WINDOW);
    memcpy(l->expected, p, (size_t)size);
    memset(l->limit, 0, (size_t)size);
    l->size = (uint8_t)size;
    l->qty_at = (uint8_t)(qty - p);
    l->price_decimals = (uint8_t)price_decimals;
    l->qty_decimals = (uint8_t)qty_decimals;
    open_digits(l->expected + 2, l->limit + 2, p + 2, price_size);
    open_digits(l->expected + l->qty_at, l->limit + l->qty_at, qty, qty_size);
    make_shuffle(l->price_shuffle, p + 2, price_size);
    make_shuffle(l->qty_shuffle, qty, qty_size);
    return WIRE_OK;
}

/* A message was decoded by the table: learn from it, unless the stream keeps missing or its places are taken. */
NOINLINE void shapes_missed(const decoder_t *d, stream_t *stream, size_t size, const char *out) {
    shapes_t *shapes = &stream->shapes;
    stream->misses++;
    if (++shapes->misses >= MISSES_JUDGED) {
        if (shapes->misses > stream->hits - shapes->window_hits) shapes->pause = LEARN_PAUSE;
        shapes->misses = 0;
        shapes->window_hits = stream->hits;
    }
    if (shapes->count == MOST_SHAPES && shapes->misses % LEARN_EVERY) return;
    shape_t *fresh = shape_learn(d, stream, size, out);
    if (!fresh) return;
    int at = shapes->count < MOST_SHAPES ? shapes->count++ : shapes->next++ % MOST_SHAPES;
    free(shapes->known[at]);
    shapes->known[at] = fresh;
    shapes->last = (uint8_t)at;
}

static void shapes_forget(shapes_t *shapes) {
    for (int i = 0; i < shapes->count; i++) free(shapes->known[i]);
    free(shapes->levels);
    memset(shapes, 0, sizeof *shapes);
}
