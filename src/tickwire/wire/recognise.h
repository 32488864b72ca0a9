/* Recognising a message by its shape and lifting its numbers out. Included once for each instruction set, which defines
 *
 *   ISA(name)      the name with a suffix
 *   TARGET         function attributes
 *   fits(m, pattern, size)                  every byte is as the pattern allows
 *   lift_pair(m, pair, numbers)             the two numbers of a pair
 *   level_fits(p, level)                    as fits, for a level
 *   lift_level(p, level, out)               both numbers of a level
 */

/* The numbers of more than 16 characters, and texts; 0 when one of these has an escape, which only looks like the shape. */
TARGET NOINLINE int ISA(extract_rare)(const shape_t *s, const char *m) {
    int64_t number[2];
    int escapes = 0;
    for (int i = 0; i < s->wides; i++) {
        ISA(lift_pair)(m, &s->wide[i], number);
        number[1] += number[0];
        memcpy(s->prototype + s->wide[i].to[1], &number[1], 8);
    }
    for (const label_t *l = s->label, *stop = l + s->labels; l < stop; l++) {
        const char *from = m + l->at;
        char *to = s->prototype + l->to;
        for (int i = 0; i < l->size; i++) escapes |= (to[i] = from[i]) == '\\';
    }
    return !escapes;
}

/* All that changes in a message into the shape's own struct, which holds already what does not change. */
TARGET static inline int ISA(extract)(const shape_t *s, const char *m) {
    int64_t number[2];
    char *out = s->prototype;
    for (const pair_t *pair = s->pair, *stop = pair + s->pairs; pair < stop; pair++) {
        ISA(lift_pair)(m, pair, number);
        memcpy(out + pair->to[0], &number[0], 8);
        memcpy(out + pair->to[1], &number[1], 8);
    }
    return LIKELY(!s->rare) || ISA(extract_rare)(s, m);
}

/* One element: 1 when it fits the shape. */
TARGET static int ISA(fit)(const shape_t *s, const char *m) {
    return ISA(fits)(m, s->pattern, s->size) && ISA(extract)(s, m);
}

/* Another level shape that fits at p, learned if need be; NULL when there is none. */
TARGET NOINLINE const level_shape_t *ISA(find_level)(shapes_t *shapes, const char *p, const char *end) {
    for (int i = 0; i < shapes->level_count; i++)
        if (ISA(level_fits)(p, &shapes->levels[i])) return shapes->level_last = (uint8_t)i, &shapes->levels[i];
    int at = shapes->level_count < MOST_LEVEL_SHAPES ? shapes->level_count : shapes->level_next++ % MOST_LEVEL_SHAPES;
    if (level_learn(&shapes->levels[at], p, end)) return NULL;
    if (at == shapes->level_count) shapes->level_count++;
    shapes->level_last = (uint8_t)at;
    return &shapes->levels[at];
}

/* The levels from p, behind the opening bracket, to the closing one; returns what lies behind it, or NULL. */
TARGET static const char *ISA(read_side)(shapes_t *shapes, const char *p, const char *end, tickwire_level_t *out,
                                         tickwire_level_t **stop, int *decimals) {
    if (*p == ']') return *stop = out, p + 1;
    const level_shape_t *l = &shapes->levels[shapes->level_last];
    for (;;) {
        if (UNLIKELY(!ISA(level_fits)(p, l)) && !(l = ISA(find_level)(shapes, p, end))) return NULL;
        if (UNLIKELY(*decimals != (l->price_decimals << 8 | l->qty_decimals))) {
            if (*decimals >= 0) return NULL;
            *decimals = l->price_decimals << 8 | l->qty_decimals;
        }
        ISA(lift_level)(p, l, out++);
        p += l->size;
        if (UNLIKELY(p >= end)) return NULL;
        if (*p == ',') {
            p++;
            continue;
        }
        return *p == ']' ? (*stop = out, p + 1) : NULL;
    }
}

TARGET static int ISA(match_levels)(decoder_t *d, stream_t *stream, const shape_t *s, const char *m, size_t size) {
    const char *p = m + s->size, *end = m + size;
    char *out = s->prototype;
    tickwire_level_t *first, *stop = d->levels;
    int decimals = -1;
    for (int side = 0; side < 2; side++) {
        first = stop;
        if (!(p = ISA(read_side)(&stream->shapes, p, end, first, &stop, &decimals))) return 0;
        uint32_t count = (uint32_t)(stop - first);
        memcpy(out + s->sides[side], &first, sizeof first);
        memcpy(out + s->counts[side], &count, sizeof count);
        size_t between = side ? s->tail_size : s->middle_size;
        if ((size_t)(end - p) < between || memcmp(p, side ? s->tail : s->middle, between)) return 0;
        p += between;
    }
    tickwire_header_t *header = (tickwire_header_t *)out;
    header->price_exponent = (int8_t)(decimals < 0 ? 0 : -(decimals >> 8));
    header->qty_exponent = (int8_t)(decimals < 0 ? 0 : -(decimals & 255));
    return p == end;
}

/* Depth messages: the shape of what stands before the levels, then the levels. */
TARGET NOINLINE int ISA(match_depth)(decoder_t *d, stream_t *stream, const shape_t *s, const char *m, size_t size) {
    if (size <= s->size || m[s->size - 1] != '[' || !ISA(fits)(m, s->pattern, s->size)) return 0;
    (void)ISA(extract)(s, m); /* whose texts have no escapes: there are none before levels */
    return ISA(match_levels)(d, stream, s, m, size);
}

/* The shapes other than the guess; the one that fits is the next guess. */
TARGET NOINLINE const shape_t *ISA(match_others)(decoder_t *d, stream_t *stream, const shape_t *guess, const char *m, size_t size) {
    shapes_t *shapes = &stream->shapes;
    for (int i = 0; i < shapes->count; i++) {
        const shape_t *s = shapes->known[i];
        if (s == guess) continue;
        if (s->has_levels) {
            if (!ISA(match_depth)(d, stream, s, m, size)) continue;
        } else if (s->size != size || !ISA(fit)(s, m)) {
            continue;
        }
        return shapes->guess[guess_index(s->has_levels, size)] = s;
    }
    return NULL;
}

/* Decode a frame by a shape of its stream, the guess first: the one that fits, whose struct holds the message; or NULL. */
TARGET static const shape_t *ISA(match)(decoder_t *d, stream_t *stream, const shape_t *guess, const char *m, size_t size) {
    if (UNLIKELY(guess->has_levels)) {
        if (reserve_levels(d, size)) return NULL;
        if (LIKELY(ISA(match_depth)(d, stream, guess, m, size))) return guess;
    } else if (LIKELY(guess->size == size && ISA(fits)(m, guess->pattern, guess->size)) && ISA(extract)(guess, m)) {
        return guess;
    }
    return ISA(match_others)(d, stream, guess, m, size);
}
