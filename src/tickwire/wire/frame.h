/* A whole frame: the envelope, the stream it names, the message or the array inside. */
#pragma once
#include "array.h"
#include "envelope.h"

static void stream_free(stream_t *s) {
    if (!s) return;
    elements_free(&s->shapes);
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
    prepare(s->message->table, (char *)&s->prototype);
    if (s->message->subscription) {
        int64_t none = TICKWIRE_NULL;
        memcpy((char *)&s->prototype + s->message->subscription, &none, 8);
    }
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

enum { NO_MESSAGE = 0, CONTROL_REPLY = -1 };

/* Whether a result is that of an order placed or cancelled: it has an order's id and the time of the transaction. */
enum { ORDER_LONGEST = 16384 }; /* bytes of a result that are looked at: others can be megabytes */

static int is_order(cursor_t c) {
    const char *key;
    size_t size;
    int found = 0;
    if (c.p >= c.end || *c.p++ != '{') return 0;
    if (c.end - c.p > ORDER_LONGEST) c.end = c.p + ORDER_LONGEST;
    for (;;) {
        skip_space(&c);
        if (c.p >= c.end || read_plain_string(&c, &key, &size)) return 0;
        skip_space(&c);
        if (c.p >= c.end || *c.p++ != ':') return 0;
        skip_space(&c);
        found |= is_key(key, size, "orderId") | is_key(key, size, "transactTime") << 1;
        if (found == 3) return 1;
        if (skip_value(&c, 0)) return 0;
        skip_space(&c);
        if (c.p >= c.end || *c.p++ != ',') return 0;
    }
}

/* The kind of the message that an object is, by its event or, where it has none, by its keys. A key that only replies
 * have may turn up in a message one day, so that it decides last. */
static int kind_of_object(cursor_t c) {
    const char *key, *text;
    size_t size, text_size;
    int keys = 0;
    enum { HAS_UPDATE = 1, HAS_BID = 2, HAS_ASK = 4, HAS_RESULT = 8, HAS_ORDER = 16, HAS_ERROR = 32 };
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
            keys |= HAS_RESULT | (is_order(c) ? HAS_ORDER : 0) | (*key == 'e' ? HAS_ERROR : 0);
        if (size == 1) keys |= *key == 'u' ? HAS_UPDATE : *key == 'B' ? HAS_BID : *key == 'A' ? HAS_ASK : 0;
        int is_last = skip_value(&c, 0);
        skip_space(&c);
        if (is_last || c.p >= c.end || *c.p++ != ',') break;
    }
    if ((keys & (HAS_ORDER | HAS_ERROR)) == HAS_ORDER) return TICKWIRE_ORDER_RESPONSE; /* of both, the error counts */
    if ((keys & ~HAS_RESULT) == (HAS_UPDATE | HAS_BID | HAS_ASK)) return TICKWIRE_BOOK_TICKER;
    return keys & HAS_RESULT ? CONTROL_REPLY : NO_MESSAGE;
}

/* As kind_of_object, looking into the first element of an array; whether it is one goes to *is_array. */
static int kind_of_payload(cursor_t c, int *is_array) {
    skip_space(&c);
    *is_array = c.p < c.end && *c.p == '[';
    c.p += *is_array;
    int kind = kind_of_object(c);
    return *is_array && kind > 0 && MESSAGES[kind].array_count ? NO_MESSAGE : kind; /* one message's levels at a time */
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

INLINE void forget_subscription(decoder_t *d) {
    d->subscription = TICKWIRE_NULL;
    d->subscription_span.size = 0;
}

/* An event in the envelope that an account's have, by the table; or in another. */
static int table_decode_event(decoder_t *d, const stream_t *s, cursor_t c, const envelope_t *e, batch_t *out) {
    int is_usual;
    forget_subscription(d);
    is_usual = !e && open_event(d, &c) == WIRE_OK;
    if (!is_usual && !e) return WIRE_REFUSED;
    if (e && narrow_to_event(d, &c, e)) return WIRE_REFUSED;
    if (table_decode_payload(d, s, &c, is_usual, out)) return WIRE_REFUSED;
    if (s->message->subscription) memcpy((char *)out->first + s->message->subscription, &d->subscription, 8);
    return WIRE_OK;
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
    if (s->message->form == FORM_EVENT && !table_decode_event(d, s, c, NULL, out)) return WIRE_OK;
    forget_subscription(d);
    if (s->message->form == FORM_REPLY || open_envelope(c, &e)) return table_decode_payload(d, s, &c, 0, out);
    if (e.name && e.data) {
        if (!s->name_size || e.name_size != s->name_size || memcmp(e.name, s->prefix + NAME_AT, e.name_size)) return WIRE_REFUSED;
        c.p = e.data;
        c.end = e.data_end;
    } else if (e.event && s->message->form == FORM_EVENT) {
        return table_decode_event(d, s, c, &e, out);
    }
    return table_decode_payload(d, s, &c, 0, out);
}

/* The one message of a frame that a shape of its stream fits; NULL when none does. */
INLINE const tickwire_header_t *decode_by_shape(decoder_t *d, stream_t *s, const recogniser_t *shapes, const char *frame, size_t size,
                                                int64_t recv_time, int line) {
    const shape_t *guess = s->shapes.guess[guess_index(s->message->has_levels, size)];
    if (UNLIKELY(!guess) || !(guess = shapes->match(d, s, guess, frame, size))) return NULL;
    tickwire_header_t *header = (tickwire_header_t *)guess->prototype;
    header->recv_time = recv_time;
    header->line = (uint8_t)line;
    s->hits++;
    return header;
}

/* A frame that no shape fits as a whole: an array by the shapes of its elements, else by the table, which learns shapes. */
static int decode_by_table(decoder_t *d, stream_t *s, const recogniser_t *shapes, int use_table, const char *frame, size_t size,
                           int64_t recv_time, int line, batch_t *out) {
    if (!use_table) return WIRE_REFUSED;
    if (!shapes->fit || !s->is_array || decode_array(d, s, shapes->fit, frame, size, out)) {
        if (table_decode_frame(d, s, frame, size, out)) return WIRE_REFUSED;
        if (shapes->match && !s->is_array) shapes_missed(d, s, size, (const char *)&d->message);
    }
    for (ptrdiff_t i = 0; i < out->count; i++) {
        tickwire_header_t *header = (tickwire_header_t *)((char *)out->first + i * out->stride);
        header->recv_time = recv_time;
        header->line = (uint8_t)line;
    }
    return WIRE_OK;
}

/* A frame of a stream: by shape, else by the table. Refused is left to msgspec. */
INLINE int decode_frame(decoder_t *d, stream_t *s, const recogniser_t *shapes, int use_table, const char *frame, size_t size,
                        int64_t recv_time, int line, batch_t *out) {
    const tickwire_header_t *header = decode_by_shape(d, s, shapes, frame, size, recv_time, line);
    if (!header) return decode_by_table(d, s, shapes, use_table, frame, size, recv_time, line, out);
    *out = (batch_t){header, 1, s->message->size};
    return WIRE_OK;
}

/* A frame of whichever stream it names in the usual form; *stream is NULL when it names none that is known. */
static int decode_routed(decoder_t *d, router_t *router, const recogniser_t *shapes, int use_table, const char *frame,
                         size_t size, int64_t recv_time, int line, batch_t *out, stream_t **stream) {
    stream_t *s = *stream = router_find(router, route_hash(frame, size));
    return LIKELY(s != NULL) ? decode_frame(d, s, shapes, use_table, frame, size, recv_time, line, out) : WIRE_REFUSED;
}
