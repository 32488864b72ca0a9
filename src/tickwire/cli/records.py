"""Messages as JSON for machines: long names, times in ns since the epoch, prices and quantities as exact text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec

Getter = Callable[[Any], Any]


def encode(message: Any) -> bytes:
    """One message as one JSON object without line breaks; what the message does not say is null."""
    view: Any = type(message)
    return msgspec.json.encode({name: get(message) for name, get in _getters(view)})


@cache
def _getters(view: Any) -> tuple[tuple[str, Getter], ...]:
    header: dict[str, Getter] = {
        "message": lambda _: view.__name__,
        "stream": attrgetter("stream"),
        "symbol": lambda message: message.symbol or None,
        "recv_time": attrgetter("recv_time"),
        "event_time": lambda message: message.event_time or None,
    }
    fields = {name: _getter(view, name) for name in view.__match_args__ if name not in header}
    if hasattr(view, "aggressor"):
        fields["aggressor"] = attrgetter("aggressor")
    return tuple({**header, **fields}.items())


def _getter(view: Any, name: str) -> Getter:
    if name in ("bids", "asks"):
        return lambda message: [[f"{price:f}", f"{qty:f}"] for price, qty in getattr(message, name).decimals()]
    if not hasattr(view, f"{name}_decimal"):
        return attrgetter(name)
    exact = attrgetter(f"{name}_decimal")

    def text(message: Any) -> str | None:
        value = exact(message)
        return None if value is None else f"{value:f}"

    return text
