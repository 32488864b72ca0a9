"""Frames to start from: our own, one or more of every kind, and those captured from the venue."""

import gzip
from collections.abc import Iterator
from pathlib import Path

from tickwire import schema

DATA = Path(__file__).resolve().parents[1] / "data"


def read_lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            if frame := line.strip():
                yield frame


# More than one of most kinds: combined and bare, ms and µs, with long numbers, empty sides, other alphabets.
MARKET_FRAMES = tuple(read_lines(DATA / "spot.jsonl"))
# Events of accounts and replies to orders: every conditional key, words nobody lists, ids as numbers and as text.
ACCOUNT_FRAMES = tuple(read_lines(DATA / "account.jsonl"))
FRAMES = MARKET_FRAMES + ACCOUNT_FRAMES


def stream_of(frame: bytes) -> bytes:
    """The name in the envelope, b"" of a bare frame."""
    return frame.split(b'"', 4)[3] if frame.startswith(b'{"stream"') else b""


# The first frame of each message in the envelope, arrays apart.
KINDS = {
    parsed.message.__name__ + "s" * parsed.is_array: frame
    for frame in reversed(MARKET_FRAMES)
    if (parsed := schema.parse_stream(stream_of(frame).decode()))
}


def _event_of(frame: bytes) -> str:
    """The class of an account's message."""
    if frame.startswith(b'{"id"'):
        return "OrderResponse"
    event = frame.split(b'"e":"')[1].split(b'"')[0].decode()
    return event[0].upper() + event[1:]


# The first frame of each message of an account.
ACCOUNT_KINDS = {_event_of(frame): frame for frame in reversed(ACCOUNT_FRAMES) if b"serverShutdown" not in frame}
