/* Comparing a book with partial depth of the same update id. */
#pragma once
#include "apply.h"

enum { MOST_AUDITED = 20 };

/* A partial depth message that is waited with, until the book has its update id. */
typedef struct {
    int64_t update_id;
    int8_t price_exponent, qty_exponent;
    uint32_t counts[2];
    tickwire_level_t levels[2][MOST_AUDITED];
} audit_t;

static void audit_keep(audit_t *a, const tickwire_partial_depth_t *m) {
    const tickwire_level_t *sides[2] = {m->bids, m->asks};
    a->counts[0] = m->num_bids < MOST_AUDITED ? m->num_bids : MOST_AUDITED;
    a->counts[1] = m->num_asks < MOST_AUDITED ? m->num_asks : MOST_AUDITED;
    for (int side = 0; side < 2; side++)
        if (a->counts[side]) memcpy(a->levels[side], sides[side], a->counts[side] * sizeof(tickwire_level_t));
    a->update_id = m->book_update_id;
    a->price_exponent = m->price_exponent;
    a->qty_exponent = m->qty_exponent;
}

/* Whether the message held all levels of a side: the venue sends 5, 10 or 20 a side, or what there is. */
static int is_whole_side(const audit_t *a, int side) {
    uint32_t count = a->counts[side];
    return (count != 5 && count != 10 && count < MOST_AUDITED) || count < a->counts[!side];
}

/* How many levels of a side agree, from the best on; as many as there are to compare when all do. What the snapshot did
 * not tell is not compared. */
static uint32_t levels_agree(const audit_t *a, const tickwire_book_t *b, int side, uint32_t *compared) {
    const tickwire_book_side_t *s = tickwire_book_side(b, side);
    uint32_t count = a->counts[side], i = 0;
    int has_more = is_whole_side(a, side) && s->count > count;
    if (!s->is_complete && s->count < count) count = s->count;
    *compared = count;
    for (; i < count; i++) {
        const tickwire_level_t *theirs = &a->levels[side][i];
        if (i >= s->count) break;
        if (!s->is_complete && is_better(side, s->known_to, s->best[i].price)) break;
        if (!same_number(theirs->price, a->price_exponent, s->best[i].price, b->price_exponent) ||
            !same_number(theirs->qty, a->qty_exponent, s->best[i].qty, b->qty_exponent))
            return i;
    }
    if (i < count && i < s->count) *compared = i; /* the rest is beyond what is known */
    if (i == count && has_more) *compared = count + 1;
    return i;
}
