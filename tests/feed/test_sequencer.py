"""Gaps: what is waited for, asked for, reported and delivered late, and when ids begin anew."""

import pytest

import tickwire as tw
from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import FeedError, Gap

from .order_model import Item
from .test_order import KINDS, MS, START, TRADE

RECOVERED = 4  # TICKWIRE_RECOVERED
STREAM = "btcusdt@trade"
SECOND = 1000 * MS


class Feed:
    """A dispatcher with one stream of trades; what it delivered, and what it told."""

    def __init__(self, *lines: int) -> None:
        self.got, self.events, self.asked = [], [], []
        self.dispatch = Dispatch(on_error=self.events.append)
        self.dispatch.on_gap = self.events.append
        self.sink = self.dispatch.add(STREAM, tw.Trade, lambda trade: self.got.append(trade.trade_id))
        for line in lines:
            self.dispatch.carry(STREAM, line)

    def bring(self, *numbers: int, line: int = 0, after: int = 0) -> None:
        for number in numbers:
            self.dispatch.on_bytes(KINDS["trade"].frame(Item(number, number)), START + after, line)

    def ask(self) -> None:
        self.dispatch.recover = lambda gap: self.asked.append(gap) or True

    def recovered(self, *numbers: int, is_final: bool = False) -> list[tuple[int, int]]:
        payloads = [(TRADE % (1770000000000, number)).encode() for number in numbers]
        return self.dispatch.recovered(STREAM, payloads, is_final)

    @property
    def gaps(self) -> list[tuple[int, int, str]]:
        gaps = [event for event in self.events if isinstance(event, Gap)]
        return [(gap.first_missing, gap.last_missing, gap.reason) for gap in gaps]


def test_one_line_reports_a_jump_at_once() -> None:
    feed = Feed(0)
    feed.bring(1, 2, 6, 7)
    assert feed.got == [1, 2, 6, 7]
    assert feed.events == [Gap(STREAM, "trade_id", 3, 5, "skipped", 0, START)]


def test_what_a_new_connection_did_not_bring_is_a_gap_by_reconnect() -> None:
    feed = Feed(0)
    feed.bring(1, 2)
    feed.dispatch.line_lost(0)
    feed.dispatch.carry(STREAM, 0)
    feed.bring(9)
    assert feed.gaps == [(3, 8, "reconnect")]


