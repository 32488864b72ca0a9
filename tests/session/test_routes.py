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


MIXED = (*routes(URLS, (), is_sbe=True), *routes(("wss://c", "wss://d"), ()))


def test_twins_speak_both_encodings_before_they_go_by_another_url():
    assert [route.url for route in fill(MIXED, 5)] == ["wss://a", "wss://c", "wss://b", "wss://d", "wss://a"]
    one_json = (*routes(URLS, (), is_sbe=True), Route("wss://c", None))
    assert [route.is_sbe for route in fill(one_json, 4)] == [True, False, True, False]


def test_the_place_of_an_encoding_stays_its_own_though_its_only_way_is_to_be_avoided():
    json = Route("wss://c", None)
    assert choose_route((*routes(URLS, (), is_sbe=True), json), [MIXED[0]], avoid=json) == json
