from tickwire.session.routes import Route, choose_route, routes

URLS = ("wss://a", "wss://b")
BOTH = routes(URLS, ("10.0.0.1", "10.0.0.2"))


def fill(among, count):
    used = []
    for _ in range(count):
        used.append(choose_route(among, used))
    return used


def test_lines_are_spread_over_urls():
    assert [route.url for route in fill(routes(URLS, ()), 4)] == ["wss://a", "wss://b", "wss://a", "wss://b"]
    assert fill(routes(URLS, ()), 1) == [Route("wss://a", None)]


def test_two_lines_share_neither_url_nor_address():
    first, second = fill(BOTH, 2)
    assert first.url != second.url
    assert first.local_address != second.local_address


def test_four_lines_go_four_ways():
    assert len(set(fill(BOTH, 4))) == 4


def test_the_way_to_avoid_is_taken_only_when_it_is_the_only_one():
    assert choose_route(routes(URLS, ()), [Route("wss://b", None)], Route("wss://a", None)).url == "wss://b"
    alone = routes(("wss://a",), ())
    assert choose_route(alone, [], alone[0]) == alone[0]
