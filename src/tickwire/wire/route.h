/* From the name in a frame to the stream it is of: a hash, not a search. */
#pragma once
#include "decoder.h"

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
    route_t recent;     /* the route found last */
} router_t;

static int router_init(router_t *r) {
    *r = (router_t){(route_t *)calloc(16, sizeof(route_t)), 15, 0, {0, NULL}};
    return r->routes ? WIRE_OK : WIRE_REFUSED;
}

/* The stream of a hash, or NULL. Frames of one stream come in bursts: comparing with the route before lets the processor go
 * on with its shapes while the hash is still being made, where a load from the table would have to wait for it. */
INLINE stream_t *router_find(router_t *r, uint64_t hash) {
    if (hash == r->recent.hash) return r->recent.stream;
    const route_t *route = &r->routes[hash & r->last];
    while (UNLIKELY(route->hash != hash)) {
        if (!route->stream) return NULL;
        route = route < r->routes + r->last ? route + 1 : r->routes;
    }
    r->recent = *route;
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
    router_t fresh = {(route_t *)calloc(capacity, sizeof(route_t)), capacity - 1, 0, {0, NULL}};
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
