"""Prices and quantities, exact: decimals, text, or whole numbers of ticks and lots. Floats are refused."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import cache
from operator import index
from typing import Literal, NamedTuple

from ..errors import ConfigError

LONGEST = 38
"""Digits of a number on either side of the point; the venue's have at most 19 and 18."""
EXACT = Context(prec=4 * LONGEST)
"""Products and remainders of numbers that `exact` took are exact in it."""

WIDE = 1 << 63
"""The first number that 64 bits do not hold."""

Rounding = Literal["down", "up", "nearest"]

_SHORT = re.compile(r"[0-9]{1,38}(\.[0-9]{1,38})?")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_MODES = {"down": "ROUND_FLOOR", "up": "ROUND_CEILING", "nearest": "ROUND_HALF_EVEN"}


class Ticks(int):
    """A price as so many times the instrument's tick size."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Ticks({int(self)})"


class Lots(int):
    """A quantity as so many times the instrument's step size."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Lots({int(self)})"


@cache
def _scaled(mantissa: int, exponent: int) -> Decimal:
    return Decimal(mantissa).scaleb(exponent, EXACT)


class Step(NamedTuple):
    """A tick size or step size: `mantissa` times ten to the `exponent`, which is 0 or less."""

    mantissa: int
    exponent: int

    @property
    def decimal(self) -> Decimal:
        """The same as a Decimal."""
        return _scaled(self.mantissa, self.exponent)

    def __str__(self) -> str:
        return format(self.decimal, "f")


def whole_number(number: object, what: str) -> int:
    """Take a whole number of 64 bits; raises ConfigError, naming `what`, for everything else, such as a float."""
    try:
        whole = index(number)  # type: ignore[arg-type]  # which is what is found out
    except TypeError:
        whole = WIDE
    if -WIDE <= whole < WIDE:
        return whole
    raise ConfigError(f"{what}: a whole number of 64 bits, not {number!r:.60}")


def exact(value: object, what: str) -> Decimal:
    """Take a Decimal or text such as "0.01"; raises ConfigError, naming `what`, for everything else."""
    if type(value) in (str, Decimal) and _SHORT.fullmatch(str(value)):  # as nearly all are
        return Decimal(value)  # type: ignore[arg-type]
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, str) and _PLAIN.fullmatch(value) and value.isascii():
        number = Decimal(value)
    else:
        raise ConfigError(f"{what}: {_reason(value, what)}")
    if not number.is_finite():
        raise ConfigError(f"{what}: {number} is no finite number")
    if not number:
        return Decimal(0)
    if int(number.as_tuple().exponent) < -LONGEST or number.adjusted() >= LONGEST:
        raise ConfigError(f"{what}: more than {LONGEST} digits before or behind the point")
    return number


def _reason(value: object, what: str) -> str:
    """Why it is no exact number, and what to write instead."""
    match value:
        case str():
            return f"{value[:60]!r} is no number"
        case float():
            return (
                f"{value!r} is a float, and that is {Decimal(value)!s:.40}: give Decimal or text, "
                f"such as {float.__repr__(value)!r}, ticks or lots, or round it to the instrument's filters"
            )
        case bool() | None:
            return f"a number, not {value}"
        case Ticks() | Lots():
            return f"a price is counted in Ticks and a quantity in Lots, not {value!r}"
        case int():
            unit = "Ticks" if "price" in what.lower() else "Lots"
            return f"is {value} counted or meant as it stands? Write {unit}({value}), or {str(value)!r} as text"
        case _:
            return f"Decimal, text, ticks or lots, not {type(value).__name__}"


def step(text: str) -> Step | None:
    """The step of a filter; None for zero, which switches it off."""
    number = exact(text, "step size").normalize(EXACT)
    if not number:
        return None
    exponent = min(int(number.as_tuple().exponent), 0)
    return Step(int(number.scaleb(-exponent, EXACT)), exponent)


def plain(number: Decimal, exponent: int = 0) -> str:
    """Text without an exponent, with -`exponent` decimals where that loses nothing, else with all it has."""
    shown = number.quantize(_scaled(1, exponent), context=EXACT)
    return format(shown if shown == number else number.normalize(EXACT), "f")


def rounded(value: object, to: Step, how: Rounding, what: str) -> Decimal:
    """The multiple of a step at or below, at or above, or nearest to the value.

    Here floats will do, as the shortest decimal that means them: 0.3 is three tenths.
    """
    if how not in _MODES:
        raise ConfigError(f"rounding: one of {', '.join(map(repr, _MODES))}, not {how!r}")
    number = exact(float.__repr__(value) if isinstance(value, float) else value, what)
    size = to.decimal
    times = EXACT.divide(number, size).to_integral_value(_MODES[how])
    return EXACT.multiply(times, size)


def is_multiple(number: Decimal, of: Decimal) -> bool:
    """Whether it is a whole number of steps."""
    return not EXACT.remainder(number, of)
