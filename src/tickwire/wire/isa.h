/* The instruction sets for which shapes are recognised, and the choice among them at run time.
 *
 * x86-64: SSE4.1 and AVX2. aarch64: NEON, always there. Anything else has no recogniser: the table decoder does all.
 */
#pragma once
#include "shape.h"

typedef const shape_t *(*match_t)(decoder_t *, stream_t *, const shape_t *, const char *, size_t);
typedef int (*fit_t)(const shape_t *, const char *);

/* The functions of one instruction set; NULL for none. */
typedef struct {
    match_t match; /* a frame */
    fit_t fit;     /* an element of an array */
} recogniser_t;

#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define ISA(name) JOIN(name, ISA_NAME)

#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#if defined(_MSC_VER) && !defined(__clang__)
#define FOR_SSE4
#define FOR_AVX2
#else
#define FOR_SSE4 __attribute__((target("sse4.1")))
#define FOR_AVX2 __attribute__((target("avx2,bmi")))
#endif

/* Sixteen digits, the last at byte 15, to the number they spell: pairs, fours, eights. */
#define DIGITS_TO_NUMBER(v, out)                                       \
    do {                                                               \
        v = _mm_maddubs_epi16(v, _mm_set1_epi16(0x010a));              \
        v = _mm_madd_epi16(v, _mm_set1_epi32(0x00010064));             \
        v = _mm_packus_epi32(v, v);                                    \
        v = _mm_madd_epi16(v, _mm_set1_epi32(0x00012710));             \
        uint64_t halves = (uint64_t)_mm_cvtsi128_si64(v);              \
        out = (halves & 0xffffffffu) * 100000000u + (halves >> 32);    \
    } while (0)

#define ISA_NAME sse4
#define TARGET FOR_SSE4
TARGET static inline int ISA(fits)(const char *m, const uint8_t *pattern, uint32_t size) {
    __m128i wrong = _mm_setzero_si128();
    for (uint32_t i = 0; i < size; i += 32, pattern += 64)
        for (int half = 0; half < 32; half += 16) {
            __m128i byte = _mm_loadu_si128((const __m128i *)(m + i + half));
            __m128i expected = _mm_loadu_si128((const __m128i *)(pattern + half));
            __m128i limit = _mm_loadu_si128((const __m128i *)(pattern + 32 + half));
            wrong = _mm_or_si128(wrong, _mm_subs_epu8(_mm_sub_epi8(byte, expected), limit));
        }
    return _mm_testz_si128(wrong, wrong);
}
TARGET static inline uint64_t ISA(lift)(const char *p, const uint8_t *shuffle) {
    __m128i v = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)p), _mm_set1_epi8('0'));
    uint64_t number;
    v = _mm_shuffle_epi8(v, _mm_loadu_si128((const __m128i *)shuffle));
    DIGITS_TO_NUMBER(v, number);
    return number;
}
TARGET static inline void ISA(lift_pair)(const char *m, const pair_t *pair, int64_t *number) {
    for (int i = 0; i < 2; i++) number[i] = (int64_t)ISA(lift)(m + pair->at[i], pair->shuffle[i]) * pair->scale[i];
}
TARGET static inline int ISA(level_fits)(const char *p, const level_shape_t *l) {
    __m128i wrong = _mm_setzero_si128();
    int i = 0;
    do {
        __m128i byte = _mm_loadu_si128((const __m128i *)(p + i));
        __m128i expected = _mm_loadu_si128((const __m128i *)(l->expected + i));
        __m128i limit = _mm_loadu_si128((const __m128i *)(l->limit + i));
        wrong = _mm_or_si128(wrong, _mm_subs_epu8(_mm_sub_epi8(byte, expected), limit));
    } while ((i += 16) < l->size);
    return _mm_testz_si128(wrong, wrong);
}
TARGET static inline void ISA(lift_level)(const char *p, const level_shape_t *l, tickwire_level_t *out) {
    out->price = (int64_t)ISA(lift)(p + 2, l->price_shuffle);
    out->qty = (int64_t)ISA(lift)(p + l->qty_at, l->qty_shuffle);
}
#include "recognise.h"
#undef ISA_NAME
#undef TARGET

