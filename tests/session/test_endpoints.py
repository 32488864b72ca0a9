from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tickwire.errors import ConfigError
from tickwire.session.endpoints import (
    ENDPOINTS,
    ENVIRONMENTS,
    MARKETS,
    check_api_url,
    check_stream_url,
    connection_url,
    is_loopback,
    venue_name,
)


def test_every_market_has_its_hosts_in_every_environment_that_is_not_simulated():
    assert set(ENDPOINTS) == {(market, env) for market in MARKETS for env in ENVIRONMENTS if env != "sim"}


def test_every_host_of_the_venue_is_encrypted():
    for endpoints in ENDPOINTS.values():
        assert all(check_stream_url(url).startswith("wss://") for url in endpoints.streams)
        assert check_api_url(endpoints.api).startswith("wss://")


def test_streams_stand_in_the_url_of_the_combined_form():
    url, taken = connection_url("wss://host:9443", ["btcusdt@trade", "ethusdt@kline_1m"])
    assert url == "wss://host:9443/stream?streams=btcusdt@trade/ethusdt@kline_1m"
    assert taken == ("btcusdt@trade", "ethusdt@kline_1m")


def test_microseconds_are_asked_for_with_and_without_streams():
    assert connection_url("ws://h", [], microseconds=True)[0] == "ws://h/stream?timeUnit=MICROSECOND"
    assert connection_url("ws://h", ["a@trade"], microseconds=True)[0].endswith("?streams=a@trade&timeUnit=MICROSECOND")


def test_a_connection_without_streams_has_a_bare_url():
    assert connection_url("ws://h:1", []) == ("ws://h:1/stream", ())


def test_plus_and_non_ascii_are_percent_encoded_and_come_back_whole():
    names = ["btcusdt@kline_1d@+08:00", "这是测试币456@trade"]
    url, taken = connection_url("ws://h", names)
    assert taken == tuple(names)
    assert "+" not in url
    assert url.isascii()
    assert unquote(parse_qs(urlsplit(url).query)["streams"][0]).split("/") == names


def test_only_as_many_streams_as_a_sane_url_holds():
    names = [f"symbol{n}usdt@trade" for n in range(1024)]
    url, taken = connection_url("wss://stream.binance.com:9443", names, microseconds=True)
    assert len(url) <= 7800
    assert 300 < len(taken) < 1024
    assert list(taken) == names[: len(taken)]


@pytest.mark.parametrize("url", ["ws://127.0.0.1:9001", "wss://stream.example:9443/", "ws://[::1]:80"])
def test_a_base_url_is_accepted_without_its_final_slash(url):
    assert check_stream_url(url) == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ws://127.0.0.1:9001/ws", "give the base ws://127.0.0.1:9001 alone"),
        ("ws://h/stream?streams=a@trade", "the client adds /stream"),
        ("ws://h?timeUnit=MICROSECOND", "path or query"),
        ("http://h", "no WebSocket URL"),
        ("127.0.0.1:9001", "no WebSocket URL"),
        ("", "no WebSocket URL"),
        (9001, "stream_urls: a URL is text, not 9001"),
        (b"ws://h", "stream_urls: a URL is text"),
        ("ws://h:99999", "stream_urls: 'ws://h:99999' is no URL: Port out of range"),
        ("ws://h:abc", "stream_urls: 'ws://h:abc' is no URL: Port"),
        ("ws://[::1:80", "is no URL"),
    ],
)
def test_a_url_that_is_no_base_is_refused_with_the_right_form(url, words):
    with pytest.raises(ConfigError, match=words.replace("?", r"\?")):
        check_stream_url(url)


@pytest.mark.parametrize("url", [5, "wss://h:99999/ws-api/v3"])
def test_what_is_no_url_of_an_api_is_refused(url):
    with pytest.raises(ConfigError, match="api_url: "):
        check_api_url(url)


def test_a_password_in_a_url_is_refused_and_not_repeated():
    with pytest.raises(ConfigError) as caught:
        check_stream_url("wss://user:hunter2@host")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["ws://localhost:1", "ws://127.0.0.1", "wss://127.8.9.1:2", "ws://[::1]:3"])
def test_loopback_is_known(url):
    assert is_loopback(url)


@pytest.mark.parametrize("url", ["ws://127.example.com", "ws://localhost.example", "ws://10.0.0.1", "ws://128.0.0.1"])
def test_no_other_host_passes_for_loopback(url):
    assert not is_loopback(url)


def test_the_doors_of_one_venue_share_a_budget_and_ports_on_loopback_do_not():
    assert venue_name("wss://s.example:9443") == venue_name("wss://s.example:443")
    assert venue_name("ws://127.0.0.1:1") != venue_name("ws://127.0.0.1:2")
