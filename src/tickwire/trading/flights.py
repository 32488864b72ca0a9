"""Actions between here and the venue: waiting for limits, sent, given up, answered by number."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from ..errors import NotConnected, OrderLimitReached
from ..schema import ApiReply
from ..wire.messages import OrderResponse
from .actions import Action
from .limits import OrderLimits, Ticket
from .policies import Policy
from .states import ChangeEvent, OrderEvent

# The venue refuses what comes from further ahead of its clock, which it reads to the millisecond.
AHEAD = 1_001_000_000


class Flights:
    """All actions of one gateway. Each is sent once at most."""

    def __init__(self, limits: OrderLimits, policy: Policy) -> None:
        self._limits, self._policy = limits, policy
        self._connections: list[int] = []  # the latest last: there requests go
        self._waiting: deque[Action] = deque()
        self._ready_ns = 0
        self._sent: dict[int, Action] = {}  # in the order in which they were sent
        self._late: dict[int, Action] = {}  # given up, but they may be answered yet

    def __len__(self) -> int:
        return len(self._sent) + len(self._waiting)

    @property
    def connection(self) -> int | None:
        """Where requests go."""
        return self._connections[-1] if self._connections else None

    @property
    def waiting(self) -> tuple[Action, ...]:
        """Actions that wait for the venue's limits."""
        return tuple(self._waiting)

    def opened(self, connection: int) -> None:
        """Requests go out on this connection from now on."""
        self._connections.append(connection)

    def launch(self, action: Action, now: int, venue_ns: int) -> bool:
        """Send an action, or (False) have it wait. Raises OrderNotSent, and then nothing has happened."""
        if self.connection is None:
            raise NotConnected("connection", "none to the venue is open", action.symbol)
        ready_ns = self._book(action, venue_ns)
        if ready_ns is None:
            self._send(action, self.connection, now, venue_ns)
            return True
        if self._policy.when_limited == "refuse":
            wait = (ready_ns - venue_ns) * 1e-9
            raise OrderLimitReached("the venue's limits", f"no room for {wait:.3f} s", action.symbol, wait)
        self._waiting.append(action)
        return False

    def adopt(self, action: Action, connection: int, now: int, venue_ns: int) -> None:
        """An action was sent already, over that connection; it is booked as far as there is room."""
        self._book(action, venue_ns)
        self._send(action, connection, now, venue_ns)

    def next_waiting(self, now: int, venue_ns: int) -> Action | None:
        """The next action that waited and may be sent now; it counts as sent. Orders do not hold up what cancels."""
        if not self._waiting or self.connection is None or venue_ns < self._ready_ns:
            return None
        first = next((action for action in self._waiting if not action.orders), self._waiting[0])
        ready_ns = self._book(first, venue_ns)
        if ready_ns is not None:
            self._ready_ns = ready_ns
            return None
        self._waiting.remove(first)
        self._send(first, self.connection, now, venue_ns)
        return first

    def drop(self, action: Action) -> None:
        """An action that waited is not wanted any more."""
        self._waiting.remove(action)

    def recall(self, action: Action) -> None:
        """An action that counts as sent was not: nothing was spent on it."""
        if self._sent.pop(action.id, None) is not None and action.ticket is not None:
            self._limits.refund(action.ticket)

    def is_awaited(self, number: object) -> bool:
        """Whether an action with this number may be answered yet."""
        return number in self._sent or number in self._late

    def awaited(self, number: object) -> Action | None:
        """The action with this number, if it may be answered yet."""
        return self._sent.get(number) or self._late.get(number) if isinstance(number, int) else None

    def answered(self, reply: ApiReply | OrderResponse, venue_ns: int) -> Action | None:
        """The action that a reply answers, be it late; None when it answers none."""
        if not isinstance(reply.id, int):
            return None
        action = self._sent.pop(reply.id, None)
        if action is None:
            return self._late.pop(reply.id, None)
        self._settle(action, venue_ns, reply)
        return action

    def overdue(self, now: int, venue_ns: int) -> Iterator[Action]:
        """Give up actions whose reply is overdue."""
        while (first := next(iter(self._sent.values()), None)) is not None:
            if first.sent_at + self._policy.reply_within > now:
                return
            self._late[first.id] = self._sent.pop(first.id)
            self._settle(first, venue_ns)
            yield first

    def lost(self, connection: int, venue_ns: int) -> list[Action]:
        """A connection has ended; returns what was not answered on it."""
        if connection in self._connections:
            self._connections.remove(connection)
        self._late = {number: action for number, action in self._late.items() if action.connection != connection}
        gone = [action for action in self._sent.values() if action.connection == connection]
        for action in gone:
            del self._sent[action.id]
            self._settle(action, venue_ns)
        return gone

    def wake_at(self, now: int, venue_ns: int) -> int | None:
        """When something is overdue, or may be sent, if nothing else happens; None: never."""
        first = next(iter(self._sent.values()), None)
        times = [] if first is None else [first.sent_at + self._policy.reply_within]
        if self._waiting and self.connection is not None:
            times.append(now + max(0, self._ready_ns - venue_ns))
        return min(times, default=None)

    def _book(self, action: Action, venue_ns: int) -> int | None:
        booked = self._limits.book(action.weight, action.order_count, venue_ns)
        if not isinstance(booked, Ticket):
            return booked
        action.ticket = booked
        return None

    def _send(self, action: Action, connection: int, now: int, venue_ns: int) -> None:
        action.connection, action.sent_at = connection, now
        for order in action.orders:
            order.not_before = venue_ns - AHEAD - self._policy.margin
            order.advance(OrderEvent.SENT, now)
        for change in action.changes:
            change.advance(ChangeEvent.SENT, now)
        self._sent[action.id] = action

    def _settle(self, action: Action, venue_ns: int, reply: ApiReply | OrderResponse | None = None) -> None:
        if action.ticket is None:
            return  # sent by others, without asking
        self._limits.settle(action.ticket, venue_ns, () if reply is None else reply.rate_limits or ())
