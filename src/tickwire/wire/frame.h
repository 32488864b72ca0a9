/* A whole frame: the envelope, the stream it names, the message or the array inside. */
#pragma once
#include "isa.h"

static const char ENVELOPE[] = "{\"stream\":\"";
static const char PAYLOAD[] = "\",\"data\":";
enum { NAME_AT = sizeof ENVELOPE - 1, NAME_LONGEST = 96 };

/* The hash of the stream's name in a frame in the usual form; what it means is proven later, by shape or prefix. */
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
INLINE uint64_t mix_halves(uint64_t hash, __m128i v) {
    uint64_t low = (uint64_t)_mm_cvtsi128_si64(v), high = (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(v, v));
    hash = (hash ^ low) * 0x9e3779b97f4a7c15ull + high * 0xc2b2ae3d27d4eb4full;
    return hash ^ (hash >> 32);
}
INLINE uint64_t route_hash(const char *frame, size_t size) {
    static const uint8_t keep[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const char *p = frame + NAME_AT, *end = frame + size;
    for (uint64_t hash = 0; p < end; p += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)p);
        unsigned quotes = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')));
        if (quotes) return mix_halves(hash, _mm_and_si128(v, _mm_loadu_si128((const __m128i *)(keep + 16 - first_bit(quotes)))));
        hash = mix_halves(hash, v);
    }
    return 0;
}
#else
INLINE uint64_t route_hash(const char *frame, size_t size) {
    const char *p = frame + NAME_AT, *end = frame + size;
    for (uint64_t hash = 0; p < end; p += 8) {
        uint64_t word = load8(p), t = word ^ EACH_BYTE('"');
        uint64_t quote = (t - EACH_BYTE(1)) & ~t & EACH_BYTE(0x80);
        if (quote) {
            int bits = first_bit(quote) & ~7;
            return bits ? mix(hash, word << (64 - bits)) : hash;
        }
        hash = mix(hash, word);
    }
    return 0;
}
#endif

/* Streams by the hash of their name: open addressing, never more than half full. */
typedef struct {
    uint64_t hash;
    stream_t *stream;
} route_t;

typedef struct {
    route_t *routes;
    size_t last, count; /* the highest index, one less than a power of two; how many are taken */
} router_t;

static int router_init(router_t *r) {
    *r = (router_t){(route_t *)calloc(16, sizeof(route_t)), 15, 0};
    return r->routes ? WIRE_OK : WIRE_REFUSED;
}

INLINE stream_t *router_find(const router_t *r, uint64_t hash) {
    const route_t *route = &r->routes[hash & r->last];
    while (UNLIKELY(route->hash != hash)) {
        if (!route->stream) return NULL;
        route = route < r->routes + r->last ? route + 1 : r->routes;
    }
    return route->stream;
}

static void router_put(router_t *r, stream_t *s) {
    size_t at = s->hash & r->last;
    while (r->routes[at].stream) at = (at + 1) & r->last;
    r->routes[at].hash = s->hash;
    r->routes[at].stream = s;
}

/* The routes again, with room for `capacity`, without `left_out`. */
static int router_rebuild(router_t *r, size_t capacity, const stream_t *left_out) {
    router_t fresh = {(route_t *)calloc(capacity, sizeof(route_t)), capacity - 1, 0};
    if (!fresh.routes) return WIRE_REFUSED;
    for (size_t i = 0; i <= r->last; i++)
        if (r->routes[i].stream && r->routes[i].stream != left_out) {
            router_put(&fresh, r->routes[i].stream);
            fresh.count++;
        }
    free(r->routes);
    *r = fresh;
    return WIRE_OK;
}

static int router_add(router_t *r, stream_t *s) {
    if (r->last < 2 * r->count + 2 && router_rebuild(r, 2 * (r->last + 1), NULL)) return WIRE_REFUSED;
    router_put(r, s);
    r->count++;
    return WIRE_OK;
}

static void prepare_prototype(stream_t *s, const table_t *table) {
    for (uint32_t i = 0; i < table->count; i++) {
        const field_t *f = &table->fields[i];
        if (f->kind == WIRE_OBJECT) prepare_prototype(s, f->part);
        if (f->kind == WIRE_FLAG && !(table->required >> f->index & 1)) ((char *)&s->prototype)[f->offset] = -1;
    }
}

static void stream_free(stream_t *s) {
    if (!s) return;
    shapes_forget(&s->shapes);
    free(s->prefix);
    free(s);
}

