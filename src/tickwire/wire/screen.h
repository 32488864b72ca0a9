/* The venue's filters for one instrument, as integers: what certainly passes them needs no closer look.
 * Public; `tickwire_screen_t` is made by tickwire.trading.Screen, which owns its memory. */
#pragma once
#include "guard.h"
#include <stdint.h>

/* From `least` to `most`, both included, and a multiple of `step`. */
typedef struct {
    int64_t least, most, step;
} tickwire_range_t;

/* Mantissas of the instrument. */
typedef struct {
    int is_closed;               /* nothing certainly passes */
    tickwire_range_t price, qty, market_qty;
    int64_t low[2], high[2];     /* prices that a SELL [0] and a BUY [1] may have */
    int64_t most_buy;            /* quantity of a BUY, before the position is too large */
    int64_t reference;           /* the price by which a MARKET order's worth is reckoned; 0: it is not known */
    int is_least_on[2], is_most_on[2]; /* whether the worth of an order with a price [0] and of a MARKET order [1] counts */
    uint64_t below_high, below;  /* it is more than this, as 128 bits */
    uint64_t most_high, most;    /* and not more than this */
    int is_full;                 /* no further order may be open */
} tickwire_screen_t;

static inline int is_within(const tickwire_range_t *range, int64_t value) {
    return value >= range->least && value <= range->most && value % range->step == 0;
}

/* Whether an order certainly passes all filters: price 0 is a MARKET order. */
static inline int tickwire_screen_passes(const tickwire_screen_t *screen, int is_buy, int64_t price, int64_t qty) {
    if (screen->is_closed || price < 0 || qty <= 0) return 0;
    int is_market = !price, side = !!is_buy;
    int64_t by = is_market ? screen->reference : price;
    if (is_market) {
        if (!is_within(&screen->market_qty, qty)) return 0;
    } else if (screen->is_full || !is_within(&screen->price, price) || price < screen->low[side] ||
               price > screen->high[side]) {
        return 0;
    }
    if (!is_within(&screen->qty, qty) || (is_buy && qty > screen->most_buy)) return 0;
    if (!by) return 1; /* its worth is not known */
    if (screen->is_least_on[is_market] &&
        !is_product_more((uint64_t)by, (uint64_t)qty, screen->below_high, screen->below))
        return 0;
    return !screen->is_most_on[is_market] ||
           !is_product_more((uint64_t)by, (uint64_t)qty, screen->most_high, screen->most);
}
