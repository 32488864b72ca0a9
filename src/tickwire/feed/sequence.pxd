"""What came last on a stream, what a message is to it, and which lines bring the stream. For `cimport`.

Ids are those of the venue where a message has some, else times in ns. Candles are put in order by their event time, and
the ids that may be missing are the times at which they open.
"""

from libc.stdint cimport int64_t, uint8_t, uint16_t, uint64_t

from tickwire.feed.leads cimport recent_t
from tickwire.feed.sink cimport sink_t
from tickwire.wire.messages cimport header_t
from tickwire.wire.peek cimport peek_t

# How the ids of a stream follow one another.
cdef enum:
    UNORDERED
    CONTIGUOUS   # each one more than the one before
    RANGES       # first to last; the first is one more than the last before
    INCREASING
    CANDLES

# What a message is to its stream.
cdef enum:
    NEXT         # to be delivered now
    OLD          # delivered already, or given up
    JUMP         # ids before it are missing
    LEAP         # it is so far on that it may be a mistake
    INSIDE_OUT   # its first id is beyond its last

# Why a stream is not on the shortest way.
cdef enum:
    NOTHING_CAME = 1
    SEVERAL_LINES = 2
    SOMETHING_HELD = 4
    ALL_CANDLES = 8
    OLD_COUNT = 16   # some line may still bring ids of the count before the last restart

cdef enum:
    MOST_IDS = 1 << 24  # that one message covers
    RESTART_AFTER = 32  # old messages in a row

cdef extern from *:
    """
    #define RESTART_TIME INT64_C(10000000000) /* no enum: it is wider than an int, and signed */
    """
    const int64_t RESTART_TIME  # ns, that lines which never brought a higher id must keep bringing old ones

cdef struct ids_t:
    int64_t first, last  # that a message covers; of a candle, when it opens
    int64_t order        # the last id, the event time of a candle
    int64_t after        # when the next candle opens
    bint is_closed

# Messages of one line in a row, each beyond the one before, though it had brought a higher id earlier.
cdef struct backward_t:
    uint64_t count       # while nothing new came
    uint64_t frames      # of the line, with the last of them
    int64_t next         # what was awaited meanwhile
    int64_t low, last    # where the first begins, and the order of the last

# One line that brings the stream.
cdef struct carrier_t:
    int64_t first        # of the first message: where the line joined
    int64_t last         # the highest order brought
    int64_t recv_time
    uint64_t frames
    uint64_t believed    # how many there were with the last one that was not doubtful
    int64_t old_last     # the highest order of the count before, while the line may still be in it, else INT64_MIN
    backward_t backward
    int line             # -1: all the lines that nobody spoke of

# Messages with old ids, while nothing new comes.
cdef struct streak_t:
    int64_t next         # what was awaited meanwhile
    int64_t low          # where the lowest begins
    int64_t since        # recv_time of the first
    uint64_t count

cdef struct sequence_t:
    int64_t next         # one more than the last id delivered; of candles, than the last event time
    uint64_t slack       # how far on the next message may begin
    uint16_t first_at, last_at  # where its ids stand in its struct
    uint8_t rule, watched
    uint8_t *slots       # line to its place among the carriers, 0 for lines that nobody spoke of
    carrier_t *carriers
    sink_t *sinks
    peek_t *peek         # only while several lines bring the stream
    recent_t *recent
    void *route          # the Route that this belongs to
    int carrier_count    # besides the one for lines that nobody spoke of
    uint64_t leap        # further than this is hard to believe
    int64_t open, after  # the last candle, and when the one behind it opens
    bint is_closed
    int64_t lost_first, lost_last  # the ids given up last
    int64_t restarted_at  # recv_time
    streak_t streak

# The shortest way: whether the message is the next one, which is then taken for delivered.
cdef inline bint follows(sequence_t *s, const header_t *message, int64_t recv_time, int line) noexcept nogil:
    cdef int64_t first = (<const int64_t *>(<const char *>message + s.first_at))[0]
    cdef int64_t last = (<const int64_t *>(<const char *>message + s.last_at))[0]
    return follow(s, first, last, recv_time, line)

