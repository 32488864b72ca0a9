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
NARROW = {
    "text": "S16", "flag": "u1", "buyer_maker": "u1", "optional_flag": "i1", "enum": "u1", "client_id": "S40",
    "request_id": "S40",
}  # fmt: skip
WIDE = ("time", "int", "price", "optional_price", "qty", "amount", "request_id")
LEVEL = np.dtype([("price", "<i8"), ("qty", "<i8")])


def _columns(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Names and types behind the header in the order in which tools/schema.py lays out the struct."""
    wide: list[tuple[str, str]] = []
    names: list[tuple[str, str]] = []
    narrow: list[tuple[str, str]] = []
    pointers: list[tuple[str, str]] = []
    counts: list[tuple[str, str]] = []
    for name, kind in fields:
        plain = kind.removeprefix("maybe_")
        if plain in ("levels", "parts"):
            pointers.append((name, "<u8"))
            counts.append((f"num_{name}", "<u4"))
        elif plain in ("name", "optional_name", "symbol"):
            names.append((name, "<u4"))
        elif plain in NARROW:
            narrow.append((name if plain != "request_id" else f"{name}_text", NARROW[plain]))
        if plain == "amount":
            narrow.append((f"{name}_exponent", "i1"))
        if plain in WIDE:
            wide.append((name, "<i8"))
    return wide + names + narrow + pointers + counts


def dtype(message: type[Any]) -> np.dtype[np.void]:
    """The numpy dtype of a message's C struct, for a view class or its schema class; or of a part such as `Balance`.

    Pointers to levels and parts are uint64 addresses; in the arrays of `decode_many` they are positions in its levels
    or parts instead. Raises ConfigError when the class is no message.
    """
    cls = reference.message_class(KINDS[message]) if message in KINDS else message
    if reference.is_message(cls):
        first = [("subscription_id", "int")] if reference.is_subscribed(cls) else []
        known = {name for name, _ in HEADER}
        fields = first + [f for f in reference.leaves(cls) if f[0] not in known]
        return np.dtype(HEADER + _columns(fields), align=True)
    part = reference.part_class(message)
    if part is None:
        raise ConfigError(f"{message!r} is no message class; see tickwire.schema")
    return np.dtype(_columns(reference.leaves(part)), align=True)
