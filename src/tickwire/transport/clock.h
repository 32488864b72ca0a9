/* The wall clock in nanoseconds since the epoch, as precise as the system has it. */

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
#else
#include <time.h>

static inline int64_t tickwire_realtime_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
#endif

#endif
