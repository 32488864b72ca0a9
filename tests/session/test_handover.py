import pytest

from tickwire.session.handover import (
    HANDOVER,
    LEG,
    Handover,
    HandoverEvent,
    HandoverState,
    LegEvent,
    LegState,
)
from tickwire.session.states import IllegalTransition

OPENING, OVERLAPPING, DONE, FAILED = HandoverState
TRADES, QUIET = "btcusdt@trade", "rareusdt@trade"


class Course:
    """A handover of a busy and of a quiet stream, whose frames come as told."""

    def __init__(self, *streams, **options):
        self.now = 100.0
        self.handover = Handover(streams or (TRADES, QUIET), self.now, **options)
        self.old, self.new = 0, 0

    def promised(self):
        self.handover.opened(self.now)
        for stream in self.handover.streams:
            self.handover.acknowledged(stream, self.now)
            self.handover.brought(stream, 0, 0, self.now)
        return self

    def pass_seconds(self, seconds, *, old=0, new=0, stream=TRADES):
        """Let time pass in steps in which either connection brings so many frames."""
        for _ in range(round(seconds * 2)):
            self.now += 0.5
            self.old, self.new = self.old + old, self.new + new
            self.handover.brought(stream, self.old, self.new, self.now)
            self.check()
        return self.handover.state

    def check(self, seconds=0.0):
        """Look so many seconds later, and once more when all is ready, the new connection having all of the old."""
        return look(self.handover, self.now + seconds)


def look(handover, now):
    handover.check(now)
    if handover.is_ready:
        handover.compare({}, {})
    return handover.check(now)


def test_every_state_stands_in_its_table_and_every_event_happens_somewhere():
    assert set(HANDOVER) == set(HandoverState)
    assert {event for row in HANDOVER.values() for event in row} == set(HandoverEvent)
    assert set(LEG) == set(LegState)
    assert {event for row in LEG.values() for event in row} == set(LegEvent)


def test_a_handover_ends_done_or_failed_and_from_everywhere():
    assert [state for state, row in HANDOVER.items() if not row] == [DONE, FAILED]
    for state in (OPENING, OVERLAPPING):
        assert HANDOVER[state][HandoverEvent.CUT] is DONE
        assert HANDOVER[state][HandoverEvent.OVERDUE] is FAILED


def test_streams_whose_ids_join_are_taken_over_at_once():
    course = Course(TRADES).promised()
    assert course.handover.settling() == [TRADES]
    course.handover.joined(TRADES)
    assert course.check() is DONE
    assert course.handover.fault == ""
    assert course.handover.count(LegState.JOINED) == 1


def test_nothing_is_taken_over_before_every_stream_is_ready():
    course = Course().promised()
    course.handover.joined(TRADES)
    assert course.check(4.9) is OVERLAPPING
    assert course.check(5.0) is DONE
    assert course.handover.count(LegState.QUIET) == 1


def test_a_stream_that_was_not_promised_is_not_ready_however_quiet():
    course = Course(TRADES)
    course.handover.opened(course.now)
    course.handover.joined(TRADES)
    assert course.handover.settling() == []
    assert course.check(30) is OVERLAPPING


def test_a_new_connection_that_is_mute_where_the_old_one_delivers_fails():
    course = Course().promised()
    assert course.pass_seconds(10.5, old=1) is OVERLAPPING
    assert course.pass_seconds(2, old=1) is FAILED
    assert TRADES in course.handover.fault


def test_what_the_old_connection_brings_right_after_the_promise_is_no_evidence():
    course = Course(TRADES).promised()
    course.pass_seconds(0.5, old=1)
    assert course.pass_seconds(5, old=0) is DONE
    assert course.handover.count(LegState.QUIET) == 1


def test_a_new_connection_that_falls_mute_after_it_had_joined_is_not_taken_over():
    course = Course(TRADES).promised()
    course.handover.joined(TRADES)
    course.handover.compare({TRADES: 20}, {TRADES: 10})
    assert course.handover.check(course.now) is OVERLAPPING
    course.handover.compare({TRADES: 30}, {TRADES: 19})
    assert course.handover.check(course.now) is OVERLAPPING
    course.handover.compare({TRADES: 40}, {TRADES: 20})
    assert course.handover.check(course.now) is DONE


