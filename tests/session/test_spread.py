"""Connections that ended up at one host are brought apart again, with patience."""

from itertools import pairwise

from tickwire.session.routes import Route, routes
from tickwire.session.spread import CEILING, FIRST, Spread

A, B = Route("wss://a", None), Route("wss://b", None)
AMONG = routes(("wss://a", "wss://b"), ())


def moves(spread, used, until, began=0):
    return [now for now in range(began, until) if spread.look(float(now), used) is not None]


def test_connections_by_different_ways_are_left_alone():
    assert moves(Spread(AMONG), {0: A, 1: B}, 1000) == []


def test_one_host_for_all_is_left_alone():
    assert moves(Spread(routes(("wss://a",), ())), {0: A, 1: A, 2: A}, 1000) == []


def test_three_connections_over_two_hosts_share_one_of_them():
    assert moves(Spread(AMONG), {0: A, 1: B, 2: A}, 1000) == []
    assert moves(Spread(AMONG), {0: A, 1: A, 2: A}, 10) == [FIRST]


def test_connections_at_one_host_are_moved_ever_more_slowly():
    at = moves(Spread(AMONG), {0: B, 1: B}, 2000)
    assert [later - earlier for earlier, later in pairwise(at)] == [11, 21, 41, 81, 161, 321, 321, 321, 321, 321]
    assert at[0] == FIRST


def test_it_hurries_again_after_a_long_time_apart():
    spread = Spread(AMONG)
    assert moves(spread, {0: B, 1: B}, 100) == [5, 16, 37, 78]
    assert moves(spread, {0: B, 1: A}, 1000, began=100) == []
    assert moves(spread, {0: B, 1: B}, 1010, began=1000) == [1000 + FIRST]
    assert CEILING < 900


def test_the_connection_moved_is_one_of_those_that_share():
    spread = Spread(routes(("wss://a", "wss://b", "wss://c"), ()))
    assert moves(spread, {4: Route("wss://c", None), 5: A, 6: A}, 5) == []
    assert spread.look(5.0, {4: Route("wss://c", None), 5: A, 6: A}) == 5
