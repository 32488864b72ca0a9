/* Changes to frames of SBE, as changes.c makes them to those of JSON: see sbe.c for what must hold.
 *
 *     sbe_changes FRAMES ROUNDS
 *
 * FRAMES holds frames in hex, one a line. Prints what it counted; aborts at the first difference.
 */
#include "sbe.c"

enum { LONGEST = 8192 };

static uint64_t cases, taken, state = 88172645463325252ull;

static uint32_t any(uint32_t below) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) % below);
}

static void try(const uint8_t *frame, size_t size) {
    cases++;
    taken += (uint64_t)decode_twice(frame, size);
}

static void change_every_byte(uint8_t *frame, size_t size) {
    for (size_t at = 0; at < size; at++) {
        uint8_t was = frame[at];
        for (int by = 1; by < 256; by++) {
            frame[at] = (uint8_t)(was ^ by);
            try(frame, size);
        }
        frame[at] = was;
    }
}

static void cut_everywhere(const uint8_t *frame, size_t size) {
    uint64_t before = taken;
    for (size_t length = 0; length < size; length++) try(frame, length);
    if (taken != before) fail("a frame was taken although its end is missing");
}

/* Any bytes become others, lengths small or large ones, and the version a newer one. */
static void change_at_random(const uint8_t *frame, size_t size, long rounds) {
    static const uint8_t lengths[] = {0, 1, 15, 16, 17, 127, 128, 254, 255};
    static uint8_t changed[LONGEST];
    for (long i = 0; i < rounds; i++) {
        size_t length = size;
        memcpy(changed, frame, size);
        for (uint32_t changes = 1 + any(4); changes; changes--)
            changed[any((uint32_t)size)] = any(2) ? (uint8_t)any(256) : lengths[any(sizeof lengths)];
        if (any(2)) changed[6] = 9;
        if (any(4) == 0 && size + 32 < LONGEST)
            for (length += any(32); size < length && any(8); ) changed[size + any((uint32_t)(length - size))] = (uint8_t)any(256);
        try(changed, length);
    }
}

static size_t read_hex(const char *line, uint8_t *frame) {
    size_t size = 0;
    for (unsigned byte; size < LONGEST && sscanf(line + 2 * size, "%2x", &byte) == 1; size++) frame[size] = (uint8_t)byte;
    return size;
}

int main(int argc, char **argv) {
    static uint8_t frame[LONGEST];
    static char line[2 * LONGEST];
    FILE *frames = argc > 2 ? fopen(argv[1], "rb") : NULL;
    if (!frames) return fprintf(stderr, "usage: sbe_changes FRAMES ROUNDS\n"), 2;
    open_all();
    while (fgets(line, sizeof line, frames)) {
        size_t size = read_hex(line, frame);
        uint64_t before = taken;
        try(frame, size);
        if (taken == before) fail("a line of FRAMES is no message");
        change_every_byte(frame, size);
        cut_everywhere(frame, size);
        change_at_random(frame, size, strtol(argv[2], NULL, 10));
    }
    fclose(frames);
    printf("cases %llu taken %llu\n", (unsigned long long)cases, (unsigned long long)taken);
    return 0;
}
