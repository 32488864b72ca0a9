"""How old messages are when they get here, in histograms that a C handler fills.

An age is `recv_time` less `event_time`: no clock is read for it, and a stream that nobody measures pays nothing.
"""

from cpython.pycapsule cimport PyCapsule_New
from libc.stdint cimport int64_t, uint64_t

from tickwire.wire.messages cimport header_t

from math import ceil

cdef enum:
    STEPS = 16           # of equal width in each power of two: an age is known to within one part in 16
    SHIFT = 4            # log2 of STEPS
    LARGEST = 41         # ages of more than half an hour count as that
    COUNTS = STEPS * (LARGEST - SHIFT + 2)

cdef const char *SIGNATURE = "void (*)(const tickwire_header_t *, void *)"


cdef inline int step_of(int64_t age) noexcept nogil:
    """Which count an age in ns belongs to; an age below zero, by a clock that is behind, counts as zero."""
    cdef uint64_t ns
    cdef int power = SHIFT
    if age < STEPS:
        return <int>age if age > 0 else 0
    ns = <uint64_t>age
    while power < LARGEST and ns >> (power + 1):
        power += 1
    if ns >> (LARGEST + 1):
        return COUNTS - 1
    return STEPS * (power - SHIFT + 1) + <int>(ns >> (power - SHIFT)) - STEPS


cdef inline int64_t largest_of(int step) noexcept nogil:
    """The largest age of a step."""
    cdef int power = step // STEPS + SHIFT - 1
    if step < STEPS:
        return step
    return ((<int64_t>(step % STEPS + STEPS + 1)) << (power - SHIFT)) - 1


cdef void note_age(const header_t *message, void *context) noexcept:
    cdef uint64_t *counts = <uint64_t *>context
    if message.recv_time and message.event_time:
        counts[step_of(message.recv_time - message.event_time)] += 1


cdef class Ages:
    """The ages of the messages of one stream: `dispatch.add(stream, key, ages.handler, context=ages.memory)`."""

    cdef readonly object handler
    cdef readonly bytearray memory

    def __cinit__(self):
        self.handler = PyCapsule_New(<void *>note_age, SIGNATURE, NULL)
        self.memory = bytearray(COUNTS * sizeof(uint64_t))

    @property
    def count(self):
        """How many ages were noted; messages without the venue's time have none."""
        cdef const uint64_t *counts = <const uint64_t *><const char *>self.memory
        cdef uint64_t total = 0
        cdef int step
        for step in range(COUNTS):
            total += counts[step]
        return total

    def percentiles(self, *percents):
        """The ages in ns that so many percent did not exceed, at most one part in 16 too high; None without any."""
        cdef const uint64_t *counts = <const uint64_t *><const char *>self.memory
        cdef uint64_t seen
        cdef int step
        total = self.count
        found = []
        for percent in percents:
            rank, seen = max(1, ceil(total * percent / 100)), 0
            for step in range(COUNTS):
                seen += counts[step]
                if total and seen >= rank:
                    found.append(largest_of(step))
                    break
            else:
                found.append(None)
        return tuple(found)
