/* What the fuzzing of all codecs has in common: frames on the heap, and structs that must be the same. */
#pragma once
#include <stdio.h>

#include "frame.h"

static symbols_t symbols;

static void fail(const char *reason) {
    fprintf(stderr, "the ways of decoding disagree: %s\n", reason);
    abort();
}

/* An array that both structs point to; the pointers are taken away, so that the rest can be compared. */
static void compare_arrays(char *a, char *b, const array_t *array) {
    const char *x, *y;
    uint32_t count, other;
    memcpy(&x, a + array->pointer, sizeof x);
    memcpy(&y, b + array->pointer, sizeof y);
    memcpy(&count, a + array->count, sizeof count);
    memcpy(&other, b + array->count, sizeof other);
    if (count != other || !x != !y) fail("number of elements");
    if (count && memcmp(x, y, (size_t)count * array->item)) fail("elements");
    memset(a + array->pointer, 0, sizeof x);
    memset(b + array->pointer, 0, sizeof y);
}

static void compare_messages(const tickwire_message_t *a, const tickwire_message_t *b, const message_t *kind) {
    tickwire_message_t x, y;
    memset(&x, 0, sizeof x);
    memset(&y, 0, sizeof y);
    memcpy(&x, a, kind->size);
    memcpy(&y, b, kind->size);
    for (int i = 0; i < kind->array_count; i++) compare_arrays((char *)&x, (char *)&y, &kind->arrays[i]);
    if (memcmp(&x, &y, kind->size)) fail("fields");
}

/* A heap block with the frame and `behind` bytes that follow it in the padding. */
static char *pad(const uint8_t *frame, size_t size, size_t behind) {
    char *padded = (char *)calloc(size + WIRE_PADDING, 1);
    memcpy(padded, frame, size + (behind < WIRE_PADDING ? behind : WIRE_PADDING));
    return padded;
}
