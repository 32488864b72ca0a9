"""The numpy dtype of each message's C struct. Needs numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from tickwire.errors import ConfigError
from tickwire.wire import reference
from tickwire.wire.messages import KINDS

HEADER = [
    ("kind", "u1"),
    ("line", "u1"),
    ("flags", "<u2"),
    ("price_exponent", "i1"),
    ("qty_exponent", "i1"),
    ("reserved", "<u2"),
    ("symbol", "<u4"),
    ("stream", "<u4"),
    ("recv_time", "<i8"),
    ("event_time", "<i8"),
]
NARROW = {"text": "S16", "flag": "u1", "buyer_maker": "u1", "optional_flag": "i1"}
LEVEL = np.dtype([("price", "<i8"), ("qty", "<i8")])


def _columns(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and types behind the header, wide ones first, as tools/schema.py lays out the struct."""
    wide: list[tuple[str, str]] = []
    counts: list[tuple[str, str]] = []
    narrow: list[tuple[str, str]] = []
    for name, kind in fields:
        if kind == "levels":
            wide.append((name, "<u8"))
            counts.append((f"num_{name}", "<u4"))
        elif kind in NARROW:
            narrow.append((name, NARROW[kind]))
        else:
            wide.append((name, "<i8"))
            if kind == "amount":
                narrow.append((f"{name}_exponent", "i1"))
    return wide + counts + narrow


def dtype(message: type[Any]) -> np.dtype[np.void]:
    """The numpy dtype of a message's C struct, for a view class or its schema class.

    Level pointers are uint64 addresses; in the arrays of `decode_many` they are positions in its levels instead. Raises
    ConfigError when the class is no message.
    """
    cls = reference.message_class(KINDS[message]) if message in KINDS else message
    if not reference.is_message(cls):
        raise ConfigError(f"{message!r} is no message class; see tickwire.schema")
    known = {name for name, _ in HEADER}
    return np.dtype(HEADER + _columns([f for f in reference.leaves(cls) if f[0] not in known]), align=True)
