"""What a venue counts."""

from __future__ import annotations

import msgspec


class Counters(msgspec.Struct, kw_only=True):
    """Totals since the venue began, `closed` by cause and `faults` by kind.

    `tls_failures` are handshakes that clients broke off without an alert. `lag` is how far the feed is behind the
    clock, in seconds.
    """

    connections: int = 0
    connections_open: int = 0
    connections_refused: int = 0
    tls_failures: int = 0
    messages_sent: int = 0
    bytes_sent: int = 0
    frames_received: int = 0
    requests: int = 0
    requests_refused: int = 0
    api_requests: int = 0
    api_requests_refused: int = 0
    user_events: int = 0
    pings_sent: int = 0
    pongs_received: int = 0
    lines_skipped: int = 0
    lag: float = 0.0
    closed: dict[str, int] = {}
    faults: dict[str, int] = {}
