/* Diff events kept for a snapshot that is to come: copies, in order, without a hole, within bounds. */
#pragma once
#include "apply.h"

enum { MOST_PENDING_LEVELS = 1 << 18 };

typedef struct {
    tickwire_depth_update_t *events; /* their levels stand one after the other in `levels` */
    tickwire_level_t *levels;
    size_t count, capacity, level_count, level_capacity;
} pending_t;

static void pending_clear(pending_t *p) { p->count = p->level_count = 0; }

static void pending_free(pending_t *p) {
    free(p->events);
    free(p->levels);
    memset(p, 0, sizeof *p);
}

/* Memory for `wanted` things of `size` bytes, with room to grow. */
static int pending_grow(void **memory, size_t *capacity, size_t wanted, size_t size) {
    if (wanted <= *capacity) return WIRE_OK;
    void *grown = realloc(*memory, 2 * wanted * size);
    if (!grown) return WIRE_REFUSED;
    *memory = grown;
    *capacity = 2 * wanted;
    return WIRE_OK;
}

/* The id after which the kept events begin; they follow one another from there. */
static int64_t pending_base(const pending_t *p) { return p->events[0].first_book_update_id - 1; }

static int64_t pending_last(const pending_t *p) { return p->events[p->count - 1].last_book_update_id; }

/* Keeps a copy. APPLIED: it follows what is kept; OLD: it is no news; GAP: ids are missing, or there were too many
 * events, so that it is the first one now. */
static int pending_keep(pending_t *p, const tickwire_depth_update_t *m) {
    int status = APPLIED;
    size_t levels = (size_t)m->num_bids + m->num_asks;
    if (p->count) {
        int64_t last = pending_last(p);
        if (m->last_book_update_id <= last) return OLD;
        if (m->first_book_update_id > last + 1 || p->level_count + levels > MOST_PENDING_LEVELS) status = GAP;
    }
    if (status == GAP) pending_clear(p);
    if (pending_grow((void **)&p->events, &p->capacity, p->count + 1, sizeof *p->events) ||
        pending_grow((void **)&p->levels, &p->level_capacity, p->level_count + levels, sizeof *p->levels)) {
        pending_clear(p);
        return EXHAUSTED;
    }
    if (m->num_bids) memcpy(p->levels + p->level_count, m->bids, m->num_bids * sizeof *p->levels);
    p->level_count += m->num_bids;
    if (m->num_asks) memcpy(p->levels + p->level_count, m->asks, m->num_asks * sizeof *p->levels);
    p->level_count += m->num_asks;
    p->events[p->count++] = *m;
    return status;
}

/* The first of the kept events, which is there until it is dropped. */
static tickwire_depth_update_t pending_first(const pending_t *p) {
    tickwire_depth_update_t event = p->events[0];
    event.bids = p->levels;
    event.asks = p->levels + event.num_bids;
    return event;
}

static void pending_drop_first(pending_t *p) {
    size_t levels = (size_t)p->events[0].num_bids + p->events[0].num_asks;
    p->count--;
    p->level_count -= levels;
    memmove(p->events, p->events + 1, p->count * sizeof *p->events);
    if (p->level_count) memmove(p->levels, p->levels + levels, p->level_count * sizeof *p->levels);
}

/* Applies what is kept. Anything but APPLIED: the book is not to be used. */
static int pending_apply(const pending_t *p, tickwire_book_t *b) {
    const tickwire_level_t *levels = p->levels;
    for (size_t i = 0; i < p->count; i++) {
        tickwire_depth_update_t event = p->events[i];
        event.bids = levels;
        event.asks = levels + event.num_bids;
        levels += event.num_bids + event.num_asks;
        int status = book_apply(b, &event);
        if (status != APPLIED && status != OLD) return status;
    }
    return APPLIED;
}

/* Builds, aside, the book of a snapshot and what is kept on top of it. Anything but APPLIED: there is none. */
static int build_book(const tickwire_book_t *b, const tickwire_partial_depth_t *snapshot, uint32_t limit,
                      const pending_t *p, tickwire_book_t *fresh) {
    *fresh = *b;
    memset(&fresh->bids, 0, sizeof fresh->bids);
    memset(&fresh->asks, 0, sizeof fresh->asks);
    int status = book_load(fresh, snapshot, limit);
    if (!status) status = pending_apply(p, fresh);
    if (!status && is_crossed(fresh)) status = CROSSED;
    if (status) {
        side_free(&fresh->bids);
        side_free(&fresh->asks);
    } else {
        settle_bbo(fresh);
    }
    return status;
}
