/* The ids of a message, read before it is decoded: what stands before them is compared with what stood there in a message
 * that was decoded, byte for byte, save that a digit may stand where a digit stood. Whatever differs is left to the
 * decoder.
 */
#pragma once
#include <string.h>

#include "scan.h"
#include "messages.h"

enum { MOST_KEYS = 3, PEEKED_LONGEST = 256, PEEKED_DIGITS = 16, TIME_IN_MS = 13, TIME_IN_US = 16 };

/* A number among what is compared. */
typedef struct {
    uint16_t at, digits;
    int64_t scale;       /* of times, to ns */
} spot_t;

typedef struct {
    uint8_t expected[PEEKED_LONGEST];
    uint8_t limit[PEEKED_LONGEST]; /* 0 equal, 9 any digit, 7 and 8 fewer of them, 255 any byte */
    uint16_t size;       /* bytes up to the comma behind the last number; 0 until something is learned */
    spot_t last, before; /* the one before the last has digits only if it is wanted */
    uint32_t misses;     /* messages that did not fit */
} peek_t;

/* What is looked for in each kind: keys in the order of the wire, up to the one of the last number. */
typedef struct {
    const char *key[MOST_KEYS];
    uint8_t times;        /* a bit for each key whose number is one */
    uint8_t wants_before; /* the number before the last one */
} peeked_t;

static const peeked_t PEEKED[TICKWIRE_KINDS] = {
    [TICKWIRE_AGG_TRADE] = {{"\"E\":", "\"a\":"}, 1, 0},
    [TICKWIRE_TRADE] = {{"\"E\":", "\"t\":"}, 1, 0},
    [TICKWIRE_BLOCK_TRADE] = {{"\"E\":", "\"t\":"}, 1, 0},
    [TICKWIRE_KLINE] = {{"\"E\":", "\"t\":"}, 3, 1},
    [TICKWIRE_MINI_TICKER] = {{"\"E\":"}, 1, 0},
    [TICKWIRE_TICKER] = {{"\"E\":"}, 1, 0},
    [TICKWIRE_ROLLING_TICKER] = {{"\"E\":"}, 1, 0},
    [TICKWIRE_BOOK_TICKER] = {{"\"u\":"}, 0, 0},
    [TICKWIRE_AVG_PRICE] = {{"\"E\":"}, 1, 0},
    [TICKWIRE_PARTIAL_DEPTH] = {{"\"lastUpdateId\":"}, 0, 0},
    [TICKWIRE_DEPTH_UPDATE] = {{"\"E\":", "\"U\":", "\"u\":"}, 1, 0},
};

/* Whether `size` bytes are as they are expected; up to 15 bytes behind them are read. */
#if defined(__SSE2__) || defined(_M_X64)
#include <emmintrin.h>
INLINE int peek_fits(const peek_t *peek, const char *p) {
    __m128i wrong = _mm_setzero_si128();
    for (uint32_t i = 0; i < peek->size; i += 16) {
        __m128i byte = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i expected = _mm_loadu_si128((const __m128i *)(peek->expected + i));
        __m128i limit = _mm_loadu_si128((const __m128i *)(peek->limit + i));
        wrong = _mm_or_si128(wrong, _mm_subs_epu8(_mm_sub_epi8(byte, expected), limit));
    }
    return _mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) == 0xffff;
}
#elif defined(__aarch64__) || defined(_M_ARM64)
#include <arm_neon.h>
INLINE int peek_fits(const peek_t *peek, const char *p) {
    uint8x16_t wrong = vdupq_n_u8(0);
    for (uint32_t i = 0; i < peek->size; i += 16) {
        uint8x16_t by = vsubq_u8(vld1q_u8((const uint8_t *)p + i), vld1q_u8(peek->expected + i));
        wrong = vorrq_u8(wrong, vqsubq_u8(by, vld1q_u8(peek->limit + i)));
    }
    return vmaxvq_u8(wrong) == 0;
}
#else
INLINE int peek_fits(const peek_t *peek, const char *p) {
    int wrong = 0;
    for (uint32_t i = 0; i < peek->size; i++) wrong |= (uint8_t)((uint8_t)p[i] - peek->expected[i]) > peek->limit[i];
    return !wrong;
}
#endif

INLINE int64_t read_spot(const spot_t *spot, const char *frame) {
    const char *p = frame + spot->at;
    int n = spot->digits;
    if (UNLIKELY(n <= 8)) return (int64_t)digits_value(load8(p), n) * spot->scale;
    return (int64_t)(digits_value(load8(p), n - 8) * 100000000 + digits_value(load8(p + n - 8), 8)) * spot->scale;
}

/* The last number into number[1] and, if it is wanted, the one before it into number[0]; 0 when the frame is unlike the
 * one that was learned from. */
INLINE int peek_read(const peek_t *peek, const char *frame, size_t size, int64_t *number) {
    if (UNLIKELY(!peek->size || size <= peek->size || !peek_fits(peek, frame))) return 0;
    if (peek->before.digits) number[0] = read_spot(&peek->before, frame);
    number[1] = read_spot(&peek->last, frame);
    return 1;
}

/* Let any number of as many digits stand from `at` to `to`. The first digit of more than one is not zero, that of a time at
 * most 8, for 9 may not fit as ns. Refused: numbers and times of an unusual size. */
static int spot_learn(peek_t *peek, spot_t *spot, size_t at, size_t to, int is_time) {
    size_t n = to - at;
    if (n == 0 || n > PEEKED_DIGITS || (is_time && n != TIME_IN_MS && n != TIME_IN_US)) return WIRE_REFUSED;
    *spot = (spot_t){(uint16_t)at, (uint16_t)n, is_time ? n == TIME_IN_MS ? 1000000 : 1000 : 1};
    memset(peek->expected + at, '0', n);
    memset(peek->limit + at, 9, n);
    if (n == 1) return WIRE_OK;
    peek->expected[at] = '1';
    peek->limit[at] = is_time ? 7 : 8;
    return WIRE_OK;
}

/* Learn from a frame of a kind; the caller compares what is then read from it with what it decoded. */
static void peek_learn(peek_t *peek, int kind, const char *frame, size_t size) {
    const peeked_t *peeked = &PEEKED[kind];
    size_t longest = size < PEEKED_LONGEST ? size : PEEKED_LONGEST, p = 0;
    peek->size = 0;
    peek->last = peek->before = (spot_t){0, 0, 0};
    memcpy(peek->expected, frame, longest);
    memset(peek->limit, 0, sizeof peek->limit);
    for (int i = 0; i < MOST_KEYS && peeked->key[i]; i++) {
        const char *key = peeked->key[i];
        size_t key_size = strlen(key), at;
        int is_last = i + 1 == MOST_KEYS || !peeked->key[i + 1];
        while (p + key_size < longest && memcmp(frame + p, key, key_size)) p++;
        for (at = p += key_size; p < longest && is_digit(frame[p]);) p++;
        if (p >= longest || spot_learn(peek, is_last ? &peek->last : &peek->before, at, p, peeked->times >> i & 1)) return;
    }
    if (!peek->last.digits || frame[p] != ',') return;
    if (!peeked->wants_before) peek->before.digits = 0;
    peek->size = (uint16_t)(p + 1);
    memset(peek->limit + p + 1, 255, PEEKED_LONGEST - p - 1);
}
