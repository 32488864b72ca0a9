/* WebSocket frames as a client sends them (RFC 6455, 5.2). */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { FRAME_TEXT = 0x81, FRAME_MASKED = 0x80, FRAME_16_BITS = 126, FRAME_64_BITS = 127 };

/* The next of the masks of one connection; `state` is never 0 (xorshift64). */
static inline uint32_t frame_mask(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

/* Makes a masked frame of a text message where it lies, with 14 writable bytes in front; returns where it begins. */
static inline char *frame_text(char *message, size_t size, uint32_t mask) {
    int extended = size < FRAME_16_BITS ? 0 : size < 1 << 16 ? 2 : 8;
    uint8_t *head = (uint8_t *)message - 6 - extended;
    head[0] = FRAME_TEXT;
    head[1] = FRAME_MASKED | (uint8_t)(extended == 0 ? size : extended == 2 ? FRAME_16_BITS : FRAME_64_BITS);
    for (int i = 0; i < extended; i++) head[2 + i] = (uint8_t)((uint64_t)size >> 8 * (extended - 1 - i));
    memcpy(head + 2 + extended, &mask, 4);
    uint64_t twice = (uint64_t)mask << 32 | mask, word;
    size_t at = 0;
    for (; at + 8 <= size; at += 8) {
        memcpy(&word, message + at, 8);
        word ^= twice;
        memcpy(message + at, &word, 8);
    }
    for (; at < size; at++) message[at] ^= ((const char *)&mask)[at & 3];
    return (char *)head;
}
