/* Reading JSON tokens: strict, without allocation, one pass.
 *
 * Padding contract: at least WIRE_PADDING readable bytes lie behind the end of what is scanned. Loads may reach into
 * them; what they hold never decides a result, since every token must end before `end`.
 */
#pragma once
#include <stdint.h>
#include <string.h>

#include "numbers.h"

#define WIRE_PADDING 64

#if defined(_MSC_VER) && !defined(__clang__)
#include <intrin.h>
#define INLINE static __forceinline
#define NOINLINE static __declspec(noinline)
#define LIKELY(x) (x)
#define UNLIKELY(x) (x)
static __forceinline int first_bit(uint64_t x) {
    unsigned long at;
    _BitScanForward64(&at, x);
    return (int)at;
}
#else
#define INLINE static inline __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define first_bit(x) __builtin_ctzll(x)
#endif

enum { WIRE_OK = 0, WIRE_REFUSED = -1 };

typedef struct {
    const char *p, *end;
} cursor_t;

static const uint64_t POWER[] = {1ull,
                                 10ull,
                                 100ull,
                                 1000ull,
                                 10000ull,
                                 100000ull,
                                 1000000ull,
                                 10000000ull,
                                 100000000ull,
                                 1000000000ull,
                                 10000000000ull,
                                 100000000000ull,
                                 1000000000000ull,
                                 10000000000000ull,
                                 100000000000000ull,
                                 1000000000000000ull,
                                 10000000000000000ull,
                                 100000000000000000ull,
                                 1000000000000000000ull};

#define EACH_BYTE(b) (0x0101010101010101ull * (b))

INLINE uint64_t load8(const char *p) {
    uint64_t word;
    memcpy(&word, p, 8);
    return word;
}

INLINE int is_digit(char c) { return (unsigned char)(c - '0') < 10; }
INLINE int is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

INLINE void skip_space(cursor_t *c) {
    if (UNLIKELY(*c->p <= ' '))
        while (c->p < c->end && is_space(*c->p)) c->p++;
}

/* How many of the first bytes of a word are digits. */
INLINE int count_digits(uint64_t word) {
    uint64_t t = word ^ EACH_BYTE(0x30);
    uint64_t other = ((t + EACH_BYTE(0x76)) | t) & EACH_BYTE(0x80);
    return other ? first_bit(other) >> 3 : 8;
}

/* The number that the first n bytes of a word spell, 1 <= n <= 8. */
INLINE uint64_t digits_value(uint64_t word, int n) {
    word = (word - EACH_BYTE(0x30)) << (64 - 8 * n);
    word = word * 10 + (word >> 8);
    return ((word & 0x000000ff000000ffull) * 0x000f424000000064ull +
            ((word >> 16) & 0x000000ff000000ffull) * 0x0000271000000001ull) >>
           32;
}

/* Digits from p on: how many, at most 20, and their value, which is right up to 19. */
INLINE int read_digits(const char *p, uint64_t *value) {
    uint64_t word = load8(p), high;
    int n = count_digits(word);
    if (n < 8) {
        *value = n ? digits_value(word, n) : 0;
        return n;
    }
    high = digits_value(word, 8);
    word = load8(p + 8);
    n = count_digits(word);
    if (n < 8) {
        *value = high * POWER[n] + (n ? digits_value(word, n) : 0);
        return 8 + n;
    }
    high = high * 100000000 + digits_value(word, 8);
    for (n = 16; n < 20 && is_digit(p[n]); n++) high = high * 10 + (uint64_t)(p[n] - '0');
    *value = high;
    return n;
}

/* A JSON integer. Refused: fractions, leading zeros, what does not fit. */
INLINE int read_int(cursor_t *c, int64_t *out) {
    const char *p = c->p;
    int negative = *p == '-';
    uint64_t value;
    p += negative;
    int n = read_digits(p, &value);
    if (UNLIKELY(n == 0 || n > 19 || (n > 1 && *p == '0') || value > INT64_MAX)) return WIRE_REFUSED;
    c->p = p + n;
    *out = negative ? -(int64_t)value : (int64_t)value;
    return c->p < c->end ? WIRE_OK : WIRE_REFUSED;
}

/* The digits of a long decimal as an integer; refused when they do not fit. */
INLINE int digits_fit(const char *digits, int n, int64_t *out) {
    uint64_t value = 0;
    for (int i = 0; i < n; i++) {
        if (value > (INT64_MAX - (uint64_t)(digits[i] - '0')) / 10) return WIRE_REFUSED;
        value = value * 10 + (uint64_t)(digits[i] - '0');
    }
    *out = (int64_t)value;
    return WIRE_OK;
}

