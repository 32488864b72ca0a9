/* Shapes and the table decoder agree: the same frames are taken by both, to the same structs, or refused by both.
 *
 * An input is one byte that chooses the stream, then frames of that stream, a line each, so that shapes are learned
 * from one frame and tried on the next. Each frame is a heap block that ends where the padding contract ends, so that
 * the address sanitizer sees every read behind it. In the padding the recogniser finds what follows in the input, the
 * table decoder zeros, so that a byte behind the frame that decides anything shows as a difference. Ids that are peeked at
 * are those that the table decoder reads, or it refuses the frame.
 */
#include "compare.h"
#include "peek.h"

enum { KIND_BITS = 0x1f, ARRAY = 0x20, NAMED = 0x40 };

typedef struct {
    decoder_t decoder;
    stream_t *stream;
    recogniser_t shapes;
    peek_t peek;
} candidate_t;

static void learn_peek(candidate_t *c, const uint8_t *frame, size_t size) {
    char *padded = pad(frame, size, 0);
    peek_learn(&c->peek, c->stream->kind, padded, size);
    free(padded);
}

/* The number that a kind's messages are put in order by, as it was decoded. */
static int64_t order_of(const tickwire_message_t *m) {
    switch (m->trade.kind) {
        case TICKWIRE_AGG_TRADE: return m->agg_trade.agg_trade_id;
        case TICKWIRE_TRADE: return m->trade.trade_id;
        case TICKWIRE_BLOCK_TRADE: return m->block_trade.block_trade_id;
        case TICKWIRE_KLINE: return m->kline.open_time;
        case TICKWIRE_BOOK_TICKER: return m->book_ticker.book_update_id;
        case TICKWIRE_PARTIAL_DEPTH: return m->partial_depth.book_update_id;
        case TICKWIRE_DEPTH_UPDATE: return m->depth_update.last_book_update_id;
        default: return m->trade.event_time;
    }
}

/* What is peeked at of a frame that was decoded is what was decoded. */
static uint64_t peeked;
static void compare_peek(candidate_t *c, const uint8_t *frame, size_t size, size_t behind, const batch_t *decoded) {
    int64_t number[2] = {0, 0};
    char *padded = pad(frame, size, behind);
    if (peek_read(&c->peek, padded, size, number) && decoded && decoded->count) {
        const tickwire_message_t *first = (const tickwire_message_t *)decoded->first;
        if (number[1] != order_of(first)) fail("an id peeked at");
        if (c->stream->kind == TICKWIRE_KLINE && number[0] != first->kline.event_time) fail("a time peeked at");
        peeked++;
    }
    free(padded);
}

static int decode(candidate_t *c, const uint8_t *frame, size_t size, size_t behind, batch_t *out) {
    char *padded = pad(frame, size, behind);
    int result = decode_frame(&c->decoder, c->stream, &c->shapes, 1, padded, size, 1, 2, out);
    free(padded);
    return result;
}

/* Whether both took the frame. */
static int decode_by_both(candidate_t *shapes, candidate_t *table, const uint8_t *frame, size_t size, size_t behind) {
    batch_t a, b;
    int result = decode(shapes, frame, size, behind, &a), expected = decode(table, frame, size, 0, &b);
    compare_peek(shapes, frame, size, behind, expected ? NULL : &b);
    if (result != expected) fail(expected ? "a frame that the table refuses was taken" : "a frame was refused");
    if (result) return 0;
    if (!shapes->peek.size) learn_peek(shapes, frame, size);
    if (a.count != b.count || a.stride != b.stride) fail("number of messages");
    for (ptrdiff_t i = 0; i < a.count; i++)
        compare_messages((const tickwire_message_t *)((const char *)a.first + i * a.stride),
                         (const tickwire_message_t *)((const char *)b.first + i * b.stride), shapes->stream->message);
    return 1;
}

static void open_candidate(candidate_t *c, int kind, int is_array, const char *name, size_t size, const char *isa) {
    memset(c, 0, sizeof *c);
    c->decoder.symbols = &symbols;
    c->stream = stream_new(kind, is_array, name, size, 1, symbol_intern(&symbols, "S\0\0\0\0\0\0\0", 1));
    c->shapes = isa ? recogniser(isa) : (recogniser_t){NULL, NULL};
    if (!c->stream) abort();
}

static void close_candidate(candidate_t *c) {
    stream_free(c->stream);
    decoder_free(&c->decoder);
}

static const char *const ISAS[] = {"sse4", "avx2", "neon"};
enum { ALL_ISAS = sizeof ISAS / sizeof *ISAS };

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    if (!symbols.names && symbols_init(&symbols)) abort();
    for (size_t i = 0; size && i < ALL_ISAS; i++) {
        candidate_t shapes, table;
        int kind = 1 + (input[0] & KIND_BITS) % (TICKWIRE_KINDS - 1);
        int is_array = (input[0] & ARRAY) && MESSAGES[kind].form == FORM_STREAM;
        if (!recogniser(ISAS[i]).match) continue;
        open_candidate(&shapes, kind, is_array, "s", !!(input[0] & NAMED), ISAS[i]);
        open_candidate(&table, kind, is_array, "s", !!(input[0] & NAMED), NULL);
        for (const uint8_t *frame = input + 1, *end = input + size; frame < end;) {
            const uint8_t *newline = (const uint8_t *)memchr(frame, '\n', (size_t)(end - frame));
            size_t length = (size_t)((newline ? newline : end) - frame);
            decode_by_both(&shapes, &table, frame, length, (size_t)(end - frame) - length);
            frame += length + 1;
        }
        close_candidate(&shapes);
        close_candidate(&table);
    }
    return 0;
}
