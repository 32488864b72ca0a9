/* Requests to the venue as bytes with slots: constants are laid out once, numbers and ids written in for each order.
 * Public; `tickwire_request_t` is made by the templates of tickwire.wire.request, which own its memory. */
#pragma once
#include "decimal_text.h"
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    TICKWIRE_HEADROOM = 16,  /* writable bytes in front of a frame; a WebSocket header needs 14 */
    REQUEST_PIECES = 20,     /* slots of a request, at most */
    REQUEST_DECIMALS = 18,   /* places behind the point, at most */
    REQUEST_NUMBER = 21,     /* bytes of a number, at most: 20 digits and a point */
    REQUEST_ID = 36,         /* bytes of a client order id, at most */
    REQUEST_SIGNATURE = 684, /* bytes of the base64 of 4096 bits */
    REQUEST_LONGEST = 3072,  /* bytes of a request, at most */
    REQUEST_SLACK = 64,      /* bytes behind a request that copies may touch */
};

typedef struct {
    const char *text;
    size_t size;
} tickwire_text_t;

/* What is written into the slots of a request; what has no slot there is not looked at. Prices and quantities are
 * mantissas, to be scaled by the template's exponents. A client order id is text, or the digits behind the template's
 * prefix. The target is the order that is to be canceled, replaced or amended. */
typedef struct {
    int64_t price, qty, quote_qty, stop_price, iceberg_qty;
    int64_t request_id, timestamp;
    int64_t client_number, target_number, target_order_id;
    tickwire_text_t client_order_id, target_client_order_id, signature;
} tickwire_order_t;

typedef struct {
    uint32_t before;  /* bytes of the constant in front of the slot */
    uint16_t field;   /* where the value stands in tickwire_order_t */
    uint16_t longest; /* bytes of a text, at most; 0 for numbers */
    uint16_t decimals;
} request_piece_t;

typedef struct {
    char *text;   /* the constants in a row, and REQUEST_SLACK readable bytes */
    char *buffer; /* TICKWIRE_HEADROOM, `largest` bytes, REQUEST_SLACK */
    uint32_t largest, count, after;
    request_piece_t pieces[REQUEST_PIECES];
} tickwire_request_t;

/* Copies by 16, over the end of both by up to 15 bytes. */
static inline void request_copy(char *out, const char *text, size_t size) {
    for (size_t i = 0; i < size; i += 16) memcpy(out + i, text + i, 16);
}

/* Writes value / 10^decimals, with all its decimals. Touches 32 bytes. */
static inline char *request_number(char *out, int64_t value, int decimals) {
    char digits[64];
    char *end = digits + 32;
    memset(end, ' ', 32);
    const char *begin = decimal_text(end, value, -decimals);
    memcpy(out, begin, 32);
    return out + (end - begin);
}

/* The mantissa of plain decimal text such as 0.01, scaled by 10^decimals; -1 for text in other forms, that is too long
 * for it, or that has more decimals. */
static inline int64_t request_mantissa(const char *text, size_t size, int decimals) {
    uint64_t value = 0;
    size_t at = 0;
    int left = decimals, is_behind = 0;
    if (!size || size > 2 * REQUEST_DECIMALS) return -1;
    for (; at < size; at++) {
        unsigned digit = (unsigned char)text[at] - (unsigned)'0';
        if (digit > 9) {
            if (text[at] != '.' || is_behind || !at || at + 1 == size) return -1;
            is_behind = 1;
            continue;
        }
        if (is_behind && left-- <= 0) {
            if (digit) return -1;
            continue;
        }
        if (value > ((uint64_t)INT64_MAX - digit) / 10) return -1;
        value = value * 10 + digit;
    }
    for (left = is_behind && left < 0 ? 0 : left; left > 0; left--) {
        if (value > (uint64_t)INT64_MAX / 10) return -1;
        value *= 10;
    }
    return (int64_t)value;
}

/* Whether text is safe between quotes of JSON, and stands for itself in a signed payload. */
static inline int request_is_plain(tickwire_text_t text) {
    int bad = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.text[i];
        bad |= (c < 0x21) | (c > 0x7e) | (c == '"') | (c == '\\') | (c == '&');
    }
    return !bad;
}

/* Writes a request to `out`, which has room for `largest` + REQUEST_SLACK bytes. Returns its size; or, with the sign
 * turned, the place in tickwire_order_t, counted in words of 8 bytes from 1 on, of the value that is missing, negative,
 * too long, or no plain text. */
static inline int request_write(const tickwire_request_t *request, const tickwire_order_t *order, char *out) {
    const char *text = request->text;
    char *at = out;
    for (uint32_t i = 0; i < request->count; i++) {
        const request_piece_t *piece = &request->pieces[i];
        const char *field = (const char *)order + piece->field;
        request_copy(at, text, piece->before);
        at += piece->before;
        text += piece->before;
        if (piece->longest) {
            tickwire_text_t value;
            memcpy(&value, field, sizeof value);
            if (!value.text || !value.size || value.size > piece->longest || !request_is_plain(value)) return -1 - piece->field / 8;
            memcpy(at, value.text, value.size);
            at += value.size;
        } else {
            int64_t value;
            memcpy(&value, field, sizeof value);
            if (value < 0) return -1 - piece->field / 8;
            at = request_number(at, value, piece->decimals);
        }
    }
    request_copy(at, text, request->after);
    return (int)(at + request->after - out);
}

/* Fetches what a patch reads and writes while something else is done: between two orders all of it goes cold. */
static inline void tickwire_order_prefetch(const tickwire_request_t *request) {
#ifdef __GNUC__
    for (uint32_t i = 0; i < request->largest; i += 64) {
        __builtin_prefetch(request->text + i);
        __builtin_prefetch(request->buffer + i, 1);
    }
#else
    (void)request;
#endif
}

/* Writes the frame of an order. Returns its size and sets `frame` to where it begins, with TICKWIRE_HEADROOM writable
 * bytes in front; below 0 as request_write does. The memory is the template's: it is written anew for every order, may
 * be overwritten by the caller (sending masks it), and is for one thread at a time. */
static inline int tickwire_order_patch(const tickwire_request_t *request, const tickwire_order_t *order, char **frame) {
    *frame = request->buffer + TICKWIRE_HEADROOM;
    return request_write(request, order, *frame);
}
