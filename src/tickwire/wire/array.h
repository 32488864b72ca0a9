/* Arrays of messages: each element is recognised by the shape that its instrument's last element had. */
#pragma once
#include "isa.h"
#include "route.h"

/* The shape of one instrument's elements. */
typedef struct element {
    uint64_t hash;       /* of the instrument's name as it stands in the element */
    shape_t *shape;
    uint32_t hits, misses;
} element_t;

enum { MOST_ELEMENTS = 8192, ELEMENT_TRIALS = 8 };

INLINE size_t array_stride(const stream_t *s) { return (s->message->size + 15u) & ~(size_t)15; }

INLINE int array_done(decoder_t *d, size_t count, size_t stride, batch_t *out) {
    if (count) ((tickwire_header_t *)(d->array + (count - 1) * stride))->flags |= TICKWIRE_LAST_IN_ARRAY;
    *out = (batch_t){(const tickwire_header_t *)d->array, (ptrdiff_t)count, (ptrdiff_t)stride};
    return WIRE_OK;
}

/* The messages of an array stream, each as by table_decode. */
static int table_decode_array(decoder_t *d, const stream_t *s, cursor_t *c, batch_t *out) {
    size_t stride = array_stride(s), count = 0;
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
    }
    return array_done(d, count, stride, out);
}

/* The place of an element's instrument in the stream's table; NULL when there is none left for it, or no name in the
 * `size` bytes up to the end of the frame. */
INLINE element_t *element_place(shapes_t *shapes, const char *element, size_t size) {
    if (UNLIKELY(!shapes->name_at || shapes->name_at >= size)) return NULL;
    uint64_t hash = route_hash(element + shapes->name_at - NAME_AT, size - shapes->name_at + NAME_AT) | 1;
    for (size_t at = hash, tries = 0; tries < ELEMENT_TRIALS; at++, tries++) {
        element_t *e = &shapes->elements[at & (MOST_ELEMENTS - 1)];
        if (e->hash == hash) return e;
        if (!e->hash) return e->hash = hash, e;
    }
    return NULL;
}

/* Where an instrument's name begins in the elements of a stream; 0 when it is not near their beginning. */
static uint32_t name_offset(const char *element, size_t size) {
    static const char key[] = "\"s\":\"";
    for (uint32_t i = 0; i + 32 < size && i < 96; i++)
        if (memcmp(element + i, key, sizeof key - 1) == 0) return i + (uint32_t)sizeof key - 1;
    return 0;
}

/* An element by the table; its shape is kept unless the instrument's elements keep changing theirs. */
NOINLINE int decode_element(decoder_t *d, stream_t *s, element_t *e, cursor_t *c, char *out) {
    const char *start = d->frame = c->p;
    if (table_decode(d, s, c, out)) return WIRE_REFUSED;
    d->frame_size = (size_t)(c->p - start);
    if (!s->shapes.name_at) s->shapes.name_at = name_offset(start, d->frame_size);
    s->misses++;
    if (e && (++e->misses <= e->hits + ELEMENT_TRIALS || e->misses % LEARN_EVERY == 0)) {
        free(e->shape);
        e->shape = shape_learn(d, s, d->frame_size, out);
    }
    return WIRE_OK;
}

/* The elements of an array in the usual envelope, by shape or else by the table. Refused in any other form. */
static int decode_array(decoder_t *d, stream_t *s, fit_t fit, const char *frame, size_t size, batch_t *out) {
    cursor_t c = {frame + s->prefix_size, frame + size};
    shapes_t *shapes = &s->shapes;
    size_t stride = array_stride(s), count = 0;
    if (!s->prefix_size || size < s->prefix_size + 4 || memcmp(frame, s->prefix, s->prefix_size)) return WIRE_REFUSED;
    if (*c.p != '[' || c.p[1] == ']') return WIRE_REFUSED;
    if (!shapes->elements && !(shapes->elements = (element_t *)calloc(MOST_ELEMENTS, sizeof(element_t)))) return WIRE_REFUSED;
    while (*c.p == ',' || !count) {
        c.p++;
        if (c.p >= c.end || reserve_array(d, (count + 1) * stride)) return WIRE_REFUSED;
        char *to = d->array + count++ * stride;
        element_t *e = element_place(shapes, c.p, (size_t)(c.end - c.p));
        const shape_t *shape = e ? e->shape : NULL;
        if (LIKELY(shape && (size_t)(c.end - c.p) > shape->size && fit(shape, c.p))) {
            memcpy(to, shape->prototype, s->message->size);
            c.p += shape->size;
            e->hits++;
            s->hits++;
        } else if (decode_element(d, s, e, &c, to)) {
            return WIRE_REFUSED;
        }
    }
    if (c.end - c.p != 2 || c.p[0] != ']' || c.p[1] != '}') return WIRE_REFUSED;
    return array_done(d, count, stride, out);
}

static void elements_free(shapes_t *shapes) {
    for (int i = 0; shapes->elements && i < MOST_ELEMENTS; i++) free(shapes->elements[i].shape);
    free(shapes->elements);
}
