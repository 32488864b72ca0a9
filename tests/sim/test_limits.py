"""Rolling limits."""

from tickwire.sim.limits import RollingLimit


def test_a_rolling_limit_admits_so_many_within_any_window() -> None:
    limit = RollingLimit(2, 1.0)
    assert [limit.admit(at) for at in (0.0, 0.5, 0.9)] == [True, True, False]


def test_the_window_rolls_on() -> None:
    limit = RollingLimit(2, 1.0)
    assert [limit.admit(at) for at in (0.0, 0.9, 1.0, 1.5)] == [True, True, True, False]


def test_refused_events_count_as_well() -> None:
    limit = RollingLimit(1, 1.0)
    assert [limit.admit(at) for at in (0.0, 0.6, 1.2, 2.3)] == [True, False, False, True]
