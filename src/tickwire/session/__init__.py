"""The rules of talking to the venue, without I/O: states, subscriptions, limits, delays, addresses.

Bytes, events and the time go in, requests and outcomes come out; no socket, no clock and no loop is known here.
"""

from ..schema import ControlReply
from .backoff import Backoff
from .endpoints import ENDPOINTS, Endpoints, connection_url
from .events import ConnectFailed, Disconnect, FrameRefused, Reconnect, RequestFailed
from .limits import ConnectBudget, Pacer, connect_budget
from .states import ConnectionEvent, ConnectionLife, ConnectionState, StreamEvent, StreamState
from .subscriptions import Outcome, Request, Subscriptions

__all__ = [
    "ENDPOINTS",
    "Backoff",
    "ConnectBudget",
    "ConnectFailed",
    "ConnectionEvent",
    "ConnectionLife",
    "ConnectionState",
    "ControlReply",
    "Disconnect",
    "Endpoints",
    "FrameRefused",
    "Outcome",
    "Pacer",
    "Reconnect",
    "Request",
    "RequestFailed",
    "StreamEvent",
    "StreamState",
    "Subscriptions",
    "connect_budget",
    "connection_url",
]
