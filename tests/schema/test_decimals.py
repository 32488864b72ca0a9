"""A mantissa and an exponent as text."""

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire.schema.decimals import decimal_text

EXACT = Context(prec=200)


@pytest.mark.parametrize(
    ("mantissa", "exponent", "text"),
    [(0, 0, "0"), (0, -8, "0.00000000"), (5, -3, "0.005"), (-5, -1, "-0.5"), (-120, -2, "-1.20"), (7, 2, "700")],
)
def test_it_has_as_many_decimals_as_the_exponent_says(mantissa: int, exponent: int, text: str) -> None:
    assert decimal_text(mantissa, exponent) == text


@given(st.integers(-(2**127), 2**127), st.integers(-128, 127))
def test_it_says_the_same_as_a_decimal_and_never_in_powers_of_ten(mantissa: int, exponent: int) -> None:
    text = decimal_text(mantissa, exponent)
    assert Decimal(text) == Decimal(mantissa).scaleb(exponent, EXACT)
    assert "E" not in text.upper()
    assert len(text.partition(".")[2]) == max(0, -exponent)
