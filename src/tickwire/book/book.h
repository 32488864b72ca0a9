/* A local order book and what can be asked of it without the GIL. Public.
 *
 * A book is kept by tickwire.Book; its address is given to callbacks and is `Book.address`, in Cython `&book.c`. Read it
 * in the thread that feeds it, as in a callback, or under the GIL: it is not locked. Every query on a book that is not
 * valid answers as if the book were empty: NULL, 0 or nan. The levels that were right last stay in `bids` and `asks` all
 * the same.
 *
 * Prices and quantities are int64 mantissas, to be scaled by the book's exponents; doubles are scaled already.
 */
#pragma once
#include <stddef.h>
#include "messages.h"

enum { TICKWIRE_BIDS = 0, TICKWIRE_ASKS = 1 };

/* One side. Prices beyond `known_to` were not in the snapshot: there, only levels that changed since are known. */
typedef struct {
    tickwire_level_t *best;     /* the levels, best price first */
    uint32_t count;
    uint32_t capacity;
    int64_t known_to;           /* the worst price down or up to which all levels are known */
    uint8_t is_complete;        /* all levels are known: the snapshot reached the end of the side */
    tickwire_level_t *memory;
} tickwire_book_side_t;

/* The best prices: of the levels, or of a bookTicker message that is newer than they are. A quantity of 0: no level. */
typedef struct {
    int64_t bid_price, bid_qty, ask_price, ask_qty;
    int64_t update_id;          /* the order book update after which they stood so */
    int8_t price_exponent, qty_exponent; /* their own, which need not be the book's */
    uint8_t is_ticker;          /* from a bookTicker message */
} tickwire_bbo_t;

typedef struct tickwire_book tickwire_book_t;
typedef void (*tickwire_book_callback_t)(const tickwire_book_t *book, void *context);

struct tickwire_book {
    uint32_t symbol;            /* id of the instrument's name */
    uint8_t is_valid;           /* the levels are those of the venue after `last_update_id` */
    uint8_t is_keeping;         /* messages are kept for a snapshot that is to come */
    int8_t price_exponent;      /* a price is its mantissa times ten to this power */
    int8_t qty_exponent;        /* a quantity is its mantissa times ten to this power */
    int64_t last_update_id;     /* of the last message in the levels */
    int64_t event_time;         /* when the venue sent it, ns since the epoch; 0 when unknown */
    int64_t recv_time;          /* when this machine read it, or the snapshot, ns since the epoch; 0 when unknown */
    tickwire_book_side_t bids, asks;
    tickwire_bbo_t bbo;
    tickwire_bbo_t ticker;      /* the newest bookTicker message; all zero before the first */
    uint64_t updates;           /* messages applied */
    uint64_t levels_set, levels_removed, unknown_removed; /* levels of those messages, by what they did */
    uint64_t tickers, audits;   /* bookTicker messages; comparisons with other messages of the same update id */
    int64_t audit_id;           /* the update id at which the next comparison is due; INT64_MAX: none is */
    uint32_t least_known;       /* with fewer known levels a side than these, a new snapshot is wanted */
};

static inline const tickwire_book_side_t *tickwire_book_side(const tickwire_book_t *book, int side) {
    return side == TICKWIRE_BIDS ? &book->bids : &book->asks;
}

/* The number of levels of a side. */
static inline uint32_t tickwire_book_count(const tickwire_book_t *book, int side) {
    return book->is_valid ? tickwire_book_side(book, side)->count : 0;
}

/* The level with `index` better ones before it; NULL when there are not so many. */
static inline const tickwire_level_t *tickwire_book_level(const tickwire_book_t *book, int side, uint32_t index) {
    const tickwire_book_side_t *levels = tickwire_book_side(book, side);
    return book->is_valid && index < levels->count ? &levels->best[index] : NULL;
}

static inline const tickwire_level_t *tickwire_book_best_bid(const tickwire_book_t *book) {
    return tickwire_book_level(book, TICKWIRE_BIDS, 0);
}

static inline const tickwire_level_t *tickwire_book_best_ask(const tickwire_book_t *book) {
    return tickwire_book_level(book, TICKWIRE_ASKS, 0);
}

/* The best bid and offer, with bookTicker fused in by update id; NULL when one side has none. */
static inline const tickwire_bbo_t *tickwire_book_bbo(const tickwire_book_t *book) {
    return book->is_valid && book->bbo.bid_qty && book->bbo.ask_qty ? &book->bbo : NULL;
}

static inline double tickwire_book_price(const tickwire_book_t *book, int64_t mantissa) {
    return tickwire_float(mantissa, book->price_exponent);
}

static inline double tickwire_book_qty(const tickwire_book_t *book, int64_t mantissa) {
    return tickwire_float(mantissa, book->qty_exponent);
}

/* Half way between the best prices; nan when there are none. */
static inline double tickwire_book_mid(const tickwire_book_t *book) {
    const tickwire_bbo_t *b = tickwire_book_bbo(book);
    if (!b) return (double)NAN;
    if (b->ask_price < INT64_MAX / 2) return tickwire_float(b->bid_price + b->ask_price, b->price_exponent) / 2;
    return (tickwire_float(b->bid_price, b->price_exponent) + tickwire_float(b->ask_price, b->price_exponent)) / 2;
}

