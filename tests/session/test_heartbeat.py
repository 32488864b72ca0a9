from tickwire.session import Heartbeat, Pulse

WALL = 1_700_000_000_000_000_000


def at(seconds):
    return WALL + round(seconds * 1e9)


def begun():
    heartbeat = Heartbeat(10.0, 5.0)
    heartbeat.opened(0.0)
    return heartbeat


def test_a_connection_that_delivers_is_never_asked():
    heartbeat = begun()
    now = 0.0
    for _ in range(100):
        now = heartbeat.due_at
        assert heartbeat.look(now, at(now - 0.1), at(now)) is None
        assert heartbeat.due_at > now
    assert now > 900


def test_a_silent_connection_is_asked_once_and_then_given_up():
    heartbeat = begun()
    assert heartbeat.look(9.9, 0, at(9.9)) is None
    assert heartbeat.look(10.0, 0, at(10.0)) is Pulse.PING
    assert heartbeat.look(14.9, 0, at(14.9)) is None
    assert heartbeat.due_at == 15.0
    assert heartbeat.look(15.0, 0, at(15.0)) is Pulse.DEAD


def test_any_frame_is_as_good_as_a_pong():
    heartbeat = begun()
    assert heartbeat.look(10.0, 0, at(10.0)) is Pulse.PING
    assert heartbeat.look(15.0, at(14.99), at(15.0)) is None
    assert abs(heartbeat.due_at - 24.99) < 1e-6


def test_silence_counts_from_the_last_frame_and_not_from_the_look_at_it():
    heartbeat = begun()
    heartbeat.look(10.0, at(1.0), at(10.0))
    assert abs(heartbeat.due_at - 11.0) < 1e-6


def test_a_wall_clock_that_is_set_kills_nothing():
    for hours in (-24, 24):
        heartbeat = begun()
        now = 0.0
        for step in range(1, 20):
            now = heartbeat.due_at
            pulse = heartbeat.look(now, at(step * 1.0), at(now + hours * 3600))
            assert pulse is not Pulse.DEAD


def test_a_doubted_connection_is_asked_at_once_but_only_once():
    heartbeat = begun()
    heartbeat.look(1.0, at(0.9), at(1.0))
    heartbeat.doubt(1.0)
    assert heartbeat.look(1.0, at(0.9), at(1.0)) is Pulse.PING
    heartbeat.doubt(2.0)
    assert heartbeat.look(2.0, at(0.9), at(2.0)) is None
    assert heartbeat.look(6.0, at(0.9), at(6.0)) is Pulse.DEAD


def test_a_new_connection_begins_afresh():
    heartbeat = begun()
    assert heartbeat.look(10.0, 0, at(10.0)) is Pulse.PING
    heartbeat.opened(12.0)
    assert heartbeat.look(16.0, 0, at(16.0)) is None
    assert heartbeat.due_at == 22.0


def test_a_doubted_connection_is_asked_at_once_though_something_came_before_the_doubt():
    heartbeat = begun()
    heartbeat.doubt(8.9)
    assert heartbeat.due_at == 8.9
    assert heartbeat.look(8.9, at(7.9), at(8.9)) is Pulse.PING
    assert heartbeat.look(13.8, at(7.9), at(13.8)) is None
    assert heartbeat.look(13.9, at(7.9), at(13.9)) is Pulse.DEAD


def test_a_doubt_ends_when_something_is_heard_after_it():
    heartbeat = begun()
    heartbeat.doubt(8.0)
    assert heartbeat.look(9.0, at(8.5), at(9.0)) is None
    assert abs(heartbeat.due_at - 18.5) < 1e-6


def test_a_sign_of_life_that_was_asked_for_is_awaited_until_something_comes():
    heartbeat = begun()
    assert not heartbeat.is_unanswered(0)
    assert heartbeat.look(10.0, at(1.0), at(10.0)) is None
    assert heartbeat.look(11.0, at(1.0), at(11.0)) is Pulse.PING
    assert heartbeat.is_unanswered(at(1.0))
    assert not heartbeat.is_unanswered(at(11.1))
