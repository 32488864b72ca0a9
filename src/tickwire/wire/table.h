/* The table decoder: one loop over a message's fields. Keys in any order, spaces, unknown keys with any value.
 *
 * What it accepts, msgspec accepts with the same values; what it refuses (escapes in names, numbers it cannot hold,
 * malformed text) is left to msgspec. It notes where each number stood, so that a shape can be learned.
 */
#pragma once
#include "decoder.h"

INLINE void note_span(decoder_t *d, const field_t *f, const char *at, const char *end, unsigned decimals) {
    span_t *span = &d->spans[f->index];
    at += *at == '-';
    span->at = (uint32_t)(at - d->frame);
    span->size = (uint16_t)(end - at);
    span->decimals = (uint8_t)decimals;
}

/* The decimals of a group: the first number sets them, another one that differs is brought in line at the end. */
INLINE void join_decimals(decoder_t *d, int *group, unsigned decimals) {
    if (*group < 0) *group = (int)decimals;
    if (UNLIKELY(*group != (int)decimals)) d->mixed = 1;
}

INLINE int read_time(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    const int64_t microseconds_from = INT64_C(100000000000000); /* as ms the year 5138, as µs 1973 */
    const char *at = c->p;
    int64_t value;
    if (read_int(c, &value)) return WIRE_REFUSED;
    int64_t scale = value >= microseconds_from ? 1000 : 1000000;
    if (value > INT64_MAX / scale || value < -microseconds_from / 100) return WIRE_REFUSED;
    note_span(d, f, at, c->p, 0);
    if (scale == 1000) ((tickwire_header_t *)out)->flags |= TICKWIRE_MICROSECONDS;
    value *= scale;
    memcpy(out + f->offset, &value, 8);
    return WIRE_OK;
}

INLINE int read_number(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    const char *at = c->p;
    unsigned decimals = 0;
    int64_t value;
    if (f->kind == WIRE_INT) {
        if (read_int(c, &value)) return WIRE_REFUSED;
        note_span(d, f, at, c->p, 0);
    } else {
        if (read_decimal(c, &value, &decimals)) return WIRE_REFUSED;
        note_span(d, f, at + 1, c->p - 1, decimals);
    }
    memcpy(out + f->offset, &value, 8);
    if (f->kind == WIRE_PRICE) join_decimals(d, &d->price_decimals, decimals);
    if (f->kind == WIRE_QTY) join_decimals(d, &d->qty_decimals, decimals);
    if (f->kind == WIRE_AMOUNT) *(int8_t *)(out + f->second) = (int8_t)-(int)decimals;
    return WIRE_OK;
}

INLINE int read_text(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    const char *text;
    size_t size;
    if (read_plain_string(c, &text, &size)) return WIRE_REFUSED;
    if (f->kind == WIRE_SYMBOL) {
        uint32_t id = symbol_intern(d->symbols, text, size);
        if (UNLIKELY(!id || (d->symbol && d->symbol != id))) return WIRE_REFUSED; /* a candle of another instrument */
        memcpy(out + f->offset, &id, sizeof id);
        d->symbol = id;
        return WIRE_OK;
    }
    if (size > 15 || !is_utf8(text, size)) return WIRE_REFUSED;
    memset(out + f->offset, 0, 16);
    memcpy(out + f->offset, text, size);
    return WIRE_OK;
}

/* The number of a listed word, or -1. */
INLINE int word_code(const words_t *set, const char *text, size_t size) {
    for (uint32_t i = 0; i < set->count; i++)
        if (set->words[i].size == size && memcmp(set->words[i].text, text, size) == 0) return set->words[i].code;
    return -1;
}

static int read_word(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    const char *text;
    size_t size;
    if (read_plain_string(c, &text, &size)) return WIRE_REFUSED;
    int code = word_code(&WORDS[f->second], text, size);
    if (UNLIKELY(code < 0) && (code = word_learn(d->symbols, text, size)) < 0) return WIRE_REFUSED;
    out[f->offset] = (char)code;
    return WIRE_OK;
}

static int read_name(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    const char *text;
    size_t size;
    if (f->nullable && *c->p == 'n') return skip_word(c, "null", 4);
    if (read_plain_string(c, &text, &size)) return WIRE_REFUSED;
    uint32_t id = symbol_intern(d->symbols, text, size);
    memcpy(out + f->offset, &id, sizeof id);
    return id ? WIRE_OK : WIRE_REFUSED;
}

