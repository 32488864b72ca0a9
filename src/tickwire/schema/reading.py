"""Decoding of what a stranger sent: whatever it is, there is one way for it to fail."""

from __future__ import annotations

from typing import Any

import msgspec


def read(raw: bytes | bytearray | memoryview | msgspec.Raw, type: Any = Any) -> Any:
    """Decode JSON. Raises msgspec.DecodeError, also for bad UTF-8 and for nesting deeper than Python's stack."""
    try:
        return msgspec.json.decode(raw, type=type)
    except UnicodeDecodeError as fault:
        raise msgspec.DecodeError(f"no UTF-8: {fault}") from None
    except RecursionError:
        raise msgspec.DecodeError("nested too deeply") from None
