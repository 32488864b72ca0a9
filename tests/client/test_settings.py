import re

import pytest

import tickwire as tw
from tickwire.errors import ConfigError


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"market": "futures"}, "market: one of 'spot', not 'futures'"),
        ({"env": "prod"}, "env: one of 'live', 'testnet', 'demo', 'sim', not 'prod'"),
        ({"time_unit": "ns"}, "time_unit: one of 'ms', 'us', not 'ns'"),
        ({"stream_urls": "ws://127.0.0.1:9001"}, "a list of URLs, ['ws://127.0.0.1:9001']"),
        ({"stream_urls": []}, "the list is empty"),
        ({"stream_urls": ["ws://127.0.0.1:9001/ws"]}, "give the base ws://127.0.0.1:9001 alone"),
        ({"stream_urls": ["wss://stream.example"], "ssl": False}, "must be verified"),
        ({"env": "sim", "stream_urls": ["ws://127.0.0.1:1"]}, "leave one of the two out"),
        ({"api_url": "https://api.example"}, "api_url"),
        ({"max_frame_size": 0}, "max_frame_size: a whole number greater than 0"),
        ({"connect_timeout": -1}, "connect_timeout: a number greater than 0"),
        ({"request_timeout": "5"}, "request_timeout: a number greater than 0"),
        ({"request_timeout": float("nan")}, "request_timeout: a number greater than 0"),
        ({"cpu": -1}, "cpu"),
        ({"lines": 0}, "lines: a whole number from 1 to 16, not 0"),
        ({"lines": 1.5}, "lines: a whole number from 1 to 16"),
        ({"lines": True}, "lines: a whole number from 1 to 16"),
        ({"lines": 17}, "lines: a whole number from 1 to 16"),
        ({"lifetime": 0}, "lifetime: a number greater than 0"),
        ({"connection_rate": "fast"}, "connection_rate: a number greater than 0"),
        ({"ping_after": -1}, "ping_after: a number greater than 0"),
        ({"pong_within": None}, "pong_within: a number greater than 0"),
        ({"gap_wait": -0.1}, "gap_wait: a number of 0 or more"),
        ({"local_addresses": "127.0.0.1"}, "local_addresses: a list of addresses, ['127.0.0.1']"),
        ({"local_addresses": ["localhost"]}, "local_addresses: 'localhost' is no IP address"),
        ({"local_addresses": []}, "local_addresses: the list is empty"),
        ({"on_silence": "shout"}, "on_silence: one of 'report', 'resubscribe', 'replace'"),
        ({"ssl": "/no/such/file.pem"}, "no file of authorities"),
    ],
)
def test_an_argument_that_cannot_be_is_named_with_what_it_may_be(arguments, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        tw.Client(**arguments)


@pytest.mark.parametrize("env", ["live", "testnet", "demo", "sim"])
def test_every_environment_is_known(env):
    assert env in repr(tw.Client(env=env)) or "wss://" in repr(tw.Client(env=env))


def test_numbers_of_numpy_are_numbers():
    numpy = pytest.importorskip("numpy")
    tw.Client(lines=numpy.int64(2), max_frame_size=numpy.int32(1 << 20), lifetime=numpy.float64(60.0))


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), "60", True])
def test_a_time_to_run_that_cannot_be(seconds):
    with pytest.raises(ConfigError, match="seconds: a number greater than 0"):
        tw.Client().run(seconds)
