"""What each fault of the venue as a whole does, and how it is undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import msgspec

from ...errors import ConfigError
from ...schema.market import PartialDepth
from ..admission import Admission, Rejected
from ..broadcast import Broadcast
from ..certificate import Presented
from ..clock import Clock
from ..listening import Listening
from ..market import Market
from ..messages import Payload, Publish
from . import kinds
from .connections import Undo
from .tampering import Count

_MOST_LEVELS = 5000


class Faulty(Protocol):
    """What such a fault changes."""

    admission: Admission
    broadcast: Broadcast
    certificate: Presented | None
    clock: Clock
    listening: Listening
    sbe_listening: Listening
    old_book: Callable[[str, int], PartialDepth | None] | None

    def fresh_book(self, symbol: str, limit: int) -> PartialDepth:
        """The best levels of a symbol."""
        ...

    @property
    def traded_market(self) -> Market | None:
        """The synthetic market; None when the venue replays a recording."""
        ...


def _market(venue: Faulty, fault: kinds.Fault) -> Market:
    if (market := venue.traded_market) is None:
        raise ConfigError(f"{fault.name()}: a venue that replays a recording has no market")
    return market


def _refuse_connect(venue: Faulty, _: kinds.RefuseConnect, count: Count) -> Undo:
    count(1)
    doors = (venue.listening, venue.sbe_listening)
    for each in doors:
        each.close()

    def reopen() -> None:
        for each in doors:
            each.reopen()

    return reopen


def _http_status(venue: Faulty, fault: kinds.HttpStatus, count: Count) -> Undo:
    left = [fault.handshakes]

    def reject() -> Rejected | None:
        if left[0] == 0:
            return None
        if left[0] is not None:
            left[0] -= 1
        count(1)
        return Rejected(fault.status, "refused by a fault", fault.retry_after)

    venue.admission.obstacle = reject

    def undo() -> None:
        if venue.admission.obstacle is reject:
            venue.admission.obstacle = None

    return undo


def _tls_certificate(venue: Faulty, fault: kinds.TlsCertificate, count: Count) -> Undo:
    presented = venue.certificate
    if presented is None:
        raise ConfigError(f"{fault.name()}: the venue serves without TLS")
    count(1)
    presented.change(trusted=False)
    return lambda: presented.change(trusted=True)


def _sbe_off(venue: Faulty, _: kinds.SbeOff, count: Count) -> Undo:
    count(1)
    venue.admission.is_sbe_off = True
    return partial(setattr, venue.admission, "is_sbe_off", False)


def _clock_skew(venue: Faulty, fault: kinds.ClockSkew, count: Count) -> Undo:
    count(1)
    began, broadcast, clock = time.monotonic_ns(), venue.broadcast, venue.clock

    def skew() -> int:
        passed = time.monotonic_ns() - began
        return round(fault.seconds * 1e6 + passed * fault.drift_ppm / 1e9)

    clock.skews.append(skew)
    broadcast.publish = _shifted(broadcast.deliver, clock.ahead)

    def undo() -> None:
        clock.skews.remove(skew)
        if not clock.skews:
            broadcast.publish = broadcast.deliver

    return undo


def _shifted(publish: Publish, ahead: Callable[[], int]) -> Publish:
    def shifted(stream: str, make: Callable[[int], Payload]) -> None:
        publish(stream, lambda unit: _later(make(unit), ahead() // unit))

    return shifted


def _later(payload: Any, units: int) -> Any:
    if isinstance(payload, list):
        return [_later(each, units) for each in payload]
    if hasattr(payload, "event_time"):
        return msgspec.structs.replace(payload, event_time=payload.event_time + units)
    return payload


def _old_snapshot(venue: Faulty, fault: kinds.OldSnapshot, count: Count) -> Undo:
    left = [fault.replies]
    books = {symbol: venue.fresh_book(symbol, _MOST_LEVELS) for symbol in _market(venue, fault).symbols}

    def old_book(symbol: str, limit: int) -> PartialDepth | None:
        if left[0] == 0:
            return None
        if left[0] is not None:
            left[0] -= 1
        count(1)
        whole = books[symbol]
        return PartialDepth(book_update_id=whole.book_update_id, bids=whole.bids[:limit], asks=whole.asks[:limit])

    venue.old_book = old_book

    def undo() -> None:
        if venue.old_book is old_book:
            venue.old_book = None

    return undo


def _id_restart(venue: Faulty, fault: kinds.IdRestart, count: Count) -> None:
    count(1)
    _market(venue, fault).restart_ids(fault.symbol)


APPLY: dict[type[kinds.Fault], Callable[[Faulty, Any, Count], Undo | None]] = {
    kinds.RefuseConnect: _refuse_connect,
    kinds.HttpStatus: _http_status,
    kinds.TlsCertificate: _tls_certificate,
    kinds.SbeOff: _sbe_off,
    kinds.ClockSkew: _clock_skew,
    kinds.OldSnapshot: _old_snapshot,
    kinds.IdRestart: _id_restart,
}
