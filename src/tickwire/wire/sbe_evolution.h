/* What a newer version of the schema may have put behind what is known of a message: groups before its texts, texts behind them.
 *
 * A group says how long its entries are and how many, but neither that it is one nor which of the two heads it has. So texts
 * are taken where they would stand without groups, or from the one place behind groups from which they lead exactly to the
 * end of the message; where that is not certain, there is no place. Texts hold no control characters; heads of groups, which are
 * small numbers, do.
 */
#pragma once
#include "scan.h"
#include "sbe_tables.h"

enum { SBE_HEADER = 8, SBE_GROUP_16 = 4, SBE_GROUP_32 = 6, SBE_MOST_GROUPS = 3 };

INLINE uint16_t load2(const char *p) {
    uint16_t word;
    memcpy(&word, p, 2);
    return word;
}

INLINE uint32_t load4(const char *p) {
    uint32_t word;
    memcpy(&word, p, 4);
    return word;
}

/* What stands in the header of a message. */
INLINE unsigned sbe_template(const char *frame) { return load2(frame + 2); }
INLINE unsigned sbe_schema(const char *frame) { return load2(frame + 4); }
INLINE unsigned sbe_version(const char *frame) { return load2(frame + 6); }

/* Whether bytes are a text, in which there may be tabs and ends of lines. */
static int sbe_is_text(const char *text, size_t size) {
    const unsigned allowed = 1u << '\t' | 1u << '\n' | 1u << '\r';
    for (size_t i = 0; i < size; i++)
        if ((uint8_t)text[i] < 32 && !(allowed >> text[i] & 1)) return 0;
    return is_utf8(text, size);
}

/* Where a text ends that begins at `at`; 0 when there is none. Its form is 's' for one that is never empty, 't' for any, 'm'
 * for a message, whose length takes four bytes. */
static size_t sbe_behind_text(const char *frame, size_t at, size_t end, char form) {
    size_t head = form == 'm' ? 4 : 1;
    if (at + head > end) return 0;
    const char *text = frame + at + head;
    size_t size = form == 'm' ? load4(frame + at) : (uint8_t)frame[at];
    if (size > end - at - head || (form == 's' && !size)) return 0;
    int is_right = form == 'm' ? size >= SBE_HEADER && sbe_schema(text) == SBE_TRADING : sbe_is_text(text, size);
    return is_right ? at + head + size : 0;
}

/* The same of several, a letter of `forms` each. */
static size_t sbe_behind_texts(const char *frame, size_t at, size_t end, const char *forms) {
    for (; at && *forms; forms++) at = sbe_behind_text(frame, at, end, *forms);
    return at;
}

/* How many places there are behind groups, at most `most`, from which texts lead exactly to the end; `place` is the last one. */
static int sbe_count_places(const char *frame, size_t at, size_t end, const char *forms, int most, size_t *place) {
    int count = 0;
    for (size_t head = SBE_GROUP_16; head <= SBE_GROUP_32 && at + head < end; head += SBE_GROUP_32 - SBE_GROUP_16) {
        uint64_t stride = load2(frame + at), entries = head == SBE_GROUP_16 ? load2(frame + at + 2) : load4(frame + at + 2);
        if ((!stride && entries) || stride * entries >= end - at - head) continue;
        size_t behind = at + head + (size_t)(stride * entries);
        if (behind != *place && sbe_behind_texts(frame, behind, end, forms) == end) *place = behind, count++;
        if (most > 1) count += sbe_count_places(frame, behind, end, forms, most - 1, place);
    }
    return count;
}

/* Where the texts of a newer version's message begin, at `at` or behind groups; 0 when that is not certain. */
NOINLINE size_t sbe_place_of_texts(const char *frame, size_t at, size_t end, const char *forms) {
    size_t place = 0;
    int is_here = sbe_behind_texts(frame, at, end, forms) != 0;
    int elsewhere = sbe_count_places(frame, at, end, forms, SBE_MOST_GROUPS, &place);
    return is_here + elsewhere != 1 ? 0 : is_here ? at : place;
}
