import random

from tickwire.session.backoff import PACES, Backoff

SOON = PACES["soon"]


def test_the_first_delay_is_tens_of_milliseconds():
    for seed in range(200):
        assert 0.015 <= Backoff(source=random.Random(seed)).next_delay() <= 0.03


def test_delays_double_up_to_the_ceiling_and_stay_within_half_of_it():
    backoff = Backoff(source=random.Random(1))
    delays = [backoff.next_delay() for _ in range(100)]
    for position, delay in enumerate(delays):
        span = min(SOON.ceiling, SOON.first * 2**position)
        assert span / 2 <= delay <= span
    assert backoff.attempt == 100


def test_two_clients_do_not_march_in_step():
    one, other = Backoff(source=random.Random(1)), Backoff(source=random.Random(2))
    assert [one.next_delay() for _ in range(5)] != [other.next_delay() for _ in range(5)]


def test_a_stable_connection_clears_the_record():
    backoff = Backoff(stable=5.0)
    for _ in range(8):
        backoff.next_delay()
    backoff.lasted(5.0)
    assert backoff.next_delay() <= SOON.first


def test_a_venue_that_accepts_and_drops_at_once_is_called_ever_less_often():
    backoff = Backoff()
    delays = []
    for _ in range(12):
        backoff.lasted(0.1)
        delays.append(backoff.next_delay())
    assert delays[-1] >= SOON.ceiling / 2


def test_what_somebody_has_to_mend_is_tried_again_from_seconds_on():
    backoff = Backoff()
    assert 0.5 <= backoff.next_delay("slowly") <= 1.0
    for _ in range(20):
        backoff.next_delay("slowly")
    assert 30.0 <= backoff.next_delay("slowly") <= 60.0
