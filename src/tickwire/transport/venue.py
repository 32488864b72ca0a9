"""Where and how the lines of a client connect."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from typing import NamedTuple

from ..session import ConnectBudget, WeightBudget, connect_budget, weight_budget
from .channel import Connector
from .websocket import connect_picows

# The venue pings every 20 s: a connection silent for 10 s is quiet, not dead, and is asked for a sign of life.
PING_AFTER = 10.0
PONG_WITHIN = 10.0


class Venue(NamedTuple):
    """Base URLs of the same venue, and the addresses of this machine to leave from; () leaves that to the system.

    Timeouts are in seconds. Messages are text and, with `takes_binary`, binary; `api_key` gives the key that the venue
    is told, and nobody else; `spell` gives the name that a stream has there. `connect`, `wall_ns` (ns since the epoch),
    `monotonic_ns`, `budget` (of connections, by the name of a host) and `weights` (of requests, likewise) are the
    outside world, which tests replace.
    """

    urls: tuple[str, ...]
    context: ssl.SSLContext | None
    microseconds: bool
    connect_timeout: float
    max_frame_size: int
    local_addresses: tuple[str, ...] = ()
    ping_after: float = PING_AFTER
    pong_within: float = PONG_WITHIN
    connect: Connector = connect_picows
    wall_ns: Callable[[], int] = time.time_ns
    monotonic_ns: Callable[[], int] = time.monotonic_ns
    budget: Callable[[str], ConnectBudget] = connect_budget
    weights: Callable[[str], WeightBudget] = weight_budget
    takes_binary: bool = False
    api_key: Callable[[], str] | None = None
    spell: Callable[[str], str] = str