static int read_label(decoder_t *d, cursor_t *c, const field_t *f, char *label) {
    const char *text;
    size_t size;
    if (read_plain_string(c, &text, &size) || size >= LABEL_SIZE || !is_utf8(text, size)) return WIRE_REFUSED;
    memset(label, 0, LABEL_SIZE);
    memcpy(label, text, size);
    d->spans[f->index] = (span_t){(uint32_t)(text - d->frame), (uint16_t)size, 0};
    return WIRE_OK;
}

/* The id of a request. One without characters is refused: in the struct it would be none. */
static int read_id(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    int64_t value = TICKWIRE_NULL;
    const char *at = c->p;
    memcpy(out + f->offset, &value, 8);
    note_span(d, f, at, at, 0);
    if (*at == '"') return read_label(d, c, f, out + f->second) || !out[f->second] ? WIRE_REFUSED : WIRE_OK;
    if (*at == 'n') return skip_word(c, "null", 4);
    if (read_int(c, &value)) return WIRE_REFUSED;
    memcpy(out + f->offset, &value, 8);
    note_span(d, f, at, c->p, 0);
    return WIRE_OK;
}

/* One level, from its bracket to its bracket. */
INLINE int read_level(decoder_t *d, cursor_t *c, int *price_decimals, int *qty_decimals) {
    tickwire_level_t *level = &d->levels[d->level_count];
    unsigned p, q;
    if (*c->p++ != '[') return WIRE_REFUSED;
    skip_space(c);
    if (read_decimal(c, &level->price, &p)) return WIRE_REFUSED;
    skip_space(c);
    if (*c->p++ != ',') return WIRE_REFUSED;
    skip_space(c);
    if (read_decimal(c, &level->qty, &q)) return WIRE_REFUSED;
    skip_space(c);
    if (c->p >= c->end || *c->p++ != ']') return WIRE_REFUSED;
    join_decimals(d, price_decimals, p);
    join_decimals(d, qty_decimals, q);
    if (UNLIKELY(d->each_decimals)) {
        d->level_decimals[2 * d->level_count] = (uint8_t)p;
        d->level_decimals[2 * d->level_count + 1] = (uint8_t)q;
    }
    d->level_count++;
    return WIRE_OK;
}

NOINLINE int read_levels(decoder_t *d, cursor_t *c, const field_t *f, char *out) {
    size_t start = d->level_count;
    int side = d->sides < 2 ? d->sides : 1;
    if (c->p >= c->end || *c->p++ != '[') return WIRE_REFUSED;
    d->sides_at[side] = (uint32_t)(c->p - d->frame);
    skip_space(c);
    if (c->p < c->end && *c->p == ']') {
        c->p++;
    } else {
        for (;;) {
            if (c->p >= c->end || read_level(d, c, &d->price_decimals, &d->qty_decimals)) return WIRE_REFUSED;
            skip_space(c);
            if (c->p >= c->end) return WIRE_REFUSED;
            if (*c->p == ']') break;
            if (*c->p++ != ',') return WIRE_REFUSED;
            skip_space(c);
        }
        c->p++;
    }
    d->sides_end[side] = (uint32_t)(c->p - d->frame);
    d->sides_index[side] = f->index;
    d->sides++;
    const tickwire_level_t *first = d->levels + start;
    uint32_t count = (uint32_t)(d->level_count - start);
    memcpy(out + f->offset, &first, sizeof first);
    memcpy(out + f->second, &count, sizeof count);
    return WIRE_OK;
}

static int read_object(decoder_t *d, cursor_t *c, const message_t *m, const table_t *table, char *out);

/* What the fields of an object are where they are absent. */
static void prepare(const table_t *table, char *out) {
    for (uint32_t i = 0; i < table->count; i++) {
        const field_t *f = &table->fields[i];
        int64_t null = TICKWIRE_NULL;
        if (f->kind == WIRE_OBJECT) prepare(f->part, out);
        if (table->required >> f->index & 1 || f->kind == WIRE_EVENT) continue;
        if (f->kind <= WIRE_AMOUNT) memcpy(out + f->offset, &null, 8);
        if (f->kind == WIRE_FLAG || f->kind == WIRE_ENUM) out[f->offset] = -1; /* which is WORD_ABSENT */
    }
}

