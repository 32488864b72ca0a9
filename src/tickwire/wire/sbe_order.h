/* The SBE codec of orders: execution reports, and replies to orders placed and cancelled, into the structs of JSON.
 *
 * The rows of a block, which sbe_tables.h lists, become straight code with constant offsets. A block that an older version
 * made shorter is read from a copy with nulls at its end.
 */
#pragma once
#include "sbe.h"
#include "table.h"

enum { SBE_LONGEST_BLOCK = SBE_EXECUTION_REPORT_EVENT_BLOCK, SBE_NONE_TIME = -1000000 };

/* A frame that is read from front to back. */
typedef struct {
    decoder_t *d;
    const char *frame, *at, *end;
    unsigned version;
    const char *fault;   /* what is wrong, and at which byte */
    size_t fault_at;
    char block[SBE_LONGEST_BLOCK + 8];
} sbe_reader_t;

NOINLINE void sbe_note_fault(sbe_reader_t *r, const char *fault, const char *at) {
    r->fault = fault;
    r->fault_at = (size_t)(at - r->frame);
}

INLINE int sbe_fail(sbe_reader_t *r, const char *fault, const char *at) {
    sbe_note_fault(r, fault, at);
    return WIRE_REFUSED;
}

INLINE size_t sbe_left(const sbe_reader_t *r) { return (size_t)(r->end - r->at); }

