"""Which line was first with a message, and by how much. For `cimport`."""

from libc.stdint cimport int64_t, uint8_t, uint64_t

cdef enum:
    RECENT = 128       # messages of a stream whose later copies find their winner
    LEAD_BUCKETS = 40  # bucket n: leads from 2^n ns up to twice that; the last one all longer ones

cdef extern from *:
    """
    #if defined(_MSC_VER) && !defined(__clang__)
    #include <intrin.h>
    static __forceinline int log2_of(int64_t n) {
        unsigned long at;
        return _BitScanReverse64(&at, (uint64_t)n | 1) ? (int)at : 0;
    }
    #else
    static inline int log2_of(int64_t n) { return 63 - __builtin_clzll((uint64_t)n | 1); }
    #endif
    /* A number below RECENT, the same for the same order. */
    static inline int spread(uint64_t order) { return (int)(order * 0x9e3779b97f4a7c15ull >> 57); }
    """
    int log2_of(int64_t n) nogil
    int spread(uint64_t order) nogil

cdef struct won_t:
    int64_t order
    int64_t recv_time
    uint8_t line

ctypedef won_t[RECENT] recent_t

# One line against the others.
cdef struct figures_t:
    uint64_t wins      # messages that it brought first
    uint64_t copies    # messages that another line had brought before
    uint64_t leads[LEAD_BUCKETS]

cdef recent_t *recent_new() except NULL
cdef void recent_free(recent_t *recent) noexcept


cdef inline won_t *place_of(recent_t *recent, int64_t order) noexcept nogil:
    return &recent[0][spread(<uint64_t>order)]


cdef inline void won(recent_t *recent, figures_t *figures, int64_t order, int64_t recv_time, int line) noexcept nogil:
    cdef won_t *place = place_of(recent, order)
    place.order, place.recv_time, place.line = order, recv_time, <uint8_t>line
    figures[<uint8_t>line].wins += 1


cdef inline void came_later(
    recent_t *recent, figures_t *figures, int64_t order, int64_t recv_time, int line
) noexcept nogil:
    cdef const won_t *place = place_of(recent, order)
    cdef int64_t lead = recv_time - place.recv_time
    cdef int bucket = 0
    figures[<uint8_t>line].copies += 1
    if place.order != order or place.line == <uint8_t>line or lead < 0:
        return
    bucket = log2_of(lead)
    figures[place.line].leads[bucket if bucket < LEAD_BUCKETS else LEAD_BUCKETS - 1] += 1
