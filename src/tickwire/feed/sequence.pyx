"""The order of one stream: see sequence.pxd."""

from libc.stdint cimport INT64_MIN, UINT64_MAX
from libc.stdlib cimport calloc, free, realloc
from libc.string cimport memset

from tickwire.wire.messages cimport (
    KIND_AGG_TRADE,
    KIND_AVG_PRICE,
    KIND_BLOCK_TRADE,
    KIND_BOOK_TICKER,
    KIND_DEPTH_UPDATE,
    KIND_KLINE,
    KIND_MINI_TICKER,
    KIND_PARTIAL_DEPTH,
    KIND_REFERENCE_PRICE,
    KIND_ROLLING_TICKER,
    KIND_TICKER,
    KIND_TRADE,
    agg_trade_t,
    block_trade_t,
    book_ticker_t,
    depth_update_t,
    kline_t,
    partial_depth_t,
    reference_price_t,
    trade_t,
)

cdef enum:
    LINES = 256
    FAR_IDS = 1 << 24
    MS = 1_000_000

cdef int64_t FAR_TIME = 86_400_000_000_000
cdef uint64_t HOPELESS = 16  # times what was made good, and it is no line that catches up


cdef void place_ids(sequence_t *s, int kind) noexcept:
    """Where the ids of a kind's messages stand, and how they follow one another."""
    s.rule = INCREASING
    s.first_at = s.last_at = <uint16_t><size_t>&(<header_t *>NULL).event_time
    s.leap = FAR_IDS
    if kind == KIND_TRADE:
        s.rule, s.last_at = CONTIGUOUS, <uint16_t><size_t>&(<trade_t *>NULL).trade_id
    elif kind == KIND_AGG_TRADE:
        s.rule, s.last_at = CONTIGUOUS, <uint16_t><size_t>&(<agg_trade_t *>NULL).agg_trade_id
    elif kind == KIND_DEPTH_UPDATE:
        s.rule, s.last_at = RANGES, <uint16_t><size_t>&(<depth_update_t *>NULL).last_book_update_id
        s.first_at = <uint16_t><size_t>&(<depth_update_t *>NULL).first_book_update_id
        return
    elif kind == KIND_BOOK_TICKER:
        s.last_at = <uint16_t><size_t>&(<book_ticker_t *>NULL).book_update_id
    elif kind == KIND_PARTIAL_DEPTH:
        s.last_at = <uint16_t><size_t>&(<partial_depth_t *>NULL).book_update_id
    elif kind == KIND_BLOCK_TRADE:
        s.last_at = <uint16_t><size_t>&(<block_trade_t *>NULL).block_trade_id
    else:
        s.leap = FAR_TIME
        if kind == KIND_KLINE:
            s.rule = CANDLES
        elif kind == KIND_REFERENCE_PRICE:
            s.last_at = <uint16_t><size_t>&(<reference_price_t *>NULL).timestamp
        elif kind not in (KIND_MINI_TICKER, KIND_TICKER, KIND_ROLLING_TICKER, KIND_AVG_PRICE):
            s.rule = UNORDERED
    s.first_at = s.last_at


cdef int sequence_open(sequence_t *s, int kind, bint is_array, bint is_of_one) except -1:
    memset(s, 0, sizeof(sequence_t))
    s.slots = <uint8_t *>calloc(LINES, 1)
    s.carriers = <carrier_t *>calloc(1, sizeof(carrier_t))
    if s.slots is NULL or s.carriers is NULL:
        sequence_close(s)
        raise MemoryError("no memory for a stream's lines")
    s.carriers[0].line = -1
    s.carriers[0].last = s.carriers[0].old_last = INT64_MIN
    place_ids(s, kind)
    if not is_of_one and (s.rule == CONTIGUOUS or s.leap != <uint64_t>FAR_TIME or not is_array):
        s.rule = UNORDERED  # ids of several instruments
    sequence_begin(s)
    return 0


cdef void sequence_close(sequence_t *s) noexcept:
    free(s.slots)
    free(s.carriers)
    s.slots, s.carriers = NULL, NULL


