import itertools

from tickwire.session.twins import Figures, Finding, Twins


class Pair:
    """Two connections of a shard, looked at once a second."""

    def __init__(self, **options):
        self.twins, self.now = Twins(**options), 0.0
        self.messages, self.wins = {0: 0, 1: 0}, {0: 0, 1: 0}
        self.look(0)

    def look(self, seconds=1, messages=(0, 0), wins=(0, 0)):
        findings = []
        for _ in range(max(1, seconds)):
            self.now += 1.0
            for line in (0, 1):
                self.messages[line] += messages[line]
                self.wins[line] += wins[line]
            figures = {line: Figures(self.messages[line], self.wins[line]) for line in (0, 1)}
            findings += self.twins.look(self.now, figures)
        return findings


def test_a_connection_that_brings_nothing_while_its_twin_delivers_stalls():
    pair = Pair()
    assert pair.look(3, messages=(10, 10)) == []
    assert pair.look(1, messages=(10, 0)) == [Finding(1, "stall")]
    assert pair.look(1, messages=(10, 3)) == []
    assert pair.look(1, messages=(10, 0)) == [Finding(1, "stall")]
    assert pair.twins.stalls == {1: 2}


def test_a_stall_that_lasts_is_to_be_ended():
    pair = Pair(stall=5.0)
    assert pair.look(5, messages=(10, 0)) == [Finding(1, "stall")]
    assert pair.look(1, messages=(10, 0)) == [Finding(1, "stalled")]
    assert pair.look(4, messages=(10, 0)) == []
    assert pair.look(1, messages=(10, 0)) == [Finding(1, "stalled")]


def test_two_quiet_connections_do_not_stall_and_a_few_messages_prove_nothing():
    pair = Pair()
    assert pair.look(60) == []
    assert pair.look(60, messages=(4, 0)) == []


def test_the_one_that_never_comes_first_is_slow():
    pair = Pair(window=10.0, enough=100)
    findings = pair.look(11, messages=(100, 100), wins=(100, 1))
    assert findings == [Finding(1, "slow")]


def test_a_fair_share_a_small_one_and_too_few_messages_are_left_alone():
    for wins in ((50, 50), (90, 10), (4, 0)):
        pair = Pair(window=10.0, enough=1000)
        assert pair.look(30, messages=(100, 100), wins=wins) == []


def test_a_place_is_not_renewed_for_slowness_ever_and_ever():
    pair = Pair(window=10.0, enough=100, patience=100.0)
    seconds = [second for second in range(1000) if Finding(1, "slow") in pair.look(1, messages=(9, 9), wins=(100, 1))]
    assert [later - sooner for sooner, later in itertools.pairwise(seconds)] == [100, 200, 400]


def test_a_twin_that_comes_or_goes_begins_a_new_comparison():
    pair = Pair(window=10.0, enough=100)
    pair.look(8, messages=(9, 9), wins=(100, 0))
    assert pair.twins.look(pair.now + 1, {0: Figures(900, 900)}) == []
    assert pair.look(8, messages=(9, 9), wins=(100, 0)) == []


def test_one_connection_alone_is_never_found_wanting():
    twins = Twins(window=10.0)
    for second in range(100):
        assert twins.look(float(second), {0: Figures(0, second * 1000)}) == []


def test_a_new_connection_is_not_held_responsible_for_the_one_whose_number_it_has():
    pair = Pair(window=10.0, enough=100)
    pair.look(3, messages=(10, 0))
    assert pair.twins.stalls == {1: 1}
    pair.look(6, messages=(100, 100), wins=(100, 0))
    pair.twins.forget(1)
    pair.messages[1] = pair.wins[1] = 0
    assert pair.twins.stalls == {}
    assert pair.look(9, messages=(100, 100), wins=(60, 40)) == []
