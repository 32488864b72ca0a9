/* Comparing a book with changes that came another way, of a message that ends with the book's update id. */
#pragma once
#include "pending.h"

/* A level that was said otherwise: where it stands, or would; `is_there` in the book. */
typedef struct {
    int side, is_there;
    uint32_t index;
    tickwire_level_t said;
} disagreement_t;

/* A price in the book's exponent; 0 when it has none there. */
static int in_exponent_of_book(int64_t *price, int exponent, const tickwire_book_t *b) {
    int more = exponent - b->price_exponent;
    if (more >= 0) return !scale_number(price, more);
    if (*price % (int64_t)POWER[-more]) return 0;
    *price /= (int64_t)POWER[-more];
    return 1;
}

/* How many levels of a side are better than a price. */
static uint32_t rank_of(const tickwire_book_side_t *s, int side, int64_t price) {
    uint32_t low = 0, high = s->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (is_better(side, s->best[middle].price, price)) low = middle + 1;
        else high = middle;
    }
    return low;
}

/* Whether the book has one level of a message as that says it. What the snapshot did not tell is not compared. */
static int level_agrees(const tickwire_book_t *b, const tickwire_depth_update_t *m, disagreement_t *d) {
    const tickwire_book_side_t *s = tickwire_book_side(b, d->side);
    int64_t price = d->said.price;
    d->is_there = 0;
    if (!in_exponent_of_book(&price, m->price_exponent, b)) return !d->said.qty;
    if (!s->is_complete && is_better(d->side, s->known_to, price)) return 1;
    d->index = rank_of(s, d->side, price);
    d->is_there = d->index < s->count && s->best[d->index].price == price;
    if (!d->is_there || !d->said.qty) return !d->is_there && !d->said.qty;
    return same_number(d->said.qty, m->qty_exponent, s->best[d->index].qty, b->qty_exponent);
}

/* Whether a message names a price once more, behind level `i`: then the last one counts. */
static int comes_again(const tickwire_level_t *levels, uint32_t n, uint32_t i) {
    for (uint32_t j = i + 1; j < n; j++)
        if (levels[j].price == levels[i].price) return 1;
    return 0;
}

/* Whether the book has all levels of a message as that says them; the first one that it has not is put into `d`. */
static int changes_agree(const tickwire_book_t *b, const tickwire_depth_update_t *m, disagreement_t *d) {
    const tickwire_level_t *sides[2] = {m->bids, m->asks};
    const uint32_t counts[2] = {m->num_bids, m->num_asks};
    for (int side = 0; side < 2; side++)
        for (uint32_t i = 0; i < counts[side]; i++) {
            *d = (disagreement_t){.side = side, .said = sides[side][i]};
            if (!level_agrees(b, m, d) && !comes_again(sides[side], counts[side], i)) return 0;
        }
    return 1;
}
