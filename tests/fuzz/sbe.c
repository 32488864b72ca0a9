/* Frames of SBE: nothing outside them is read, and what lies behind them decides nothing.
 *
 * An input is one frame. It is decoded twice, from heap blocks that end where the padding contract ends, so that the
 * address sanitizer sees every read behind it; the padding is zeros once and ones once. Whatever is found out about a frame
 * at once must be what is found out step by step.
 */
#include "compare.h"
#include "sbe_order.h"
#include "sbe_route.h"

typedef struct {
    decoder_t decoder;
    int status;          /* of opening it, or whether it is an order's */
    size_t fault_at;     /* where it is wrong, if it is refused */
    batch_t batch;
} outcome_t;

static stream_t *streams[TICKWIRE_KINDS];

static void open_all(void) {
    if (symbols.names) return;
    if (symbols_init(&symbols)) abort();
    for (int kind = 1; kind < TICKWIRE_KINDS; kind++)
        if (!(streams[kind] = stream_new(kind, 0, "", 0, 0, 0))) abort();
}

/* The router leads an event to the stream that was put there for it, and to none before. */
static void find_route(const sbe_event_t *e) {
    sbe_router_t router = {0};
    if (sbe_router_init(&router, 1)) abort();
    if (sbe_find(&router, e)) fail("a stream without a route");
    char *symbol = pad((const uint8_t *)e->frame + e->symbol_at, e->symbol_size, 0);
    sbe_router_put(&router, streams[e->kind], symbol, e->symbol_size);
    for (int i = 0; i < 2; i++)
        if (sbe_find(&router, e) != streams[e->kind]) fail("a route that is not found");
    free(symbol);
    free(router.routes);
}

static void compare_events(const sbe_event_t *a, const sbe_event_t *b) {
    if (a->kind != b->kind || a->symbol_at != b->symbol_at || a->symbol_size != b->symbol_size) fail("kind or symbol");
    for (int i = 0; i < (a->kind == TICKWIRE_TRADE ? 1 : a->kind == TICKWIRE_BOOK_TICKER ? 0 : 2); i++)
        if (a->entries[i] != b->entries[i] || a->count[i] != b->count[i] || a->stride[i] != b->stride[i]) fail("groups");
}

/* A frame that was opened at once is opened by steps to the same. */
static void open_by_steps(const sbe_event_t *e) {
    sbe_event_t slow = *e;
    if (sbe_open_tolerantly(&slow) != SBE_UNUSUAL) fail("a frame that is refused by steps");
    compare_events(&slow, e);
}

/* A glance opens the frames that are as they nearly always are to the same, and no others. */
static void open_at_a_glance(const sbe_event_t *e, int status) {
    sbe_event_t quick;
    int is_usual = sbe_glance(&quick, e->frame, e->size) == WIRE_OK;
    if (is_usual != (status == WIRE_OK)) fail("a glance that sees something else");
    if (is_usual) compare_events(&quick, e);
}

static void decode_event(outcome_t *o, const char *frame, size_t size) {
    sbe_event_t e = {0};
    int64_t first, last;
    o->status = sbe_open(&e, frame, size);
    if (o->status == WIRE_OK) open_by_steps(&e);
    open_at_a_glance(&e, o->status);
    if (o->status >= 0) {
        int has_ids = sbe_ids(&e, &first, &last), is_empty = e.kind == TICKWIRE_TRADE && !e.count[0];
        if (has_ids && is_empty) fail("ids of no trades");
        find_route(&e);
        if (sbe_decode(&o->decoder, streams[e.kind], &e, 1, 2, &o->batch)) o->status = WIRE_REFUSED;
        else if (!has_ids && !is_empty) fail("an id that is null");
    }
    if (o->status == WIRE_REFUSED) o->fault_at = e.fault_at;
}

static void decode_order(outcome_t *o, const char *frame, size_t size, int kind) {
    sbe_reader_t r;
    const tickwire_header_t *message = sbe_decode_order(&o->decoder, streams[kind], &r, frame, size, 1, 2);
    o->status = message ? kind : WIRE_REFUSED;
    if (message) o->batch = (batch_t){message, 1, 0};
    else o->fault_at = r.fault_at;
}

static void decode(outcome_t *o, const uint8_t *input, size_t size, uint8_t behind) {
    char *frame = pad(input, size, 0);
    memset(frame + size, behind, WIRE_PADDING);
    memset(o, 0, sizeof *o);
    o->decoder.symbols = &symbols;
    int kind = sbe_order_kind(frame, size);
    if (kind) decode_order(o, frame, size, kind);
    else decode_event(o, frame, size);
    if (o->fault_at > size) fail("a fault beyond the frame");
    free(frame);
}

/* Whether the frame was taken. */
static int decode_twice(const uint8_t *input, size_t size) {
    static outcome_t a, b;
    decode(&a, input, size, 0);
    decode(&b, input, size, 255);
    if (a.status != b.status || a.fault_at != b.fault_at || a.batch.count != b.batch.count) fail("the bytes behind decide");
    ptrdiff_t count = a.status < 0 ? 0 : a.batch.count; /* of what is refused nobody looks at the messages */
    for (ptrdiff_t i = 0; i < count; i++) {
        const tickwire_message_t *x = (const tickwire_message_t *)((const char *)a.batch.first + i * a.batch.stride);
        const tickwire_message_t *y = (const tickwire_message_t *)((const char *)b.batch.first + i * b.batch.stride);
        compare_messages(x, y, &MESSAGES[x->trade.kind]);
    }
    decoder_free(&a.decoder);
    decoder_free(&b.decoder);
    return a.status >= 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    open_all();
    decode_twice(input, size);
    return 0;
}