#define ISA_NAME avx2
#define TARGET FOR_AVX2
TARGET static inline int ISA(fits)(const char *m, const uint8_t *pattern, uint32_t size) {
    __m256i wrong = _mm256_setzero_si256();
    const char *stop = m + size;
    do {
        __m256i byte = _mm256_loadu_si256((const __m256i *)m);
        __m256i expected = _mm256_load_si256((const __m256i *)pattern);
        __m256i limit = _mm256_load_si256((const __m256i *)(pattern + 32));
        wrong = _mm256_or_si256(wrong, _mm256_subs_epu8(_mm256_sub_epi8(byte, expected), limit));
        pattern += 64;
    } while ((m += 32) < stop);
    return _mm256_testz_si256(wrong, wrong);
}
/* Sixteen digits in each half, less '0', to a number in each half. */
TARGET static inline __m256i ISA(numbers)(__m128i first, __m128i second, const uint8_t *shuffles) {
    __m256i v = _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
    v = _mm256_sub_epi8(v, _mm256_set1_epi8('0'));
    v = _mm256_shuffle_epi8(v, _mm256_loadu_si256((const __m256i *)shuffles));
    v = _mm256_maddubs_epi16(v, _mm256_set1_epi16(0x010a));
    v = _mm256_madd_epi16(v, _mm256_set1_epi32(0x00010064));
    v = _mm256_packus_epi32(v, v);
    v = _mm256_madd_epi16(v, _mm256_set1_epi32(0x00012710));
    return _mm256_add_epi64(_mm256_mul_epu32(v, _mm256_set1_epi64x(100000000)), _mm256_srli_epi64(v, 32));
}
TARGET static inline void ISA(lift_pair)(const char *m, const pair_t *pair, int64_t *number) {
    __m128i first = _mm_loadu_si128((const __m128i *)(m + pair->at[0]));
    __m128i second = _mm_loadu_si128((const __m128i *)(m + pair->at[1]));
    __m256i both = ISA(numbers)(first, second, pair->shuffle[0]);
    number[0] = _mm_cvtsi128_si64(_mm256_castsi256_si128(both)) * pair->scale[0];
    number[1] = _mm_cvtsi128_si64(_mm256_extracti128_si256(both, 1)) * pair->scale[1];
}
TARGET static inline int ISA(level_fits)(const char *p, const level_shape_t *l) {
    __m256i byte = _mm256_loadu_si256((const __m256i *)p);
    __m256i expected = _mm256_loadu_si256((const __m256i *)l->expected);
    __m256i limit = _mm256_loadu_si256((const __m256i *)l->limit);
    __m256i wrong = _mm256_subs_epu8(_mm256_sub_epi8(byte, expected), limit);
    if (UNLIKELY(l->size > 32)) {
        byte = _mm256_loadu_si256((const __m256i *)(p + 32));
        expected = _mm256_loadu_si256((const __m256i *)(l->expected + 32));
        limit = _mm256_loadu_si256((const __m256i *)(l->limit + 32));
        wrong = _mm256_or_si256(wrong, _mm256_subs_epu8(_mm256_sub_epi8(byte, expected), limit));
    }
    return _mm256_testz_si256(wrong, wrong);
}
/* Price and quantity side by side in one register. */
TARGET static inline void ISA(lift_level)(const char *p, const level_shape_t *l, tickwire_level_t *out) {
    __m128i price = _mm_loadu_si128((const __m128i *)(p + 2)), qty = _mm_loadu_si128((const __m128i *)(p + l->qty_at));
    __m256i both = ISA(numbers)(price, qty, l->price_shuffle);
    out->price = _mm_cvtsi128_si64(_mm256_castsi256_si128(both));
    out->qty = _mm_cvtsi128_si64(_mm256_extracti128_si256(both, 1));
}
#include "recognise.h"
#undef ISA_NAME
#undef TARGET

