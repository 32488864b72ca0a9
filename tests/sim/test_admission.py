"""Who may connect."""

import pytest

from tickwire.sim import Limits
from tickwire.sim.admission import Admission, Rejected
from tickwire.sim.target import ApiTarget, Target


def rejected(admission: Admission, path: bytes, now: float = 0.0) -> Rejected:
    with pytest.raises(Rejected) as found:
        admission.target(path, now)
    return found.value


def test_both_kinds_of_connection_count_against_one_limit() -> None:
    admission = Admission(Limits(connections=2, connections_window=10.0), api=True)
    assert isinstance(admission.target(b"/ws", 0.0), Target)
    assert isinstance(admission.target(b"/ws-api/v3", 0.0), ApiTarget)
    refusal = rejected(admission, b"/ws", 5.0)
    assert (refusal.status, refusal.headers) == (429, {"Retry-After": "10"})
    assert isinstance(admission.target(b"/ws", 20.0), Target)


def test_paths_that_are_not_served_are_not_found() -> None:
    assert rejected(Admission(Limits(), api=True), b"/api/v3/depth").status == 404
    assert rejected(Admission(Limits(), api=False), b"/ws-api/v3").status == 404
    assert rejected(Admission(Limits(), api=True), b"/ws/a,b").status == 400


def test_an_obstacle_comes_first_and_may_let_pass() -> None:
    admission = Admission(Limits(), api=True)
    obstacles = [Rejected(503, "no"), None]
    admission.obstacle = lambda: obstacles.pop(0)
    assert rejected(admission, b"/ws").headers == {}
    assert isinstance(admission.target(b"/ws", 0.0), Target)
