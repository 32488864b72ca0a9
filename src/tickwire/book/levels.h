/* One side of a book: levels in one piece of memory, the best first, with room before and behind.
 *
 * Changes happen near the best price, so a level that comes or goes moves the better ones, which are few; in the worse
 * half it moves the worse ones. A side keeps at most MOST_LEVELS levels: beyond, the worst are forgotten, and `known_to`
 * says so.
 */
#pragma once
#include "book.h"
#include "scan.h"

enum { LEAST_SLACK = 128, MOST_LEVELS = 65536, SEARCHES = 8, MOST_MOVES = 64, NEAR = 512, PIECE = 16 };

/* Whether price `a` stands before price `b` on a side. */
INLINE int is_better(int side, int64_t a, int64_t b) { return side == TICKWIRE_BIDS ? a > b : a < b; }

static void side_free(tickwire_book_side_t *s) {
    free(s->memory);
    memset(s, 0, sizeof *s);
}

/* Room for `more` levels in front of the best one. Returns WIRE_REFUSED when there is no memory. */
NOINLINE int side_reserve(tickwire_book_side_t *s, uint32_t more) {
    uint32_t slack = (s->count + more) / 8 + LEAST_SLACK, capacity = s->count + more + 2 * slack;
    tickwire_level_t *memory = (tickwire_level_t *)malloc((capacity + 1) * sizeof *memory); /* one behind the worst is read */
    if (!memory) return WIRE_REFUSED;
    tickwire_level_t *best = memory + more + slack;
    if (s->count) memcpy(best, s->best, s->count * sizeof *best);
    free(s->memory);
    s->memory = memory;
    s->best = best;
    s->capacity = capacity;
    return WIRE_OK;
}

/* How many levels more there is room for in front of the best one. */
INLINE uint32_t side_room(const tickwire_book_side_t *s) { return (uint32_t)(s->best - s->memory); }

/* For each of `n` levels, `step` apart and each worse than the one before, how many of the side's are better.
 *
 * The searches are made SEARCHES at a time, so that they wait for memory together, without branches, since no processor
 * foretells where a price belongs, and from the worst on, so that each bounds the next. */
INLINE void side_find(const tickwire_book_side_t *s, int side, const tickwire_level_t *levels, uint32_t n, int step,
                      uint32_t *places) {
    size_t count = s->count;
    for (uint32_t first = (n - 1) / SEARCHES * SEARCHES; first < n; first -= SEARCHES) {
        size_t at[SEARCHES]; /* in bytes */
        int64_t prices[SEARCHES];
        for (uint32_t i = 0; i < SEARCHES; i++) {
            prices[i] = levels[(ptrdiff_t)(first + i < n ? first + i : n - 1) * step].price;
            at[i] = 0;
        }
        for (size_t left = count; left; left /= 2) {
            size_t half = (left + 1) / 2 * sizeof *levels;
            const char *probe = (const char *)s->best + half - sizeof *levels;
            for (uint32_t i = 0; i < SEARCHES; i++) {
                int64_t price = *(const int64_t *)(probe + at[i]);
                int64_t worse = side == TICKWIRE_BIDS ? prices[i] - price : price - prices[i]; /* negative: better */
                at[i] += half & (size_t)(worse >> 63);
            }
        }
        for (uint32_t i = 0; i < SEARCHES; i++) places[first + i] = (uint32_t)(at[i] / sizeof *levels);
        count = places[first];
    }
}

/* Forgets the worst levels, so that a side stays within bounds. */
NOINLINE void side_trim(tickwire_book_side_t *s, int side) {
    s->count = MOST_LEVELS / 2;
    int64_t worst = s->best[s->count - 1].price;
    if (s->is_complete || is_better(side, worst, s->known_to)) s->known_to = worst;
    s->is_complete = 0;
}

/* A level that comes or goes; `at` is how many better ones there are before any of the moves is made. */
typedef struct {
    uint32_t at;
    int32_t grows; /* 1: comes, -1: goes */
    tickwire_level_t level;
} move_t;

/* Which levels stay where they are while others move: those before the move returned. It is the first in the worse half,
 * unless there is no room behind the worst level; `shifts` are the levels gained before each move. */
