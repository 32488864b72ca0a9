/* Orders placed and canceled from C, made ready by Trader.prepare: `PreparedOrder.address` is a tickwire_placer_t. */
#pragma once
#include <stdint.h>

typedef struct tickwire_placer tickwire_placer_t;

/* Prices and quantities are mantissas at the exponents of the prepared order; the price of a MARKET order is 0.
 * To be called from handlers, in the thread in which the client runs. The bytes are with the socket, or with picows'
 * buffer where the socket takes no more, when they return. */
struct tickwire_placer {
    /* The number of the order among those of this kind, from 1 on; below 0 a tickwire_unsent_t with its sign turned:
     * nothing was sent. */
    int64_t (*place)(tickwire_placer_t *placer, int64_t price, int64_t qty);
    /* Cancels the order of that number, if there is still one at the venue: 0, or below 0 as `place`. */
    int64_t (*cancel)(tickwire_placer_t *placer, int64_t number);
    /* Goes the way of `place` up to the socket and sends nothing, so that caches have that way when an order goes it:
     * for ticks that bring none. 0, or below 0 why `place` would send nothing. */
    int64_t (*rehearse)(tickwire_placer_t *placer, int64_t price, int64_t qty);
    void *owner;
};

/* Why nothing was sent; from 1 on the refusals of guard.h. PreparedOrder.place says it in words. */
typedef enum {
    TICKWIRE_FILTERED = 16,     /* it does not certainly pass the venue's filters */
    TICKWIRE_NOT_CONNECTED = 17,
    TICKWIRE_NO_ROOM = 18,      /* beyond the venue's limits, or trading is halted */
    TICKWIRE_BACKLOG = 19,      /* many orders were sent in one go: return to the loop, which enters them in the books */
    TICKWIRE_NOT_READY = 20,    /* the client does not run, or the key cannot log on and each order must be signed */
    TICKWIRE_WRONG_THREAD = 21, /* the client runs in another one */
    TICKWIRE_BAD_VALUE = 22,    /* no price (0 for MARKET orders alone), quantity or number */
} tickwire_unsent_t;
