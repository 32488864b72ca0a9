"""What a trader is given in place of what it needs is named at once."""

from typing import Any

import pytest

import tickwire as tw
from tickwire.errors import ConfigError


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"credentials": "key"}, "credentials: what load_credentials makes, not str"),
        ({"client": 5}, "client: a Client, not int"),
        ({"policy": {"reply_within": 5}}, "policy: a Policy, not dict"),
        ({"policy": tw.Policy}, "policy: a Policy, not the class Policy"),
        ({"guards": [tw.NoSelfCross()]}, "guards: .*, not list"),
        ({"guards": tw.NoSelfCross()}, "guards: .*, not NoSelfCross"),
        ({"quotes": 5}, "quotes: .*, not int"),
        ({"check_filters": "x"}, "check_filters: True or False, not str"),
        ({"account_filters": 1}, "account_filters: True or False, not int"),
        ({"symbols": [1]}, "symbols: names, such as 'BTCUSDT', not 1"),
        ({"symbols": None}, "symbols: a list of them"),
        ({"symbols": "BTCUSDT"}, "symbols: a list of them"),
        ({"api_url": 5, "env": None}, "api_url: text, not int"),
        ({"api_url": "ws://127.0.0.1:1/ws-api/v3"}, "api_url: .*leave out one of the two"),
        ({"encoding": "mixed"}, 'encoding: "sbe", "json" or "auto"'),
        ({"client": tw.Client(env="sim")}, "client: it says where the venue is"),
    ],
)
def test_what_cannot_be_is_named(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        tw.Trader(**{"env": "sim"} | given)


@pytest.mark.parametrize("per", ["x", None, True, 0, -1.0, float("nan"), float("inf")])
def test_a_rate_is_so_many_in_a_number_of_seconds(per: Any) -> None:
    with pytest.raises(ConfigError, match="per: seconds"):
        tw.MaxOrderRate(5, per=per)


def test_a_class_is_no_guard() -> None:
    with pytest.raises(ConfigError, match="guards: what has refusal and sent, not <class"):
        tw.Guards(tw.NoSelfCross)  # type: ignore[arg-type]
