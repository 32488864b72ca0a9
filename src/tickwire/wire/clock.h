/* The clocks in nanoseconds, as precise as the system has them: of the wall, since the epoch, and one that never steps. */

#ifndef TICKWIRE_CLOCK_H
#define TICKWIRE_CLOCK_H

#include <stdint.h>

#ifdef _WIN32
#include <windows.h>

static inline int64_t tickwire_realtime_ns(void) {
    FILETIME ticks; /* of 100 ns, since 1601 */
    GetSystemTimePreciseAsFileTime(&ticks);
    int64_t count = ((int64_t)ticks.dwHighDateTime << 32) | ticks.dwLowDateTime;
    return (count - INT64_C(116444736000000000)) * 100;
}

static inline int64_t tickwire_monotonic_ns(void) {
    LARGE_INTEGER count, rate;
    QueryPerformanceCounter(&count);
    QueryPerformanceFrequency(&rate);
    return count.QuadPart / rate.QuadPart * 1000000000 + count.QuadPart % rate.QuadPart * 1000000000 / rate.QuadPart;
}
#else
#include <time.h>

static inline int64_t tickwire_realtime_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t tickwire_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
#endif

#endif