/* A stream of messages of a kind; without a name, of bare messages. */
static stream_t *stream_new(int kind, int is_array, const char *name, size_t name_size, uint32_t id, uint32_t symbol) {
    char frame[NAME_AT + NAME_LONGEST + sizeof PAYLOAD + WIRE_PADDING] = {0};
    stream_t *s = (stream_t *)calloc(1, sizeof *s);
    if (!s) return NULL;
    s->message = &MESSAGES[kind];
    s->kind = kind;
    s->is_array = is_array;
    s->id = id;
    tickwire_header_t *header = (tickwire_header_t *)&s->prototype;
    header->kind = (uint8_t)kind;
    header->stream = id;
    header->symbol = symbol;
    header->flags = is_array ? TICKWIRE_IN_ARRAY : 0;
    prepare_prototype(s, s->message->table);
    if (s->message->has_levels) s->shapes.levels = (level_shape_t *)calloc(MOST_LEVEL_SHAPES, sizeof(level_shape_t));
    memcpy(frame, ENVELOPE, NAME_AT);
    memcpy(frame + NAME_AT, name, name_size);
    memcpy(frame + NAME_AT + name_size, PAYLOAD, sizeof PAYLOAD);
    s->name_size = (uint32_t)name_size;
    s->prefix_size = (uint32_t)(name_size ? NAME_AT + name_size + sizeof PAYLOAD - 1 : 0);
    s->hash = route_hash(frame, NAME_AT + name_size + 1);
    s->prefix = (char *)malloc(s->prefix_size + 1);
    if (!s->prefix || (s->message->has_levels && !s->shapes.levels)) return stream_free(s), NULL;
    memcpy(s->prefix, frame, s->prefix_size);
    return s;
}

/* Where the envelope's parts lie; pointers are NULL for those that are missing. The name has no size when it has
 * escapes, or when a part comes twice: then the envelope is msgspec's to judge. */
typedef struct {
    const char *name, *data, *data_end;
    size_t name_size;
} envelope_t;

/* Take any envelope apart: spaces, keys in any order, unknown keys. Refused when it is no object. */
NOINLINE int open_envelope(cursor_t c, envelope_t *e) {
    const char *key;
    size_t size;
    int is_plain = 1;
    memset(e, 0, sizeof *e);
    skip_space(&c);
    if (c.p >= c.end || *c.p++ != '{') return WIRE_REFUSED;
    for (;;) {
        skip_space(&c);
        if (c.p >= c.end || read_plain_string(&c, &key, &size)) return WIRE_REFUSED;
        skip_space(&c);
        if (c.p >= c.end || *c.p++ != ':') return WIRE_REFUSED;
        skip_space(&c);
        const char *value = c.p;
        if (skip_value(&c, 0)) return WIRE_REFUSED;
        if (size == 6 && memcmp(key, "stream", 6) == 0) {
            if (*value != '"') return WIRE_REFUSED;
            is_plain &= !e->name && !memchr(value, '\\', (size_t)(c.p - value));
            e->name = value + 1;
            e->name_size = (size_t)(c.p - value) - 2;
        } else if (size == 4 && memcmp(key, "data", 4) == 0) {
            is_plain &= !e->data;
            e->data = value;
            e->data_end = c.p;
        }
        skip_space(&c);
        if (c.p >= c.end) return WIRE_REFUSED;
        if (*c.p == '}') break;
        if (*c.p++ != ',') return WIRE_REFUSED;
    }
    c.p++;
    skip_space(&c);
    if (!is_plain) e->name_size = 0;
    return c.p == c.end ? WIRE_OK : WIRE_REFUSED;
}

enum { NO_MESSAGE = 0, CONTROL_REPLY = -1 };

/* The kind of the message that an object is, by its event or, where it has none, by its keys. A key that only replies
 * have may turn up in a message one day, so that it decides last. */
static int kind_of_object(cursor_t c) {
    const char *key, *text;
    size_t size, text_size;
    int keys = 0;
    enum { HAS_UPDATE = 1, HAS_BID = 2, HAS_ASK = 4, HAS_RESULT = 8 };
    skip_space(&c);
    if (c.p >= c.end || *c.p++ != '{') return NO_MESSAGE;
    for (;;) {
        skip_space(&c);
        if (c.p >= c.end || read_plain_string(&c, &key, &size)) return NO_MESSAGE;
        skip_space(&c);
        if (c.p >= c.end || *c.p++ != ':') return NO_MESSAGE;
        skip_space(&c);
        if (size == 1 && *key == 'e') {
            if (read_plain_string(&c, &text, &text_size)) return NO_MESSAGE;
            for (size_t i = 0; i < sizeof EVENTS / sizeof *EVENTS; i++)
                if (strlen(EVENTS[i].name) == text_size && memcmp(EVENTS[i].name, text, text_size) == 0) return EVENTS[i].kind;
            return NO_MESSAGE;
        }
        if (size == 12 && memcmp(key, "lastUpdateId", 12) == 0) return TICKWIRE_PARTIAL_DEPTH;
        if ((size == 6 && memcmp(key, "result", 6) == 0) || (size == 5 && memcmp(key, "error", 5) == 0) ||
            (size == 4 && memcmp(key, "code", 4) == 0))
            keys |= HAS_RESULT;
        if (size == 1) keys |= *key == 'u' ? HAS_UPDATE : *key == 'B' ? HAS_BID : *key == 'A' ? HAS_ASK : 0;
        int is_last = skip_value(&c, 0);
        skip_space(&c);
        if (is_last || c.p >= c.end || *c.p++ != ',') break;
    }
    if ((keys & ~HAS_RESULT) == (HAS_UPDATE | HAS_BID | HAS_ASK)) return TICKWIRE_BOOK_TICKER;
    return keys & HAS_RESULT ? CONTROL_REPLY : NO_MESSAGE;
}

