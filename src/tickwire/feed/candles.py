"""When candles open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NS = 1_000_000_000
HALF_A_MONTH = 15 * 86400 * NS


def previous_open(stream: str, open_time: int, next_open: int) -> int:
    """When the candle before the one from `open_time` to `next_open` opened; all in ns since the epoch.

    Candles are of one length, save those of a month, which follow the calendar of the stream's time zone.
    """
    interval = stream.partition("@kline_")[2]
    if not interval.startswith("1M"):
        return 2 * open_time - next_open
    zone = timedelta(hours=8) if interval.endswith("@+08:00") else timedelta()
    before = datetime.fromtimestamp((open_time - HALF_A_MONTH) // NS, UTC) + zone
    opened = before.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - zone
    return int(opened.timestamp()) * NS