/* Where numbers and labels of a part stood. */
static void note_part(decoder_t *d, const table_t *part, uint32_t at) {
    for (uint32_t i = 0; i < part->count; i++) {
        const field_t *f = &part->fields[i];
        if (!(d->seen >> f->index & 1) || !(f->kind <= WIRE_AMOUNT || f->kind == WIRE_LABEL)) continue;
        if (d->part_span_count >= MOST_PART_SPANS) {
            d->part_span_count = MOST_PART_SPANS + 1;
            return;
        }
        d->part_spans[d->part_span_count++] = (part_span_t){f, d->spans[f->index], at};
    }
}

/* One part, from brace to brace, at the end of the arena. */
static int read_part(decoder_t *d, cursor_t *c, const message_t *m, const table_t *part) {
    size_t at = d->parts_used;
    char *to = d->parts + at;
    if (part->size > d->parts_capacity - at) return WIRE_REFUSED;
    memset(to, 0, part->size);
    prepare(part, to);
    d->seen &= ~(((UINT64_C(1) << part->count) - 1) << part->fields->index);
    if (read_object(d, c, m, part, to)) return WIRE_REFUSED;
    note_part(d, part, (uint32_t)at);
    d->parts_used = at + part->size;
    return WIRE_OK;
}

static int read_parts(decoder_t *d, cursor_t *c, const message_t *m, const field_t *f, char *out) {
    const char *first = d->parts + d->parts_used;
    uint32_t count = 0;
    if (c->p >= c->end || *c->p++ != '[') return WIRE_REFUSED;
    skip_space(c);
    if (c->p < c->end && *c->p == ']') {
        c->p++;
    } else {
        for (;; count++) {
            if (c->p >= c->end || read_part(d, c, m, f->part)) return WIRE_REFUSED;
            skip_space(c);
            if (c->p >= c->end) return WIRE_REFUSED;
            if (*c->p == ']') break;
            if (*c->p++ != ',') return WIRE_REFUSED;
            skip_space(c);
        }
        c->p++;
        count++;
    }
    memcpy(out + f->offset, &first, sizeof first);
    memcpy(out + f->second, &count, sizeof count);
    return WIRE_OK;
}

/* The kinds that market data has not: apart, so that its loop stays small. */
NOINLINE int read_other(decoder_t *d, cursor_t *c, const message_t *m, const field_t *f, char *out) {
    switch (f->kind) {
        case WIRE_ENUM: return read_word(d, c, f, out);
        case WIRE_NAME: return read_name(d, c, f, out);
        case WIRE_LABEL: return read_label(d, c, f, out + f->offset);
        case WIRE_ID: return read_id(d, c, f, out);
        default: return read_parts(d, c, m, f, out);
    }
}

INLINE int read_event(cursor_t *c, const message_t *m) {
    const char *text;
    size_t size;
    if (read_plain_string(c, &text, &size)) return WIRE_REFUSED;
    return size == m->event_size && memcmp(text, m->event, size) == 0 ? WIRE_OK : WIRE_REFUSED;
}

INLINE int read_field(decoder_t *d, cursor_t *c, const message_t *m, const field_t *f, char *out) {
    int flag;
    switch (f->kind) {
        case WIRE_EVENT: return read_event(c, m);
        case WIRE_TIME: return read_time(d, c, f, out);
        case WIRE_SYMBOL:
        case WIRE_TEXT: return read_text(d, c, f, out);
        case WIRE_FLAG:
            if (read_bool(c, &flag)) return WIRE_REFUSED;
            out[f->offset] = (char)flag;
            return WIRE_OK;
        case WIRE_LEVELS: return read_levels(d, c, f, out);
        case WIRE_OBJECT: return read_object(d, c, m, f->part, out);
        case WIRE_ENUM:
        case WIRE_NAME:
        case WIRE_LABEL:
        case WIRE_ID:
        case WIRE_PARTS: return read_other(d, c, m, f, out);
        default:
            if (UNLIKELY(f->nullable && *c->p == 'n')) {
                int64_t null = TICKWIRE_NULL;
                memcpy(out + f->offset, &null, 8);
                note_span(d, f, c->p, c->p, 0);
                return skip_word(c, "null", 4);
            }
            return read_number(d, c, f, out);
    }
}

