/* The micro-price of a symbol, averaged exponentially, in a C handler: no Python at all between socket and result. */
#include "messages.h"

typedef struct {
    int64_t count;
    double average;
} micro_price_t;

/* `context` is what was given to subscribe(..., context=...). Neither pointer may be kept. */
void on_book_ticker(const tickwire_book_ticker_t *m, void *context) {
    micro_price_t *state = context;
    double bid_qty = tickwire_float(m->bid_qty, m->qty_exponent);
    double ask_qty = tickwire_float(m->ask_qty, m->qty_exponent);
    double bid_price = tickwire_float(m->bid_price, m->price_exponent);
    double ask_price = tickwire_float(m->ask_price, m->price_exponent);
    double price = (bid_price * ask_qty + ask_price * bid_qty) / (bid_qty + ask_qty);
    state->average += (price - state->average) * (state->count ? 0.01 : 1.0);
    state->count++;
}
