"""The life of a connection and of a stream on it, as tables: state, event, next state. An event missing is a bug.

Two rules. A connection that is not CLOSED or CLOSING is on its way to OPEN, however often it is lost. What the venue
was asked for on a connection dies with that connection.
"""

from __future__ import annotations

from enum import Enum


class ConnectionState(Enum):
    """Where a connection stands."""

    IDLE = "idle"
    CONNECTING = "connecting"
    OPEN = "open"
    WAITING = "waiting"
    CLOSING = "closing"
    CLOSED = "closed"


class ConnectionEvent(Enum):
    """What may happen to a connection."""

    CONNECT = "connect"
    OPENED = "opened"
    FAILED = "failed"
    LOST = "lost"
    CLOSE = "close"


class StreamState(Enum):
    """Where a stream stands at the venue, on one connection; DOUBTFUL: a request for it was not answered."""

    ABSENT = "absent"
    SUBSCRIBING = "subscribing"
    ACTIVE = "active"
    UNSUBSCRIBING = "unsubscribing"
    DOUBTFUL = "doubtful"


class StreamEvent(Enum):
    """What may happen to a stream on a connection; NAMED: it stood in the URL of the connection that opened."""

    NAMED = "named"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


CONNECTION: dict[ConnectionState, dict[ConnectionEvent, ConnectionState]] = {
    ConnectionState.IDLE: {
        ConnectionEvent.CONNECT: ConnectionState.CONNECTING,
        ConnectionEvent.CLOSE: ConnectionState.CLOSED,
    },
    ConnectionState.CONNECTING: {
        ConnectionEvent.OPENED: ConnectionState.OPEN,
        ConnectionEvent.FAILED: ConnectionState.WAITING,
        ConnectionEvent.CLOSE: ConnectionState.CLOSED,
    },
    ConnectionState.OPEN: {
        ConnectionEvent.LOST: ConnectionState.WAITING,
        ConnectionEvent.CLOSE: ConnectionState.CLOSING,
    },
    ConnectionState.WAITING: {
        ConnectionEvent.CONNECT: ConnectionState.CONNECTING,
        ConnectionEvent.CLOSE: ConnectionState.CLOSED,
    },
    ConnectionState.CLOSING: {
        ConnectionEvent.LOST: ConnectionState.CLOSED,
    },
    ConnectionState.CLOSED: {},
}

STREAM: dict[StreamState, dict[StreamEvent, StreamState]] = {
    StreamState.ABSENT: {
        StreamEvent.NAMED: StreamState.ACTIVE,
        StreamEvent.SUBSCRIBE: StreamState.SUBSCRIBING,
    },
    StreamState.SUBSCRIBING: {
        StreamEvent.ACKNOWLEDGED: StreamState.ACTIVE,
        StreamEvent.REFUSED: StreamState.ABSENT,
        StreamEvent.UNANSWERED: StreamState.DOUBTFUL,
    },
    StreamState.ACTIVE: {
        StreamEvent.UNSUBSCRIBE: StreamState.UNSUBSCRIBING,
    },
    StreamState.UNSUBSCRIBING: {
        StreamEvent.ACKNOWLEDGED: StreamState.ABSENT,
        StreamEvent.REFUSED: StreamState.ABSENT,
        StreamEvent.UNANSWERED: StreamState.DOUBTFUL,
    },
    StreamState.DOUBTFUL: {
        StreamEvent.SUBSCRIBE: StreamState.SUBSCRIBING,
        StreamEvent.UNSUBSCRIBE: StreamState.UNSUBSCRIBING,
    },
}


class IllegalTransition(Exception):
    """An event that cannot happen in this state: a bug of ours, never the venue's or the user's doing."""


class ConnectionLife:
    """One connection's state."""

    __slots__ = ("state",)

    def __init__(self) -> None:
        self.state = ConnectionState.IDLE

    def advance(self, event: ConnectionEvent) -> ConnectionState:
        """Take the event's transition and return the new state."""
        following = CONNECTION[self.state].get(event)
        if following is None:
            raise IllegalTransition(f"connection: {event.value} while {self.state.value}")
        self.state = following
        return following


def next_stream_state(state: StreamState, event: StreamEvent) -> StreamState:
    """Where a stream stands after the event."""
    following = STREAM[state].get(event)
    if following is None:
        raise IllegalTransition(f"stream: {event.value} while {state.value}")
    return following