/* As kind_of_object, looking into the first element of an array; whether it is one goes to *is_array. */
static int kind_of_payload(cursor_t c, int *is_array) {
    skip_space(&c);
    *is_array = c.p < c.end && *c.p == '[';
    c.p += *is_array;
    int kind = kind_of_object(c);
    return *is_array && kind > 0 && MESSAGES[kind].has_levels ? NO_MESSAGE : kind; /* one message's levels at a time */
}

/* The messages of an array stream, each as by table_decode. */
static int table_decode_array(decoder_t *d, const stream_t *s, cursor_t *c, batch_t *out) {
    size_t stride = (s->message->size + 15u) & ~(size_t)15, count = 0;
    if (c->p >= c->end || *c->p++ != '[') return WIRE_REFUSED;
    skip_space(c);
    if (c->p < c->end && *c->p == ']') {
        c->p++;
    } else {
        for (;;) {
            if (reserve_array(d, (count + 1) * stride)) return WIRE_REFUSED;
            if (table_decode(d, s, c, d->array + count * stride)) return WIRE_REFUSED;
            count++;
            skip_space(c);
            if (c->p >= c->end) return WIRE_REFUSED;
            if (*c->p == ']') break;
            if (*c->p++ != ',') return WIRE_REFUSED;
            skip_space(c);
        }
        c->p++;
        ((tickwire_header_t *)(d->array + (count - 1) * stride))->flags |= TICKWIRE_LAST_IN_ARRAY;
    }
    *out = (batch_t){(const tickwire_header_t *)d->array, (ptrdiff_t)count, (ptrdiff_t)stride};
    return WIRE_OK;
}

/* A payload, by the table, and what stands behind it: `closing` braces and spaces up to the end. */
INLINE int table_decode_payload(decoder_t *d, const stream_t *s, cursor_t *c, int closing, batch_t *out) {
    skip_space(c);
    if (s->is_array) {
        if (table_decode_array(d, s, c, out)) return WIRE_REFUSED;
    } else {
        if (table_decode(d, s, c, (char *)&d->message)) return WIRE_REFUSED;
        *out = (batch_t){(const tickwire_header_t *)&d->message, 1, s->message->size};
    }
    skip_space(c);
    if (closing) {
        if (c->p >= c->end || *c->p++ != '}') return WIRE_REFUSED;
        skip_space(c);
    }
    return c->p == c->end ? WIRE_OK : WIRE_REFUSED;
}

/* A frame of a stream, by the table: the envelope in its usual form, in any other, or none. */
static int table_decode_frame(decoder_t *d, const stream_t *s, const char *frame, size_t size, batch_t *out) {
    cursor_t c = {frame, frame + size};
    envelope_t e;
    d->frame = frame;
    d->frame_size = size;
    if (LIKELY(s->prefix_size && size > s->prefix_size && memcmp(frame, s->prefix, s->prefix_size) == 0)) {
        c.p += s->prefix_size;
        return table_decode_payload(d, s, &c, 1, out);
    }
    if (!open_envelope(c, &e) && e.name && e.data) {
        if (!s->name_size || e.name_size != s->name_size || memcmp(e.name, s->prefix + NAME_AT, e.name_size)) return WIRE_REFUSED;
        c.p = e.data;
        c.end = e.data_end;
    }
    return table_decode_payload(d, s, &c, 0, out);
}

/* A frame of a stream: by shape, else by the table. Refused is left to msgspec. */
INLINE int decode_frame(decoder_t *d, stream_t *s, match_t match, int use_table, const char *frame, size_t size,
                        int64_t recv_time, int line, batch_t *out) {
    if (LIKELY(s->shapes.hot != NULL) && match(d, s, frame, size)) {
        tickwire_header_t *header = (tickwire_header_t *)&d->message;
        header->recv_time = recv_time;
        header->line = (uint8_t)line;
        s->hits++;
        *out = (batch_t){header, 1, s->message->size};
        return WIRE_OK;
    }
    if (!use_table || table_decode_frame(d, s, frame, size, out)) return WIRE_REFUSED;
    if (match && !s->is_array) shapes_missed(d, s, size, (const char *)&d->message);
    for (ptrdiff_t i = 0; i < out->count; i++) {
        tickwire_header_t *header = (tickwire_header_t *)((char *)out->first + i * out->stride);
        header->recv_time = recv_time;
        header->line = (uint8_t)line;
    }
    return WIRE_OK;
}

/* A frame of whichever stream it names in the usual form; *stream is NULL when it names none that is known. */
static int decode_routed(decoder_t *d, const router_t *router, match_t match, int use_table, const char *frame,
                         size_t size, int64_t recv_time, int line, batch_t *out, stream_t **stream) {
    stream_t *s = *stream = router_find(router, route_hash(frame, size));
    return LIKELY(s != NULL) ? decode_frame(d, s, match, use_table, frame, size, recv_time, line, out) : WIRE_REFUSED;
}