def test_a_new_connection_that_stays_mute_after_it_had_joined_fails_in_time():
    course = Course(TRADES).promised()
    course.handover.joined(TRADES)
    course.handover.compare({TRADES: 20}, {TRADES: None})
    assert course.handover.check(course.now + 60.0) is FAILED
    assert course.handover.fault == "the new connection fell behind the old one"


def test_a_quiet_stream_that_wakes_up_on_the_old_connection_is_waited_for():
    course = Course(QUIET).promised()
    course.pass_seconds(4, stream=QUIET)
    course.pass_seconds(0.5, old=1, stream=QUIET)
    assert course.pass_seconds(4.5, stream=QUIET) is OVERLAPPING
    assert course.pass_seconds(0.5, stream=QUIET) is DONE


def test_a_stream_heard_again_after_it_had_settled_has_to_settle_again():
    course = Course().promised()
    course.pass_seconds(4, old=1)
    course.now += 1.0
    course.check()
    assert course.handover.count(LegState.QUIET) == 1
    course.handover.brought(QUIET, 1, 0, course.now)
    assert course.handover.count(LegState.QUIET) == 0
    course.handover.joined(QUIET)
    course.handover.joined(TRADES)
    assert course.check() is DONE


def test_an_old_connection_that_has_stalled_is_not_waited_for():
    course = Course(TRADES).promised()
    assert course.pass_seconds(4.5, new=3) is OVERLAPPING
    assert course.pass_seconds(0.5, new=3) is DONE


def test_an_old_connection_that_ends_first_is_taken_over_from_as_it_is():
    for is_open in (False, True):
        course = Course()
        if is_open:
            course.promised()
        course.handover.old_lost()
        assert course.handover.state is DONE
        assert "before 2 of 2 streams had overlapped" in course.handover.fault


def test_a_new_connection_that_breaks_begins_anew():
    course = Course().promised()
    course.handover.joined(TRADES)
    course.handover.new_lost()
    assert course.handover.state is OPENING
    assert course.handover.check(course.now + 1000) is OPENING
    course.promised()
    assert course.handover.settling() == [TRADES, QUIET]


def test_ids_that_never_join_fail_in_time():
    course = Course(TRADES, overlap_within=20.0).promised()
    assert course.pass_seconds(19.5, old=1, new=1) is OVERLAPPING
    assert course.pass_seconds(0.5, old=1, new=1) is FAILED
    assert "1 of 1 streams did not overlap in time" in course.handover.fault


def test_a_connection_that_does_not_open_in_time_fails_where_there_is_a_time():
    course = Course(open_within=3.0)
    assert course.handover.check(102.9) is OPENING
    assert course.handover.check(103.0) is FAILED


def test_a_refusal_of_a_stream_that_the_old_connection_brings_fails():
    course = Course().promised()
    course.handover.refused("another@trade", "no")
    assert course.handover.state is OVERLAPPING
    course.handover.refused(TRADES, "invalid stream")
    assert course.handover.state is FAILED
    assert course.handover.fault == f"{TRADES}: invalid stream"


def test_streams_wanted_and_dropped_on_the_way():
    course = Course().promised()
    course.handover.want("late@trade")
    course.handover.joined(TRADES)
    course.handover.forget(QUIET)
    assert course.check() is OVERLAPPING
    course.handover.acknowledged("late@trade", course.now)
    course.handover.joined("late@trade")
    assert course.check() is DONE


def test_a_handover_of_nothing_is_done_when_open():
    handover = Handover((), 0.0)
    handover.opened(1.0)
    assert look(handover, 1.0) is DONE


def test_nothing_happens_to_a_handover_that_is_over():
    course = Course(TRADES).promised()
    course.handover.old_lost()
    course.handover.old_lost()
    course.handover.new_lost()
    course.handover.refused(TRADES, "no")
    assert course.handover.check(10_000.0) is DONE
    with pytest.raises(IllegalTransition):
        course.handover.opened(course.now)
