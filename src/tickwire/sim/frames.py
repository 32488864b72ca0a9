"""WebSocket frames and the combined envelope, as bytes that can be joined and written at once."""

from __future__ import annotations

import msgspec

TEXT, BINARY, CLOSE, PING, PONG = 0x81, 0x82, 0x88, 0x89, 0x8A
GOING_AWAY, POLICY_VIOLATION = 1001, 1008
SBE = "#sbe"
"""Ends the names under which the market publishes for connections in SBE: no client can ask for such a name."""


class Envelope(msgspec.Struct, frozen=True):
    """What `/stream` wraps around each payload."""

    stream: str
    data: msgspec.Raw


def frame(payload: bytes, first_byte: int = TEXT) -> bytes:
    """Put an unmasked frame header before `payload`; `first_byte` holds FIN, the reserved bits and the opcode."""
    size = len(payload)
    if size < 126:
        return bytes((first_byte, size)) + payload
    if size < 1 << 16:
        return bytes((first_byte, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first_byte, 127)) + size.to_bytes(8, "big") + payload


def message_frame(stream: str, payload: bytes, combined: bool) -> bytes:
    """Frame one message of `stream`, in the envelope when the connection asked for the combined form; SBE has none."""
    if stream.endswith(SBE):
        return frame(payload, BINARY)
    if combined:
        payload = msgspec.json.encode(Envelope(stream, msgspec.Raw(payload)))
    return frame(payload)


def close_frame(code: int, reason: str = "") -> bytes:
    """Frame a CLOSE."""
    return frame(code.to_bytes(2, "big") + reason.encode(), CLOSE)
