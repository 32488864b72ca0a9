"""The order of streams: ids that jump are waited for, asked for, reported, and what came behind them follows in order.

Frames that must wait are kept as they came and are decoded again; that is seldom. What can be told at once from the
ids of a message is in sequence.pxd, and costs no Python object.
"""

from libc.stdint cimport INT64_MIN, uint8_t
from libc.stdlib cimport calloc, free
from libc.string cimport memset

from tickwire.feed.leads cimport LEAD_BUCKETS, won
from tickwire.feed.sequence cimport (
    CANDLES,
    INCREASING,
    LEAP,
    NEXT,
    OLD,
    SOMETHING_HELD,
    advance,
    begin_of,
    carrier_t,
    first_dropped,
    first_missing,
    judge,
    may_come,
    note_old,
    overlaps,
    restart,
    sequence_begin,
    sequence_t,
    skip_to,
)
from tickwire.wire.messages cimport (
    KIND_AGG_TRADE,
    KIND_BLOCK_TRADE,
    KIND_BOOK_TICKER,
    KIND_DEPTH_UPDATE,
    KIND_KLINE,
    KIND_PARTIAL_DEPTH,
    KIND_TRADE,
)

import msgspec

from tickwire.errors import ConfigError
from tickwire.feed.events import Activity, Gap, LineFigures

cdef enum:
    LINES = 256
    NS = 1_000_000_000

cdef dict UNITS = {
    KIND_TRADE: "trade_id",
    KIND_AGG_TRADE: "agg_trade_id",
    KIND_BLOCK_TRADE: "block_trade_id",
    KIND_DEPTH_UPDATE: "update_id",
    KIND_BOOK_TICKER: "update_id",
    KIND_PARTIAL_DEPTH: "update_id",
    KIND_KLINE: "open_time",
}


