"""Values that options of several commands take, checked."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from math import isfinite

import click


def pace(text: str) -> float | None:
    """A number above zero; None for "max", as fast as the clients read."""
    if text == "max":
        return None
    number = _number(text.lstrip("×x"))
    if number is None:
        raise click.BadParameter(f"{text!r} is neither a number above 0 nor 'max'")
    return number


def seconds(text: str) -> float:
    """A time above zero."""
    number = _number(text)
    if number is None:
        raise click.BadParameter(f"{text!r} is no number of seconds above 0")
    return number


def amount(text: str) -> Decimal:
    """An exact number above zero."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal(0)
    if not number.is_finite() or number <= 0:
        raise click.BadParameter(f"{text!r} is no number above 0")
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number > 0 and isfinite(number) else None
