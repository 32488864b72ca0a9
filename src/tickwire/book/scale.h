/* Bringing a book and a message to the same exponents: exact, or refused. Cold. */
#pragma once
#include "levels.h"

/* The levels of a message. */
typedef struct {
    const tickwire_level_t *sides[2];
    uint32_t counts[2];
    int8_t exponents[2]; /* of prices, of quantities */
} changes_t;

enum { PRICES = 0, QUANTITIES = 1 };

INLINE int64_t *number_of(const tickwire_level_t *level, int which) {
    return (int64_t *)(which == PRICES ? &level->price : &level->qty);
}

INLINE int8_t *exponent_of(tickwire_book_t *b, int which) {
    return which == PRICES ? &b->price_exponent : &b->qty_exponent;
}

/* value * 10^by in place; refused when that does not fit or is not exact. */
INLINE int scale_number(int64_t *value, int by) {
    if (*value == 0 || by == 0) return WIRE_OK;
    if (by > 18 || by < -18) return WIRE_REFUSED;
    int64_t power = (int64_t)POWER[by < 0 ? -by : by];
    if (by < 0 ? *value % power != 0 : *value > INT64_MAX / power || *value < -(INT64_MAX / power)) return WIRE_REFUSED;
    *value = by < 0 ? *value / power : *value * power;
    return WIRE_OK;
}

/* Scales prices or quantities from `from` into `to`, which may be the same, or NULL to see whether it can be done. */
static int scale_levels(const tickwire_level_t *from, tickwire_level_t *to, uint32_t count, int which, int by) {
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = *number_of(&from[i], which);
        if (scale_number(&value, by)) return WIRE_REFUSED;
        if (to) *number_of(&to[i], which) = value;
    }
    return WIRE_OK;
}

/* The coarsest exponent, between `exponent` and `most`, with which the numbers are still exact. */
static int coarsest(const tickwire_level_t *levels, uint32_t count, int which, int exponent, int most) {
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = *number_of(&levels[i], which);
        int needed = exponent;
        for (; value && value % 10 == 0 && needed < most; needed++) value /= 10;
        if (value && needed < most) most = needed;
    }
    return most;
}

/* `known_to` at another exponent; where that is not exact, the next better price that is. */
static void scale_known(tickwire_book_side_t *s, int side, int by) {
    int64_t value = s->known_to;
    if (scale_number(&value, by) && by < 0 && by >= -18) {
        int64_t power = (int64_t)POWER[-by];
        value = value / power + (side == TICKWIRE_BIDS);
    }
    s->known_to = value;
}

/* Brings the prices or quantities of a book to another exponent: all of them, or none. */
static int rescale_book(tickwire_book_t *b, int which, int exponent) {
    tickwire_book_side_t *sides[] = {&b->bids, &b->asks};
    int by = *exponent_of(b, which) - exponent;
    for (int i = 0; i < 2; i++)
        if (scale_levels(sides[i]->best, NULL, sides[i]->count, which, by)) return WIRE_REFUSED;
    for (int i = 0; i < 2; i++) {
        scale_levels(sides[i]->best, sides[i]->best, sides[i]->count, which, by);
        if (which == PRICES) scale_known(sides[i], i, by);
    }
    *exponent_of(b, which) = (int8_t)exponent;
    return WIRE_OK;
}

static int changes_fit(tickwire_book_t *b, const changes_t *c, int which) {
    int by = c->exponents[which] - *exponent_of(b, which);
    return !scale_levels(c->sides[0], NULL, c->counts[0], which, by) &&
           !scale_levels(c->sides[1], NULL, c->counts[1], which, by);
}

/* Gives the book an exponent with which its own numbers and those of a message are exact. */
static int agree(tickwire_book_t *b, const changes_t *c, int which) {
    if (changes_fit(b, c, which)) return WIRE_OK;
    int exponent = c->exponents[which], held = *exponent_of(b, which);
    int wanted = coarsest(c->sides[0], c->counts[0], which, exponent, 0);
    wanted = coarsest(c->sides[1], c->counts[1], which, exponent, wanted);
    if (wanted < held && !rescale_book(b, which, wanted) && changes_fit(b, c, which)) return WIRE_OK;
    held = *exponent_of(b, which);
    wanted = coarsest(b->bids.best, b->bids.count, which, held, wanted);
    wanted = coarsest(b->asks.best, b->asks.count, which, held, wanted);
    return rescale_book(b, which, wanted) || !changes_fit(b, c, which) ? WIRE_REFUSED : WIRE_OK;
}

/* The changes in the book's own exponents, in memory that the caller frees; NULL when that cannot be. */
NOINLINE tickwire_level_t *scale_changes(tickwire_book_t *b, changes_t *c) {
    if (agree(b, c, PRICES) || agree(b, c, QUANTITIES)) return NULL;
    size_t count = (size_t)c->counts[0] + c->counts[1];
    tickwire_level_t *scaled = (tickwire_level_t *)malloc((count + 1) * sizeof *scaled), *to = scaled;
    if (!scaled) return NULL;
    for (int side = 0; side < 2; side++, to += c->counts[side - 1]) {
        for (int which = PRICES; which <= QUANTITIES; which++)
            scale_levels(c->sides[side], to, c->counts[side], which, c->exponents[which] - *exponent_of(b, which));
        c->sides[side] = to;
    }
    c->exponents[PRICES] = b->price_exponent;
    c->exponents[QUANTITIES] = b->qty_exponent;
    return scaled;
}