INLINE uint32_t still_at(const tickwire_book_side_t *s, const move_t *moves, uint32_t count, const int32_t *shifts) {
    uint32_t pivot = count;
    while (pivot && UNLIKELY(moves[pivot - 1].at > s->count / 2)) pivot--;
    ptrdiff_t room = s->memory + s->capacity - (s->best + s->count);
    return shifts[count] - shifts[pivot] <= room ? pivot : count;
}

/* What stands before a move, or behind the last one, goes `by` places towards the worse. */
INLINE void shift_levels(tickwire_book_side_t *s, const move_t *moves, uint32_t count, uint32_t k, int32_t by) {
    uint32_t begin = k ? moves[k - 1].at + (moves[k - 1].grows < 0) : 0, end = k < count ? moves[k].at : s->count;
    memmove(s->best + begin + by, s->best + begin, (end - begin) * sizeof *s->best);
}

/* Makes all moves at once, which are in the order of the side. What stands between two of them is moved once, and not at
 * all where they cancel out. There is room in front for all of them. */
INLINE void side_move_far(tickwire_book_side_t *s, const move_t *moves, uint32_t count) {
    int32_t shifts[MOST_MOVES + 1]; /* of what stands before each move, and behind the last */
    shifts[0] = 0;
    for (uint32_t k = 0; k < count; k++) shifts[k + 1] = shifts[k] + moves[k].grows;
    int32_t front = shifts[still_at(s, moves, count, shifts)];
    for (uint32_t k = 0; k <= count; k++) shifts[k] -= front;
    for (uint32_t k = 0; k <= count; k++)
        if (shifts[k] < 0) shift_levels(s, moves, count, k, shifts[k]);
    for (uint32_t k = count + 1; k--;)
        if (shifts[k] > 0) shift_levels(s, moves, count, k, shifts[k]);
    for (uint32_t k = 0; k < count; k++)
        if (moves[k].grows > 0) s->best[(int64_t)moves[k].at + shifts[k]] = moves[k].level;
    s->best += shifts[0];
    s->count += (uint32_t)(shifts[count] - shifts[0]);
}

/* Levels are copied so many at a time however few a piece holds, since no processor foretells where it ends. */
INLINE void copy_piece(tickwire_level_t *to, const tickwire_level_t *from) { memcpy(to, from, PIECE * sizeof *to); }

/* Makes moves that are all near the best price: what stands before the last one is put aside, and put back piece by
 * piece, with what comes and without what goes. Each piece overwrites the excess of the one before it, and the excess of
 * the last one is overwritten by what stood there: there are PIECE levels more behind the last move. */
INLINE void side_move_near(tickwire_book_side_t *s, const move_t *moves, uint32_t count) {
    tickwire_level_t aside[NEAR + 2 * PIECE], *to = s->best;
    uint32_t begin = 0;
    memcpy(aside, s->best, (moves[count - 1].at + 1 + PIECE) * sizeof *aside);
    for (uint32_t k = 0; k < count; k++) to -= moves[k].grows;
    s->count += (uint32_t)(s->best - to);
    s->best = to;
    for (uint32_t k = 0; k < count; k++) {
        uint32_t n = moves[k].at - begin;
        copy_piece(to, aside + begin);
        for (uint32_t i = PIECE; UNLIKELY(i < n); i += PIECE) copy_piece(to + i, aside + begin + i);
        to[n] = moves[k].level;
        to += n + (moves[k].grows > 0);
        begin = moves[k].at + (moves[k].grows < 0);
    }
    copy_piece(to, aside + begin);
}

INLINE void side_move(tickwire_book_side_t *s, const move_t *moves, uint32_t count) {
    uint32_t near = count;
    while (near && UNLIKELY(moves[near - 1].at >= NEAR)) near--;
    if (UNLIKELY(near < count)) side_move_far(s, moves + near, count - near);
    if (UNLIKELY(!near)) return;
    if (LIKELY(moves[near - 1].at + 1 + PIECE <= s->count)) side_move_near(s, moves, near);
    else side_move_far(s, moves, near);
}
