"""Values of parameters, one by one."""

from decimal import Decimal
from typing import Any

import pytest

from tickwire.schema.enums import Side
from tickwire.sim.api_errors import ApiError
from tickwire.sim.api_params import Params
from tickwire.sim.orders import values


def code(read: Any) -> int:
    with pytest.raises(ApiError) as found:
        read()
    return found.value.body.code


@pytest.mark.parametrize(
    ("value", "units"),
    [("1.5", 150_000_000), ("0.00000001", 1), (2, 200_000_000), (Decimal("1E-8"), 1), ("1.100000000", 110_000_000)],
)
def test_amounts_come_as_text_and_as_numbers(value: Any, units: int) -> None:
    assert values.amount(Params({"price": value}), "price") == units


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-1", -1100),
        ("1e5", -1100),
        (".5", -1100),
        ("0.000000001", -1111),
        ("", -1105),
        (True, -1102),
        (None, -1102),
        (Decimal("1E+999999999"), -1100),
    ],
)
def test_what_is_no_amount_is_refused(value: Any, expected: int) -> None:
    assert code(lambda: values.amount(Params({"price": value}), "price")) == expected


def test_what_is_not_sent_is_none_or_missing() -> None:
    assert values.amount(Params({}), "price") is None
    assert values.word(Params({}), "side", Side) is None
    assert values.client_id(Params({}), "newClientOrderId") is None
    assert code(lambda: values.needed_amount(Params({}), "price")) == -1102
    assert code(lambda: values.needed_word(Params({}), "side", Side)) == -1102


def test_words_are_those_of_the_venue() -> None:
    assert values.word(Params({"side": "BUY"}), "side", Side) is Side.BUY
    assert code(lambda: values.word(Params({"side": "buy"}), "side", Side)) == -1130
    assert code(lambda: values.word(Params({"side": 5}), "side", Side)) == -1102


@pytest.mark.parametrize(("value", "expected"), [(True, True), ("true", True), ("FALSE", False), (None, False)])
def test_flags_come_as_json_and_as_text(value: Any, expected: bool) -> None:
    assert values.flag(Params({"omit": value}), "omit") is expected


def test_other_flags_are_refused() -> None:
    assert code(lambda: values.flag(Params({"omit": "yes"}), "omit")) == -1130


def test_strategies_are_numbers_of_their_sizes() -> None:
    given = {"id": (1 << 63) - 1, "type": 1_000_000}
    assert values.strategy(Params(given), "id", "type") == ((1 << 63) - 1, 1_000_000)
    assert code(lambda: values.strategy(Params({"type": 1 << 31}), "id", "type")) == -1108
    assert code(lambda: values.strategy(Params({"type": 999_999}), "id", "type")) == -1134