/* The row of a key that was not the expected one; NULL when the key is unknown or has an escape. The cursor is left
 * behind the colon. */
NOINLINE const field_t *find_field(cursor_t *c, const table_t *table, int *status) {
    const char *key;
    size_t size;
    *status = WIRE_REFUSED;
    if (read_plain_string(c, &key, &size)) return NULL;
    skip_space(c);
    if (c->p >= c->end || *c->p++ != ':') return NULL;
    skip_space(c);
    *status = WIRE_OK;
    for (uint32_t i = 0; i < table->count; i++)
        if (table->fields[i].size == size + 3 && memcmp(table->fields[i].key, key, size) == 0) return &table->fields[i];
    return NULL;
}

INLINE int key_matches(const char *p, const field_t *f) {
    if ((load8(p) & f->mask) != f->word) return 0;
    return LIKELY(f->size <= 8) || (memcmp(p + 1, f->key, f->size - 3u) == 0 && memcmp(p + f->size - 2, "\":", 2) == 0);
}

/* An object, from its brace to its brace, into the struct. */
static int read_object(decoder_t *d, cursor_t *c, const message_t *m, const table_t *table, char *out) {
    const field_t *f = table->fields, *last = f + table->count;
    int status;
    if (c->p >= c->end || *c->p++ != '{') return WIRE_REFUSED;
    skip_space(c);
    if (c->p >= c->end || *c->p != '"') return WIRE_REFUSED; /* as {} is, since no message is without fields */
    for (;;) {
        const field_t *found = f;
        if (LIKELY(f < last && key_matches(c->p, f) && c->p + f->size < c->end)) {
            c->p += f->size;
            skip_space(c);
        } else {
            found = find_field(c, table, &status);
            if (status || c->p >= c->end) return WIRE_REFUSED;
        }
        if (LIKELY(found != NULL)) {
            if (UNLIKELY(d->seen >> found->index & 1)) return WIRE_REFUSED; /* a key that comes twice is msgspec's to judge */
            if (read_field(d, c, m, found, out)) return WIRE_REFUSED;
            d->seen |= 1ull << found->index;
            f = found + 1;
        } else if (skip_value(c, 0)) {
            return WIRE_REFUSED;
        }
        skip_space(c);
        if (UNLIKELY(c->p >= c->end)) return WIRE_REFUSED;
        if (*c->p == '}') break;
        if (*c->p++ != ',') return WIRE_REFUSED;
        skip_space(c);
    }
    c->p++;
    return (d->seen & table->required) == table->required ? WIRE_OK : WIRE_REFUSED;
}

/* value * 10^by, or refused. */
INLINE int rescale(int64_t *value, int by) {
    if (*value == 0) return WIRE_OK;
    if (by > 18 || *value > INT64_MAX / (int64_t)POWER[by] || *value < -(INT64_MAX / (int64_t)POWER[by]))
        return WIRE_REFUSED;
    *value *= (int64_t)POWER[by];
    return WIRE_OK;
}

/* Numbers of one group, wherever they stand, with the decimals each was printed with. */
typedef struct {
    int64_t *value[2 * MOST_FIELDS];
    uint8_t *decimals[2 * MOST_FIELDS];
    int count;
} group_t;

INLINE int common_decimals(const group_t *g, const decoder_t *d, int qty) {
    int most = 0;
    for (int i = 0; i < g->count; i++)
        if (*g->value[i] != TICKWIRE_NULL && *g->decimals[i] > most) most = *g->decimals[i];
    for (size_t i = 0; i < (d->sides ? d->level_count : 0); i++)
        if (d->level_decimals[2 * i + qty] > most) most = d->level_decimals[2 * i + qty];
    return most;
}

INLINE void strip_zeros(int64_t *value, uint8_t *decimals) {
    if (*value == TICKWIRE_NULL) return;
    for (; *decimals && *value % 10 == 0; --*decimals) *value /= 10;
}