# The same of ids.
cdef inline bint follow(sequence_t *s, int64_t first, int64_t last, int64_t recv_time, int line) noexcept nogil:
    cdef carrier_t *carrier
    if <uint64_t>first - <uint64_t>s.next > s.slack or <uint64_t>last - <uint64_t>first > MOST_IDS:
        return False
    s.next = last + 1
    carrier = &s.carriers[s.slots[<uint8_t>line]]
    carrier.last = last
    carrier.recv_time = recv_time
    carrier.frames += 1
    return True

# Whether the line has brought the stream before.
cdef inline bint is_known(const sequence_t *s, int line) noexcept nogil:
    return s.carriers[s.slots[<uint8_t>line]].frames != 0

# Whether the line brought the newest message: its next one cannot be a later copy, and is not worth a look before it is
# decoded.
cdef inline bint is_ahead(const sequence_t *s, int line) noexcept nogil:
    return s.carriers[s.slots[<uint8_t>line]].last + 1 == s.next

# Whether it was delivered already, or given up.
cdef inline bint is_old(const sequence_t *s, const ids_t *ids) noexcept nogil:
    if s.rule == CANDLES:
        return ids.order < s.next - 1 or (ids.order == s.next - 1 and ids.first <= s.open)
    return ids.last < s.next

# Whether an old message is no more than the later copy of one that was delivered; it is noted then.
cdef inline bint is_later_copy(sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept nogil:
    cdef carrier_t *carrier = &s.carriers[s.slots[<uint8_t>line]]
    if ids.order <= carrier.last or not carrier.frames:
        return False
    if s.streak.next != s.next:
        s.streak.next, s.streak.low, s.streak.since, s.streak.count = s.next, ids.order, recv_time, 0
    elif recv_time - s.streak.since >= RESTART_TIME:
        return False
    elif ids.order < s.streak.low:
        s.streak.low = ids.order
    s.streak.count += 1
    carrier.last = ids.order
    carrier.recv_time = recv_time
    carrier.frames += 1
    carrier.believed = carrier.frames
    return True

cdef int sequence_open(sequence_t *s, int kind, bint is_array, bint is_of_one) except -1
cdef void sequence_close(sequence_t *s) noexcept
cdef void sequence_begin(sequence_t *s) noexcept
cdef void ids_of(const sequence_t *s, const header_t *message, ids_t *ids) noexcept
cdef int judge(const sequence_t *s, const ids_t *ids) noexcept
cdef void advance(sequence_t *s, const ids_t *ids) noexcept
# Take the ids before a message for lost: it is the next one.
cdef void skip_to(sequence_t *s, const ids_t *ids) noexcept
# The first id that is missing before a message that JUMPs.
cdef int64_t first_missing(const sequence_t *s) noexcept
# Note that a line brought a message, whatever becomes of it; its ids may be doubtful.
cdef void brought(sequence_t *s, const ids_t *ids, int64_t recv_time, int line, bint is_doubtful) noexcept
# Note that a line brought an old message, whose ids were read whole; whether the venue must have begun its ids anew.
cdef bint note_old(sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept
# The first id of the new count that was dropped before that was certain.
cdef int64_t first_dropped(const sequence_t *s) noexcept
# Take whatever comes next for the first of a new count, which a message showed.
cdef void restart(sequence_t *s, const ids_t *ids, int64_t recv_time) noexcept
# Whether the line, which may be slow, still brings the count before the last restart; that is noted.
cdef bint is_of_old_count(sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept
# Where a message begins, in the units of its order.
cdef inline int64_t begin_of(const sequence_t *s, const ids_t *ids) noexcept nogil:
    return ids.order if s.rule == CANDLES else ids.first
cdef int add_carrier(sequence_t *s, int line) except -1
cdef void drop_carrier(sequence_t *s, int line) noexcept
# Whether a line besides `line` may still bring what comes before `order`.
cdef bint may_come(const sequence_t *s, int64_t order, int line) noexcept
cdef bint overlaps(const sequence_t *s, int line) noexcept