cdef void sequence_begin(sequence_t *s) noexcept:
    """Let any id be the next, as if nothing had come."""
    s.watched |= NOTHING_CAME
    s.next, s.slack = INT64_MIN, s.leap
    s.open, s.after, s.is_closed = INT64_MIN, 0, False
    s.lost_first, s.lost_last = 0, -1
    if s.rule == UNORDERED:
        s.first_at, s.last_at = 0, 0
        s.slack = UINT64_MAX
        s.watched &= ~NOTHING_CAME
    elif s.rule == CANDLES:
        s.watched |= ALL_CANDLES
    elif s.rule != INCREASING:
        s.slack = 0


cdef void ids_of(const sequence_t *s, const header_t *message, ids_t *ids) noexcept:
    cdef const kline_t *candle
    if s.rule == CANDLES:
        candle = <const kline_t *>message
        ids.first = ids.last = candle.open_time
        ids.order = candle.event_time
        ids.after = (candle.close_time // MS + 1) * MS
        ids.is_closed = candle.is_closed != 0
        return
    ids.first = (<const int64_t *>(<const char *>message + s.first_at))[0]
    ids.last = ids.order = (<const int64_t *>(<const char *>message + s.last_at))[0]


cdef int judge_candle(const sequence_t *s, const ids_t *ids) noexcept:
    if ids.first < s.open or (ids.first == s.open and not s.is_closed):
        return NEXT
    if ids.first == s.open:
        return OLD
    if ids.first == s.after and s.is_closed:
        return NEXT
    return LEAP if ids.first > s.after + FAR_TIME * 400 else JUMP


cdef int judge(const sequence_t *s, const ids_t *ids) noexcept:
    if s.rule == UNORDERED:
        return NEXT
    if <uint64_t>ids.last - <uint64_t>ids.first > MOST_IDS:
        return INSIDE_OUT
    if s.watched & NOTHING_CAME:
        return NEXT
    if is_old(s, ids):
        return OLD
    if s.rule == CANDLES:
        return judge_candle(s, ids)
    if ids.first > s.next and <uint64_t>ids.first - <uint64_t>s.next > s.leap:
        return LEAP
    return NEXT if s.rule == INCREASING or ids.first <= s.next else JUMP


cdef void advance(sequence_t *s, const ids_t *ids) noexcept:
    s.watched &= ~NOTHING_CAME
    if s.rule == UNORDERED:
        return
    s.next = ids.order + 1
    if s.rule == CANDLES and (ids.first >= s.open or s.after == 0):
        s.open, s.after, s.is_closed = ids.first, ids.after, ids.is_closed


cdef void skip_to(sequence_t *s, const ids_t *ids) noexcept:
    if s.rule == CANDLES:
        s.after, s.is_closed = ids.first, True
        return
    s.lost_first, s.lost_last = s.next, ids.first - 1
    s.next = ids.first


cdef int64_t first_missing(const sequence_t *s) noexcept:
    if s.rule == CANDLES:
        return s.after if s.is_closed else s.open
    return s.next


cdef void brought(sequence_t *s, const ids_t *ids, int64_t recv_time, int line, bint is_doubtful) noexcept:
    cdef carrier_t *carrier = &s.carriers[s.slots[<uint8_t>line]]
    if not carrier.frames:
        carrier.first = ids.order if s.rule == CANDLES else ids.first
    carrier.recv_time = recv_time
    carrier.frames += 1
    if not is_doubtful:
        carrier.last = max(carrier.last, ids.order)
        carrier.believed = carrier.frames


cdef bint note_old(sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept:
    cdef carrier_t *carrier = &s.carriers[s.slots[<uint8_t>line]]
    cdef streak_t *streak = &s.streak
    cdef int64_t begin = begin_of(s, ids)
    cdef bint is_backward = ids.order <= carrier.last
    if streak.next != s.next:
        streak.next, streak.low, streak.since, streak.count = s.next, begin, recv_time, 0
    streak.low = min(streak.low, begin)
    streak.count += 1
    if is_backward:
        note_backward(&carrier.backward, s.next, ids.order, begin, carrier.frames)
    if not carrier.frames:
        carrier.first = begin
    carrier.last = max(carrier.last, ids.order)
    carrier.recv_time = recv_time
    carrier.frames += 1
    carrier.believed = carrier.frames
    if is_backward and carrier.backward.count >= RESTART_AFTER:
        return True
    if streak.count < RESTART_AFTER or begin <= streak.low or recv_time - streak.since < RESTART_TIME:
        return False
    return <uint64_t>(s.next - ids.order) // HOPELESS > <uint64_t>(begin - streak.low)


cdef void note_backward(backward_t *run, int64_t next, int64_t order, int64_t begin, uint64_t frames) noexcept:
    """Add a message to those in a row, or begin anew; `frames` had the line brought before. A repeated one counts once.

    When something new comes from elsewhere they are counted anew, but where they began is remembered.
    """
    cdef bint is_in_a_row = run.frames == frames and order >= run.last
    if not is_in_a_row:
        run.low = begin
    if not is_in_a_row or run.next != next:
        run.count = 0
    if not run.count or order > run.last:
        run.count += 1
    run.next, run.last, run.frames = next, order, frames + 1


cdef int64_t first_dropped(const sequence_t *s) noexcept:
    cdef const carrier_t *carrier
    cdef int64_t first = s.streak.low
    cdef int i
    for i in range(s.carrier_count + 1):
        carrier = &s.carriers[i]
        if carrier.frames and carrier.backward.frames == carrier.frames:
            first = min(first, carrier.backward.low)
    return first


cdef void restart(sequence_t *s, const ids_t *ids, int64_t recv_time) noexcept:
    cdef carrier_t *carrier
    cdef int64_t next = s.next
    cdef int i
    sequence_begin(s)
    s.restarted_at = recv_time
    s.watched &= ~OLD_COUNT
    for i in range(s.carrier_count + 1):
        carrier = &s.carriers[i]
        carrier.old_last = INT64_MIN
        if carrier.last > ids.order and carrier.backward.frames != carrier.frames:
            if carrier.last >= next or next - carrier.last < carrier.last - ids.order:  # nearer to the old count
                carrier.old_last = carrier.last
                s.watched |= OLD_COUNT
        carrier.first = carrier.last = INT64_MIN
        carrier.backward.frames = 0


cdef bint is_of_old_count(sequence_t *s, const ids_t *ids, int64_t recv_time, int line) noexcept:
    cdef carrier_t *carrier = &s.carriers[s.slots[<uint8_t>line]]
    cdef int i
    cdef bint is_recent = recv_time - s.restarted_at < RESTART_TIME
    if is_recent and carrier.old_last != INT64_MIN and ids.order > carrier.old_last >= s.next:
        carrier.old_last = ids.order
        carrier.recv_time = recv_time
        carrier.frames += 1
        carrier.believed = carrier.frames
        return True
    carrier.old_last = INT64_MIN
    for i in range(s.carrier_count + 1):
        if s.carriers[i].old_last >= s.next:
            return False
    s.watched &= ~OLD_COUNT
    return False


cdef int add_carrier(sequence_t *s, int line) except -1:
    cdef carrier_t *grown
    if s.slots[<uint8_t>line]:
        return 0
    grown = <carrier_t *>realloc(s.carriers, (s.carrier_count + 2) * sizeof(carrier_t))
    if grown is NULL:
        raise MemoryError("no memory for a stream's lines")
    s.carriers = grown
    s.carrier_count += 1
    memset(&grown[s.carrier_count], 0, sizeof(carrier_t))
    grown[s.carrier_count].line = line
    grown[s.carrier_count].last = grown[s.carrier_count].old_last = INT64_MIN
    s.slots[<uint8_t>line] = <uint8_t>s.carrier_count
    return 0


cdef void drop_carrier(sequence_t *s, int line) noexcept:
    cdef int place = s.slots[<uint8_t>line]
    if not place:
        return
    s.carriers[place] = s.carriers[s.carrier_count]
    s.slots[<uint8_t>s.carriers[place].line] = <uint8_t>place
    s.slots[<uint8_t>line] = 0
    s.carrier_count -= 1


cdef bint may_come(const sequence_t *s, int64_t order, int line) noexcept:
    cdef int i
    for i in range(1, s.carrier_count + 1):
        if s.carriers[i].line != line and s.carriers[i].last < order:
            return True
    return False


cdef bint overlaps(const sequence_t *s, int line) noexcept:
    cdef int place = s.slots[<uint8_t>line]
    cdef int i
    if not place or not s.carriers[place].frames:
        return False
    if s.rule == CONTIGUOUS or s.rule == RANGES:
        return s.carriers[place].first <= s.next
    for i in range(s.carrier_count + 1):
        if i != place and s.carriers[i].last >= s.carriers[place].first:
            return True
    return False
