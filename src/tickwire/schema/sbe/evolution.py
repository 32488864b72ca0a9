"""Where the texts of a message are that a newer version of the schema may have put groups before, or texts behind.

A group says how long its entries are and how many, but neither that it is one nor which of the two heads it has. So
texts are taken where they would stand without groups, or from the one place behind groups from which they lead exactly
to the end of the message; where that is not certain, there is no place. Texts hold no control characters; heads of
groups, which are small numbers, do. `wire/sbe_evolution.h` goes by the same rule.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from .layout import REQUIRED, Data
from .templates import SCHEMA_ID

_HEADS = (struct.Struct("<HH"), struct.Struct("<HI"))
_MOST_GROUPS = 3
_MESSAGE_HEAD = 8
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r")


def is_text(raw: bytes) -> bool:
    """Whether bytes may be a text."""
    if not _CONTROLS.isdisjoint(raw):
        return False
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def place_of(data: Sequence[Data], frame: bytes, at: int, end: int) -> int | None:
    """Where the rows behind the groups begin, at `at` or behind groups that are not known; None when not certain."""
    found = {place for place in _behind_groups(frame, at, end, _MOST_GROUPS) if _behind(data, frame, place, end) == end}
    if _behind(data, frame, at, end) is not None:
        return at if not found else None
    return found.pop() if len(found) == 1 else None


def _behind_groups(frame: bytes, at: int, end: int, most: int) -> Iterator[int]:
    """Every place behind one or several groups, should there be some."""
    for head in _HEADS:
        if at + head.size >= end:
            return
        stride, count = head.unpack_from(frame, at)
        behind = at + head.size + stride * count
        if behind >= end or (count and not stride):
            continue
        yield behind
        if most > 1:
            yield from _behind_groups(frame, behind, end, most - 1)


def _behind(data: Sequence[Data], frame: bytes, at: int, end: int) -> int | None:
    """Where the rows end that begin at `at`; None when something there is no text, or no message."""
    for row in data:
        begin = at + row.length.size
        if begin > end:
            return None
        (size,) = row.length.unpack_from(frame, at)
        at = begin + size
        if at > end or not _may_be(row, frame[begin:at]):
            return None
    return at


def _may_be(row: Data, raw: bytes) -> bool:
    if not raw:
        return row.default is not REQUIRED
    if row.is_message:
        return len(raw) >= _MESSAGE_HEAD and struct.unpack_from("<H", raw, 4) == (SCHEMA_ID,)
    return is_text(raw)
