"""Everything a venue can be made to do wrong, as data: in Python, or in JSON with the key `kind`. Times are seconds."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Seconds = Annotated[float, Meta(ge=0.0, le=1e9)]
Times = Annotated[int, Meta(ge=1)]


def _kind(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


class Fault(msgspec.Struct, frozen=True, tag=_kind, tag_field="kind", forbid_unknown_fields=True):
    """What all faults have in common: `kind`, by which scripts and counters name them."""

    @classmethod
    def name(cls) -> str:
        """The kind, such as "half-open"."""
        return _kind(cls.__name__)


# Of a connection, at once.


class Drop(Fault, frozen=True):
    """Cut the connection without a CLOSE: by a TCP RST, or by a FIN when `reset` is false."""

    reset: bool = True


class HalfOpen(Fault, frozen=True):
    """Read and send nothing more, not even pongs; the socket stays open. Healing cuts it."""


class Stall(Fault, frozen=True):
    """Send nothing for a while, then all that has queued up."""

    seconds: Seconds


class CloseCode(Fault, frozen=True):
    """Close with a code and a reason of yours."""

    code: Annotated[int, Meta(ge=1000, le=4999)]
    reason: Annotated[str, Meta(max_length=123)] = ""


class ServerShutdown(Fault, frozen=True):
    """Announce `serverShutdown` and close after a while; never when that is None."""

    close_after: Seconds | None = 10.0


class Oversized(Fault, frozen=True):
    """Send one text frame of so many bytes."""

    size: Annotated[int, Meta(ge=1, le=16 << 20)] = 2 << 20


# Of a connection, for as long as they last.


class Delay(Fault, frozen=True):
    """Let everything arrive later, by up to `jitter` more, in order."""

    seconds: Seconds
    jitter: Seconds = 0.0


class SlowNetwork(Fault, frozen=True):
    """Let no more bytes a second through."""

    bytes_per_second: Times


class NoPing(Fault, frozen=True):
    """Send no pings."""


class PingStorm(Fault, frozen=True):
    """Send more pings, every one of which must be answered."""

    per_second: Annotated[float, Meta(ge=0.001, le=1e4)] = 50.0


class Mute(Fault, frozen=True):
    """Send nothing of a stream that was acknowledged; of no stream when that is None."""

    stream: str | None = None


class Fragmented(Fault, frozen=True):
    """Split every message into so many frames."""

    pieces: Annotated[int, Meta(ge=2, le=1000)] = 3
    stream: str | None = None


# Of a connection, for so many messages, or for as long as they last when that is None.


class Duplicate(Fault, frozen=True):
    """Send messages twice."""

    stream: str | None = None
    messages: Times | None = None


class Reorder(Fault, frozen=True):
    """Send messages after the one that follows them."""

    stream: str | None = None
    messages: Times | None = None


class Skip(Fault, frozen=True):
    """Leave messages out, so that their ids are missing."""

    stream: str | None = None
    messages: Times | None = 1


class Corrupt(Fault, frozen=True):
    """Flip the highest bit of some bytes of a message, which makes it no JSON."""

    stream: str | None = None
    messages: Times | None = 1
    flips: Times = 1


class WrongLevel(Fault, frozen=True):
    """Say another quantity of a bid in messages of depth, which stay well-formed."""

    stream: str | None = None
    messages: Times | None = 1


class WrongAck(Fault, frozen=True):
    """Answer requests with an error and leave them undone, under another id, or never."""

    reply: Literal["error", "other-id", "never"] = "error"
    requests: Times | None = None


class ApiStatus(Fault, frozen=True):
    """Answer requests of the WebSocket API with an error status; 429 and 418 say when to come back."""

    status: Annotated[int, Meta(ge=400, le=599)] = 429
    retry_after: Seconds = 1.0
    requests: Times | None = 1


# Of the order path. `method` is a name, or a pattern such as "session.*"; without one, whatever trades is meant.


class Refuse(Fault, frozen=True):
    """Answer requests with an error of the venue's; with `executes`, after they were carried out all the same.

    Words and status are those that the venue has for the code, unless they are given.
    """

    code: int
    msg: str | None = None
    status: int | None = None
    executes: bool = False
    retry_after: Seconds = 1.0
    method: str | None = None
    requests: Times | None = 1


class LostAck(Fault, frozen=True):
    """Carry requests out and do not answer; with `drops`, cut the connection instead."""

    drops: bool = False
    method: str | None = None
    requests: Times | None = 1


class LateAck(Fault, frozen=True):
    """Carry requests out at once and answer later; events come before that."""

    seconds: Seconds
    method: str | None = None
    requests: Times | None = 1


class AckThenDrop(Fault, frozen=True):
    """Answer, and cut the connection before any event is sent."""

    method: str | None = None
    requests: Times | None = 1


class Held(Fault, frozen=True):
    """Let requests wait between the first check of their time and the others, and carry them out if they pass those."""

    seconds: Seconds
    method: str | None = None
    requests: Times | None = 1


class EventFirst(Fault, frozen=True):
    """Send what a request makes happen before its reply."""


class DuplicateEvent(Fault, frozen=True):
    """Send user events twice: those of one kind, such as "executionReport", or all."""

    event: str | None = None
    events: Times | None = 1


class LostEvent(Fault, frozen=True):
    """Do not send user events."""

    event: str | None = None
    events: Times | None = 1


class LateEvent(Fault, frozen=True):
    """Send user events later."""

    seconds: Seconds
    event: str | None = None
    events: Times | None = 1


# Of the venue.


class RefuseConnect(Fault, frozen=True):
    """Let nobody connect for a while: the port is closed."""

    seconds: Seconds


class HttpStatus(Fault, frozen=True):
    """Answer handshakes with an HTTP status, with Retry-After unless that is None."""

    status: Annotated[int, Meta(ge=300, le=599)]
    retry_after: Seconds | None = None
    handshakes: Times | None = None


class TlsCertificate(Fault, frozen=True):
    """Present a certificate that nobody trusts."""


class SbeOff(Fault, frozen=True):
    """Switch SBE off on the WebSocket API: who asks for it is refused with status 400, and so is each request on a
    connection that has it, in SBE.
    """


class ClockSkew(Fault, frozen=True):
    """Let the venue's clock and the times at which messages were sent be ahead, and more so as time goes by."""

    seconds: Annotated[float, Meta(ge=-1e9, le=1e9)] = 0.0
    drift_ppm: Annotated[float, Meta(ge=-1e6, le=1e6)] = 0.0


class OldSnapshot(Fault, frozen=True):
    """Answer `depth` with the book as it stood when the fault began."""

    replies: Times | None = None


class IdRestart(Fault, frozen=True):
    """Let the ids of a symbol, or of all, begin anew far below; what has an id is remembered no more."""

    symbol: str | None = None


AnyFault = (
    Drop
    | HalfOpen
    | Stall
    | CloseCode
    | ServerShutdown
    | Oversized
    | Delay
    | SlowNetwork
    | NoPing
    | PingStorm
    | Mute
    | Fragmented
    | Duplicate
    | Reorder
    | Skip
    | Corrupt
    | WrongLevel
    | WrongAck
    | ApiStatus
    | Refuse
    | LostAck
    | LateAck
    | AckThenDrop
    | Held
    | EventFirst
    | DuplicateEvent
    | LostEvent
    | LateEvent
    | RefuseConnect
    | HttpStatus
    | TlsCertificate
    | SbeOff
    | ClockSkew
    | OldSnapshot
    | IdRestart
)
