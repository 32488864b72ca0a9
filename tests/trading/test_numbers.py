"""Exact numbers: what is taken, what is refused and why, text, and rounding."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire import ConfigError
from tickwire.trading import Lots, Ticks
from tickwire.trading.numbers import Rounding, Step, exact, is_multiple, plain, rounded, step

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**19), max_value=10**19, places=18)
STEPS = st.builds(Step, st.integers(1, 10**6), st.integers(-18, 0))


@pytest.mark.parametrize("text", ["0", "1", "0.00000100", "12.5", ".5", "5.", "-3", "1e-8", "1E+3", "9" * 38])
def test_decimals_and_their_text_are_taken(text: str) -> None:
    assert exact(text, "price") == exact(Decimal(text), "price") == Decimal(text)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.1, r"0\.1 is a float, and that is 0\.1000000000000000055.*Decimal or text, such as '0\.1', ticks or lots"),
        (float("nan"), "nan is a float"),
        (float("inf"), "inf is a float"),
        (100, r"counted or meant as it stands\? Write Ticks\(100\), or '100' as text"),
        (True, "a number, not True"),
        (None, "a number, not None"),
        ("", "'' is no number"),
        ("1,5", "is no number"),
        (" 1", "is no number"),
        ("1_000", "is no number"),
        ("١", "is no number"),
        ("NaN", "is no number"),
        ("Infinity", "is no number"),
        (Decimal("NaN"), "no finite number"),
        (Decimal("-Infinity"), "no finite number"),
        ("1e38", "more than 38 digits"),
        (Decimal("1E-39"), "more than 38 digits"),
        ("1e999", "more than 38 digits"),
        ([1], "Decimal, text, ticks or lots, not list"),
    ],
)
def test_everything_else_is_refused_with_a_reason(value: object, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        exact(value, "price")


def test_a_bare_int_of_a_quantity_is_asked_about_lots() -> None:
    with pytest.raises(ConfigError, match=r"Write Lots\(3\)"):
        exact(3, "quantity")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.01000000", Step(1, -2)),
        ("0.05", Step(5, -2)),
        ("1.00000000", Step(1, 0)),
        ("10", Step(10, 0)),
        ("2.5", Step(25, -1)),
        ("0.00000000", None),
    ],
)
def test_steps_of_filters(text: str, expected: Step | None) -> None:
    assert step(text) == expected
    assert expected is None or expected.decimal == Decimal(text)


@pytest.mark.parametrize(
    ("number", "exponent", "text"),
    [
        ("100", -2, "100.00"),
        ("100.005", -2, "100.005"),
        ("1E+3", -2, "1000.00"),
        ("1E-8", 0, "0.00000001"),
        ("0", -2, "0.00"),
        ("-0", -2, "0.00"),
        ("1.500", 0, "1.5"),
        ("100", 0, "100"),
    ],
)
def test_plain_text(number: str, exponent: int, text: str) -> None:
    assert plain(exact(number, "price"), exponent) == text


@given(DECIMALS, st.integers(-18, 0))
def test_plain_text_is_the_number_and_has_no_exponent(number: Decimal, exponent: int) -> None:
    text = plain(number, exponent)
    assert Decimal(text) == number
    assert "E" not in text
    assert text == text.strip()


@given(DECIMALS, STEPS)
def test_rounding_goes_to_the_multiple_on_the_side_asked_for(number: Decimal, to: Step) -> None:
    size = Fraction(to.decimal)
    down, nearest, up = (Fraction(rounded(number, to, how, "price")) for how in ("down", "nearest", "up"))  # type: ignore[arg-type]
    assert down <= Fraction(number) <= up
    assert up - down in (0, size)
    assert all((each / size).denominator == 1 for each in (down, nearest, up))
    assert nearest in (down, up)
    assert abs(nearest - Fraction(number)) * 2 <= size


@given(DECIMALS, STEPS)
def test_a_multiple_is_known(number: Decimal, of: Step) -> None:
    assert is_multiple(number, of.decimal) == ((Fraction(number) / Fraction(of.decimal)).denominator == 1)


@pytest.mark.parametrize(
    ("value", "how", "expected"),
    [
        (0.3, "down", "0.3"),  # and not 0.2, though the float is a little less than three tenths
        (0.29, "up", "0.3"),
        (0.25, "nearest", "0.2"),
        (0.35, "nearest", "0.4"),
        (-0.25, "down", "-0.3"),
        ("0.31", "down", "0.3"),
    ],
)
def test_rounding_takes_floats_for_the_decimal_they_mean(value: Any, how: Rounding, expected: str) -> None:
    assert rounded(value, Step(1, -1), how, "price") == Decimal(expected)


def test_rounding_wants_one_of_three_words() -> None:
    with pytest.raises(ConfigError, match="'down', 'up', 'nearest', not 'floor'"):
        rounded("1", Step(1, 0), "floor", "price")  # type: ignore[arg-type]


def test_ticks_and_lots_say_what_they_are() -> None:
    assert (repr(Ticks(5)), repr(Lots(7)), Ticks(5) + 1) == ("Ticks(5)", "Lots(7)", 6)
