/* The SBE codec of the market data streams: frames taken apart and put into the structs that JSON fills, too.
 *
 * A frame is a header, a fixed block, groups of entries, and the symbol. First `sbe_open` finds where they lie and whether
 * all of it lies within the frame; only then is anything read from it. Blocks and entries are stepped over by the lengths
 * that the frame gives, which a newer version of the schema may have made longer.
 *
 * Bytes are little-endian, as everywhere in `wire`. The padding contract is that of scan.h.
 */
#pragma once
#include "decoder.h"
#include "sbe_evolution.h"

enum { SBE_MOST_DECIMALS = 18 };
/* What opening a frame says besides WIRE_OK and WIRE_REFUSED: not exactly as this version of the schema has it; of a template
 * that is not known. */
enum { SBE_UNUSUAL = 1, SBE_UNKNOWN = -2 };

#define SBE_IS_NULL "null where there has to be a number"
static const int64_t SBE_LATEST = INT64_MAX / 1000; /* µs that fit as ns */

/* A frame taken apart. */
typedef struct {
    const char *frame;
    size_t size, symbol_at, symbol_size;
    const char *entries[2];
    size_t count[2], stride[2];
    int kind;            /* of message, 0 before it is known */
    int is_glance;       /* whatever is unusual is refused without a word: see sbe_glance */
    const char *fault;   /* what is wrong with it, and at which byte */
    size_t fault_at;
} sbe_event_t;

/* The four numbers of a message's header, as they stand in a frame. */
#define SBE_HEAD(block, template_id, schema, version) \
    ((uint64_t)(block) | (uint64_t)(template_id) << 16 | (uint64_t)(schema) << 32 | (uint64_t)(version) << 48)

/* What is beyond the frame was not looked at: then the frame ends before. */
NOINLINE int sbe_explain(sbe_event_t *e, const char *fault, size_t at) {
    e->fault = e->size < SBE_HEADER ? "the header is cut off" : at > e->size ? "the block is cut off" : fault;
    e->fault_at = e->size < SBE_HEADER ? 0 : at > e->size ? SBE_HEADER : at;
    return WIRE_REFUSED;
}

INLINE int sbe_refuse(sbe_event_t *e, const char *fault, size_t at) {
    return e->is_glance ? WIRE_REFUSED : sbe_explain(e, fault, at);
}

/* A group whose head stands at `*at`, which is moved behind its last entry. */
INLINE int sbe_group(sbe_event_t *e, size_t *at, int head, size_t shortest, int index) {
    if (UNLIKELY(*at + (size_t)head > e->size)) return sbe_refuse(e, "the head of a group is cut off", *at);
    size_t stride = load2(e->frame + *at), count = head == SBE_GROUP_16 ? load2(e->frame + *at + 2) : load4(e->frame + *at + 2);
    if (UNLIKELY(stride < shortest && count)) return sbe_refuse(e, "the entries of a group are too short", *at);
    uint64_t end = *at + (uint64_t)head + (uint64_t)stride * count;
    if (UNLIKELY(end > e->size)) return sbe_refuse(e, "the entries of a group are cut off", *at);
    e->entries[index] = e->frame + *at + head;
    e->count[index] = count;
    e->stride[index] = stride;
    *at = (size_t)end;
    return WIRE_OK;
}

/* The symbol whose length stands at `at`. */
INLINE int sbe_symbol(sbe_event_t *e, size_t at) {
    e->symbol_at = at + 1;
    e->symbol_size = (uint8_t)e->frame[at];
    return WIRE_OK;
}

INLINE int sbe_ends_at(const sbe_event_t *e, size_t at) { return at + 1 + (uint8_t)e->frame[at] == e->size && e->frame[at]; }

/* The same where it may not be the rest of the frame: a newer version may have put groups before it, or texts behind it. */
NOINLINE int sbe_symbol_elsewhere(sbe_event_t *e, size_t at) {
    if (at >= e->size) return sbe_refuse(e, "the symbol is cut off", at);
    int is_newer = sbe_version(e->frame) > SBE_STREAMS_VERSION;
    size_t place = is_newer ? sbe_place_of_texts(e->frame, at, e->size, "s") : 0;
    if (place) return sbe_symbol(e, place);
    if (is_newer) return sbe_refuse(e, "where the symbol is, is not certain", at);
    return sbe_refuse(e, e->frame[at] ? "the symbol does not end with the frame" : "the symbol is empty", at);
}