/* What older versions do not have of a block: where they may end, and nulls for the rest. */
typedef struct {
    const uint16_t *ends;
    const uint8_t *nulls;
    size_t count;
} sbe_past_t;
#define SBE_PAST(name) \
    (sbe_past_t) { SBE_##name##_ENDS, SBE_##name##_NULLS, sizeof SBE_##name##_ENDS / sizeof *SBE_##name##_ENDS }

/* A copy of a short block, completed; NULL when it lacks what no version lacks. */
NOINLINE const char *sbe_completed(sbe_reader_t *r, const char *block, size_t length, sbe_past_t past) {
    size_t i = past.count;
    while (i && past.ends[i - 1] > length) i--;
    if (!i) return sbe_fail(r, "the block is too short", block), NULL;
    size_t whole = past.ends[i - 1];
    memcpy(r->block, block, whole);
    memcpy(r->block + whole, past.nulls + (whole - past.ends[0]), past.ends[past.count - 1] - whole);
    return r->block;
}

/* The block of so many bytes at the cursor, which is moved behind it; NULL when it is refused. */
INLINE const char *sbe_block(sbe_reader_t *r, size_t length, size_t known, sbe_past_t past) {
    const char *block = r->at;
    if (UNLIKELY(length > sbe_left(r))) return sbe_fail(r, "the block is cut off", block), NULL;
    r->at += length;
    return LIKELY(length >= known) ? block : sbe_completed(r, block, length, past);
}

INLINE int sbe_message_head(sbe_reader_t *r, unsigned *length, unsigned *template_id) {
    if (UNLIKELY(sbe_left(r) < SBE_HEADER)) return sbe_fail(r, "the header is cut off", r->at);
    *length = load2(r->at);
    *template_id = sbe_template(r->at);
    r->version = sbe_version(r->at);
    r->at += SBE_HEADER;
    return WIRE_OK;
}

INLINE int sbe_group_head(sbe_reader_t *r, size_t size, size_t *length, size_t *count) {
    if (UNLIKELY(sbe_left(r) < size)) return sbe_fail(r, "the head of a group is cut off", r->at);
    *length = load2(r->at);
    *count = size == SBE_GROUP_16 ? load2(r->at + 2) : load4(r->at + 2);
    r->at += size;
    return WIRE_OK;
}

/* A word's number that is not a listed one below 64. */
NOINLINE uint8_t sbe_rare_word(symbols_t *symbols, int set, uint8_t code) {
    char text[16 + WIRE_PADDING] = {0};
    for (uint32_t i = 0; i < WORDS[set].count; i++)
        if (WORDS[set].words[i].code == code) return code;
    if (code == WORD_UNLISTED) return code;
    int size = snprintf(text, 16, "UNLISTED_%d", code);
    return (uint8_t)word_learn(symbols, text, (size_t)size);
}

INLINE uint8_t sbe_word(symbols_t *symbols, int set, uint8_t code) {
    if (LIKELY(code < 64 && SBE_LISTED[set] >> code & 1) || code == WORD_ABSENT) return code;
    return sbe_rare_word(symbols, set, code);
}

/* µs as ns. */
INLINE int64_t sbe_ns(int64_t us) { return (int64_t)((uint64_t)us * 1000); }

/* Why a number of a row cannot be, by its sort: NULL when it can. */
#define SBE_WRONG_ANY(p) NULL
#define SBE_WRONG_NUMBER(p) (sbe_int(p) == TICKWIRE_NULL ? SBE_IS_NULL : NULL)
#define SBE_WRONG_TIME(p) \
    ((uint64_t)sbe_int(p) + (uint64_t)SBE_LATEST > 2 * (uint64_t)SBE_LATEST ? "no time that fits 64 bits as ns" : NULL)
#define SBE_WRONG_MAYBE_TIME(p) (sbe_int(p) == TICKWIRE_NULL ? NULL : SBE_WRONG_TIME(p))
#define SBE_WRONG_EXPONENT(p) ((unsigned)-(int8_t)*(p) > SBE_MOST_DECIMALS ? "no usual exponent" : NULL)

/* Of which sort the numbers of a kind of rows are. */
#define SBE_SORT_INT(p) SBE_WRONG_NUMBER(p)
#define SBE_SORT_INT_OR_NULL(p) SBE_WRONG_ANY(p)
#define SBE_SORT_INT_OR_NONE(p) SBE_WRONG_ANY(p)
#define SBE_SORT_UINT_OR_NULL(p) SBE_WRONG_ANY(p)
#define SBE_SORT_INT32_OR_NULL(p) SBE_WRONG_ANY(p)
#define SBE_SORT_UINT8(p) SBE_WRONG_ANY(p)
#define SBE_SORT_UINT8_OR_NULL(p) SBE_WRONG_ANY(p)
#define SBE_SORT_SUBSCRIPTION(p) SBE_WRONG_ANY(p)
#define SBE_SORT_TIME(p) SBE_WRONG_TIME(p)
#define SBE_SORT_TIME_OR_NULL(p) SBE_WRONG_MAYBE_TIME(p)
#define SBE_SORT_TIME_OR_NONE(p) SBE_WRONG_MAYBE_TIME(p)
#define SBE_SORT_EXPONENT(p) SBE_WRONG_EXPONENT(p)
#define SBE_SORT_FLAG(p) SBE_WRONG_ANY(p)
#define SBE_SORT_WORD(p) SBE_WRONG_ANY(p)
#define SBE_SORT_AMOUNT_BY_PRICE(p) SBE_WRONG_NUMBER(p)
#define SBE_SORT_AMOUNT_BY_QTY(p) SBE_WRONG_NUMBER(p)
#define SBE_SORT_MAYBE_AMOUNT_BY_PRICE(p) SBE_WRONG_ANY(p)

/* How the rows of a block are read, from `b` into `m`; `h` is the header whose exponents scale them. */
#define SBE_READ(kind, member, at, more) SBE_READ_##kind(m->member, b + at, more) is_wrong |= SBE_SORT_##kind(b + at) != NULL;
#define SBE_READ_INT(to, p, more) to = sbe_int(p);
#define SBE_READ_INT_OR_NULL(to, p, more) to = sbe_int(p); /* whose null is that of the struct */
#define SBE_READ_INT_OR_NONE(to, p, more) to = sbe_int(p) == TICKWIRE_NULL ? -1 : sbe_int(p);
#define SBE_READ_UINT_OR_NULL(to, p, more) to = sbe_int(p) < 0 ? TICKWIRE_NULL : sbe_int(p); /* null is the highest one */
#define SBE_READ_INT32_OR_NULL(to, p, more) to = (int32_t)load4(p) == INT32_MIN ? TICKWIRE_NULL : (int32_t)load4(p);
#define SBE_READ_UINT8(to, p, more) to = (uint8_t)*(p);
#define SBE_READ_UINT8_OR_NULL(to, p, more) to = (uint8_t)*(p) == UINT8_MAX ? TICKWIRE_NULL : (uint8_t)*(p);
#define SBE_READ_SUBSCRIPTION(to, p, more) to = load2(p) == UINT16_MAX ? 0 : load2(p);
#define SBE_READ_TIME(to, p, more) to = sbe_ns(sbe_int(p));
#define SBE_READ_TIME_OR_NULL(to, p, more) to = sbe_int(p) == TICKWIRE_NULL ? TICKWIRE_NULL : sbe_ns(sbe_int(p));
#define SBE_READ_TIME_OR_NONE(to, p, more) to = sbe_int(p) == TICKWIRE_NULL ? SBE_NONE_TIME : sbe_ns(sbe_int(p));
#define SBE_READ_EXPONENT(to, p, more) to = (int8_t)*(p);
#define SBE_READ_FLAG(to, p, more) to = *(p) != 0;
#define SBE_READ_WORD(to, p, set) to = sbe_word(r->d->symbols, set, (uint8_t)*(p));
#define SBE_READ_AMOUNT_BY_PRICE(to, p, more) to = sbe_int(p), to##_exponent = h->price_exponent;
#define SBE_READ_MAYBE_AMOUNT_BY_PRICE(to, p, more) \
    to = sbe_int(p), to##_exponent = sbe_int(p) == TICKWIRE_NULL ? 0 : h->price_exponent;
#define SBE_READ_AMOUNT_BY_QTY(to, p, more) to = sbe_int(p), to##_exponent = h->qty_exponent;

/* The text at the cursor, which is moved behind it. */
INLINE int sbe_text(sbe_reader_t *r, const char **text, size_t *size) {
    size_t left = sbe_left(r);
    *size = (uint8_t)*r->at;
    if (UNLIKELY(left < 1 || *size > left - 1)) return sbe_fail(r, "a text is cut off", r->at);
    *text = r->at + 1;
    r->at = *text + *size;
    if (UNLIKELY(r->version > SBE_TRADING_VERSION) && !sbe_is_text(*text, *size)) return sbe_fail(r, "no text", *text);
    return WIRE_OK;
}

/* A text into a label, without a loop over its bytes: the 40 there are copied, those beyond its end as zeros. */
INLINE int sbe_label(sbe_reader_t *r, char *label) {
    static const uint8_t keep[2 * LABEL_SIZE] = {
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    const char *text;
    size_t size;
    uint64_t all = 0;
    if (sbe_text(r, &text, &size)) return WIRE_REFUSED;
    if (UNLIKELY(size >= LABEL_SIZE)) return sbe_fail(r, "a client's id is too long", text);
    const char *mask = (const char *)keep + LABEL_SIZE - size;
    for (int i = 0; i < LABEL_SIZE; i += 8) {
        uint64_t word = load8(text + i) & load8(mask + i);
        all |= word;
        memcpy(label + i, &word, 8);
    }
    return LIKELY(!(all & EACH_BYTE(0x80))) || is_utf8(text, size) ? WIRE_OK : sbe_fail(r, "a client's id is no UTF-8", text);
}

/* A name, interned; 0 where there is none. */
INLINE int sbe_name(sbe_reader_t *r, uint32_t *id, int is_needed) {
    const char *text;
    size_t size;
    if (sbe_text(r, &text, &size)) return WIRE_REFUSED;
    *id = size ? symbol_intern(r->d->symbols, text, size) : 0;
    return LIKELY(*id || (!size && !is_needed)) ? WIRE_OK : sbe_fail(r, "no name, or one too many", text);
}

/* A word that comes as text; NONE where there is none. */
INLINE int sbe_text_word(sbe_reader_t *r, int set, uint8_t *number) {
    const char *text;
    size_t size;
    if (sbe_text(r, &text, &size)) return WIRE_REFUSED;
    int code = size ? word_code(&WORDS[set], text, size) : word_code(&WORDS[set], "NONE", 4);
    if (UNLIKELY(code < 0) && (code = word_learn(r->d->symbols, text, size)) < 0) return sbe_fail(r, "no word", text);
    *number = (uint8_t)code;
    return WIRE_OK;
}

#define SBE_TEXT(kind, member, more) \
    if (SBE_TEXT_##kind(m->member, more)) return WIRE_REFUSED;
#define SBE_TEXT_SYMBOL(to, more) sbe_name(r, &to, 1)
#define SBE_TEXT_NAME(to, more) sbe_name(r, &to, 0)
#define SBE_TEXT_LABEL(to, more) sbe_label(r, to)
#define SBE_TEXT_TEXT_WORD(to, set) sbe_text_word(r, set, &to)

/* Only a newer version may have more behind the last text. */
INLINE int sbe_end(sbe_reader_t *r) {
    return LIKELY(r->at == r->end) || r->version > SBE_TRADING_VERSION ? WIRE_OK : sbe_fail(r, "more than the message", r->at);
}

/* Tell the first row of a block whose number cannot be; the block may be a copy of what stands at `start`. */
#define SBE_TELL(kind, member, at, more) \
    if (SBE_SORT_##kind(b + at)) return sbe_fail(r, SBE_SORT_##kind(b + at), start + at);
#define SBE_TELLER(name) \
    NOINLINE int sbe_tell_##name(sbe_reader_t *r, const char *b, const char *start) { \
        SBE_##name##_ROWS(SBE_TELL) \
        return WIRE_REFUSED; \
    }
SBE_TELLER(EXECUTION_REPORT_EVENT)
SBE_TELLER(NEW_ORDER_ACK_RESPONSE)
SBE_TELLER(CANCEL_ORDER_RESPONSE)
SBE_TELLER(NEW_ORDER_FULL_RESPONSE)
SBE_TELLER(ORDER_FILL)
SBE_TELLER(USED_LIMIT)

#define SBE_ROWS(name, length) \
    const char *start = r->at, *b = sbe_block(r, length, SBE_##name##_BLOCK, SBE_PAST(name)); \
    int is_wrong = 0; \
    if (UNLIKELY(!b)) return WIRE_REFUSED; \
    SBE_##name##_ROWS(SBE_READ) \
    if (UNLIKELY(is_wrong)) return sbe_tell_##name(r, b, start);

/* Before the texts of a message, which a newer version may have put elsewhere. */
INLINE int sbe_to_texts(sbe_reader_t *r, const char *forms) {
    if (LIKELY(r->version <= SBE_TRADING_VERSION)) return WIRE_OK;
    size_t place = sbe_place_of_texts(r->frame, (size_t)(r->at - r->frame), (size_t)(r->end - r->frame), forms);
    if (!place) return sbe_fail(r, "where the texts are, is not certain", r->at);
    r->at = r->frame + place;
    return WIRE_OK;
}

#define SBE_TEXTS(name) \
    if (sbe_to_texts(r, SBE_##name##_FORMS)) return WIRE_REFUSED; \
    SBE_##name##_TEXTS(SBE_TEXT)

static int sbe_execution_report(sbe_reader_t *r, const stream_t *s) {
    tickwire_execution_report_t *m = &r->d->message.execution_report;
    const tickwire_header_t *h = (const tickwire_header_t *)m;
    unsigned length, template_id;
    memcpy(m, &s->prototype, sizeof *m);
    if (sbe_message_head(r, &length, &template_id)) return WIRE_REFUSED;
    SBE_ROWS(EXECUTION_REPORT_EVENT, length)
    SBE_TEXTS(EXECUTION_REPORT_EVENT)
    return sbe_end(r);
}

/* Room for a part at the end of the arena, which holds all that a frame can have. */
INLINE void *sbe_part(decoder_t *d, size_t size) {
    char *part = d->parts + d->parts_used;
    d->parts_used += size;
    return memset(part, 0, size);
}

static int sbe_fill(sbe_reader_t *r, size_t length, const tickwire_header_t *h) {
    tickwire_order_fill_t *m = (tickwire_order_fill_t *)sbe_part(r->d, sizeof *m);
    SBE_ROWS(ORDER_FILL, length)
    SBE_ORDER_FILL_TEXTS(SBE_TEXT)
    return WIRE_OK;
}

static int sbe_used_limit(sbe_reader_t *r, size_t length) {
    tickwire_used_limit_t *m = (tickwire_used_limit_t *)sbe_part(r->d, sizeof *m);
    SBE_ROWS(USED_LIMIT, length)
    return WIRE_OK;
}

/* The fills of an order, and matches that were prevented, of which the struct has none. */
static int sbe_fills(sbe_reader_t *r, tickwire_order_response_t *m) {
    size_t length, count, size;
    const char *text;
    if (sbe_group_head(r, SBE_GROUP_32, &length, &count)) return WIRE_REFUSED;
    m->fills = (const tickwire_order_fill_t *)(r->d->parts + r->d->parts_used);
    m->num_fills = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        if (sbe_fill(r, length, (const tickwire_header_t *)m)) return WIRE_REFUSED;
    if (sbe_group_head(r, SBE_GROUP_32, &length, &count)) return WIRE_REFUSED;
    for (size_t i = 0; i < count; i++) {
        if (length > sbe_left(r)) return sbe_fail(r, "the entries of a group are cut off", r->at);
        r->at += length;
        if (sbe_text(r, &text, &size)) return WIRE_REFUSED;
    }
    return WIRE_OK;
}

static int sbe_order(sbe_reader_t *r, tickwire_order_response_t *m) {
    const tickwire_header_t *h = (const tickwire_header_t *)m;
    unsigned length, template_id;
    if (sbe_message_head(r, &length, &template_id)) return WIRE_REFUSED;
    if (template_id == SBE_NEW_ORDER_ACK_RESPONSE) {
        SBE_ROWS(NEW_ORDER_ACK_RESPONSE, length)
        SBE_TEXTS(NEW_ORDER_ACK_RESPONSE)
    } else if (template_id == SBE_CANCEL_ORDER_RESPONSE) {
        SBE_ROWS(CANCEL_ORDER_RESPONSE, length)
        SBE_TEXTS(CANCEL_ORDER_RESPONSE)
    } else {
        SBE_ROWS(NEW_ORDER_FULL_RESPONSE, length)
        if (template_id == SBE_NEW_ORDER_FULL_RESPONSE && sbe_fills(r, m)) return WIRE_REFUSED;
        SBE_TEXTS(NEW_ORDER_FULL_RESPONSE)
    }
    return sbe_end(r);
}

/* A request's id comes as text: what is written as an integer is one again, what is empty was null. */
static int sbe_request_id(sbe_reader_t *r, tickwire_order_response_t *m) {
    const char *text = r->at + 1;
    if (sbe_label(r, m->id_text)) return WIRE_REFUSED;
    size_t size = (size_t)(r->at - text), sign = size && *text == '-', digits = 0;
    uint64_t value = 0;
    m->id = TICKWIRE_NULL;
    for (; sign + digits < size && is_digit(text[sign + digits]); digits++) value = value * 10 + (uint64_t)(text[sign + digits] - '0');
    int is_plain = digits && sign + digits == size && digits <= 19 && value <= INT64_MAX && (text[sign] != '0' || size == 1);
    if (!is_plain) return WIRE_OK;
    m->id = sign ? -(int64_t)value : (int64_t)value;
    memset(m->id_text, 0, sizeof m->id_text);
    return WIRE_OK;
}

/* A reply's texts: the request's id, and the result. */
#define SBE_REPLY_FORMS "tm"

/* What stands around every reply, up to the reply itself, within which the cursor is left. */
static int sbe_reply(sbe_reader_t *r, tickwire_order_response_t *m) {
    unsigned length, template_id;
    size_t stride, count;
    if (sbe_message_head(r, &length, &template_id)) return WIRE_REFUSED;
    const char *block = sbe_block(r, length, SBE_WEB_SOCKET_RESPONSE_BLOCK, SBE_PAST(WEB_SOCKET_RESPONSE));
    if (!block) return WIRE_REFUSED;
    m->status_code = load2(block + 1);
    if (sbe_group_head(r, SBE_GROUP_16, &stride, &count)) return WIRE_REFUSED;
    if (count) m->rate_limits = (const tickwire_used_limit_t *)(r->d->parts + r->d->parts_used);
    m->num_rate_limits = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        if (sbe_used_limit(r, stride)) return WIRE_REFUSED;
    if (sbe_to_texts(r, SBE_REPLY_FORMS) || sbe_request_id(r, m)) return WIRE_REFUSED;
    if (sbe_left(r) < 4 || load4(r->at) > sbe_left(r) - 4) return sbe_fail(r, "the result is cut off", r->at);
    size_t size = load4(r->at);
    r->at += 4;
    if (size < sbe_left(r) && r->version <= SBE_TRADING_VERSION) return sbe_fail(r, "more than the message", r->at + size);
    r->end = r->at + size;
    return WIRE_OK;
}

static int sbe_order_response(sbe_reader_t *r, const stream_t *s) {
    tickwire_order_response_t *m = &r->d->message.order_response;
    memcpy(m, &s->prototype, sizeof *m);
    r->d->parts_used = 0;
    if (reserve_parts(r->d, (size_t)(r->end - r->frame))) return sbe_fail(r, "no memory for so many parts", r->at);
    return sbe_reply(r, m) || sbe_order(r, m) ? WIRE_REFUSED : WIRE_OK;
}

/* The kind of a frame that sbe_decode_order takes: TICKWIRE_EXECUTION_REPORT, TICKWIRE_ORDER_RESPONSE, else 0. Its lengths
 * are not believed: where they lead astray, the frame is refused or left to the slow path. */
INLINE int sbe_order_kind(const char *frame, size_t size) {
    if (size < SBE_HEADER || sbe_schema(frame) != SBE_TRADING) return 0;
    if (sbe_template(frame) == SBE_EXECUTION_REPORT_EVENT) return TICKWIRE_EXECUTION_REPORT;
    if (sbe_template(frame) != SBE_WEB_SOCKET_RESPONSE) return 0;
    size_t at = SBE_HEADER + load2(frame);
    if (at + SBE_GROUP_16 > size) return 0;
    at += SBE_GROUP_16 + (size_t)load2(frame + at) * load2(frame + at + 2);
    if (UNLIKELY(sbe_version(frame) > SBE_TRADING_VERSION)) at = sbe_place_of_texts(frame, at, size, SBE_REPLY_FORMS);
    if (!at || at >= size) return 0;
    at += 1 + (size_t)(uint8_t)frame[at] + 4;
    if (at + SBE_HEADER > size || sbe_schema(frame + at) != SBE_TRADING) return 0;
    switch (sbe_template(frame + at)) {
        case SBE_NEW_ORDER_ACK_RESPONSE:
        case SBE_NEW_ORDER_RESULT_RESPONSE:
        case SBE_NEW_ORDER_FULL_RESPONSE:
        case SBE_CANCEL_ORDER_RESPONSE: return TICKWIRE_ORDER_RESPONSE;
        default: return 0;
    }
}

/* A frame of that kind; NULL when it is refused. */
static const tickwire_header_t *sbe_decode_order(decoder_t *d, const stream_t *s, sbe_reader_t *r, const char *frame, size_t size,
                                                 int64_t recv_time, int line) {
    r->d = d;
    r->frame = r->at = frame;
    r->end = frame + size;
    int refused = s->kind == TICKWIRE_EXECUTION_REPORT ? sbe_execution_report(r, s) : sbe_order_response(r, s);
    if (UNLIKELY(refused)) return NULL;
    sbe_received((tickwire_header_t *)&d->message, recv_time, line, 0);
    return (const tickwire_header_t *)&d->message;
}
