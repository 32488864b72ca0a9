"""What is done about silence: as little as helps, and never a storm."""

import pytest

from tickwire.session.events import Alive, Stale
from tickwire.session.remedies import LONGEST_WAIT, REPLACE_SPACING, Remedies, Replace, Resubscribe

SILENT = Stale("btcusdt@trade", 0, 20.0, 10.0, "silent")
MUTE = Stale("nosuchusdt@trade", 0, 61.0, 60.0, "no first message")
LINE = Stale(None, 3, 10.0, 5.0, "silent")


def done(remedies: Remedies, seconds: int) -> list[tuple[int, Resubscribe | Replace]]:
    """What is done in so many seconds, and when."""
    return [(second, remedy) for second in range(seconds) for remedy in remedies.due(float(second))]


def test_to_report_is_to_do_nothing():
    remedies = Remedies("report")
    for event in (SILENT, MUTE, LINE):
        remedies.note(0.0, event)
    assert done(remedies, 10_000) == []


def test_a_silent_stream_is_asked_for_again_after_ever_longer_waits():
    remedies = Remedies("resubscribe")
    remedies.note(0.0, SILENT)
    assert done(remedies, 200) == [(at, Resubscribe("btcusdt@trade", 0)) for at in (0, 20, 60, 140)]
    later = [remedies.due(200.0 + hour * LONGEST_WAIT) for hour in range(10)]
    assert all(len(each) <= 1 for each in later)


def test_a_stream_that_speaks_again_is_left_alone():
    remedies = Remedies("resubscribe")
    remedies.note(0.0, SILENT)
    assert remedies.due(0.0)
    remedies.note(1.0, Alive("btcusdt@trade", 0, 21.0))
    assert done(remedies, 1000) == []


def test_a_stream_that_spoke_on_one_of_the_connections_is_left_alone():
    remedies = Remedies("resubscribe")
    remedies.note(0.0, Stale("btcusdt@trade", None, 20.0, 10.0, "silent"))
    assert remedies.due(0.0) == [Resubscribe("btcusdt@trade", None)]
    remedies.note(1.0, Alive("btcusdt@trade", 1, 21.0))
    assert done(remedies, 1000) == []


def test_to_replace_begins_with_asking_again():
    remedies = Remedies("replace")
    remedies.note(0.0, SILENT)
    assert done(remedies, 30) == [(0, Resubscribe("btcusdt@trade", 0)), (20, Replace(0, "silent"))]


def test_a_stream_that_never_spoke_never_costs_a_connection():
    remedies = Remedies("replace")
    remedies.note(0.0, MUTE)
    found = done(remedies, 7200)
    assert {type(remedy) for _, remedy in found} == {Resubscribe}
    assert len(found) <= 7


@pytest.mark.parametrize("policy", ["resubscribe", "replace"])
def test_a_silent_connection_is_replaced(policy):
    remedies = Remedies(policy)
    remedies.note(0.0, LINE)
    assert remedies.due(0.0) == [Replace(3, "silent")]
    remedies.forget_line(3)
    assert done(remedies, 1000) == []


def test_connections_are_not_replaced_in_a_storm():
    remedies = Remedies("replace")
    for number in range(100):
        remedies.note(0.0, Stale(None, number, 10.0, 5.0, "silent"))
    found = done(remedies, 3600)
    assert [at for at, _ in found] == [0, 60, 180, 420, 900, 1860]
    assert REPLACE_SPACING == 60


def test_cases_of_streams_that_nobody_wants_are_closed():
    remedies = Remedies("resubscribe")
    remedies.note(0.0, SILENT)
    remedies.note(0.0, LINE)
    remedies.retain(frozenset())
    assert remedies.due(0.0) == [Replace(3, "silent")]