/* The symbol, whose length should stand at `at`. */
INLINE int sbe_last_symbol(sbe_event_t *e, size_t at) {
    if (LIKELY(sbe_ends_at(e, at))) return sbe_symbol(e, at);
    return e->is_glance ? WIRE_REFUSED : sbe_symbol_elsewhere(e, at);
}

INLINE int sbe_open_trades(sbe_event_t *e, size_t block) {
    size_t at = SBE_HEADER + block;
    e->kind = TICKWIRE_TRADE;
    /* An event with one trade, as most are: the head of its group has six bytes. */
    uint64_t one = SBE_TRADE_ENTRY_BLOCK | 1 << 16;
    size_t end = at + SBE_GROUP_32 + SBE_TRADE_ENTRY_BLOCK;
    if (LIKELY(end < e->size && (load8(e->frame + at) & UINT64_MAX >> 16) == one)) {
        e->entries[0] = e->frame + at + SBE_GROUP_32;
        e->count[0] = 1;
        e->stride[0] = SBE_TRADE_ENTRY_BLOCK;
        return sbe_last_symbol(e, end);
    }
    if (UNLIKELY(sbe_group(e, &at, SBE_GROUP_32, SBE_TRADE_ENTRY_BLOCK, 0))) return WIRE_REFUSED;
    return sbe_last_symbol(e, at);
}

INLINE int sbe_open_best(sbe_event_t *e, size_t block) {
    size_t at = SBE_HEADER + block;
    e->kind = TICKWIRE_BOOK_TICKER;
    if (UNLIKELY(at > e->size)) return sbe_refuse(e, "the block is cut off", at);
    return sbe_last_symbol(e, at);
}

INLINE int sbe_open_depth(sbe_event_t *e, size_t block, int kind) {
    size_t at = SBE_HEADER + block;
    e->kind = kind;
    if (UNLIKELY(sbe_group(e, &at, SBE_GROUP_16, SBE_DEPTH_UPDATE_ENTRY_BLOCK, 0))) return WIRE_REFUSED;
    if (UNLIKELY(sbe_group(e, &at, SBE_GROUP_16, SBE_DEPTH_UPDATE_ENTRY_BLOCK, 1))) return WIRE_REFUSED;
    return sbe_last_symbol(e, at);
}

/* As sbe_open, for a header that is not exactly one of the known ones. */
NOINLINE int sbe_open_tolerantly(sbe_event_t *e) {
    size_t block = load2(e->frame), shortest = 0;
    int refused = WIRE_OK;
    if (e->size < SBE_HEADER) return sbe_refuse(e, "the header is cut off", 0);
    if (sbe_schema(e->frame) != SBE_STREAMS) return SBE_UNKNOWN;
    switch (sbe_template(e->frame)) {
        case SBE_TRADE_TEMPLATE: shortest = SBE_TRADE_BLOCK; break;
        case SBE_BOOK_TICKER_TEMPLATE: shortest = SBE_BOOK_TICKER_BLOCK; break;
        case SBE_PARTIAL_DEPTH_TEMPLATE: shortest = SBE_PARTIAL_DEPTH_BLOCK; break;
        case SBE_DEPTH_UPDATE_TEMPLATE: shortest = SBE_DEPTH_UPDATE_BLOCK; break;
        default: return SBE_UNKNOWN;
    }
    if (block < shortest) return sbe_refuse(e, "the block is too short", 0);
    switch (sbe_template(e->frame)) {
        case SBE_TRADE_TEMPLATE: refused = sbe_open_trades(e, block); break;
        case SBE_BOOK_TICKER_TEMPLATE: refused = sbe_open_best(e, block); break;
        case SBE_PARTIAL_DEPTH_TEMPLATE: refused = sbe_open_depth(e, block, TICKWIRE_PARTIAL_DEPTH); break;
        default: refused = sbe_open_depth(e, block, TICKWIRE_DEPTH_UPDATE);
    }
    return refused ? WIRE_REFUSED : SBE_UNUSUAL;
}

#define SBE_STREAM_HEAD(message) SBE_HEAD(SBE_##message##_BLOCK, SBE_##message##_TEMPLATE, SBE_STREAMS, SBE_STREAMS_VERSION)

