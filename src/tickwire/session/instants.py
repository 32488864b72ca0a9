"""Instants as the venue writes them."""

from __future__ import annotations

MICROSECONDS_FROM = 100_000_000_000_000  # as ms the year 5138, as µs 1973


def instant_ns(value: int) -> int:
    """Nanoseconds since the epoch of an instant on the wire, in ms or in µs; its size tells which."""
    return value * (1_000 if value >= MICROSECONDS_FROM else 1_000_000)


def resolution_ns(value: int) -> int:
    """How fine an instant on the wire is, in ns."""
    return 1_000 if value >= MICROSECONDS_FROM else 1_000_000