#elif defined(__aarch64__) || defined(_M_ARM64)
#include <arm_neon.h>
#define ISA_NAME neon
#define TARGET
static inline int ISA(all_zero)(uint8x16_t v) { return vmaxvq_u8(v) == 0; }
static inline uint8x16_t ISA(wrong)(const char *m, const uint8_t *expected, const uint8_t *limit) {
    return vqsubq_u8(vsubq_u8(vld1q_u8((const uint8_t *)m), vld1q_u8(expected)), vld1q_u8(limit));
}
static inline int ISA(fits)(const char *m, const uint8_t *pattern, uint32_t size) {
    uint8x16_t wrong = vdupq_n_u8(0);
    for (uint32_t i = 0; i < size; i += 32, pattern += 64) {
        wrong = vorrq_u8(wrong, ISA(wrong)(m + i, pattern, pattern + 32));
        wrong = vorrq_u8(wrong, ISA(wrong)(m + i + 16, pattern + 16, pattern + 48));
    }
    return ISA(all_zero)(wrong);
}
static inline uint64_t ISA(lift)(const char *p, const uint8_t *shuffle) {
    static const uint8_t tens[16] = {10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1, 10, 1};
    static const uint16_t hundreds[8] = {100, 1, 100, 1, 100, 1, 100, 1};
    static const uint32_t myriads[4] = {10000, 1, 10000, 1};
    uint8x16_t v = vsubq_u8(vld1q_u8((const uint8_t *)p), vdupq_n_u8('0')), t = vld1q_u8(tens);
    v = vqtbl1q_u8(v, vld1q_u8(shuffle));
    uint16x8_t pairs = vpaddq_u16(vmull_u8(vget_low_u8(v), vget_low_u8(t)), vmull_u8(vget_high_u8(v), vget_high_u8(t)));
    uint16x8_t h = vld1q_u16(hundreds);
    uint32x4_t fours = vpaddq_u32(vmull_u16(vget_low_u16(pairs), vget_low_u16(h)),
                                  vmull_u16(vget_high_u16(pairs), vget_high_u16(h)));
    uint32x4_t eights = vmulq_u32(fours, vld1q_u32(myriads));
    eights = vpaddq_u32(eights, eights);
    return (uint64_t)vgetq_lane_u32(eights, 0) * 100000000u + vgetq_lane_u32(eights, 1);
}
static inline void ISA(lift_pair)(const char *m, const pair_t *pair, int64_t *number) {
    for (int i = 0; i < 2; i++) number[i] = (int64_t)ISA(lift)(m + pair->at[i], pair->shuffle[i]) * pair->scale[i];
}
static inline int ISA(level_fits)(const char *p, const level_shape_t *l) {
    uint8x16_t wrong = vdupq_n_u8(0);
    int i = 0;
    do wrong = vorrq_u8(wrong, ISA(wrong)(p + i, l->expected + i, l->limit + i));
    while ((i += 16) < l->size);
    return ISA(all_zero)(wrong);
}
static inline void ISA(lift_level)(const char *p, const level_shape_t *l, tickwire_level_t *out) {
    out->price = (int64_t)ISA(lift)(p + 2, l->price_shuffle);
    out->qty = (int64_t)ISA(lift)(p + l->qty_at, l->qty_shuffle);
}
#include "recognise.h"
#undef ISA_NAME
#undef TARGET
#endif

/* The recogniser of an instruction set by name, or the best one here for "auto"; of NULLs when this machine has it not. */
static recogniser_t recogniser(const char *name) {
    int any = strcmp(name, "auto") == 0;
    (void)any;
#if defined(__x86_64__) || defined(_M_X64)
#if defined(_MSC_VER) && !defined(__clang__)
    int leaf[4], leaf7[4];
    __cpuid(leaf, 1);
    __cpuidex(leaf7, 7, 0);
    int sse4 = leaf[2] >> 19 & 1, avx2 = leaf7[1] >> 5 & leaf7[1] >> 3 & 1;
    avx2 = avx2 && leaf[2] >> 27 & 1 && (_xgetbv(0) & 6) == 6; /* the system saves the wide registers */
#else
    int sse4 = __builtin_cpu_supports("sse4.1"), avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
#endif
    if (avx2 && (any || strcmp(name, "avx2") == 0)) return (recogniser_t){match_avx2, fit_avx2};
    if (sse4 && (any || strcmp(name, "sse4") == 0)) return (recogniser_t){match_sse4, fit_sse4};
#elif defined(__aarch64__) || defined(_M_ARM64)
    if (any || strcmp(name, "neon") == 0) return (recogniser_t){match_neon, fit_neon};
#endif
    return (recogniser_t){NULL, NULL};
}
