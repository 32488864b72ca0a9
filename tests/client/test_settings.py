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
        ({"max_frame_size": 0}, "max_frame_size: a number greater than 0"),
        ({"connect_timeout": -1}, "connect_timeout: a number greater than 0"),
        ({"request_timeout": "5"}, "request_timeout: a number greater than 0"),
        ({"request_timeout": float("nan")}, "request_timeout: a number greater than 0"),
        ({"cpu": -1}, "cpu"),
        ({"ssl": "/no/such/file.pem"}, "no file of authorities"),
    ],
)
def test_an_argument_that_cannot_be_is_named_with_what_it_may_be(arguments, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        tw.Client(**arguments)


@pytest.mark.parametrize("env", ["live", "testnet", "demo", "sim"])
def test_every_environment_is_known(env):
    assert env in repr(tw.Client(env=env)) or "wss://" in repr(tw.Client(env=env))
