/* Two numbers side by side in one 256-bit register. Included for each instruction set that has them; see recognise.h. */

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
TARGET static inline void ISA(copy)(char *to, const char *from, int blocks) {
    for (; blocks > 0; blocks--, to += 32, from += 32)
        _mm256_storeu_si256((__m256i *)to, _mm256_load_si256((const __m256i *)from));
}
/* Price and quantity side by side in one register. */
TARGET static inline void ISA(lift_level)(const char *p, const level_shape_t *l, tickwire_level_t *out) {
    __m128i price = _mm_loadu_si128((const __m128i *)(p + 2)), qty = _mm_loadu_si128((const __m128i *)(p + l->qty_at));
    __m256i both = ISA(numbers)(price, qty, l->price_shuffle);
    out->price = _mm_cvtsi128_si64(_mm256_castsi256_si128(both));
    out->qty = _mm_cvtsi128_si64(_mm256_extracti128_si256(both, 1));
}
