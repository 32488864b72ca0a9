/* Exact numbers: an int64 mantissa and a power of ten. Public. */
#pragma once
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* The mantissa of a number that the venue gave as null. */
#define TICKWIRE_NULL INT64_MIN

/* One level of an order book side; the exponents stand in the message's header. */
typedef struct {
    int64_t price;
    int64_t qty;
} tickwire_level_t;

static const double TICKWIRE_POWER[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/* The double nearest to mantissa * 10^exponent, by way of text, for the rare number that one division cannot round. */
static double tickwire_float_by_text(int64_t mantissa, int exponent) {
    char text[40];
    snprintf(text, sizeof text, "%lldE%d", (long long)mantissa, exponent);
    return strtod(text, NULL);
}

/* The double nearest to mantissa * 10^exponent; nan for TICKWIRE_NULL. Divides, since 1e-8 has no exact double and
 * multiplying by it is wrong in the last bit for one price in eight. */
static inline double tickwire_float(int64_t mantissa, int exponent) {
    if (mantissa >= -(INT64_C(1) << 53) && mantissa <= INT64_C(1) << 53 && exponent <= 0 && exponent >= -22)
        return (double)mantissa / TICKWIRE_POWER[-exponent];
    return mantissa == TICKWIRE_NULL ? (double)NAN : tickwire_float_by_text(mantissa, exponent);
}
