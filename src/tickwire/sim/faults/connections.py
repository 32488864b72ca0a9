"""What each fault of a connection does to it, and how it is undone."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from ..api_connection import ApiConnection
from ..connection import Connection
from ..endpoint import Endpoint, Substitute
from ..frames import frame
from . import kinds, order_path, replies, tampering, wires
from .tampering import Chain, Count, Link

Undo = Callable[[], None]
_LASTING = (
    kinds.Delay,
    kinds.SlowNetwork,
    kinds.NoPing,
    kinds.PingStorm,
    kinds.Mute,
    kinds.Fragmented,
    kinds.EventFirst,
)
OF_API = (
    kinds.ApiStatus,
    kinds.Refuse,
    kinds.LostAck,
    kinds.LateAck,
    kinds.AckThenDrop,
    kinds.Held,
    kinds.EventFirst,
    kinds.DuplicateEvent,
    kinds.LostEvent,
    kinds.LateEvent,
)
COUNTED = (kinds.Duplicate, kinds.Reorder, kinds.Skip, kinds.Corrupt, kinds.WrongLevel)
OF_MESSAGES = (kinds.Mute, kinds.Fragmented, *COUNTED)


class Setting(NamedTuple):
    """What a fault needs besides the connection: who counts, chance, the venue's clock in µs and limit of weight.

    `changed` is told that a connection's messages go another way.
    """

    tell: Count
    rng: random.Random
    changed: Callable[[Connection], None]
    now: Callable[[], int]
    weight: int


def _drop(endpoint: Endpoint, fault: kinds.Drop, to: Setting) -> None:
    to.tell(1)
    endpoint.cut("dropped by a fault", reset=fault.reset)


def _half_open(endpoint: Endpoint, _: kinds.HalfOpen, to: Setting) -> Undo:
    to.tell(1)
    endpoint.forsake()
    wires.Nowhere(endpoint).put()
    return partial(endpoint.cut, "half-open until healed", reset=True)


def _stall(endpoint: Endpoint, _: kinds.Stall, to: Setting) -> Undo:
    to.tell(1)
    return wires.Layer(endpoint).put().remove


def _close_code(endpoint: Endpoint, fault: kinds.CloseCode, to: Setting) -> None:
    to.tell(1)
    endpoint.close(fault.code, fault.reason, "closed by a fault")


def _server_shutdown(endpoint: Endpoint, fault: kinds.ServerShutdown, to: Setting) -> None:
    to.tell(1)
    endpoint.announce_shutdown(to.now(), fault.close_after)


def _oversized(endpoint: Endpoint, fault: kinds.Oversized, to: Setting) -> None:
    to.tell(1)
    endpoint.write(frame(b'"' + b"x" * max(0, fault.size - 2) + b'"'))


def _delay(endpoint: Endpoint, fault: kinds.Delay, to: Setting) -> Undo:
    to.tell(1)
    return wires.Late(endpoint, fault.seconds, fault.jitter, to.rng).put().remove


def _slow_network(endpoint: Endpoint, fault: kinds.SlowNetwork, to: Setting) -> Undo:
    to.tell(1)
    return wires.Narrow(endpoint, fault.bytes_per_second).put().remove


def _no_ping(endpoint: Endpoint, _: kinds.NoPing, to: Setting) -> Undo:
    to.tell(1)
    endpoint.is_pinging = False

    def undo() -> None:
        endpoint.is_pinging = True

    return undo


def _ping_storm(endpoint: Endpoint, fault: kinds.PingStorm, to: Setting) -> Undo:
    loop, is_over = asyncio.get_running_loop(), asyncio.Event()

    def ping() -> None:
        if not is_over.is_set() and not endpoint.is_gone:
            to.tell(1)
            endpoint.ping()
            loop.call_later(1 / fault.per_second, ping)

    ping()
    return is_over.set


def _chain(connection: Connection, to: Setting) -> Chain:
    if connection.chain is None:
        connection.chain = Chain(connection, to.changed)
    return connection.chain


def _link(make: Callable[[Any, Setting], Link]) -> Callable[[Endpoint, Any, Setting], Undo | None]:
    """Make a fault of messages of the link that does it."""

    def apply(endpoint: Endpoint, fault: Any, to: Setting) -> Undo | None:
        return _chain(endpoint, to).add(make(fault, to)) if isinstance(endpoint, Connection) else None

    return apply


def trigger(connection: Connection, stream: str | None, after: int, to: Setting, call: Callable[[], None]) -> Undo:
    """Call something once a connection has been sent `after` messages more."""
    return _chain(connection, to).add(tampering.Trigger(stream, after, call))


def _wrong_ack(endpoint: Endpoint, fault: kinds.WrongAck, to: Setting) -> Undo:
    return endpoint.answer_by(replies.wrong_ack(fault, to.tell, api=isinstance(endpoint, ApiConnection)))


def _api_status(endpoint: Endpoint, fault: kinds.ApiStatus, to: Setting) -> Undo:
    return endpoint.answer_by(replies.api_status(fault, to.tell, to.now, to.weight))


def _of_requests(make: Callable[[ApiConnection, Any, Setting], Substitute]) -> Callable[[Endpoint, Any, Setting], Undo]:
    """Make a fault of the order path of what answers in place of the connection."""

    def apply(endpoint: Endpoint, fault: Any, to: Setting) -> Undo:
        assert isinstance(endpoint, ApiConnection)
        return endpoint.answer_by(make(endpoint, fault, to))

    return apply


def _of_events(
    make: Callable[[ApiConnection, Any, Count], order_path.Events],
) -> Callable[[Endpoint, Any, Setting], Undo]:
    """Make a fault of user events of what they go through."""

    def apply(endpoint: Endpoint, fault: Any, to: Setting) -> Undo:
        assert isinstance(endpoint, ApiConnection)
        return endpoint.pass_events_through(make(endpoint, fault, to.tell))

    return apply


def _event_first(endpoint: Endpoint, _: kinds.EventFirst, to: Setting) -> Undo:
    assert isinstance(endpoint, ApiConnection)
    to.tell(1)
    endpoint.events_first = True
    return partial(setattr, endpoint, "events_first", False)


APPLY: dict[type[kinds.Fault], Callable[[Any, Any, Setting], Undo | None]] = {
    kinds.Drop: _drop,
    kinds.HalfOpen: _half_open,
    kinds.Stall: _stall,
    kinds.CloseCode: _close_code,
    kinds.ServerShutdown: _server_shutdown,
    kinds.Oversized: _oversized,
    kinds.Delay: _delay,
    kinds.SlowNetwork: _slow_network,
    kinds.NoPing: _no_ping,
    kinds.PingStorm: _ping_storm,
    kinds.Mute: _link(lambda fault, to: tampering.Leave(fault.stream, None, to.tell)),
    kinds.Fragmented: _link(lambda fault, to: tampering.Split(fault.stream, to.tell, fault.pieces)),
    kinds.Duplicate: _link(lambda fault, to: tampering.Twice(fault.stream, fault.messages, to.tell)),
    kinds.Reorder: _link(lambda fault, to: tampering.Swap(fault.stream, fault.messages, to.tell)),
    kinds.Skip: _link(lambda fault, to: tampering.Leave(fault.stream, fault.messages, to.tell)),
    kinds.Corrupt: _link(lambda fault, to: tampering.Flip(fault.stream, fault.messages, to.tell, fault.flips, to.rng)),
    kinds.WrongLevel: _link(lambda fault, to: tampering.Misquote(fault.stream, fault.messages, to.tell)),
    kinds.WrongAck: _wrong_ack,
    kinds.ApiStatus: _api_status,
    kinds.Refuse: _of_requests(lambda _, fault, to: order_path.Refusing(fault, to.tell, to.now)),
    kinds.LostAck: _of_requests(lambda api, fault, to: order_path.Losing(api, fault, to.tell)),
    kinds.LateAck: _of_requests(lambda api, fault, to: order_path.Delaying(api, fault, to.tell)),
    kinds.AckThenDrop: _of_requests(lambda api, fault, to: order_path.Dropping(api, fault, to.tell)),
    kinds.Held: _of_requests(lambda api, fault, to: order_path.Holding(api, fault, to.tell, to.now)),
    kinds.EventFirst: _event_first,
    kinds.DuplicateEvent: _of_events(order_path.Doubling),
    kinds.LostEvent: _of_events(order_path.Swallowing),
    kinds.LateEvent: _of_events(order_path.Postponing),
}


def lasts(fault: kinds.Fault) -> bool:
    """Tell whether a fault goes on, so that connections opened later have it, too."""
    return (
        isinstance(fault, _LASTING)
        or (isinstance(fault, COUNTED) and fault.messages is None)
        or getattr(fault, "requests", 0) is None
        or getattr(fault, "events", 0) is None
    )