cdef class Sequencer(Reporter):
    """Streams in order: which lines carry them, what is held, what is missing."""

    def __cinit__(self):
        self.routes, self.holding, self.carried, self.put_off = {}, {}, {}, []
        self.gap_wait, self.recovery_wait = 0.25, 10.0
        self.figures = <figures_t *>calloc(LINES, sizeof(figures_t))
        if self.figures is NULL:
            raise MemoryError("no memory for the figures of lines")

    def __dealloc__(self):
        free(self.figures)

    def carry(self, str stream not None, int line):
        """The line brings the stream from now on. A jump of ids is first waited for while another line may fill it."""
        check_line(line)
        self.carried.setdefault(stream, set()).add(line)
        cdef Route route = self.routes.get(stream)
        if route is not None:
            route.carry(line)

    def uncarry(self, str stream not None, int line):
        """The line brings the stream no longer."""
        check_line(line)
        lines = self.carried.get(stream)
        if lines is None or line not in lines:
            return
        lines.remove(line)
        if not lines:
            del self.carried[stream]
        cdef Route route = self.routes.get(stream)
        if route is not None:
            route.uncarry(line)
            self._look_again()

    def line_lost(self, int line):
        """The line brings nothing any more."""
        check_line(line)
        for stream in [stream for stream, lines in self.carried.items() if line in lines]:
            self.uncarry(stream, line)

    def expire(self, now_ns):
        """Give up what was waited for long enough; `now_ns` since the epoch. When to come again, None: not before
        `on_hold` is called.
        """
        self.now = now_ns
        self._look_again()
        return self._next_due()

    def recovered(self, str stream not None, payloads, bint is_final):
        """Deliver what was missing, in order, each message once, flagged as recovered.

        `payloads` are messages of the stream without envelope; with `is_final` nothing more will come and the stream
        goes on. Returns the ranges of ids that are missing still, of candles the times at which they open. Within a
        handler it is put off until the frame at hand is delivered, and what was missing before that is returned.
        """
        cdef Route route = self.routes.get(stream)
        if route is None:
            return []
        self.put_off.append((route, list(payloads), is_final))
        self._look_again()
        ranges = [*route.lost, *still_missing(route)]
        if is_final and not self.is_running and not route.recoveries:  # others may have to be told of theirs yet
            route.lost = []
        return ranges

    def forget(self, str stream not None):
        """Take whatever id comes next for the first one. What is held is delivered before, its gaps reported."""
        cdef Route route = self.routes.get(stream)
        cdef carrier_t *carrier
        cdef int i
        if route is None:
            return
        if route.hold is not None:
            route.hold.is_overdue = True
            self._look_again()
        sequence_begin(&route.sequence)
        for i in range(route.sequence.carrier_count + 1):
            carrier = &route.sequence.carriers[i]
            carrier.last = carrier.old_last = INT64_MIN
            carrier.backward.frames = 0

    def overlaps(self, str stream not None, int line):
        """Whether what the line brings joins or overlaps what was delivered: it may take over without a hole."""
        check_line(line)
        cdef Route route = self.routes.get(stream)
        return route is not None and overlaps(&route.sequence, line)

    def held_streams(self):
        """The names of the streams of which frames wait for what is missing before them."""
        return list(self.holding)

    def activity(self):
        """What each line has brought of each stream that it carries."""
        cdef Route route
        cdef const carrier_t *carrier
        cdef int i
        out = []
        for route in self.routes.values():
            for i in range(1, route.sequence.carrier_count + 1):
                carrier = &route.sequence.carriers[i]
                last = None if carrier.last == INT64_MIN else carrier.last
                out.append(Activity(route.name, carrier.line, carrier.frames, last, carrier.recv_time))
        return out

    def new_line(self, int line):
        """The number belongs to another connection from now on, whose figures begin at nothing."""
        check_line(line)
        memset(&self.figures[line], 0, sizeof(figures_t))

    def line_figures(self):
        """The `LineFigures` of each line that has brought a stream together with another line."""
        cdef const figures_t *figures
        cdef int i, n
        out = {}
        for i in range(LINES):
            figures = &self.figures[i]
            if figures.wins or figures.copies:
                leads = tuple([figures.leads[n] for n in range(LEAD_BUCKETS)])
                out[i] = LineFigures(figures.wins, figures.copies, leads)
        return out

    cdef bint _begins_anew(self, Route route, const ids_t *ids, int64_t recv_time, int line) noexcept:
        if not note_old(&route.sequence, ids, recv_time, line):
            return False
        try:
            self._restart(route, ids, recv_time, line)
        except BaseException as error:
            self._unexpected(error)
        return True

    cdef int _restart(self, Route route, const ids_t *ids, int64_t recv_time, int line) except -1:
        cdef sequence_t *s = &route.sequence
        cdef int64_t first = first_dropped(s)
        cdef int64_t last = begin_of(s, ids) - 1
        self._flush(route)
        restart(s, ids, recv_time)
        self.restarts += 1
        unit = "event_time" if s.rule == CANDLES else UNITS.get(route.kind, "event_time")
        self._call_hook(self.on_gap, Gap(route.name, unit, first, last, "restarted", line, recv_time))
        return 0

    cdef int _hold_back(self, Route route, Held held) except -1:
        is_new = route.hold is None
        if is_new:
            route.hold = Hold()
            self.holding[route.name] = route
            route.sequence.watched |= SOMETHING_HELD
        if route.hold.put(held):
            self.held += 1
        else:
            self.duplicates += 1
        self._release(route)
        if is_new and route.hold is not None and self.on_hold is not None:
            self._call_hook(self.on_hold, self._due(route.hold))
        return 0

    cdef int _release(self, Route route) except -1:
        cdef sequence_t *s = &route.sequence
        cdef carrier_t *carrier
        cdef Hold hold = route.hold
        cdef Held held
        while hold is not None and hold.frames and not self.is_stopped:
            held = hold.frames[0]
            verdict = judge(s, &held.ids)
            if verdict == OLD:
                hold.pop()
                self.duplicates += 1
                continue
            if verdict != NEXT and not self._give_up(route, hold, held, verdict == LEAP):
                break
            if not hold.frames or hold.frames[0] is not held:
                continue
            hold.pop()
            held.next = s.next
            advance(s, &held.ids)
            if not held.is_recovered:
                carrier = &s.carriers[s.slots[<uint8_t>held.line]]
                carrier.last = max(carrier.last, held.ids.order)
                if s.recent is not NULL:
                    won(s.recent, self.figures, held.ids.order, held.recv_time, held.line)
            self._deliver_held(route, held)
            self._relink()
            if self.routes.get(route.name) is not route:
                hold.frames.clear()
        if hold is not None and not hold.frames:
            route.hold = None
            if self.holding.get(route.name) is route:
                del self.holding[route.name]
            s.watched &= ~SOMETHING_HELD
        return 0

    cdef int _abandon(self, Route route) except -1:
        """Nobody listens to a stream any more: what is held of it goes with it, and nothing more is told of it."""
        if self.holding.get(route.name) is route:
            del self.holding[route.name]
        if route.hold is not None:
            route.hold.frames.clear()
            route.hold = None
        self.put_off = [one for one in self.put_off if one[0] is not route]
        return 0

    cdef void _go_on(self, Route route) noexcept:
        """Something came, which may have been awaited."""
        try:
            self._release(route)
        except BaseException as error:
            self._unexpected(error)

    cdef bint _give_up(self, Route route, Hold hold, Held held, bint is_leap) except -1:
        """Whether a frame need not wait any longer for what is missing before it, which is then given up.

        It may be dropped instead: when its line has gone on with the ids before it, so that it was none of them.
        """
        cdef sequence_t *s = &route.sequence
        cdef int64_t first = first_missing(s)
        cdef int64_t last = route.last_missing(&held.ids)
        cdef const carrier_t *carrier = &s.carriers[s.slots[<uint8_t>held.line]]
        if hold.is_recovering:
            if not hold.is_final and self.now < hold.due and not hold.is_full() and not hold.is_overdue:
                return False
            if last <= hold.gap_last:
                route.lost.append((first, last))
                skip_to(s, &held.ids)
                return True
            hold.is_recovering = hold.is_final = False
        if self._is_awaited(route, hold, held, is_leap):
            return False
        if is_leap and carrier.believed > held.frames:
            hold.pop()
            self._refuse(route.name, "its id is out of all order", held.frame, held.recv_time, held.line)
            return True
        if s.rule != INCREASING and self._report(route, held, first, last):
            hold.is_recovering, hold.is_final, hold.gap_last = True, False, last
            hold.due = max(self.now, held.recv_time) + <int64_t>(self.recovery_wait * NS)
            route.recoveries += 1
            return False
        skip_to(s, &held.ids)
        return True

    cdef bint _is_awaited(self, Route route, Hold hold, Held held, bint is_leap) noexcept:
        """Whether what is missing before a frame may still come, or the frame itself needs to be confirmed."""
        cdef int64_t wait = <int64_t>(self.gap_wait * NS)
        if hold.is_overdue or hold.is_full() or not -wait < self.now - held.recv_time < wait:
            return False
        if is_leap and len(hold.frames) == 1 and not held.is_confirmed:
            return True
        return may_come(&route.sequence, held.ids.order, held.line)

    cdef bint _report(self, Route route, Held held, int64_t first, int64_t last) except -1:
        """Tell of a gap; whether somebody asks for what is missing."""
        reason = "reconnect" if held.is_first else "skipped"
        gap = Gap(route.name, UNITS[route.kind], first, last, reason, held.line, held.recv_time)
        is_recovering = self.recover is not None and self._call_hook(self.recover, gap) is True
        self.gaps += 1
        self.missing += 1 if route.sequence.rule == CANDLES else last - first + 1
        self._call_hook(self.on_gap, msgspec.structs.replace(gap, is_recovering=is_recovering))
        return is_recovering

    cdef int _flush(self, Route route) except -1:
        """Wait for nothing any longer."""
        if route.hold is not None:
            route.hold.is_overdue = True
            self._release(route)
        return 0

    cdef int64_t _due(self, Hold hold) noexcept:
        cdef Held held
        if hold.is_recovering:
            return hold.due
        held = hold.frames[0]
        return held.recv_time + <int64_t>(self.gap_wait * NS)

    cdef object _next_due(self):
        cdef Route route
        return min([self._due(route.hold) for route in self.holding.values()], default=None)

    cdef int _release_all(self) except -1:
        cdef Route route
        for route in list(self.holding.values()):
            self._release(route)
        return 0

    cdef int _look_again(self) except -1:
        self.is_doubtful = self.is_unsettled = True
        if not self.is_running:
            self._settle()
        return 0

    cdef int _settle_order(self) except -1:
        """Do what was put off until the frame at hand was delivered."""
        if not self.is_doubtful:
            return 0
        self.is_doubtful = False
        self.is_running = True
        try:
            put_off, self.put_off = self.put_off, []
            for route, payloads, is_final in put_off:
                self._recover(route, payloads, is_final)
            self._release_all()
        finally:
            self.is_running = False
        return 0

    cdef int _recover(self, Route route, list payloads, bint is_final) except -1:
        cdef Held held
        cdef bytes payload
        for payload in payloads:
            held = Held()
            held.frame, held.is_recovered = payload, True
            if not self._read_recovered(route, held):
                continue
            if judge(&route.sequence, &held.ids) == OLD or route.hold is None or held.ids.last > route.hold.gap_last:
                self.stale += 1
            elif not route.hold.put(held):
                self.duplicates += 1
        if is_final and route.recoveries:
            route.recoveries -= 1
            if not route.recoveries and route.hold is not None:
                route.hold.is_final = True
        if route.hold is not None:
            self._release(route)
        return 0

    cdef dict _order_counts(self):
        """The part of the counters that is about order."""
        return {
            "duplicates": self.duplicates,
            "stale": self.stale,
            "held": self.held,
            "released": self.released,
            "gaps": self.gaps,
            "missing": self.missing,
            "recovered": self.recovered_messages,
            "restarts": self.restarts,
        }

    cdef int _deliver_held(self, Route route, Held held) except -1:
        return 0

    cdef bint _read_recovered(self, Route route, Held held) except -1:
        return False

    cdef int _refuse(self, str stream, reason, bytes frame, int64_t recv_time, int line) except -1:
        return 0

    cdef void _settle(self) noexcept:
        self.is_unsettled = False

    cdef int _relink(self) except -1:
        return 0


cdef list still_missing(Route route):
    """The ranges of ids that a recovery under way has not brought yet."""
    cdef Held held
    ranges = []
    if route.hold is None or not route.hold.is_recovering:
        return ranges
    first = first_missing(&route.sequence)
    for held in route.hold.frames:
        last = min(route.last_missing(&held.ids), route.hold.gap_last)
        if first <= last:
            ranges.append((first, last))
        first = held.ids.after if route.sequence.rule == CANDLES else held.ids.last + 1
        if first > route.hold.gap_last:
            break
    return ranges


cdef int check_line(int line) except -1:
    if not 0 <= line < LINES:
        raise ConfigError(f"a line's number is 0 to {LINES - 1}, not {line}")
    return 0
