/* Handlers in C: count, read two numbers as doubles, and note how long the message was under way. */
#pragma once
#include <stdint.h>
#include <time.h>

#include "messages.h"

/* The server's stamps are the monotonic clock plus this: see endtoend/meter.py. In ns. */
#define STAMP_BASE INT64_C(1000000000000000000)

typedef struct {
    int64_t count;
    double value;
    int64_t *latencies; /* ns; NULL when nobody asks */
    int64_t capacity;
} counts_t;

static inline int64_t monotonic_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static inline void count_trade(const tickwire_trade_t *m, void *context) {
    counts_t *c = (counts_t *)context;
    c->value += tickwire_float(m->price, m->price_exponent) * tickwire_float(m->qty, m->qty_exponent);
    if (c->latencies && c->count < c->capacity) c->latencies[c->count] = monotonic_ns() - (m->transact_time - STAMP_BASE);
    c->count++;
}

/* Of any kind: nothing but that it came. */
static inline void count_message(const tickwire_header_t *m, void *context) {
    ((counts_t *)context)->count += m->kind != 0;
}