INLINE int sbe_open_known(sbe_event_t *e, const char *frame, size_t size) {
    uint64_t head = load8(frame);
    e->frame = frame;
    e->size = size;
    e->kind = 0;
    if (head == SBE_STREAM_HEAD(TRADE)) return sbe_open_trades(e, SBE_TRADE_BLOCK);
    if (head == SBE_STREAM_HEAD(BOOK_TICKER)) return sbe_open_best(e, SBE_BOOK_TICKER_BLOCK);
    if (head == SBE_STREAM_HEAD(DEPTH_UPDATE)) return sbe_open_depth(e, SBE_DEPTH_UPDATE_BLOCK, TICKWIRE_DEPTH_UPDATE);
    if (head == SBE_STREAM_HEAD(PARTIAL_DEPTH)) return sbe_open_depth(e, SBE_PARTIAL_DEPTH_BLOCK, TICKWIRE_PARTIAL_DEPTH);
    return WIRE_REFUSED;
}

/* Take a frame apart: WIRE_OK or SBE_UNUSUAL, else WIRE_REFUSED with what is wrong, or SBE_UNKNOWN. */
INLINE int sbe_open(sbe_event_t *e, const char *frame, size_t size) {
    e->is_glance = 0;
    int status = sbe_open_known(e, frame, size);
    return UNLIKELY(!e->kind) ? sbe_open_tolerantly(e) : status;
}

/* The same of frames as they nearly always are, WIRE_OK; nothing is said of others, which are to be opened again. The event
 * is never handed to a function, so that the compiler keeps it in registers. */
INLINE int sbe_glance(sbe_event_t *e, const char *frame, size_t size) {
    e->is_glance = 1;
    return sbe_open_known(e, frame, size);
}

INLINE int64_t sbe_int(const char *p) { return (int64_t)load8(p); }

/* Whether a power of ten is none by which prices and quantities are scaled. */
INLINE int sbe_is_odd(char exponent) { return (uint8_t)-exponent > SBE_MOST_DECIMALS; }

/* Whether an instant in µs does not fit 64 bits as ns; null and what is before 1970 do not either. */
INLINE int sbe_is_far(int64_t us) { return (uint64_t)us > (uint64_t)SBE_LATEST; }

/* Why the first fields of a block are refused. */
INLINE int sbe_refuse_block(sbe_event_t *e, size_t exponents, size_t time) {
    const char *block = e->frame + SBE_HEADER;
    if (sbe_is_far(sbe_int(block + time))) return sbe_refuse(e, "no time that fits 64 bits as ns", SBE_HEADER + time);
    return sbe_refuse(e, "no usual exponent", SBE_HEADER + exponents + !sbe_is_odd(block[exponents]));
}

/* The header of a message: what is the stream's, the time, with which every block begins, and the two exponents, which stand
 * side by side in a block as in a header. All checks are one branch. */
INLINE int sbe_begin(sbe_event_t *e, const stream_t *s, tickwire_header_t *header, size_t exponents, int64_t recv_time, int line,
                     int flags) {
    enum { AT = offsetof(tickwire_header_t, price_exponent) };
    const char *block = e->frame + SBE_HEADER;
    int64_t time = sbe_int(block);
    if (UNLIKELY(sbe_is_odd(block[exponents]) | sbe_is_odd(block[exponents + 1]) | sbe_is_far(time)))
        return sbe_refuse_block(e, exponents, 0);
    uint64_t word = load8((const char *)&s->prototype) & ~(UINT64_C(0xffff) << 8 * AT);
    word |= (uint64_t)load2(block + exponents) << 8 * AT;
    word |= (uint64_t)(uint8_t)line << 8 * offsetof(tickwire_header_t, line);
    word |= (uint64_t)(TICKWIRE_MICROSECONDS | flags) << 8 * offsetof(tickwire_header_t, flags);
    memcpy(header, &word, 8);
    memcpy((char *)header + 8, (const char *)&s->prototype + 8, 8);
    header->recv_time = recv_time;
    header->event_time = time * 1000;
    return WIRE_OK;
}

INLINE void sbe_received(tickwire_header_t *header, int64_t recv_time, int line, int flags) {
    header->flags |= (uint16_t)(TICKWIRE_MICROSECONDS | flags);
    header->recv_time = recv_time;
    header->line = (uint8_t)line;
}

