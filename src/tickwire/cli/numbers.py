"""Numbers as people read them."""

from __future__ import annotations

from decimal import Decimal


def quantity(value: Decimal | None) -> str:
    """Without zeros at the end, thousands apart; a dash for none."""
    return "—" if value is None else f"{value.normalize():,f}"


def price(value: Decimal | None) -> str:
    """As a quantity, with two decimals at least."""
    if value is None:
        return "—"
    text = quantity(value)
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.ljust(2, '0')}"


def duration(ns: int) -> str:
    """Three digits or so, in the unit that suits."""
    for unit, size in (("s", 1_000_000_000), ("ms", 1_000_000), ("µs", 1_000)):
        if ns >= size:
            number = ns / size
            return f"{number:.{0 if number >= 100 else 1 if number >= 10 else 2}f} {unit}"
    return f"{ns} ns"
