"""Results of the venue's replies, read by the schema; one that cannot be read is told, and is as good as none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec

from ..schema import METHODS
from ..session.requests import Answer
from .events import Unreadable
from .outbox import Outbox

UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)
"""What reading a hostile or malformed message may raise."""

_T = TypeVar("_T")


def read(method: str, result: msgspec.Raw, convert: Callable[[Any], _T], outbox: Outbox) -> _T | None:
    """What `convert` makes of the result of a reply; None, and an event, when it is nothing of the kind."""
    try:
        return convert(METHODS[method].decode(result))
    except UNREADABLE as error:
        outbox.event(Unreadable(f"the reply to {method}", f"{error!r:.300}"))
        return None


def answered(answer: Answer, convert: Callable[[Any], _T], outbox: Outbox) -> _T | None:
    """As `read`, of the answer to a question; None when that was refused."""
    return None if answer.error is not None else read(answer.call.method, answer.result, convert, outbox)


def weight_of(method: str, params: Mapping[str, Any]) -> int:
    """What a request weighs, if it fails or is a question."""
    return METHODS[method].weight_of(params)