enum { MOST_DIGITS = 128, MOST_DECIMALS = 100 };

/* A decimal of more than 18 digits. One that does not fit as printed loses its trailing zeros, so that
 * "500000000000.00000000" is taken; what still does not fit is refused. */
NOINLINE int read_long_decimal(cursor_t *c, int64_t *mantissa, unsigned *decimals) {
    char digits[MOST_DIGITS];
    const char *p = c->p + 1;
    int negative = *p == '-', n = 0, whole = 0, fraction = -1;
    for (p += negative; p < c->end && (is_digit(*p) || (*p == '.' && fraction < 0)); p++) {
        if (*p == '.') {
            fraction = 0;
            continue;
        }
        if (n == MOST_DIGITS) return WIRE_REFUSED;
        if (n || *p != '0') digits[n++] = *p;
        fraction < 0 ? whole++ : fraction++;
    }
    if (p >= c->end || *p != '"' || !whole || !fraction) return WIRE_REFUSED;
    if (fraction < 0) fraction = 0;
    while (fraction && (fraction > MOST_DECIMALS || digits_fit(digits, n, mantissa)) && (!n || digits[n - 1] == '0')) {
        n -= n > 0;
        fraction--;
    }
    if (fraction > MOST_DECIMALS || digits_fit(digits, n, mantissa)) return WIRE_REFUSED;
    if (negative) *mantissa = -*mantissa;
    *decimals = (unsigned)fraction;
    c->p = p + 1;
    return WIRE_OK;
}

/* A decimal in quotes: -?digits(.digits)?, exact, with the number of decimals printed. */
INLINE int read_decimal(cursor_t *c, int64_t *mantissa, unsigned *decimals) {
    const char *p = c->p;
    if (UNLIKELY(*p++ != '"')) return WIRE_REFUSED;
    int negative = *p == '-';
    p += negative;
    uint64_t whole, fraction = 0;
    int n = read_digits(p, &whole), f = 0;
    p += n;
    if (LIKELY(*p == '.')) {
        f = read_digits(p + 1, &fraction);
        p += 1 + f;
        if (UNLIKELY(!f)) return WIRE_REFUSED;
    }
    if (UNLIKELY(n == 0)) return WIRE_REFUSED;
    if (UNLIKELY(n + f > 18)) return read_long_decimal(c, mantissa, decimals);
    if (UNLIKELY(*p != '"' || p + 1 >= c->end)) return WIRE_REFUSED;
    int64_t value = (int64_t)(whole * POWER[f] + fraction);
    *mantissa = negative ? -value : value;
    *decimals = (unsigned)f;
    c->p = p + 1;
    return WIRE_OK;
}

/* A string without escapes: `*text` and the size; the cursor is left behind the closing quote. */
INLINE int read_plain_string(cursor_t *c, const char **text, size_t *size) {
    const char *p = c->p;
    if (UNLIKELY(*p++ != '"')) return WIRE_REFUSED;
    *text = p;
    for (; p < c->end; p++) {
        if (*p == '"') {
            *size = (size_t)(p - *text);
            c->p = p + 1;
            return WIRE_OK;
        }
        if (UNLIKELY(*p == '\\' || (unsigned char)*p < 0x20)) return WIRE_REFUSED;
    }
    return WIRE_REFUSED;
}

INLINE int read_bool(cursor_t *c, int *out) {
    static const char yes[4] = {'t', 'r', 'u', 'e'}, no[5] = {'f', 'a', 'l', 's', 'e'};
    *out = memcmp(c->p, yes, 4) == 0;
    if (!*out && memcmp(c->p, no, 5) != 0) return WIRE_REFUSED;
    c->p += *out ? 4 : 5;
    return c->p < c->end ? WIRE_OK : WIRE_REFUSED;
}

/* The UTF-16 unit that four hexadecimal digits spell, or -1. */
static int read_unit(const char *p, const char *end) {
    int unit = 0;
    for (int i = 0; i < 4; i++, p++) {
        int letter = (*p | 0x20) - 'a';
        if (p >= end || !(is_digit(*p) || (letter >= 0 && letter < 6))) return -1;
        unit = unit * 16 + (is_digit(*p) ? *p - '0' : letter + 10);
    }
    return unit;
}

