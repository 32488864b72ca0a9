"""Numbers as people read them."""

from decimal import Decimal

import pytest

from tickwire.cli import numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("97308.47000000", "97,308.47"),
        ("1.00000000", "1.00"),
        ("0.00000041", "0.00000041"),
        ("0", "0.00"),
        ("2.5", "2.50"),
    ],
)
def test_a_price_keeps_every_digit_and_two_decimals_at_least(text: str, shown: str) -> None:
    assert numbers.price(Decimal(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("1000000000000.00000000", "1,000,000,000,000"), ("0.20512000", "0.20512")]
)
def test_a_quantity_ends_with_its_last_digit(text: str, shown: str) -> None:
    assert numbers.quantity(Decimal(text)) == shown


def test_what_the_venue_left_open_is_a_dash() -> None:
    assert numbers.price(None) == numbers.quantity(None) == "—"


@pytest.mark.parametrize(
    ("ns", "shown"),
    [
        (0, "0 ns"),
        (999, "999 ns"),
        (1_000, "1.00 µs"),
        (38_911, "38.9 µs"),
        (147_455, "147 µs"),
        (2_250_000, "2.25 ms"),
        (3_000_000_000, "3.00 s"),
    ],
)
def test_durations_have_three_digits_or_so(ns: int, shown: str) -> None:
    assert numbers.duration(ns) == shown
