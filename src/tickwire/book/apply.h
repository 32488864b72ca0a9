/* Messages into levels: the venue's rules for one diff event, a snapshot, a bookTicker message. */
#pragma once
#include "scale.h"

/* What came of a message. From GAP on the book is not known to be right; before CROSSED it is untouched. */
enum {
    APPLIED,
    THIN,       /* applied, and fewer levels are known than wanted */
    AUDIT,      /* applied, and now at the update id of a message to be compared with */
    OLD,        /* ends at or before what the book holds */
    FOREIGN,    /* of another instrument */
    WAITING,    /* not applied: the book is not valid, or messages are being kept */
    GAP,        /* begins behind what should come next */
    OVERFLOWN,  /* numbers that have no common exponent in 64 bits */
    MALFORMED,  /* a negative number, or a snapshot out of order */
    CROSSED,    /* the best bid is no better than the best offer */
    HOLLOW,     /* the best price is beyond what the snapshot told */
    DRIFTED,    /* a bookTicker message of the same update id says otherwise */
    EXHAUSTED,  /* no memory */
};

/* Sets up to MOST_MOVES levels, each worse than the one before, which stand `step` apart. */
INLINE int put_ordered(tickwire_book_t *b, tickwire_book_side_t *s, int side, const tickwire_level_t *levels, uint32_t n,
                       int step) {
    move_t moves[MOST_MOVES];
    uint32_t places[MOST_MOVES + SEARCHES], count = 0, removed = 0, unknown = 0;
    int64_t elsewhere, *set[2] = {&elsewhere, NULL};
    if (UNLIKELY(side_room(s) < n) && side_reserve(s, n)) return EXHAUSTED;
    side_find(s, side, levels, n, step, places);
    for (uint32_t i = 0; i < n; i++, levels += step) {
        uint32_t at = places[i];
        int is_there = (at < s->count) & (s->best[at].price == levels->price), is_kept = levels->qty != 0;
        set[1] = &s->best[at].qty;
        *set[is_there & is_kept] = levels->qty;
        moves[count] = (move_t){at, 1 - 2 * is_there, *levels};
        count += (uint32_t)(is_there != is_kept);
        removed += (uint32_t)(is_there & !is_kept);
        unknown += (uint32_t)!(is_there | is_kept);
    }
    b->levels_set += n - removed - unknown;
    b->levels_removed += removed;
    b->unknown_removed += unknown;
    side_move(s, moves, count);
    return APPLIED;
}

/* 1: each level is worse than the one before it; -1: each is better; 0: neither. */
INLINE int order_of(int side, const tickwire_level_t *levels, uint32_t n) {
    int better = 0, worse = 0, same = 0;
    for (uint32_t i = 1; i < n; i++) {
        better |= is_better(side, levels[i].price, levels[i - 1].price);
        worse |= is_better(side, levels[i - 1].price, levels[i].price);
        same |= levels[i].price == levels[i - 1].price;
    }
    return same | (better & worse) ? 0 : better ? -1 : 1;
}

/* Sets the levels of one side of a message: in order, as the venue sends them, or one by one, so that the last counts
 * where a price comes twice. */
INLINE int put_side(tickwire_book_t *b, tickwire_book_side_t *s, int side, const tickwire_level_t *levels, uint32_t n) {
    int order = order_of(side, levels, n), status = APPLIED;
    uint32_t most = order ? MOST_MOVES : 1;
    for (uint32_t done = 0; done < n && !status; done += most) {
        uint32_t part = n - done < most ? n - done : most;
        const tickwire_level_t *first = order < 0 ? levels + n - 1 - done : levels + done;
        status = put_ordered(b, s, side, first, part, order < 0 ? -1 : 1);
    }
    if (UNLIKELY(s->count > MOST_LEVELS)) side_trim(s, side);
    return status;
}

static int is_malformed(const changes_t *c) {
    int64_t sign = 0;
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < c->counts[side]; i++) sign |= c->sides[side][i].price | c->sides[side][i].qty;
    return sign < 0;
}

/* The best prices after a change: those of the levels, unless a bookTicker message is newer. */
INLINE void settle_bbo(tickwire_book_t *b) {
    static const tickwire_level_t none = {0, 0};
    if (b->ticker.update_id > b->last_update_id) {
        b->bbo = b->ticker;
        return;
    }
    tickwire_level_t bid = b->bids.count ? b->bids.best[0] : none, ask = b->asks.count ? b->asks.best[0] : none;
    b->bbo = (tickwire_bbo_t){bid.price,         bid.qty,           ask.price,       ask.qty,
                              b->last_update_id, b->price_exponent, b->qty_exponent, 0};
}

INLINE int is_crossed(const tickwire_book_t *b) {
    return b->bids.count && b->asks.count && b->bids.best[0].price >= b->asks.best[0].price;
}

INLINE int put_changes(tickwire_book_t *b, changes_t *c) {
    tickwire_level_t *scaled = NULL;
    if (UNLIKELY(is_malformed(c))) return MALFORMED;
    if (UNLIKELY(c->exponents[PRICES] != b->price_exponent || c->exponents[QUANTITIES] != b->qty_exponent)) {
        scaled = scale_changes(b, c);
        if (!scaled) return OVERFLOWN;
    }
    int status = put_side(b, &b->bids, TICKWIRE_BIDS, c->sides[0], c->counts[0]);
    if (LIKELY(!status)) status = put_side(b, &b->asks, TICKWIRE_ASKS, c->sides[1], c->counts[1]);
    if (UNLIKELY(scaled != NULL)) free(scaled);
    return status;
}

INLINE changes_t changes_of(const tickwire_depth_update_t *m) {
    return (changes_t){{m->bids, m->asks}, {m->num_bids, m->num_asks}, {m->price_exponent, m->qty_exponent}};
}

