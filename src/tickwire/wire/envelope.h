/* Envelopes: what stands around a message, and where its parts lie. */
#pragma once
#include "decoder.h"

/* Where the envelope's parts lie; pointers are NULL for those that are missing. The name has no size when it has
 * escapes, or when a part comes twice: then the envelope is msgspec's to judge, as it is of an event when a part of
 * that comes twice. */
typedef struct {
    const char *name, *data, *data_end;
    const char *event, *event_end, *subscription, *subscription_end;
    size_t name_size;
    int is_twice;
} envelope_t;

INLINE int is_key(const char *key, size_t size, const char *wanted) {
    return size == strlen(wanted) && memcmp(key, wanted, size) == 0;
}

/* A member of an account's envelope. */
static void note_event(envelope_t *e, const char *key, size_t size, const char *value, const char *end) {
    if (is_key(key, size, "event")) {
        e->is_twice |= e->event != NULL;
        e->event = value;
        e->event_end = end;
    } else if (is_key(key, size, "subscriptionId")) {
        e->is_twice |= e->subscription != NULL;
        e->subscription = value;
        e->subscription_end = end;
    }
}

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
        if (is_key(key, size, "stream")) {
            if (*value != '"') return WIRE_REFUSED;
            is_plain &= !e->name && !memchr(value, '\\', (size_t)(c.p - value));
            e->name = value + 1;
            e->name_size = (size_t)(c.p - value) - 2;
        } else if (is_key(key, size, "data")) {
            is_plain &= !e->data;
            e->data = value;
            e->data_end = c.p;
        } else {
            note_event(e, key, size, value, c.p);
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

static const char SUBSCRIPTION[] = "{\"subscriptionId\":";
static const char EVENT[] = ",\"event\":";

/* The id of a subscription at the cursor, which is left behind it. */
INLINE int read_subscription(decoder_t *d, cursor_t *c) {
    const char *at = c->p;
    if (read_int(c, &d->subscription)) return WIRE_REFUSED;
    at += *at == '-';
    d->subscription_span = (span_t){(uint32_t)(at - d->frame), (uint16_t)(c->p - at), 0};
    return WIRE_OK;
}

/* An account's envelope in its usual form; the cursor is left before the event. */
INLINE int open_event(decoder_t *d, cursor_t *c) {
    cursor_t at = *c;
    if ((size_t)(at.end - at.p) < sizeof SUBSCRIPTION + sizeof EVENT || memcmp(at.p, SUBSCRIPTION, sizeof SUBSCRIPTION - 1))
        return WIRE_REFUSED;
    at.p += sizeof SUBSCRIPTION - 1;
    if (read_subscription(d, &at) || (size_t)(at.end - at.p) < sizeof EVENT || memcmp(at.p, EVENT, sizeof EVENT - 1))
        return WIRE_REFUSED;
    at.p += sizeof EVENT - 1;
    *c = at;
    return WIRE_OK;
}

/* An account's envelope in any other form; the cursor is narrowed to the event. */
static int narrow_to_event(decoder_t *d, cursor_t *c, const envelope_t *e) {
    if (e->is_twice) return WIRE_REFUSED;
    if (e->subscription) {
        cursor_t at = {e->subscription, c->end};
        if (read_subscription(d, &at) || at.p != e->subscription_end) return WIRE_REFUSED;
    }
    c->p = e->event;
    c->end = e->event_end;
    return WIRE_OK;
}
