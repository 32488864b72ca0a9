/* Which message a frame of the WebSocket API is, by its first bytes: no search, no hash. */
#pragma once
#include "frame.h"

static const char REPLY[] = "{\"id\":";
static const char EVENT_NAME[] = "{\"e\":\"";

/* The kind of an event whose name begins at `name`. */
static int kind_of_event(const char *name, const char *end) {
    const char *quote = (const char *)memchr(name, '"', (size_t)(end - name));
    size_t size = quote ? (size_t)(quote - name) : 0;
    for (int kind = TICKWIRE_EXECUTION_REPORT; kind < TICKWIRE_ORDER_RESPONSE; kind++)
        if (MESSAGES[kind].event_size == size && memcmp(MESSAGES[kind].event, name, size) == 0) return kind;
    return NO_MESSAGE;
}

/* The kind of a frame in its usual form; TICKWIRE_ORDER_RESPONSE for any reply, NO_MESSAGE for what needs a closer look. */
INLINE int kind_at_once(const char *frame, size_t size) {
    const char *p = frame + sizeof SUBSCRIPTION - 1, *end = frame + size;
    if (size < sizeof SUBSCRIPTION + sizeof EVENT + sizeof EVENT_NAME) return NO_MESSAGE;
    if (memcmp(frame, REPLY, sizeof REPLY - 1) == 0) return TICKWIRE_ORDER_RESPONSE;
    if (memcmp(frame, SUBSCRIPTION, sizeof SUBSCRIPTION - 1)) return NO_MESSAGE;
    p = skip_digits(p, end);
    if ((size_t)(end - p) < sizeof EVENT + sizeof EVENT_NAME || memcmp(p, EVENT, sizeof EVENT - 1)) return NO_MESSAGE;
    p += sizeof EVENT - 1;
    return memcmp(p, EVENT_NAME, sizeof EVENT_NAME - 1) ? NO_MESSAGE : kind_of_event(p + sizeof EVENT_NAME - 1, end);
}

/* Any form: the envelope of an event, a bare event, a reply. */
static int kind_of_any(const char *frame, size_t size) {
    cursor_t c = {frame, frame + size};
    envelope_t e;
    if (!open_envelope(c, &e) && e.event && !(e.name && e.data)) c = (cursor_t){e.event, e.event_end};
    return kind_of_object(c);
}
