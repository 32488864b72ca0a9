"""The limits of unfilled orders, as replies tell them."""

from __future__ import annotations

from typing import Any

from ..exchange import Account

_WINDOWS = (("SECOND", 10), ("DAY", 1))


def order_limits(account: Account, now: int) -> list[dict[str, Any]]:
    """What an account may place, and what it has placed of that by `now`."""
    limits = (account.counts.limits.ten_seconds, account.counts.limits.day)
    return [
        {"rateLimitType": "ORDERS", "interval": interval, "intervalNum": number, "limit": limit, "count": count}
        for (interval, number), limit, count in zip(_WINDOWS, limits, account.counts.at(now), strict=True)
    ]


def next_window(account: Account, now: int) -> int:
    """When an account that has used up a window may place again, in µs."""
    second = 1_000_000
    length = 86_400 * second if account.counts.at(now)[1] >= account.counts.limits.day else 10 * second
    return (now // length + 1) * length