_Static_assert(offsetof(tickwire_header_t, recv_time) == 16 && !SBE_TRADE_EVENT_TIME && !SBE_BOOK_TICKER_EVENT_TIME &&
                   !SBE_PARTIAL_DEPTH_EVENT_TIME && !SBE_DEPTH_UPDATE_EVENT_TIME,
               "sbe_begin goes by it");

/* Refuse a null among `count` numbers in a row at `p`: prices, quantities, ids. No field of a stream may be null. */
INLINE int sbe_refuse_null(sbe_event_t *e, const char *p, size_t count) {
    for (size_t i = 0; i < count; i++, p += 8)
        if (sbe_int(p) == TICKWIRE_NULL) return sbe_refuse(e, SBE_IS_NULL, (size_t)(p - e->frame));
    return WIRE_OK;
}

/* A price, a quantity or an id at `p`. */
INLINE int sbe_number(sbe_event_t *e, const char *p, int64_t *out) {
    *out = sbe_int(p);
    return UNLIKELY(*out == TICKWIRE_NULL) ? sbe_refuse_null(e, p, 1) : WIRE_OK;
}

/* A trade that has a negative number, which may be, or a null, or neither true nor false for who made the price. */
NOINLINE int sbe_check_trade(sbe_event_t *e, const char *entry) {
    const char *maker = entry + SBE_TRADE_ENTRY_IS_BUYER_MAKER;
    if (sbe_refuse_null(e, entry, 3)) return WIRE_REFUSED;
    return (uint8_t)*maker > 1 ? sbe_refuse(e, "neither true nor false", (size_t)(maker - e->frame)) : WIRE_OK;
}

/* What is of one trade alone; whether anything in it is unusual is told by all of it together. */
INLINE int sbe_trade(sbe_event_t *e, tickwire_trade_t *trade, const char *entry) {
    _Static_assert(SBE_TRADE_ENTRY_PRICE == 8 && SBE_TRADE_ENTRY_QTY == 16, "three numbers in a row");
    _Static_assert(offsetof(tickwire_trade_t, is_buyer_maker) + 8 == sizeof *trade, "the last word");
    uint64_t maker = (uint8_t)entry[SBE_TRADE_ENTRY_IS_BUYER_MAKER], last = maker | 1 << 8;
    memcpy(&trade->is_buyer_maker, &last, 8); /* and is_best_match, a constant of the schema */
    trade->trade_id = sbe_int(entry + SBE_TRADE_ENTRY_TRADE_ID);
    trade->price = sbe_int(entry + SBE_TRADE_ENTRY_PRICE);
    trade->qty = sbe_int(entry + SBE_TRADE_ENTRY_QTY);
    uint64_t sign = (uint64_t)(trade->trade_id | trade->price | trade->qty) >> 63;
    return UNLIKELY(sign | maker >> 1) ? sbe_check_trade(e, entry) : WIRE_OK;
}

/* The trades of an event, which share its times; the last one is flagged. Every field of theirs is written. */
INLINE int sbe_trades(decoder_t *d, const stream_t *s, sbe_event_t *e, int64_t recv_time, int line, batch_t *out) {
    enum { STRIDE = (sizeof(tickwire_trade_t) + 15) & ~15 };
    size_t count = e->count[0];
    const char *entry = e->entries[0];
    int64_t time = sbe_int(e->frame + SBE_HEADER + SBE_TRADE_TRANSACT_TIME);
    tickwire_trade_t *first = &d->message.trade, *trade;
    if (UNLIKELY(count != 1)) {
        if (reserve_array(d, (count + 1) * STRIDE)) return sbe_refuse(e, "no memory for so many trades", SBE_HEADER);
        first = (tickwire_trade_t *)d->array;
    }
    int flags = TICKWIRE_IN_ARRAY | (count == 1 ? TICKWIRE_LAST_IN_ARRAY : 0);
    if (sbe_begin(e, s, (tickwire_header_t *)first, SBE_TRADE_PRICE_EXPONENT, recv_time, line, flags)) return WIRE_REFUSED;
    if (UNLIKELY(sbe_is_far(time))) return sbe_refuse_block(e, SBE_TRADE_PRICE_EXPONENT, SBE_TRADE_TRANSACT_TIME);
    first->transact_time = time * 1000;
    if (LIKELY(count == 1)) {
        *out = (batch_t){(const tickwire_header_t *)first, 1, STRIDE};
        return sbe_trade(e, first, entry) ? WIRE_REFUSED : WIRE_OK;
    }
    *out = (batch_t){(const tickwire_header_t *)first, (ptrdiff_t)count, STRIDE};
    if (!count) return WIRE_OK;
    if (sbe_trade(e, trade = first, entry)) return WIRE_REFUSED;
    for (size_t i = 1; i < count; i++) {
        trade = (tickwire_trade_t *)((char *)trade + STRIDE);
        *trade = *first;
        if (sbe_trade(e, trade, entry += e->stride[0])) return WIRE_REFUSED;
    }
    trade->flags |= TICKWIRE_LAST_IN_ARRAY;
    return WIRE_OK;
}