/* What lies behind a \u escape, p being at its u; NULL when it is malformed or a surrogate without its partner. */
NOINLINE const char *skip_unicode(const char *p, const char *end) {
    int unit = read_unit(p + 1, end);
    if (unit < 0 || (unit & 0xfc00) == 0xdc00) return NULL;
    p += 5;
    if ((unit & 0xfc00) != 0xd800) return p;
    return end - p > 6 && memcmp(p, "\\u", 2) == 0 && (read_unit(p + 2, end) & ~0x3ff) == 0xdc00 ? p + 6 : NULL;
}

/* Any string. */
INLINE int skip_string(cursor_t *c) {
    const char *p = c->p + 1;
    while (p < c->end && *p != '"') {
        if ((unsigned char)*p < 0x20) return WIRE_REFUSED;
        if (*p++ != '\\') continue;
        if (p < c->end && *p == 'u') {
            if (!(p = skip_unicode(p, c->end))) return WIRE_REFUSED;
        } else if (p >= c->end || !memchr("\"\\/bfnrt", *p++, 8)) {
            return WIRE_REFUSED;
        }
    }
    if (p >= c->end) return WIRE_REFUSED;
    c->p = p + 1;
    return WIRE_OK;
}

INLINE const char *skip_digits(const char *p, const char *end) {
    while (p < end && is_digit(*p)) p++;
    return p;
}

INLINE int skip_number(cursor_t *c) {
    const char *p = c->p + (*c->p == '-'), *q = skip_digits(p, c->end);
    if (q == p || (q > p + 1 && *p == '0')) return WIRE_REFUSED;
    if (q < c->end && *q == '.') {
        p = q + 1;
        q = skip_digits(p, c->end);
        if (q == p) return WIRE_REFUSED;
    }
    if (q < c->end && (*q | 0x20) == 'e') {
        p = q + 1;
        p += p < c->end && (*p == '+' || *p == '-');
        q = skip_digits(p, c->end);
        if (q == p) return WIRE_REFUSED;
    }
    c->p = q;
    return q < c->end ? WIRE_OK : WIRE_REFUSED;
}

INLINE int skip_word(cursor_t *c, const char *word, size_t size) {
    if ((size_t)(c->end - c->p) < size || memcmp(c->p, word, size)) return WIRE_REFUSED;
    c->p += size;
    return WIRE_OK;
}

enum { DEEPEST = 48 };

static int skip_value(cursor_t *c, int depth);

/* The members of an object or the elements of an array, from behind the opening bracket. */
NOINLINE int skip_members(cursor_t *c, int depth, char close) {
    if (depth > DEEPEST) return WIRE_REFUSED;
    skip_space(c);
    if (c->p < c->end && *c->p == close) return c->p++, WIRE_OK;
    for (;;) {
        skip_space(c);
        if (close == '}') {
            if (c->p >= c->end || *c->p != '"' || skip_string(c)) return WIRE_REFUSED;
            skip_space(c);
            if (c->p >= c->end || *c->p++ != ':') return WIRE_REFUSED;
            skip_space(c);
        }
        if (skip_value(c, depth)) return WIRE_REFUSED;
        skip_space(c);
        if (c->p >= c->end) return WIRE_REFUSED;
        if (*c->p == close) return c->p++, WIRE_OK;
        if (*c->p++ != ',') return WIRE_REFUSED;
    }
}

/* Any value, checked as strictly as one that is read. */
static int skip_value(cursor_t *c, int depth) {
    if (c->p >= c->end) return WIRE_REFUSED;
    switch (*c->p) {
        case '"': return skip_string(c);
        case '{': return c->p++, skip_members(c, depth + 1, '}');
        case '[': return c->p++, skip_members(c, depth + 1, ']');
        case 't': return skip_word(c, "true", 4);
        case 'f': return skip_word(c, "false", 5);
        case 'n': return skip_word(c, "null", 4);
        default: return skip_number(c);
    }
}

/* Whether bytes are well-formed UTF-8 as Python decodes it: no overlong forms, no surrogates. */
NOINLINE int is_utf8(const char *text, size_t size) {
    const unsigned char *p = (const unsigned char *)text, *end = p + size;
    while (p < end) {
        unsigned char a = *p++;
        if (a < 0x80) continue;
        int more = a >= 0xf0 ? 3 : a >= 0xe0 ? 2 : 1;
        if (a < 0xc2 || a > 0xf4 || end - p < more) return 0;
        if ((a == 0xe0 && *p < 0xa0) || (a == 0xed && *p > 0x9f)) return 0;
        if ((a == 0xf0 && *p < 0x90) || (a == 0xf4 && *p > 0x8f)) return 0;
        for (; more; more--)
            if ((*p++ & 0xc0) != 0x80) return 0;
    }
    return 1;
}
