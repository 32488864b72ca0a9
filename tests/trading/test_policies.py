"""A policy says what it cannot be."""

from typing import Any

import pytest

from tickwire.errors import ConfigError
from tickwire.trading import Policy

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    "given",
    [
        {"recv_window": 60 * SECOND + 1},
        {"recv_window": 999_999},
        {"reply_within": -1},
        {"ask_again_most": -1},
        {"when_limited": "hurry"},
        {"reply_within": 5},  # seconds, surely
        {"reply_within": 5e9},
        {"reply_within": "5s"},
        {"ask_again": 0},
        {"recv_window": 5000},
        {"processing": True},
        {"cancel_on_disconnect": "yes"},
    ],
)
def test_what_cannot_be_is_named(given: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match=next(iter(given))):
        Policy(**given)


def test_no_request_can_have_an_effect_once_all_that_may_hold_it_up_has_passed() -> None:
    policy = Policy(recv_window=60 * SECOND, processing=10 * SECOND, margin=SECOND)
    assert policy.settles_within == 71 * SECOND
