/* Changes to frames, all of one byte and many at random: shapes and the table decoder agree on each (see decode.c).
 *
 *     changes FRAMES ROUNDS [SEED]
 *
 * FRAMES holds one frame a line. Needs no fuzzing engine, so that it runs wherever C does: under other compilers, and
 * for other machines under an emulator. Prints what it counted; aborts at the first difference.
 */
#include "decode.c"

enum { LONGEST = 8192, SPARE = 256 };

typedef struct {
    candidate_t shapes, table;
    uint8_t frame[LONGEST];   /* as it was read */
    uint8_t changed[LONGEST];
    size_t size;
} subject_t;

static uint64_t cases, taken, recognised, state;

static uint32_t any(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) % below);
}

static void try(subject_t *s, const uint8_t *frame, size_t size, size_t behind) {
    uint64_t hits = s->shapes.stream->hits;
    cases++;
    taken += (uint64_t)decode_by_both(&s->shapes, &s->table, frame, size, behind);
    recognised += s->shapes.stream->hits - hits;
}

/* Learn the frame, or find its shape again among those that changes have left. */
static void restore(subject_t *s) {
    batch_t out;
    shapes_t *shapes = &s->shapes.stream->shapes;
    shapes->pause = 0;
    guess_again(s->shapes.stream);
    decode(&s->shapes, s->frame, s->size, 0, &out);
    learn_peek(&s->shapes, s->frame, s->size);
    memcpy(s->changed, s->frame, s->size + SPARE);
}

static int open_subject(subject_t *s, const char *line, size_t size, const char *isa) {
    envelope_t e;
    cursor_t payload = {line, line + size};
    int is_array, kind, in_envelope = !open_envelope(payload, &e) && e.name && e.data;
    if (in_envelope) payload = (cursor_t){e.data, e.data_end};
    else if (e.event) payload = (cursor_t){e.event, e.event_end};
    if ((kind = kind_of_payload(payload, &is_array)) <= 0) return 0;
    open_candidate(&s->shapes, kind, is_array, in_envelope ? e.name : "", in_envelope ? e.name_size : 0, isa);
    open_candidate(&s->table, kind, is_array, in_envelope ? e.name : "", in_envelope ? e.name_size : 0, NULL);
    s->size = size;
    memset(s->frame, ' ', sizeof s->frame);
    memcpy(s->frame, line, size);
    restore(s);
    return 1;
}

static void close_subject(subject_t *s) {
    close_candidate(&s->shapes);
    close_candidate(&s->table);
}

static void change_every_byte(subject_t *s) {
    for (size_t at = 0; at < s->size; at++) {
        restore(s);
        for (int by = 1; by < 256; by++) {
            s->changed[at] = (uint8_t)(s->frame[at] ^ by);
            try(s, s->changed, s->size, 0);
        }
    }
}

/* A frame that is cut off is refused, although what is missing lies behind its end. */
static void cut_everywhere(subject_t *s) {
    for (size_t size = 0; size < s->size; size++) {
        uint64_t before = taken;
        restore(s);
        try(s, s->frame, size, s->size - size);
        if (taken != before) fail("a frame was taken although its end is missing");
    }
}

/* A byte, a digit, a lost piece or a doubled one; returns the new size. */
static size_t change(uint8_t *frame, size_t size) {
    size_t at = any((uint32_t)size), length = 1 + any(12), from = at + length < size ? at + length : size;
    switch (any(6)) {
        case 0: frame[at] = (uint8_t)any(256); return size;
        case 1: frame[at] = (uint8_t)"{}[]\":,.-0123456789 \\entf"[any(25)]; return size;
        case 2: memmove(frame + at, frame + from, size - from + SPARE / 2); return size - (from - at);
        case 3:
            if (size + length > LONGEST - SPARE) return size;
            memmove(frame + at + length, frame + at, size - at);
            return size + length;
        default:
            for (size_t i = at; i < size; i++)
                if (is_digit((char)frame[i])) return frame[i] = (uint8_t)('0' + any(10)), size;
            return size;
    }
}

static void change_at_random(subject_t *s, long rounds) {
    for (long i = 0; i < rounds; i++) {
        size_t size = s->size;
        if (i % 64 == 0) restore(s);
        memcpy(s->changed, s->frame, s->size + SPARE);
        for (uint32_t changes = 1 + any(3); changes && size; changes--) size = change(s->changed, size);
        try(s, s->changed, size, any(2) * WIRE_PADDING);
    }
}

int main(int argc, char **argv) {
    static subject_t subject;
    static char line[LONGEST];
    FILE *frames = argc > 2 ? fopen(argv[1], "rb") : NULL;
    if (!frames || symbols_init(&symbols)) return fprintf(stderr, "usage: changes FRAMES ROUNDS [SEED]\n"), 2;
    state = argc > 3 ? strtoull(argv[3], NULL, 10) : 88172645463325252ull;
    for (size_t number = 1; fgets(line, sizeof line - 2 * SPARE, frames); number++)
        for (size_t i = 0; i < ALL_ISAS; i++) {
            if (!recogniser(ISAS[i]).match) continue;
            if (!open_subject(&subject, line, strcspn(line, "\n"), ISAS[i])) fail("a line of FRAMES is no message");
            try(&subject, subject.frame, subject.size, 0);
            printf("line %zu %s recognised %d\n", number, ISAS[i], (int)subject.shapes.stream->hits);
            change_every_byte(&subject);
            cut_everywhere(&subject);
            change_at_random(&subject, strtol(argv[2], NULL, 10));
            close_subject(&subject);
        }
    fclose(frames);
    printf("cases %llu taken %llu recognised %llu peeked %llu\n", (unsigned long long)cases, (unsigned long long)taken,
           (unsigned long long)recognised, (unsigned long long)peeked);
    return 0;
}
