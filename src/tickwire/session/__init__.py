"""The rules of talking to the venue, without I/O: states, subscriptions, limits, delays, addresses.

Bytes, events and the time go in, requests and outcomes come out; no socket, no clock and no loop is known here.
"""

from ..schema import ControlReply
from .backoff import Backoff
from .endpoints import ENDPOINTS, Endpoints, connection_url
from .events import (
    Alive,
    Connected,
    ConnectFailed,
    Disconnect,
    FrameRefused,
    Reconnect,
    RequestFailed,
    Rotation,
    Stale,
)
from .heartbeat import Heartbeat, Pulse
from .limits import ConnectBudget, Pacer, connect_budget
from .recovery import Backfill, Recovery, is_recoverable
from .requests import Answer, Call, Priority, Requests
from .states import ConnectionEvent, ConnectionLife, ConnectionState, StreamEvent, StreamState
from .subscriptions import Outcome, Request, Subscriptions
from .venue_clock import ClockEstimate, Reading, VenueClock
from .weights import BudgetStats, WeightBudget, request_weight, weight_budget

__all__ = [
    "ENDPOINTS",
    "Alive",
    "Answer",
    "Backfill",
    "Backoff",
    "BudgetStats",
    "Call",
    "ClockEstimate",
    "ConnectBudget",
    "ConnectFailed",
    "Connected",
    "ConnectionEvent",
    "ConnectionLife",
    "ConnectionState",
    "ControlReply",
    "Disconnect",
    "Endpoints",
    "FrameRefused",
    "Heartbeat",
    "Outcome",
    "Pacer",
    "Priority",
    "Pulse",
    "Reading",
    "Reconnect",
    "Recovery",
    "Request",
    "RequestFailed",
    "Requests",
    "Rotation",
    "Stale",
    "StreamEvent",
    "StreamState",
    "Subscriptions",
    "VenueClock",
    "WeightBudget",
    "connect_budget",
    "connection_url",
    "is_recoverable",
    "request_weight",
    "weight_budget",
]