/* A batch of one. */
INLINE int sbe_one(const void *message, size_t size, batch_t *out) {
    *out = (batch_t){(const tickwire_header_t *)message, 1, (ptrdiff_t)size};
    return WIRE_OK;
}

INLINE int sbe_best(decoder_t *d, const stream_t *s, sbe_event_t *e, int64_t recv_time, int line, batch_t *out) {
    _Static_assert(SBE_BOOK_TICKER_ASK_QTY == SBE_BOOK_TICKER_BID_PRICE + 24, "four numbers in a row");
    tickwire_book_ticker_t *best = &d->message.book_ticker;
    const char *block = e->frame + SBE_HEADER;
    const char *id = block + SBE_BOOK_TICKER_BOOK_UPDATE_ID, *prices = block + SBE_BOOK_TICKER_BID_PRICE;
    if (sbe_begin(e, s, (tickwire_header_t *)best, SBE_BOOK_TICKER_PRICE_EXPONENT, recv_time, line, 0)) return WIRE_REFUSED;
    best->book_update_id = sbe_int(id);
    memcpy(&best->bid_price, prices, 32);
    if (UNLIKELY((best->book_update_id | best->bid_price | best->bid_qty | best->ask_price | best->ask_qty) < 0) &&
        (sbe_refuse_null(e, id, 1) || sbe_refuse_null(e, prices, 4)))
        return WIRE_REFUSED;
    return sbe_one(best, sizeof *best, out);
}

/* One side of the book: an entry is a level, byte for byte, unless a newer version made it longer. */
INLINE tickwire_level_t *sbe_side(const sbe_event_t *e, int side, tickwire_level_t *to) {
    const char *p = e->entries[side];
    if (LIKELY(e->stride[side] == sizeof *to)) {
        memcpy(to, p, e->count[side] * sizeof *to);
        return to + e->count[side];
    }
    for (size_t i = 0; i < e->count[side]; i++, p += e->stride[side], to++) memcpy(to, p, sizeof *to);
    return to;
}

/* Refuse levels of which a number is null; whether any is negative, which is rare, is told by all of them together. */
INLINE int sbe_check_side(sbe_event_t *e, int side, const tickwire_level_t *levels) {
    uint64_t all = 0;
    for (size_t i = 0; i < e->count[side]; i++) all |= (uint64_t)levels[i].price | (uint64_t)levels[i].qty;
    if (LIKELY(!(all >> 63))) return WIRE_OK;
    const char *p = e->entries[side];
    int64_t number;
    for (size_t i = 0; i < e->count[side]; i++, p += e->stride[side])
        if (sbe_number(e, p, &number) || sbe_number(e, p + sizeof number, &number)) return WIRE_REFUSED;
    return WIRE_OK;
}

/* Both sides into the arena. */
INLINE int sbe_sides(decoder_t *d, sbe_event_t *e, const tickwire_level_t **bids, const tickwire_level_t **asks,
                     uint32_t *num_bids, uint32_t *num_asks) {
    if (UNLIKELY(reserve_levels(d, 9 * (e->count[0] + e->count[1])))) return sbe_refuse(e, "no memory for so many levels", SBE_HEADER);
    *bids = d->levels;
    *asks = sbe_side(e, 0, d->levels);
    sbe_side(e, 1, d->levels + e->count[0]);
    *num_bids = (uint32_t)e->count[0];
    *num_asks = (uint32_t)e->count[1];
    return sbe_check_side(e, 0, *bids) || sbe_check_side(e, 1, *asks) ? WIRE_REFUSED : WIRE_OK;
}