/* One diff event, by the venue's rule: what was seen already is left out, a missing id is a gap, what straddles is
 * applied whole. Levels and id are untouched by OLD and GAP; by what is worse than GAP the levels are spoilt. */
INLINE int book_apply(tickwire_book_t *b, const tickwire_depth_update_t *m) {
    changes_t c = changes_of(m);
    if (UNLIKELY(m->last_book_update_id <= b->last_update_id)) return OLD;
    if (UNLIKELY(m->first_book_update_id > b->last_update_id + 1)) return GAP;
    int status = put_changes(b, &c);
    if (UNLIKELY(status)) return status;
    b->last_update_id = m->last_book_update_id;
    b->event_time = m->event_time;
    b->recv_time = m->recv_time;
    b->updates++;
    settle_bbo(b);
    return APPLIED;
}

INLINE int same_number(int64_t a, int a_exponent, int64_t b, int b_exponent) {
    if (a_exponent > b_exponent) return !scale_number(&a, a_exponent - b_exponent) && a == b;
    return !scale_number(&b, b_exponent - a_exponent) && a == b;
}

/* Whether the newest bookTicker message, of the book's own update id, shows the best levels. */
INLINE int quotes_agree(const tickwire_book_t *b) {
    const tickwire_bbo_t *t = &b->ticker;
    const tickwire_level_t none = {0, 0};
    tickwire_level_t bid = b->bids.count ? b->bids.best[0] : none, ask = b->asks.count ? b->asks.best[0] : none;
    return same_number(t->bid_price, t->price_exponent, bid.price, b->price_exponent) &&
           same_number(t->bid_qty, t->qty_exponent, bid.qty, b->qty_exponent) &&
           same_number(t->ask_price, t->price_exponent, ask.price, b->price_exponent) &&
           same_number(t->ask_qty, t->qty_exponent, ask.qty, b->qty_exponent);
}

/* Whether fewer than `wanted` levels from the best on are known. */
INLINE int knows_fewer(const tickwire_book_side_t *s, int side, uint32_t wanted) {
    if (LIKELY(s->is_complete || !wanted)) return 0;
    return s->count < wanted || is_better(side, s->known_to, s->best[wanted - 1].price);
}

INLINE int is_short(const tickwire_book_t *b, uint32_t wanted) {
    return knows_fewer(&b->bids, TICKWIRE_BIDS, wanted) || knows_fewer(&b->asks, TICKWIRE_ASKS, wanted);
}

/* What is to be said of a book that a message was applied to. */
INLINE int book_check(tickwire_book_t *b) {
    if (UNLIKELY(is_crossed(b))) return CROSSED;
    if (UNLIKELY(is_short(b, b->least_known))) return is_short(b, 1) ? HOLLOW : THIN;
    if (b->ticker.update_id == b->last_update_id && b->ticker.is_ticker) {
        b->audits++;
        if (UNLIKELY(!quotes_agree(b))) return DRIFTED;
    }
    return LIKELY(b->last_update_id < b->audit_id) ? APPLIED : AUDIT;
}

static int load_side(tickwire_book_side_t *s, int side, const tickwire_level_t *levels, uint32_t n, uint32_t limit) {
    for (uint32_t i = 0; i < n; i++)
        if (levels[i].qty <= 0 || levels[i].price < 0 || (i && !is_better(side, levels[i - 1].price, levels[i].price)))
            return MALFORMED;
    if (side_reserve(s, n)) return EXHAUSTED;
    s->best -= n;
    if (n) memcpy(s->best, levels, n * sizeof *levels);
    s->count = n;
    s->is_complete = n < limit;
    s->known_to = n ? levels[n - 1].price : 0;
    return APPLIED;
}

/* An empty book from a snapshot that was asked for with `limit` levels a side. */
static int book_load(tickwire_book_t *b, const tickwire_partial_depth_t *snapshot, uint32_t limit) {
    int status = load_side(&b->bids, TICKWIRE_BIDS, snapshot->bids, snapshot->num_bids, limit);
    if (!status) status = load_side(&b->asks, TICKWIRE_ASKS, snapshot->asks, snapshot->num_asks, limit);
    if (status) return status;
    b->price_exponent = snapshot->price_exponent;
    b->qty_exponent = snapshot->qty_exponent;
    b->last_update_id = snapshot->book_update_id;
    return is_crossed(b) ? CROSSED : APPLIED;
}

/* Whether a bookTicker message is the newest. It counts for nothing when it is older than another, or crossed. */
INLINE int book_quote(tickwire_book_t *b, const tickwire_book_ticker_t *m) {
    if (UNLIKELY(m->book_update_id < b->ticker.update_id)) return OLD;
    if (UNLIKELY(m->bid_qty && m->ask_qty && m->bid_price >= m->ask_price)) return CROSSED;
    b->ticker = (tickwire_bbo_t){m->bid_price,      m->bid_qty,        m->ask_price,    m->ask_qty,
                                 m->book_update_id, m->price_exponent, m->qty_exponent, 1};
    b->tickers++;
    if (m->book_update_id > b->last_update_id) b->bbo = b->ticker;
    if (m->book_update_id != b->last_update_id || !b->is_valid) return APPLIED;
    b->audits++;
    return LIKELY(quotes_agree(b)) ? APPLIED : DRIFTED;
}

/* A diff event of a stream, while the book is valid and nothing is kept. */
INLINE int book_take(tickwire_book_t *b, const tickwire_depth_update_t *m) {
    if (UNLIKELY(m->symbol != b->symbol)) return FOREIGN;
    if (UNLIKELY(!b->is_valid || b->is_keeping)) return WAITING;
    int status = book_apply(b, m);
    return LIKELY(status == APPLIED) ? book_check(b) : status;
}
