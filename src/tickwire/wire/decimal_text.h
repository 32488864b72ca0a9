/* Decimal numbers as the venue prints them. */
#pragma once
#include <stdint.h>
#include <string.h>

enum { DECIMAL_TEXT_LONGEST = 160 }; /* a sign, a point, 128 decimals, 20 digits before them */

/* Writes the digits of `rest` backwards from `end`, exactly `count` of them. Returns where they begin. */
static inline char *put_digits(char *end, uint64_t *rest, int count) {
    static const char pairs[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    for (; count >= 2; count -= 2, *rest /= 100) memcpy(end -= 2, pairs + 2 * (*rest % 100), 2);
    for (; count > 0; count--, *rest /= 10) *--end = (char)('0' + *rest % 10);
    return end;
}

/* mantissa * 10^exponent (<= 0) with -exponent decimals, backwards from `end`. Returns where the text begins. */
static inline char *decimal_text(char *end, int64_t mantissa, int exponent) {
    uint64_t rest = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
    char *begin = end;
    if (exponent < 0) {
        begin = put_digits(begin, &rest, -exponent);
        *--begin = '.';
    }
    while (rest >= 100) begin = put_digits(begin, &rest, 2);
    begin = put_digits(begin, &rest, rest >= 10 ? 2 : 1);
    if (mantissa < 0) *--begin = '-';
    return begin;
}