INLINE int sbe_partial_depth(decoder_t *d, const stream_t *s, sbe_event_t *e, int64_t recv_time, int line, batch_t *out) {
    tickwire_partial_depth_t *depth = &d->message.partial_depth;
    *depth = s->prototype.partial_depth;
    if (sbe_begin(e, s, (tickwire_header_t *)depth, SBE_PARTIAL_DEPTH_PRICE_EXPONENT, recv_time, line, 0)) return WIRE_REFUSED;
    if (sbe_number(e, e->frame + SBE_HEADER + SBE_PARTIAL_DEPTH_BOOK_UPDATE_ID, &depth->book_update_id) ||
        sbe_sides(d, e, &depth->bids, &depth->asks, &depth->num_bids, &depth->num_asks))
        return WIRE_REFUSED;
    return sbe_one(depth, sizeof *depth, out);
}

INLINE int sbe_depth_update(decoder_t *d, const stream_t *s, sbe_event_t *e, int64_t recv_time, int line, batch_t *out) {
    tickwire_depth_update_t *depth = &d->message.depth_update;
    const char *block = e->frame + SBE_HEADER;
    *depth = s->prototype.depth_update;
    if (sbe_begin(e, s, (tickwire_header_t *)depth, SBE_DEPTH_UPDATE_PRICE_EXPONENT, recv_time, line, 0)) return WIRE_REFUSED;
    if (sbe_number(e, block + SBE_DEPTH_UPDATE_FIRST_BOOK_UPDATE_ID, &depth->first_book_update_id) ||
        sbe_number(e, block + SBE_DEPTH_UPDATE_LAST_BOOK_UPDATE_ID, &depth->last_book_update_id) ||
        sbe_sides(d, e, &depth->bids, &depth->asks, &depth->num_bids, &depth->num_asks))
        return WIRE_REFUSED;
    return sbe_one(depth, sizeof *depth, out);
}

/* An opened frame into the struct of its stream, whose kind is that of the event. */
INLINE int sbe_decode(decoder_t *d, const stream_t *s, sbe_event_t *e, int64_t recv_time, int line, batch_t *out) {
    if (e->kind == TICKWIRE_TRADE) return sbe_trades(d, s, e, recv_time, line, out);
    if (e->kind == TICKWIRE_BOOK_TICKER) return sbe_best(d, s, e, recv_time, line, out);
    if (e->kind == TICKWIRE_DEPTH_UPDATE) return sbe_depth_update(d, s, e, recv_time, line, out);
    return sbe_partial_depth(d, s, e, recv_time, line, out);
}

/* The ids that an opened event covers; 0 when it has none, or one that cannot be. */
INLINE int sbe_ids(const sbe_event_t *e, int64_t *first, int64_t *last) {
    const char *block = e->frame + SBE_HEADER;
    switch (e->kind) {
        case TICKWIRE_TRADE:
            if (!e->count[0]) return 0;
            *first = sbe_int(e->entries[0] + SBE_TRADE_ENTRY_TRADE_ID);
            *last = sbe_int(e->entries[0] + (e->count[0] - 1) * e->stride[0] + SBE_TRADE_ENTRY_TRADE_ID);
            break;
        case TICKWIRE_BOOK_TICKER: *first = *last = sbe_int(block + SBE_BOOK_TICKER_BOOK_UPDATE_ID); break;
        case TICKWIRE_PARTIAL_DEPTH: *first = *last = sbe_int(block + SBE_PARTIAL_DEPTH_BOOK_UPDATE_ID); break;
        default:
            *first = sbe_int(block + SBE_DEPTH_UPDATE_FIRST_BOOK_UPDATE_ID);
            *last = sbe_int(block + SBE_DEPTH_UPDATE_LAST_BOOK_UPDATE_ID);
    }
    return *first != TICKWIRE_NULL && *last != TICKWIRE_NULL;
}

/* Whether a frame is SBE: no JSON has a zero byte, and a header has one, since no schema's number takes two bytes. */
static int is_sbe(const char *frame, size_t size) { return memchr(frame, 0, size < SBE_HEADER ? size : SBE_HEADER) != NULL; }