/* The best prices weighted by the quantity of the other side; nan when there are none. */
static inline double tickwire_book_microprice(const tickwire_book_t *book) {
    const tickwire_bbo_t *b = tickwire_book_bbo(book);
    if (!b) return (double)NAN;
    double bid = tickwire_float(b->bid_price, b->price_exponent), ask = tickwire_float(b->ask_price, b->price_exponent);
    double weight = (double)b->bid_qty / ((double)b->bid_qty + (double)b->ask_qty);
    return bid + (ask - bid) * weight;
}

/* Best offer less best bid; nan when there are none. */
static inline double tickwire_book_spread(const tickwire_book_t *book) {
    const tickwire_bbo_t *b = tickwire_book_bbo(book);
    return b ? tickwire_float(b->ask_price - b->bid_price, b->price_exponent) : (double)NAN;
}

/* A sum of quantity mantissas as a quantity. */
static inline double tickwire_book_scale_qty(const tickwire_book_t *book, double sum) {
    return sum / TICKWIRE_POWER[-book->qty_exponent];
}

/* The quantity of the best `levels` levels of a side. */
static inline double tickwire_book_depth(const tickwire_book_t *book, int side, uint32_t levels) {
    const tickwire_level_t *best = tickwire_book_side(book, side)->best;
    uint32_t count = tickwire_book_count(book, side);
    double sum = 0;
    for (uint32_t i = 0; i < count && i < levels; i++) sum += (double)best[i].qty;
    return tickwire_book_scale_qty(book, sum);
}

/* The quantity of a side at prices up to `price` (a mantissa) and no worse. */
static inline double tickwire_book_depth_to(const tickwire_book_t *book, int side, int64_t price) {
    const tickwire_level_t *best = tickwire_book_side(book, side)->best;
    uint32_t count = tickwire_book_count(book, side);
    double sum = 0;
    for (uint32_t i = 0; i < count && (side == TICKWIRE_BIDS ? best[i].price >= price : best[i].price <= price); i++)
        sum += (double)best[i].qty;
    return tickwire_book_scale_qty(book, sum);
}

/* (bids - asks) / (bids + asks) over the best `levels` levels, from -1 to 1; nan when there are none. */
static inline double tickwire_book_imbalance(const tickwire_book_t *book, uint32_t levels) {
    double bids = tickwire_book_depth(book, TICKWIRE_BIDS, levels);
    double asks = tickwire_book_depth(book, TICKWIRE_ASKS, levels);
    return bids + asks > 0 ? (bids - asks) / (bids + asks) : (double)NAN;
}

/* A quantity in units of the book's quantities: whole where `size` is meant to be, however its float is rounded. */
static inline double tickwire_book_units(const tickwire_book_t *book, double size) {
    double units = size * TICKWIRE_POWER[-book->qty_exponent];
    if (!(units >= 0 && units < 9007199254740992.0)) return units; /* 2^53: beyond, all are whole */
    double whole = (double)(int64_t)(units + 0.5), off = units > whole ? units - whole : whole - units;
    return off <= units * 4.5e-16 ? whole : units;
}

/* The average price of taking `size` out of a side, best prices first; nan when the side does not hold so much. `*taken`,
 * unless NULL, is what it holds of it. */
static inline double tickwire_book_vwap(const tickwire_book_t *book, int side, double size, double *taken) {
    const tickwire_level_t *best = tickwire_book_side(book, side)->best;
    uint32_t count = tickwire_book_count(book, side);
    double units = tickwire_book_units(book, size), left = units, value = 0;
    for (uint32_t i = 0; i < count && left > 0; i++) {
        double qty = (double)best[i].qty < left ? (double)best[i].qty : left;
        value += qty * (double)best[i].price;
        left -= qty;
    }
    double rest = left > 0 ? tickwire_book_scale_qty(book, left) : 0;
    if (taken) *taken = size - rest;
    if (!(size > 0) || left > 0) return (double)NAN;
    return value / units / TICKWIRE_POWER[-book->price_exponent];
}

/* Copies the best levels, `most` at most, and returns how many. */
static inline uint32_t tickwire_book_top(const tickwire_book_t *book, int side, tickwire_level_t *out, uint32_t most) {
    const tickwire_level_t *best = tickwire_book_side(book, side)->best;
    uint32_t count = tickwire_book_count(book, side);
    uint32_t copied = count < most ? count : most;
    for (uint32_t i = 0; i < copied; i++) out[i] = best[i];
    return copied;
}

/* Whether every level of a side from the best to `price` (a mantissa) is known: the snapshot reached so far. */
static inline int tickwire_book_is_complete_to(const tickwire_book_t *book, int side, int64_t price) {
    const tickwire_book_side_t *levels = tickwire_book_side(book, side);
    if (!book->is_valid) return 0;
    return levels->is_complete || (side == TICKWIRE_BIDS ? price >= levels->known_to : price <= levels->known_to);
}
