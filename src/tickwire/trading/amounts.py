"""The venue's amounts as exact decimals. What users hand in is read by `numbers`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache

from .numbers import EXACT

ZERO = Decimal(0)
_LONGEST = 60
# What the venue says of an order it says again in each message, and most of it is 0.
_KEPT = 1024


@lru_cache(_KEPT)
def amount(text: str) -> Decimal:
    """The number that the venue wrote; ValueError when it is none: not finite, too long, with an exponent."""
    if len(text) <= _LONGEST and "e" not in text and "E" not in text:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = None
        if number is not None and number.is_finite():
            return number
    raise ValueError(f"{text[:_LONGEST]!r} is no amount")


@lru_cache(_KEPT)
def size(text: str) -> Decimal:
    """As `amount`, of a price or a quantity: ValueError when it is negative."""
    return not_negative(amount(text))


def not_negative(number: Decimal) -> Decimal:
    """The number; ValueError when it is negative."""
    if number < 0:
        raise ValueError(f"{number} is negative")
    return number


def times(one: Decimal, other: Decimal) -> Decimal:
    """The exact product."""
    return EXACT.multiply(one, other)


def plus(one: Decimal, other: Decimal) -> Decimal:
    """The exact sum, whatever the decimal context of the thread: that one is the user's."""
    return EXACT.add(one, other)


def minus(one: Decimal, other: Decimal) -> Decimal:
    """The exact difference."""
    return EXACT.subtract(one, other)
