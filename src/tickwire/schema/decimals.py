"""Exact decimals: an integer times a power of ten, as the venue prints it."""

from __future__ import annotations


def decimal_text(mantissa: int, exponent: int) -> str:
    """The decimal with -exponent decimals, never in powers of ten: 5 times 10^-3 is 0.005."""
    if exponent > 0:
        mantissa, exponent = mantissa * 10**exponent, 0
    digits = str(abs(mantissa)).rjust(1 - exponent, "0")
    text = digits if exponent == 0 else f"{digits[:exponent]}.{digits[exponent:]}"
    return f"-{text}" if mantissa < 0 else text
