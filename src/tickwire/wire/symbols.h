/* Names interned to small integers: instruments and streams. Bounded; ids are never reused; id 0 is "no name".
 *
 * Readers take no lock: an entry is published by storing its id last. Writers are few and exclude one another.
 */
#pragma once
#include <stdlib.h>

#include "field.h"
#include "scan.h"

enum { SYMBOL_CAPACITY = 1 << 16, SYMBOL_SLOTS = 1 << 18, SYMBOL_LONGEST = 120 };

typedef struct {
    uint16_t size;
    char text[SYMBOL_LONGEST + 6];
} symbol_t;

typedef struct {
    uint32_t count;           /* of names, the empty one included */
    uint32_t *slots;          /* hash to id */
    symbol_t *names;          /* by id */
    volatile char writing;
    uint32_t word_count;
    uint32_t words[WORDS_LEARNED]; /* ids of words that no enum of the schema lists, in the order in which they came */
} symbols_t;

INLINE uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
    return hash ^ (hash >> 29);
}

/* A name's hash; reads up to seven bytes behind it. */
INLINE uint64_t name_hash(const char *text, size_t size) {
    uint64_t hash = size;
    for (; size > 8; size -= 8, text += 8) hash = mix(hash, load8(text));
    return size ? mix(hash, load8(text) << (64 - 8 * size)) : hash;
}

#if defined(_MSC_VER) && !defined(__clang__)
#define publish(where, id) _InterlockedExchange((volatile long *)(where), (long)(id))
#define subscribe_slot(where) (*(volatile uint32_t *)(where))
#define take_lock(lock) while (_InterlockedExchange8(lock, 1)) {}
#define drop_lock(lock) _InterlockedExchange8(lock, 0)
#else
#define publish(where, id) __atomic_store_n(where, id, __ATOMIC_RELEASE)
#define subscribe_slot(where) __atomic_load_n(where, __ATOMIC_ACQUIRE)
#define take_lock(lock) while (__atomic_test_and_set(lock, __ATOMIC_ACQUIRE)) {}
#define drop_lock(lock) __atomic_clear(lock, __ATOMIC_RELEASE)
#endif

/* The id of a name, or 0 with the place where it would stand. */
INLINE uint32_t symbol_find(const symbols_t *s, const char *text, size_t size, uint32_t *slot) {
    uint32_t at = (uint32_t)name_hash(text, size) & (SYMBOL_SLOTS - 1), id;
    while ((id = subscribe_slot(&s->slots[at])) != 0) {
        if (s->names[id].size == size && memcmp(s->names[id].text, text, size) == 0) return id;
        at = (at + 1) & (SYMBOL_SLOTS - 1);
    }
    *slot = at;
    return 0;
}

NOINLINE uint32_t symbol_add(symbols_t *s, const char *text, size_t size) {
    uint32_t slot, id = 0;
    if (size == 0 || size > SYMBOL_LONGEST || !is_utf8(text, size)) return 0;
    take_lock(&s->writing);
    if ((id = symbol_find(s, text, size, &slot)) == 0 && s->count < SYMBOL_CAPACITY) {
        id = s->count;
        s->names[id].size = (uint16_t)size;
        memcpy(s->names[id].text, text, size);
        s->count = id + 1;
        publish(&s->slots[slot], id);
    }
    drop_lock(&s->writing);
    return id;
}

/* The id of a name, made when new; 0 when it is empty, too long, no UTF-8, or the table is full. */
INLINE uint32_t symbol_intern(symbols_t *s, const char *text, size_t size) {
    uint32_t slot, id = symbol_find(s, text, size, &slot);
    return LIKELY(id != 0) ? id : symbol_add(s, text, size);
}

INLINE int is_name(const symbols_t *s, uint32_t id, const char *text, size_t size) {
    return s->names[id].size == size && memcmp(s->names[id].text, text, size) == 0;
}

/* The number of a word that the schema does not list, given out now if need be: WORD_UNLISTED when none is left, -1 when it
 * is empty, too long or no UTF-8. */
NOINLINE int word_learn(symbols_t *s, const char *text, size_t size) {
    uint32_t count = subscribe_slot(&s->word_count), id;
    if (size == 0 || size > SYMBOL_LONGEST || !is_utf8(text, size)) return -1;
    for (uint32_t i = 0; i < count; i++)
        if (is_name(s, s->words[i], text, size)) return WORD_LEARNED + (int)i;
    if (count == WORDS_LEARNED || (id = symbol_intern(s, text, size)) == 0) return WORD_UNLISTED;
    take_lock(&s->writing);
    for (count = 0; count < s->word_count && s->words[count] != id; count++) {}
    int is_full = count == WORDS_LEARNED;
    if (!is_full && count == s->word_count) {
        s->words[count] = id;
        publish(&s->word_count, count + 1);
    }
    drop_lock(&s->writing);
    return is_full ? WORD_UNLISTED : WORD_LEARNED + (int)count;
}

static int symbols_init(symbols_t *s) {
    s->count = 1;
    s->slots = (uint32_t *)calloc(SYMBOL_SLOTS, sizeof *s->slots);
    s->names = (symbol_t *)calloc(SYMBOL_CAPACITY, sizeof *s->names);
    return s->slots && s->names ? WIRE_OK : WIRE_REFUSED;
}
