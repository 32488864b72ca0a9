"""Parameters of requests, one by one."""

from typing import Any

import pytest

from tickwire.sim.api_errors import ApiError
from tickwire.sim.api_params import Params


def code(read: Any) -> int:
    with pytest.raises(ApiError) as found:
        read()
    return found.value.body.code


@pytest.mark.parametrize(("value", "number"), [(5, 5), ("5", 5), (0, 0)])
def test_numbers_may_be_text(value: Any, number: int) -> None:
    assert Params({"fromId": value}).integer("fromId") == number


@pytest.mark.parametrize(
    ("value", "expected"), [(-1, -1100), ("x", -1100), (1.5, -1102), (True, -1102), (1 << 63, -1100)]
)
def test_what_is_no_number_is_refused(value: Any, expected: int) -> None:
    assert code(lambda: Params({"fromId": value}).integer("fromId")) == expected


@pytest.mark.parametrize("value", [None, "", 5, []])
def test_a_text_that_must_be_there_is_missed(value: Any) -> None:
    assert code(lambda: Params({"symbol": value}).text("symbol")) == -1102
    assert code(lambda: Params({}).text("symbol")) == -1102
    assert Params({}).optional_text("symbol") is None


@pytest.mark.parametrize("value", ["BTCUSDT", [], [1]])
def test_lists_of_texts_are_lists(value: Any) -> None:
    assert code(lambda: Params({"symbols": value}).texts("symbols")) == -1102


def test_limits_have_a_default_and_are_cut() -> None:
    assert [Params(given).limit(100, 5000) for given in ({}, {"limit": 7}, {"limit": 10**6})] == [100, 7, 5000]
    assert code(lambda: Params({"limit": 0}).limit(100, 5000)) == -1130


def test_parameters_that_nobody_asked_for_are_too_many() -> None:
    params = Params({"symbol": "A", "speed": 1, "returnRateLimits": False})
    params.text("symbol")
    assert code(params.end) == -1101
