/* The strategy of bench.tick_to_trade in C: an order at each tick, once the one before is answered. */
#include "clock.h"
#include "messages.h"
#include "place.h"

typedef struct {
    tickwire_placer_t *order;
    int64_t price, qty;
    int32_t left, is_waiting; /* orders to place; is set to 0 when the last one is over */
    int64_t failed;
    int64_t *asked; /* when each order was asked for, ns */
} strategy_t;

void on_book_ticker(const tickwire_book_ticker_t *m, void *context) {
    strategy_t *s = context;
    (void)m;
    if (!s->left || s->is_waiting) {
        s->order->rehearse(s->order, s->price, s->qty);
        return;
    }
    *s->asked = tickwire_monotonic_ns();
    if (s->order->place(s->order, s->price, s->qty) < 0) {
        s->failed++;
        return;
    }
    s->asked++;
    s->is_waiting = 1;
    s->left--;
}