INLINE int group_fits(const group_t *g, const decoder_t *d, int qty, int decimals) {
    for (int i = 0; i < g->count; i++) {
        int64_t value = *g->value[i];
        if (value != TICKWIRE_NULL && rescale(&value, decimals - *g->decimals[i])) return 0;
    }
    for (size_t i = 0; i < (d->sides ? d->level_count : 0); i++) {
        int64_t value = qty ? d->levels[i].qty : d->levels[i].price;
        if (rescale(&value, decimals - d->level_decimals[2 * i + qty])) return 0;
    }
    return 1;
}

/* Bring a group to the finest decimals printed, or, where a number would not fit, to the fewest that keep all exact. */
NOINLINE int align_group(group_t *g, decoder_t *d, int qty, int *out) {
    int decimals = common_decimals(g, d, qty);
    if (!group_fits(g, d, qty, decimals)) {
        for (int i = 0; i < g->count; i++) strip_zeros(g->value[i], g->decimals[i]);
        for (size_t i = 0; i < (d->sides ? d->level_count : 0); i++)
            strip_zeros(qty ? &d->levels[i].qty : &d->levels[i].price, &d->level_decimals[2 * i + qty]);
        decimals = common_decimals(g, d, qty);
        if (!group_fits(g, d, qty, decimals)) return WIRE_REFUSED;
    }
    for (int i = 0; i < g->count; i++)
        if (*g->value[i] != TICKWIRE_NULL) rescale(g->value[i], decimals - *g->decimals[i]);
    for (size_t i = 0; i < (d->sides ? d->level_count : 0); i++)
        rescale(qty ? &d->levels[i].qty : &d->levels[i].price, decimals - d->level_decimals[2 * i + qty]);
    *out = decimals;
    return WIRE_OK;
}

static void gather(const table_t *table, decoder_t *d, char *out, int kind, group_t *g) {
    for (uint32_t i = 0; i < table->count; i++) {
        const field_t *f = &table->fields[i];
        if (f->kind == WIRE_OBJECT) gather(f->part, d, out, kind, g);
        if (f->kind != kind || !(d->seen >> f->index & 1)) continue;
        g->value[g->count] = (int64_t *)(out + f->offset);
        g->decimals[g->count++] = &d->spans[f->index].decimals;
    }
}

NOINLINE int align_decimals(decoder_t *d, const message_t *m, char *out) {
    group_t prices = {.count = 0}, quantities = {.count = 0};
    gather(m->table, d, out, WIRE_PRICE, &prices);
    gather(m->table, d, out, WIRE_QTY, &quantities);
    return align_group(&prices, d, 0, &d->price_decimals) || align_group(&quantities, d, 1, &d->qty_decimals)
               ? WIRE_REFUSED
               : WIRE_OK;
}

INLINE void begin_message(decoder_t *d, const stream_t *s, char *out) {
    memcpy(out, &s->prototype, s->message->size);
    d->seen = 0;
    d->symbol = 0;
    d->sides = 0;
    d->mixed = 0;
    d->price_decimals = d->qty_decimals = -1;
    d->level_count = 0;
    d->parts_used = 0;
    d->part_span_count = 0;
}

/* One message, from its opening brace, into `out`; the cursor is left behind its closing brace. */
static int table_decode(decoder_t *d, const stream_t *s, cursor_t *c, char *out) {
    const char *start = c->p;
    const message_t *m = s->message;
    if (UNLIKELY(m->has_levels && reserve_levels(d, (size_t)(c->end - start)))) return WIRE_REFUSED;
    if (m->array_count && !m->has_levels && reserve_parts(d, (size_t)(c->end - start))) return WIRE_REFUSED;
    d->each_decimals = 0;
    begin_message(d, s, out);
    if (read_object(d, c, m, m->table, out)) return WIRE_REFUSED;
    if (UNLIKELY(d->mixed)) {
        if (m->has_levels) { /* once more, noting the decimals of every level */
            c->p = start;
            d->each_decimals = 1;
            begin_message(d, s, out);
            if (read_object(d, c, m, m->table, out)) return WIRE_REFUSED;
        }
        if (align_decimals(d, m, out)) return WIRE_REFUSED;
        d->mixed = 1;
    }
    tickwire_header_t *header = (tickwire_header_t *)out;
    header->price_exponent = (int8_t)(d->price_decimals > 0 ? -d->price_decimals : 0);
    header->qty_exponent = (int8_t)(d->qty_decimals > 0 ? -d->qty_decimals : 0);
    return WIRE_OK;
}
