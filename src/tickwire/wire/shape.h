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
    LIFT_CHARS = 16,       /* of a number lifted in one piece */
    WIDE_DIGITS = 18,      /* of a number lifted in two */
    WINDOW = 64,           /* bytes in which a level must fit */
    MISSES_JUDGED = 64,    /* misses after which a stream's luck with shapes is judged */
    LEARN_PAUSE = 2048,    /* messages for which a stream that keeps missing is left to the table decoder */
    LEARN_EVERY = 16,      /* once all places are taken, one miss in so many is learned */
    ABSENT = 0x80,         /* in a shuffle: nothing, that is zero */
};

/* Two numbers of at most 16 characters each: shuffled so that its digits end at byte 15, converted, scaled, stored at
 * `to`. An odd one out is paired with an empty one that ends behind the struct. One cache line. */
typedef struct {
    int64_t scale[2];
    uint16_t at[2], to[2];
    uint64_t reserved;
    uint8_t shuffle[2][16];
} pair_t;

/* Text that differs from message to message, and keeps its length. */
typedef struct {
    uint16_t at, to, size;
} label_t;

enum { MOST_NUMBERS = MOST_FIELDS, MOST_LABELS = 24 };

struct shape {
    uint32_t size;         /* bytes recognised: the whole frame, or for levels all before the first of them */
    uint16_t pairs, wides;
    uint16_t labels, rare; /* whether there are wides or labels */
    uint16_t blocks;       /* of 32 bytes that the struct takes; one more lies behind them */
    uint16_t sides[2];     /* offsets of the level pointers in the struct, in the order of the wire */
    uint16_t counts[2];    /* offsets of their counts */
    uint8_t middle_size, tail_size;
    uint8_t has_levels;
    char middle[16], tail[16]; /* what stands between the level arrays and behind them */
    pair_t *pair;
    pair_t *wide;          /* numbers of up to 18 digits: the last 16 characters in [1], what stands before them in [0] */
    label_t *label;
    uint8_t *pattern;      /* for each 32 bytes: 32 expected, then 32 limits (0 equal, 9 any digit, 8 not zero, 255 any) */
    char *prototype;       /* the struct: what is constant filled in, the numbers written by each message that fits */
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

static void set_lane(pair_t *pair, int lane, int64_t scale, uint32_t at, uint32_t to) {
    pair->scale[lane] = scale;
    pair->at[lane] = (uint16_t)at;
    pair->to[lane] = (uint16_t)to;
}

/* Add a number to the shape, and where it goes. Refused when it has too many digits. */
static int add_number(shape_t *s, const char *text, const span_t *span, int64_t scale, uint32_t to, int *numbers) {
    int before = (int)span->size - LIFT_CHARS;
    if (*numbers >= MOST_NUMBERS || s->wides >= MOST_NUMBERS) return WIRE_REFUSED;
    pair_t *pair = &s->pair[*numbers / 2];
    if (before <= 0) {
        make_shuffle(pair->shuffle[*numbers % 2], text, span->size);
        set_lane(pair, *numbers % 2, scale, span->at, to);
        ++*numbers;
        return WIRE_OK;
    }
    pair = &s->wide[s->wides];
    int low = make_shuffle(pair->shuffle[1], text + before, LIFT_CHARS);
    if (before > LIFT_CHARS || make_shuffle(pair->shuffle[0], text, before) + low > WIDE_DIGITS) return WIRE_REFUSED;
    set_lane(pair, 0, scale * (int64_t)POWER[low], span->at, to);
    set_lane(pair, 1, scale, span->at + (uint32_t)before, to);
    s->wides++;
    return WIRE_OK;
}

/* Let other text stand where a label stands, of ASCII as ids are made of; what escapes it had is looked for later. A label of
 * other characters is the same in every message that fits. */
static int add_label(shape_t *s, const char *text, const span_t *span, uint32_t to, uint8_t *expected, uint8_t *limit) {
    for (int i = 0; i < span->size; i++)
        if (text[i] < '#' || text[i] > '~') return WIRE_OK;
    if (s->labels >= MOST_LABELS) return WIRE_REFUSED;
    memset(expected, '#', span->size);
    memset(limit, '~' - '#', span->size);
    s->label[s->labels++] = (label_t){(uint16_t)span->at, (uint16_t)to, span->size};
    return WIRE_OK;
}

/* Add the number or the label of a field, which goes to `to`. Refused: numbers that are too long, times that are not of
 * today. */
static int add_field(shape_t *s, const decoder_t *d, const field_t *f, const span_t *span, uint32_t to, uint8_t *expected,
                     uint8_t *limit, int *numbers) {
    const char *text = d->frame + span->at;
    int64_t scale = 1;
    if (span->size == 0) return WIRE_OK; /* null */
    if (span->at >= s->size) return WIRE_REFUSED;
    if (f->kind == WIRE_LABEL || (f->kind == WIRE_ID && text[-1] == '"'))
        return add_label(s, text, span, to, expected + span->at, limit + span->at);
    if (f->kind == WIRE_TIME) {
        if (text[-1] == '-') return WIRE_OK; /* -1 for none: the same in every message that fits */
        if (span->size != 13 && span->size != 16) return WIRE_REFUSED;
        scale = span->size == 16 ? 1000 : 1000000;
    }
    open_digits(expected + span->at, limit + span->at, text, span->size);
    if (f->kind == WIRE_TIME || f->kind == WIRE_INT || f->kind == WIRE_ID) open_first(expected + span->at, limit + span->at, f->kind, span->size);
    return add_number(s, text, span, text[-1] == '-' ? -scale : scale, to, numbers);
}

INLINE int is_variable(const field_t *f) {
    return (f->kind <= WIRE_AMOUNT && f->kind != WIRE_EVENT) || f->kind == WIRE_LABEL || f->kind == WIRE_ID;
}

INLINE uint32_t place_of(const field_t *f, const decoder_t *d, const span_t *span) {
    return f->kind == WIRE_ID && d->frame[span->at - 1] == '"' ? f->second : f->offset;
}

static int add_fields(shape_t *s, const decoder_t *d, const table_t *table, uint8_t *expected, uint8_t *limit,
                      int *numbers) {
    for (uint32_t i = 0; i < table->count; i++) {
        const field_t *f = &table->fields[i];
        if (!(d->seen >> f->index & 1)) continue;
        if (f->kind == WIRE_OBJECT) {
            if (add_fields(s, d, f->part, expected, limit, numbers)) return WIRE_REFUSED;
        } else if (is_variable(f)) {
            const span_t *span = &d->spans[f->index];
            if (add_field(s, d, f, span, place_of(f, d, span), expected, limit, numbers)) return WIRE_REFUSED;
        }
    }
    return WIRE_OK;
}

/* Where the parts lie in a shape: behind the struct, as one piece with it. */
INLINE uint32_t parts_at(const message_t *m) { return (m->size + 15u) & ~15u; }

/* What stands outside the message's own object: its parts, the id of its subscription. */
static int add_others(shape_t *s, const decoder_t *d, const message_t *m, uint8_t *expected, uint8_t *limit, int *numbers) {
    static const field_t subscription = {.kind = WIRE_INT};
    for (uint32_t i = 0; i < d->part_span_count; i++) {
        const part_span_t *p = &d->part_spans[i];
        uint32_t to = parts_at(m) + p->part + p->field->offset;
        if (add_field(s, d, p->field, &p->span, to, expected, limit, numbers)) return WIRE_REFUSED;
    }
    if (!m->subscription) return WIRE_OK;
    return add_field(s, d, &subscription, &d->subscription_span, m->subscription, expected, limit, numbers);
}

/* Pointers into parts, from where they pointed to where they are to point. */
static void move_pointers(const message_t *m, char *out, const char *from, const char *to) {
    for (int i = 0; i < m->array_count; i++) {
        const char *at;
        memcpy(&at, out + m->arrays[i].pointer, sizeof at);
        if (at) at += to - from;
        memcpy(out + m->arrays[i].pointer, &at, sizeof at);
    }
}

/* The parts around the level arrays. Refused: one array, or much text behind them. */
static int split_levels(shape_t *s, const decoder_t *d, const message_t *m) {
    size_t middle = d->sides_at[1] - d->sides_end[0], tail = d->frame_size - d->sides_end[1];
    if (middle > 16 || tail > 16) return WIRE_REFUSED;
    s->has_levels = 1;
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
static shape_t *shape_new(uint32_t size, int pairs, int wides, int blocks, int labels) {
    size_t parts = (size_t)(pairs + wides) * sizeof(pair_t), body = (size_t)blocks * 32 + 32, head = (sizeof(shape_t) + 63) / 64 * 64;
    size_t pattern = (size_t)(size + 31) / 32 * 64;
    char *block = (char *)calloc(1, 64 + head + parts + body + pattern + (size_t)labels * sizeof(label_t));
    shape_t *s = (shape_t *)block;
    if (!s) return NULL;
    s->size = size;
    s->pairs = (uint16_t)pairs;
    s->wides = (uint16_t)wides;
    s->labels = (uint16_t)labels;
    s->rare = s->wides | s->labels;
    s->blocks = (uint16_t)blocks;
    s->pair = (pair_t *)(((uintptr_t)block + head + 63) & ~(uintptr_t)63);
    s->wide = s->pair + pairs;
    s->prototype = (char *)(s->wide + wides);
    s->pattern = (uint8_t *)s->prototype + body;
    s->label = (label_t *)(s->pattern + pattern);
    return s;
}

/* A copy of a shape without the room it did not need. */
static shape_t *shape_fit(const shape_t *s, const message_t *m) {
    shape_t *fit = shape_new(s->size, s->pairs, s->wides, s->blocks, s->labels);
    if (!fit) return NULL;
    memcpy(fit->pair, s->pair, s->pairs * sizeof(pair_t));
    memcpy(fit->wide, s->wide, s->wides * sizeof(pair_t));
    memcpy(fit->label, s->label, s->labels * sizeof(label_t));
    memcpy(fit->prototype, s->prototype, (size_t)s->blocks * 32);
    if (!m->has_levels) move_pointers(m, fit->prototype, s->prototype, fit->prototype);
    memcpy(fit->pattern, s->pattern, (size_t)(s->size + 31) / 32 * 64);
    fit->has_levels = s->has_levels;
    fit->middle_size = s->middle_size;
    fit->tail_size = s->tail_size;
    memcpy(fit->sides, s->sides, sizeof s->sides);
    memcpy(fit->counts, s->counts, sizeof s->counts);
    memcpy(fit->middle, s->middle, sizeof s->middle);
    memcpy(fit->tail, s->tail, sizeof s->tail);
    return fit;
}

/* Expected bytes and limits side by side, as they are read. */
static void interleave(shape_t *s, const uint8_t *expected, const uint8_t *limit) {
    for (uint32_t i = 0; i < s->size; i += 32) {
        memcpy(s->pattern + 2 * i, expected + i, 32);
        memcpy(s->pattern + 2 * i + 32, limit + i, 32);
    }
}

/* The pattern and the numbers of the message just decoded. */
static int shape_fill(shape_t *s, const decoder_t *d, const message_t *m, const char *out) {
    uint8_t expected[SHAPE_LONGEST + 32] = {0}, limit[SHAPE_LONGEST + 32];
    int numbers = 0;
    memset(limit, 255, sizeof limit);
    memset(limit, 0, s->size);
    memcpy(expected, d->frame, s->size);
    memcpy(s->prototype, out, m->size);
    if (d->parts_used) memcpy(s->prototype + parts_at(m), d->parts, d->parts_used);
    if (!m->has_levels) move_pointers(m, s->prototype, d->parts, s->prototype + parts_at(m));
    s->wides = s->labels = 0;
    if (add_fields(s, d, m->table, expected, limit, &numbers)) return WIRE_REFUSED;
    if (add_others(s, d, m, expected, limit, &numbers)) return WIRE_REFUSED;
    s->pairs = (uint16_t)((numbers + 1) / 2);
    if (numbers % 2) {
        set_lane(&s->pair[numbers / 2], 1, 0, 0, s->blocks * 32u);
        memset(s->pair[numbers / 2].shuffle[1], ABSENT, 16);
    }
    interleave(s, expected, limit);
    return WIRE_OK;
}

/* The shape of the message just decoded by the table, or NULL. */
static shape_t *shape_learn(const decoder_t *d, const stream_t *stream, size_t size, const char *out) {
    const message_t *m = stream->message;
    if (m->has_levels) size = d->sides == 2 ? d->sides_at[0] : SHAPE_LONGEST + 1;
    if (d->mixed || size > SHAPE_LONGEST || d->part_span_count > MOST_PART_SPANS) return NULL;
    uint32_t image = d->parts_used ? parts_at(m) + (uint32_t)d->parts_used : m->size;
    shape_t *s = shape_new((uint32_t)size, MOST_NUMBERS / 2 + 1, MOST_NUMBERS, (int)((image + 31) / 32), MOST_LABELS), *fit = NULL;
    if (!s) return NULL;
    if (!(m->has_levels && split_levels(s, d, m)) && !shape_fill(s, d, m, out)) fit = shape_fit(s, m);
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
    if (size > WINDOW || price_size > LIFT_CHARS || qty_size > LIFT_CHARS) return WIRE_REFUSED;
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

/* Frames of a shape have one size, so the size tells which to try; but not for depth, whose levels vary. */
INLINE size_t guess_index(int has_levels, size_t size) { return has_levels ? 0 : size % SHAPE_GUESSES; }

static void guess_again(stream_t *stream) {
    shapes_t *shapes = &stream->shapes;
    memset(shapes->guess, 0, sizeof shapes->guess);
    for (int i = 0; i < shapes->count; i++) {
        const shape_t *s = shapes->known[i];
        shapes->guess[guess_index(s->has_levels, s->size)] = s;
    }
}

/* A message was decoded by the table: learn from it, unless the stream keeps missing or its places are taken. */
NOINLINE void shapes_missed(const decoder_t *d, stream_t *stream, size_t size, const char *out) {
    shapes_t *shapes = &stream->shapes;
    if (shapes->pause) {
        if (--shapes->pause == 0) guess_again(stream);
        return;
    }
    stream->misses++;
    if (++shapes->misses >= MISSES_JUDGED) {
        if (shapes->misses > stream->hits - shapes->window_hits) {
            shapes->pause = LEARN_PAUSE;
            memset(shapes->guess, 0, sizeof shapes->guess);
        }
        shapes->misses = 0;
        shapes->window_hits = stream->hits;
    }
    if (shapes->count == MOST_SHAPES && shapes->misses % LEARN_EVERY) return;
    shape_t *fresh = shape_learn(d, stream, size, out);
    if (!fresh) return;
    int at = shapes->count < MOST_SHAPES ? shapes->count++ : shapes->next++ % MOST_SHAPES;
    free(shapes->known[at]);
    shapes->known[at] = fresh;
    if (!shapes->pause) guess_again(stream);
}

static void shapes_forget(shapes_t *shapes) {
    for (int i = 0; i < shapes->count; i++) free(shapes->known[i]);
    free(shapes->levels);
    memset(shapes, 0, sizeof *shapes);
}
