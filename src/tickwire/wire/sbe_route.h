/* From the kind and the symbol in an SBE frame, which names no stream, to the stream that it goes to.
 *
 * Names up to 16 bytes are compared whole as two words, so that what is found is proven; longer ones by a third look.
 */
#pragma once
#include "route.h"
#include "sbe.h"

typedef struct {
    uint64_t word[2];    /* the first 16 bytes of the symbol, zeros behind it */
    uint64_t keep[2];    /* ones where those words have bytes of the symbol */
    uint32_t key;        /* kind and size; 0 for no route */
    stream_t *stream;
    const char *symbol;  /* owned by the caller */
} sbe_route_t;

/* Routes by their hash: open addressing, never more than half full. */
typedef struct {
    sbe_route_t *routes;
    size_t last, count;
    sbe_route_t recent;  /* the route found last */
} sbe_router_t;

INLINE uint32_t sbe_key(int kind, size_t size) { return (uint32_t)kind << 8 | (uint32_t)size; }

/* What is looked for; up to 15 bytes behind the symbol are read. */
INLINE sbe_route_t sbe_wanted(int kind, const char *symbol, size_t size) {
    static const uint8_t keep[32] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const char *mask = (const char *)keep + 16 - (size < 16 ? size : 16);
    sbe_route_t wanted;
    wanted.keep[0] = load8(mask);
    wanted.keep[1] = load8(mask + 8);
    wanted.word[0] = load8(symbol) & wanted.keep[0];
    wanted.word[1] = load8(symbol + 8) & wanted.keep[1];
    wanted.key = sbe_key(kind, size);
    wanted.symbol = symbol;
    wanted.stream = NULL;
    return wanted;
}

INLINE int sbe_is_same(const sbe_route_t *a, const sbe_route_t *b) {
    if (((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->key ^ b->key)) != 0) return 0;
    return LIKELY((a->key & 255) <= 16) || memcmp(a->symbol, b->symbol, a->key & 255) == 0;
}

INLINE size_t sbe_place(const sbe_router_t *r, const sbe_route_t *wanted) {
    return mix(mix(wanted->key, wanted->word[0]), wanted->word[1]) & r->last;
}

/* Whether a frame is of the route, whose symbol has up to 16 bytes. */
INLINE int sbe_is_of(const sbe_event_t *e, const sbe_route_t *route) {
    const char *symbol = e->frame + e->symbol_at;
    return (((load8(symbol) & route->keep[0]) ^ route->word[0]) | ((load8(symbol + 8) & route->keep[1]) ^ route->word[1]) |
            (sbe_key(e->kind, e->symbol_size) ^ route->key)) == 0;
}

/* The stream of an opened frame, or NULL. As in router_find, the route before is compared first, unless its symbol is long. */
INLINE stream_t *sbe_find(sbe_router_t *r, const sbe_event_t *e) {
    if (sbe_is_of(e, &r->recent)) return r->recent.stream;
    sbe_route_t wanted = sbe_wanted(e->kind, e->frame + e->symbol_at, e->symbol_size);
    const sbe_route_t *route = &r->routes[sbe_place(r, &wanted)];
    while (UNLIKELY(!sbe_is_same(route, &wanted))) {
        if (!route->key) return NULL;
        route = route < r->routes + r->last ? route + 1 : r->routes;
    }
    if (LIKELY(e->symbol_size <= 16)) r->recent = *route;
    return route->stream;
}

/* No routes, with room for `count`. */
static int sbe_router_init(sbe_router_t *r, size_t count) {
    size_t capacity = 16;
    while (capacity < 2 * count + 2) capacity *= 2;
    sbe_route_t *routes = (sbe_route_t *)calloc(capacity, sizeof *routes);
    if (!routes) return WIRE_REFUSED;
    free(r->routes);
    *r = (sbe_router_t){.routes = routes, .last = capacity - 1};
    return WIRE_OK;
}

static void sbe_router_clear(sbe_router_t *r) {
    memset(r->routes, 0, (r->last + 1) * sizeof *r->routes);
    memset(&r->recent, 0, sizeof r->recent);
}

/* One of the routes for which there is room; up to 15 bytes behind the symbol are read, and it must stay where it is. */
static void sbe_router_put(sbe_router_t *r, stream_t *stream, const char *symbol, size_t size) {
    sbe_route_t route = sbe_wanted(stream->kind, symbol, size);
    size_t at = sbe_place(r, &route);
    while (r->routes[at].key) at = (at + 1) & r->last;
    route.stream = stream;
    r->routes[at] = route;
    r->count++;
}
