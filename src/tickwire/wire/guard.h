/* What may refuse an order before it is patched: the guards of tickwire.trading for one instrument, as integers.
 * Public; `tickwire_guard_t` is made by tickwire.trading.CompiledGuards, which own its memory. */
#pragma once
#include <stdint.h>

typedef enum {
    TICKWIRE_MAY_BE_SENT = 0,
    TICKWIRE_MAX_NOTIONAL = 1,
    TICKWIRE_MAX_OPEN_ORDERS = 2,
    TICKWIRE_PRICE_BAND = 3,
    TICKWIRE_SELF_CROSS = 4,
    TICKWIRE_ORDER_RATE = 5,
} tickwire_refusal_t;

/* What is guarded, and against what. Prices and quantities are mantissas of the instrument; 0 is not known, or none. */
typedef struct {
    uint32_t on;                             /* a bit for each refusal that may be */
    uint32_t max_open_orders;                /* at most so many */
    uint64_t max_notional_high, max_notional; /* as 128 bits, scaled by both exponents */
    int64_t band;                            /* millionths */
    int64_t per;                             /* ns within which there are at most `rate` orders */
    uint32_t rate, next;                     /* and the oldest of them */
    int64_t *times;                          /* when the last `rate` orders were sent; INT64_MIN for none */
    /* What is known, kept by the caller: */
    int64_t best_bid, best_ask;
    int64_t own_bid, own_ask; /* the best ones among one's own open orders */
    uint32_t open_orders;
} tickwire_guard_t;

/* Whether one * other is more than high * 2^64 + low. */
static inline int is_product_more(uint64_t one, uint64_t other, uint64_t high, uint64_t low) {
    uint64_t a = one >> 32, b = one & 0xffffffff, c = other >> 32, d = other & 0xffffffff;
    uint64_t middle = a * d + (b * d >> 32); /* below 2^64: a, d < 2^32 */
    uint64_t second = b * c + (middle & 0xffffffff);
    uint64_t product_high = a * c + (middle >> 32) + (second >> 32), product = one * other;
    return product_high > high || (product_high == high && product > low);
}

static inline int is_on(const tickwire_guard_t *guard, tickwire_refusal_t refusal) {
    return guard->on >> refusal & 1;
}

static inline int64_t millionths_of(int64_t price, int64_t parts) {
    return price / 1000000 * parts + price % 1000000 * parts / 1000000;
}

/* Asked before an order is patched: price 0 is a MARKET order. Returns why it is not to be sent. */
static inline tickwire_refusal_t tickwire_guard_check(const tickwire_guard_t *guard, int is_buy, int64_t price,
                                                      int64_t qty, int64_t now) {
    if (is_on(guard, TICKWIRE_MAX_NOTIONAL)) {
        int64_t first = is_buy ? guard->best_ask : guard->best_bid, by = price ? price : first;
        if (!is_buy && first > by) by = first; /* filled at a better price than its own, it is worth that */
        if (by <= 0 || qty < 0 || is_product_more((uint64_t)by, (uint64_t)qty, guard->max_notional_high, guard->max_notional))
            return TICKWIRE_MAX_NOTIONAL;
    }
    if (is_on(guard, TICKWIRE_MAX_OPEN_ORDERS) && price && guard->open_orders >= guard->max_open_orders)
        return TICKWIRE_MAX_OPEN_ORDERS;
    if (is_on(guard, TICKWIRE_PRICE_BAND) && price) {
        int64_t bid = guard->best_bid, ask = guard->best_ask;
        if (bid <= 0 || ask <= 0 || price < bid - millionths_of(bid, guard->band) ||
            (price > ask && price - ask > millionths_of(ask, guard->band)))
            return TICKWIRE_PRICE_BAND;
    }
    if (is_on(guard, TICKWIRE_SELF_CROSS)) {
        int64_t own = is_buy ? guard->own_ask : guard->own_bid;
        if (own && (!price || (is_buy ? price >= own : price <= own))) return TICKWIRE_SELF_CROSS;
    }
    if (is_on(guard, TICKWIRE_ORDER_RATE)) {
        int64_t oldest = guard->times[guard->next];
        if (oldest != INT64_MIN && now - oldest < guard->per) return TICKWIRE_ORDER_RATE;
    }
    return TICKWIRE_MAY_BE_SENT;
}

/* Counts an order that was sent. */
static inline void tickwire_guard_sent(tickwire_guard_t *guard, int64_t now) {
    if (!is_on(guard, TICKWIRE_ORDER_RATE)) return;
    guard->times[guard->next] = now;
    guard->next = guard->next + 1 == guard->rate ? 0 : guard->next + 1;
}