def test_a_jump_waits_for_the_other_line_and_keeps_the_order() -> None:
    feed = Feed(0, 1)
    due = []
    feed.dispatch.on_hold = due.append
    feed.bring(1, 2, 4, 5)
    assert (feed.got, due) == ([1, 2], [START + SECOND // 4])
    assert feed.dispatch.held_streams() == [STREAM]
    feed.bring(1, 2, 3, line=1)
    assert feed.dispatch.held_streams() == []
    assert feed.got == [1, 2, 3, 4, 5]
    assert not feed.events
    stats = feed.dispatch.stats()
    assert (stats.held, stats.released, stats.duplicates, stats.gaps) == (2, 2, 2, 0)


def test_a_jump_waits_though_the_clock_was_set_back() -> None:
    feed = Feed(0, 1)
    feed.bring(1, after=9 * SECOND)
    feed.bring(3, after=SECOND)
    assert feed.got == [1]
    feed.bring(2, line=1, after=SECOND)
    assert (feed.got, feed.events) == ([1, 2, 3], [])


@pytest.mark.parametrize("end", ["time", "a later frame", "passed", "lost", "uncarried", "forgotten"])
def test_a_jump_is_given_up_when_nobody_will_fill_it(end: str) -> None:
    feed = Feed(0, 1)
    feed.bring(1, line=1)
    feed.bring(1, 3)
    assert feed.got == [1]
    match end:
        case "time":
            assert feed.dispatch.expire(START + SECOND // 5) == START + SECOND // 4
            assert feed.dispatch.expire(START + SECOND // 4) is None
        case "a later frame":
            feed.bring(4, after=SECOND)
        case "passed":
            feed.bring(3, line=1)
        case "lost":
            feed.dispatch.line_lost(1)
        case "uncarried":
            feed.dispatch.uncarry(STREAM, 1)
        case "forgotten":
            feed.dispatch.forget(STREAM)
    assert feed.got[:2] == [1, 3]
    assert feed.gaps == [(2, 2, "skipped")]
    feed.bring(2, line=1)
    if end not in ("lost", "uncarried", "forgotten"):
        assert feed.dispatch.stats().stale == 1


def test_what_is_held_is_bounded() -> None:
    feed = Feed(0, 1)
    feed.bring(1, *range(3, 20_000))
    assert feed.gaps == [(2, 2, "skipped")]
    assert feed.got == [1, *range(3, 20_000)]


def test_what_is_recovered_comes_in_order_once_and_flagged() -> None:
    feed, flags = Feed(0), []
    feed.dispatch.add(STREAM, tw.Trade, lambda trade: flags.append(trade.flags & RECOVERED))
    feed.ask()
    feed.bring(1, 5, 6)
    assert feed.got == [1]
    assert feed.events == [Gap(STREAM, "trade_id", 2, 4, "skipped", 0, START, is_recovering=True)]
    assert feed.recovered(3) == [(2, 2), (4, 4)]
    assert feed.recovered(2, 3) == [(4, 4)]
    assert feed.got == [1, 2, 3]
    assert feed.recovered(4, 5, is_final=True) == []
    assert feed.got == [1, 2, 3, 4, 5, 6]
    assert flags == [0, RECOVERED, RECOVERED, RECOVERED, 0, 0]
    assert feed.dispatch.stats().recovered == 3
    feed.bring(7, 9)
    assert feed.gaps[1:] == [(8, 8, "skipped")]


def test_what_cannot_be_recovered_is_said() -> None:
    feed = Feed(0)
    feed.ask()
    feed.bring(1, 9)
    assert feed.recovered(4, 5, is_final=True) == [(2, 3), (6, 8)]
    assert feed.got == [1, 4, 5, 9]
    assert len(feed.gaps) == 1


def test_a_recovery_that_takes_too_long_is_given_up() -> None:
    feed = Feed(0)
    feed.ask()
    feed.bring(1, 4)
    assert feed.dispatch.expire(START + SECOND) == START + 10 * SECOND
    assert feed.dispatch.expire(START + 10 * SECOND) is None
    assert feed.got == [1, 4]
    assert feed.recovered(2, 3, is_final=True) == [(2, 3)]
    assert feed.got == [1, 4]
    assert feed.dispatch.stats().stale == 2


def test_what_one_recovery_could_not_bring_is_not_forgotten_by_the_end_of_another() -> None:
    feed = Feed(0)
    feed.ask()
    feed.bring(1, 4)
    feed.dispatch.expire(START + 10 * SECOND)
    feed.bring(7, after=10 * SECOND)
    assert len(feed.asked) == 2
    feed.recovered(5, 6, is_final=True)
    assert feed.recovered(is_final=True) == [(2, 3)]
    assert feed.got == [1, 4, 5, 6, 7]


def test_live_copies_fill_a_gap_that_is_being_recovered() -> None:
    feed = Feed(0, 1)
    feed.ask()
    feed.bring(1, 3)
    feed.dispatch.expire(START + SECOND)
    assert [gap.is_recovering for gap in feed.events] == [True]
    feed.bring(2, line=1, after=2 * SECOND)
    assert feed.got == [1, 2, 3]
    feed.bring(5, after=3 * SECOND)
    feed.dispatch.expire(START + 4 * SECOND)
    assert feed.recovered(2, is_final=True) == [(4, 4)]
    assert feed.got == [1, 2, 3]
    assert feed.recovered(4, is_final=True) == []
    assert feed.got == [1, 2, 3, 4, 5]


def test_a_recovered_payload_that_is_no_message_is_an_error_and_no_harm() -> None:
    feed = Feed(0)
    feed.ask()
    feed.bring(1, 3)
    assert feed.dispatch.recovered(STREAM, [b'{"e":"trade"}'], is_final=True) == [(2, 2)]
    assert [type(event) for event in feed.events] == [Gap, FeedError]
    assert feed.got == [1, 3]


def test_a_hook_that_recovers_at_once_is_heard_after_the_frame() -> None:
    feed = Feed(0)
    feed.dispatch.recover = lambda gap: feed.recovered(2, 3, is_final=True) is not None
    feed.bring(1, 4, 5)
    assert feed.got == [1, 2, 3, 4, 5]


def test_handlers_may_change_handlers_and_feed_frames_while_held_ones_are_delivered() -> None:
    feed, order = Feed(0, 1), []

    def first(trade: tw.Trade) -> None:
        order.append(trade.trade_id)
        if trade.trade_id == 3:
            feed.bring(6, line=1)
            feed.dispatch.add(STREAM, tw.Trade, lambda later: order.append(-later.trade_id))
        if trade.trade_id == 5:
            feed.dispatch.remove(sink)

    sink = feed.dispatch.add(STREAM, tw.Trade, first)
    feed.bring(1, 3, 4, 5)
    feed.bring(1, 2, line=1)
    assert feed.got == [1, 2, 3, 4, 5, 6]
    assert order == [1, 2, 3, 4, -4, 5, -5, -6]


def test_a_stream_whose_last_handler_goes_forgets_what_was_held() -> None:
    feed, got = Feed(0, 1), []
    feed.dispatch.add("ethusdt@trade", tw.Trade, lambda trade: (got.append(trade), feed.dispatch.remove(sinks[0])))
    sinks = [feed.dispatch.add("bnbusdt@trade", tw.Trade, lambda trade: None)]
    feed.bring(1, 3)
    feed.dispatch.expire(START + SECOND)
    assert feed.got == [1, 3]
    assert feed.dispatch.streams() == [STREAM, "ethusdt@trade", "bnbusdt@trade"]


def test_a_stream_given_up_while_frames_of_it_are_held_is_told_of_no_more() -> None:
    feed = Feed(0, 1)
    feed.bring(1, 3)
    feed.dispatch.remove(feed.sink)
    assert feed.dispatch.expire(START + SECOND) is None
    feed.bring(2, 4, line=1)
    assert (feed.got, feed.events, feed.dispatch.stats().late) == ([1], [], 2)


def test_a_leap_that_the_line_itself_denies_is_no_message() -> None:
    feed = Feed(0)
    feed.bring(1, 2, 90_000_000_000, 3, 4)
    assert feed.got == [1, 2, 3, 4]
    feed.dispatch.expire(START + SECOND)
    assert feed.got == [1, 2, 3, 4]
    assert [event.reason for event in feed.events] == ["its id is out of all order"]
    feed.bring(5)
    assert feed.got[-1] == 5


def test_a_leap_that_goes_on_is_a_gap() -> None:
    feed = Feed(0)
    feed.bring(1, 90_000_000_000, 90_000_000_001)
    assert feed.got == [1, 90_000_000_000, 90_000_000_001]
    assert feed.gaps == [(2, 89_999_999_999, "skipped")]


def test_ids_that_a_connection_begins_anew_are_taken_and_reported() -> None:
    feed = Feed(0)
    feed.bring(*range(5000, 5010), *range(1, 100))
    (gap,) = feed.gaps
    assert gap[2] == "restarted"
    assert feed.got == [*range(5000, 5010), *range(gap[1] + 1, 100)]
    assert gap[0] == 1
    assert feed.dispatch.stats().restarts == 1


def test_ids_that_begin_anew_with_a_connection_are_taken_when_they_cannot_catch_up() -> None:
    feed = Feed(0)
    feed.bring(*range(1_000_000, 1_000_010))
    feed.dispatch.line_lost(0)
    feed.dispatch.carry(STREAM, 0)
    for number in range(1, 100):
        feed.bring(number, after=number * SECOND // 5)
    (gap,) = feed.gaps
    assert (gap[0], gap[2]) == (1, "restarted")
    assert feed.got[10:] == [*range(gap[1] + 1, 100)]


def test_ids_that_begin_anew_on_two_lines_are_found_on_either_and_all_told() -> None:
    feed = Feed(0, 1)
    for number in (*range(5000, 5010), *range(1, 100)):
        for line in (0, 1):  # the later copy of an old id is the last thing before the new count
            feed.bring(number, line=line)
    assert feed.gaps == [(1, 31, "restarted")]
    assert feed.got == [*range(5000, 5010), *range(32, 100)]


@pytest.mark.parametrize("lag", [1, 20, 50, 400])
def test_a_slow_line_may_still_bring_the_old_count_after_the_new_one_has_begun(lag: int) -> None:
    feed = Feed(0, 1)
    numbers = [*range(5000, 5500), *range(1, 1000)]
    for at in range(len(numbers) + lag):
        if at < len(numbers):
            feed.bring(numbers[at], line=0, after=at * MS)
        if at >= lag:
            feed.bring(numbers[at - lag], line=1, after=at * MS)
        feed.dispatch.expire(START + at * MS)
    assert feed.gaps == [(1, 31, "restarted")]
    assert feed.got == [*range(5000, 5500), *range(32, 1000)]
    feed.dispatch.line_lost(0)
    feed.bring(1000, 1001, line=1)
    assert feed.got[-2:] == [1000, 1001]


def test_a_line_slow_by_more_than_the_new_count_has_come_to_is_heard_again() -> None:
    feed = Feed(0, 1)
    feed.bring(*range(5000, 5010))
    feed.bring(5000, line=1)
    feed.bring(*range(1, 40))
    feed.dispatch.line_lost(0)
    feed.bring(5001, 5002, line=1)
    feed.bring(35, 36, 40, 41, line=1)
    feed.dispatch.expire(START + SECOND)
    assert feed.gaps == [(1, 31, "restarted")]
    assert feed.got[-2:] == [40, 41]


def test_the_last_of_the_old_count_from_a_twin_makes_none_of_the_new_one_forgotten() -> None:
    feed = Feed(0, 1)
    feed.bring(*range(5000, 5010))
    feed.bring(*range(5000, 5010), line=1)
    feed.bring(*range(1, 21))
    feed.bring(5010, 5011, line=1)
    feed.bring(*range(21, 100))
    feed.bring(*range(1, 100), line=1)
    assert feed.gaps == [(1, 51, "restarted")]
    assert feed.got == [*range(5000, 5012), *range(52, 100)]


def test_ids_that_begin_anew_with_two_connections_leave_out_none_either() -> None:
    feed = Feed(0, 1)
    feed.bring(*range(1_000_000, 1_000_010))
    feed.bring(1_000_009, line=1)
    for line in (0, 1):
        feed.dispatch.line_lost(line)
        feed.dispatch.carry(STREAM, line)
    for number in range(1, 100):
        for line in (0, 1):
            feed.bring(number, line=line, after=number * SECOND // 5)
    (gap,) = feed.gaps
    assert (gap[0], gap[2]) == (1, "restarted")
    assert feed.got[10:] == [*range(gap[1] + 1, 100)]


def test_updates_that_begin_anew_are_told_from_the_first_of_the_first_on() -> None:
    made, got, gaps = KINDS["depth"], [], []
    dispatch = Dispatch()
    dispatch.on_gap = gaps.append
    dispatch.add(made.stream, made.view, lambda m: got.append(made.ids(m)))
    for line in (0, 1):
        dispatch.carry(made.stream, line)
    for number in (*range(5000, 5010), *range(40)):
        for line in (0, 1):
            dispatch.on_bytes(made.frame(made.item(number)), START, line)
    (gap,) = gaps
    assert (gap.reason, gap.first_missing) == ("restarted", made.item(0).first)
    assert gap.last_missing == got[10].first - 1
    assert got[10:] == [made.item(number) for number in range(31, 40)]


def test_a_twin_that_repeats_what_is_old_does_not_restart_a_stream_that_goes_on() -> None:
    feed = Feed(0, 1)
    for number in range(100):
        feed.bring(1000 + number)
        feed.bring(number, line=1)
        feed.bring(1000 + number, line=1)
    feed.bring(*range(500, 520), *range(500, 520), line=1)
    assert feed.got == [*range(1000, 1100)]
    assert not feed.events


def test_the_figures_of_a_line_go_with_it() -> None:
    feed = Feed(0, 1)
    feed.bring(1, 2, 3)
    feed.bring(1, 2, 3, line=1)
    feed.dispatch.new_line(1)
    assert feed.dispatch.line_figures().keys() == {0}
    feed.bring(4, line=1)
    feed.bring(4)
    figures = feed.dispatch.line_figures()
    assert (figures[1].wins, figures[1].copies, figures[0].copies) == (1, 0, 1)


def test_a_line_that_is_behind_but_catches_up_is_no_restart() -> None:
    feed = Feed(0, 1)
    feed.bring(*range(1000))
    feed.dispatch.line_lost(0)
    for number in range(1100):
        feed.bring(number, line=1, after=number * SECOND // 10)
    assert feed.got == [*range(1100)]
    assert not feed.events


def test_leads_are_counted_for_the_line_that_won() -> None:
    feed = Feed(0, 1)
    for number in range(100):
        feed.bring(number, line=0, after=number * SECOND)
        feed.bring(number, line=1, after=number * SECOND + 1500)
    figures = feed.dispatch.line_figures()
    assert (figures[0].wins, figures[0].copies) == (100, 0)
    assert (figures[1].wins, figures[1].copies) == (0, 100)
    assert figures[0].leads[10] == 100
    assert sum(figures[1].leads) == 0


def test_activity_is_told_of_each_line() -> None:
    feed = Feed(0, 1)
    feed.bring(1, 2, after=7)
    first, second = feed.dispatch.activity()
    assert (first.stream, first.line, first.frames, first.last_id, first.last_recv_time) == (STREAM, 0, 2, 2, START + 7)
    assert (second.line, second.frames, second.last_id, second.last_recv_time) == (1, 0, None, 0)


@pytest.mark.parametrize("kind", ["trade", "depth", "bookTicker"])
def test_a_line_may_take_over_when_it_joins_what_was_delivered(kind: str) -> None:
    made = KINDS[kind]
    dispatch = Dispatch()
    dispatch.on_gap = lambda gap: None
    dispatch.add(made.stream, made.view, lambda m: None)
    for line in (0, 1):
        dispatch.carry(made.stream, line)
    assert not dispatch.overlaps(made.stream, 1)
    dispatch.on_bytes(made.frame(made.item(1)), START, 0)
    dispatch.on_bytes(made.frame(made.item(4)), START, 1)
    assert not dispatch.overlaps(made.stream, 1)
    for number in (2, 3, 4):
        dispatch.on_bytes(made.frame(made.item(number)), START, 0)
    assert dispatch.overlaps(made.stream, 1)


def test_a_line_may_be_told_before_the_stream_has_a_handler() -> None:
    dispatch = Dispatch()
    dispatch.carry("ethusdt@trade", 3)
    dispatch.add("ethusdt@trade", tw.Trade, lambda m: None)
    assert [(a.stream, a.line) for a in dispatch.activity()] == [("ethusdt@trade", 3)]


@pytest.mark.parametrize("line", [-1, 256])
def test_a_line_that_cannot_be_is_refused(line: int) -> None:
    with pytest.raises(tw.ConfigError, match="0 to 255"):
        Dispatch().carry(STREAM, line)


def test_a_range_that_is_inside_out_is_no_message() -> None:
    made, events = KINDS["depth"], []
    dispatch = Dispatch(on_error=events.append)
    dispatch.add(made.stream, made.view, lambda m: events.append(m.last_book_update_id))
    dispatch.on_bytes(made.frame(Item(5, 9)))
    dispatch.on_bytes(made.frame(Item(10, 3)))
    dispatch.on_bytes(made.frame(Item(10, 12)))
    assert [event if isinstance(event, int) else type(event) for event in events] == [9, FeedError, 12]


def test_a_range_that_straddles_what_was_delivered_is_delivered() -> None:
    made, got, gaps = KINDS["depth"], [], []
    dispatch = Dispatch()
    dispatch.on_gap = gaps.append
    dispatch.add(made.stream, made.view, lambda m: got.append(made.ids(m)))
    for item in (Item(5, 9), Item(8, 12), Item(13, 14), Item(11, 14)):
        dispatch.on_bytes(made.frame(item))
    assert got == [Item(5, 9), Item(8, 12), Item(13, 14)]
    assert not gaps
