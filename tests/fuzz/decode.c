/* Shapes and the table decoder agree: the same frames are taken by both, to the same structs, or refused by both.
 *
 * An input is one byte that chooses the stream, then frames of that stream, a line each, so that shapes are learned
 * from one frame and tried on the next. Each frame is a heap block that ends where the padding contract ends, so that
 * the address sanitizer sees every read behind it. In the padding the recogniser finds what follows in the input, the
 * table decoder zeros, so that a byte behind the frame that decides anything shows as a difference.
 */
#include <stdio.h>

#include "frame.h"

enum { KIND_BITS = 0x0f, ARRAY = 0x10, NAMED = 0x20 };

typedef struct {
    decoder_t decoder;
    stream_t *stream;
    recogniser_t shapes;
} candidate_t;

static symbols_t symbols;

static void fail(const char *reason) {
    fprintf(stderr, "shapes and table disagree: %s\n", reason);
    abort();
}

static void compare_levels(const tickwire_level_t *a, const tickwire_level_t *b, uint32_t count) {
    if (count && memcmp(a, b, count * sizeof *a)) fail("levels");
}

static void compare_messages(const tickwire_message_t *a, const tickwire_message_t *b, const message_t *kind) {
    tickwire_message_t x, y;
    memset(&x, 0, sizeof x);
    memset(&y, 0, sizeof y);
    memcpy(&x, a, kind->size);
    memcpy(&y, b, kind->size);
    if (kind->has_levels && x.partial_depth.kind == TICKWIRE_PARTIAL_DEPTH) {
        if (x.partial_depth.num_bids != y.partial_depth.num_bids) fail("number of bids");
        if (x.partial_depth.num_asks != y.partial_depth.num_asks) fail("number of asks");
        compare_levels(x.partial_depth.bids, y.partial_depth.bids, x.partial_depth.num_bids);
        compare_levels(x.partial_depth.asks, y.partial_depth.asks, x.partial_depth.num_asks);
        x.partial_depth.bids = x.partial_depth.asks = y.partial_depth.bids = y.partial_depth.asks = NULL;
    } else if (kind->has_levels) {
        if (x.depth_update.num_bids != y.depth_update.num_bids) fail("number of bids");
        if (x.depth_update.num_asks != y.depth_update.num_asks) fail("number of asks");
        compare_levels(x.depth_update.bids, y.depth_update.bids, x.depth_update.num_bids);
        compare_levels(x.depth_update.asks, y.depth_update.asks, x.depth_update.num_asks);
        x.depth_update.bids = x.depth_update.asks = y.depth_update.bids = y.depth_update.asks = NULL;
    }
    if (memcmp(&x, &y, kind->size)) fail("fields");
}

/* `behind` bytes that follow the frame go with it into the padding. */
static int decode(candidate_t *c, const uint8_t *frame, size_t size, size_t behind, batch_t *out) {
    char *padded = (char *)calloc(size + WIRE_PADDING, 1);
    memcpy(padded, frame, size + (behind < WIRE_PADDING ? behind : WIRE_PADDING));
    int result = decode_frame(&c->decoder, c->stream, &c->shapes, 1, padded, size, 1, 2, out);
    free(padded);
    return result;
}

/* Whether both took the frame. */
static int decode_by_both(candidate_t *shapes, candidate_t *table, const uint8_t *frame, size_t size, size_t behind) {
    batch_t a, b;
    int result = decode(shapes, frame, size, behind, &a), expected = decode(table, frame, size, 0, &b);
    if (result != expected) fail(expected ? "a frame that the table refuses was taken" : "a frame was refused");
    if (result) return 0;
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
        int kind = 1 + (input[0] & KIND_BITS) % (TICKWIRE_KINDS - 1), is_array = !!(input[0] & ARRAY);
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
