"""Three decoders of one frame: by shapes, by the table, by msgspec. They agree, or all refuse."""

from __future__ import annotations

from typing import Any

from tickwire.errors import DecodeError
from tickwire.schema import ControlReply
from tickwire.wire.decode import decode
from tickwire.wire.json import JsonCodec

from . import oracle
from .corpus import KINDS

# Why a frame may be refused that the oracle can read: nothing says what it is, or it names two streams.
OF_NO_STREAM = ("no message of the venue's", "the frame is of stream")
DECODERS: dict[str, dict[str, Any]] = {
    "shapes": {},
    "table": {"shapes": None},
    "msgspec": {"shapes": None, "table": False},
}


class Disagreement(AssertionError):
    """Two decoders said different things about a frame."""


def outcome(frame: bytes, codec: JsonCodec, stream: str | None = None) -> Any:
    """A view, a list of views, a control reply, or the DecodeError. Any other exception is a defect and is raised."""
    try:
        return decode(frame, stream, codec=codec)
    except DecodeError as refusal:
        if refusal.raw != frame[:1024]:
            raise Disagreement(f"the error speaks of {refusal.raw!r}, not of {frame!r}") from None
        return refusal


def same(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, DecodeError) or isinstance(b, DecodeError):
        return type(a) is type(b)
    return bool(a == b) and (not hasattr(a, "flags") or (a.flags, a.stream) == (b.flags, b.stream))


class Decoders:
    """One codec of each kind; `taken` and `refused` count what they made of the frames so far."""

    def __init__(self) -> None:
        self.taken = self.refused = 0
        self.recognised: dict[str, int] = {}
        self.renew()

    def renew(self) -> None:
        """Fresh codecs: streams with odd names do not pile up."""
        self.codecs = {name: JsonCodec(**options) for name, options in DECODERS.items()}

    def recognised_since_renewal(self) -> int:
        return sum(hits for hits, _ in self.codecs["shapes"].shape_figures().values())

    def judge(self, frame: bytes, stream: str | None = None, *, against: tuple[str, ...] = ("shapes", "table")) -> Any:
        """What msgspec says and the others with it. Raises Disagreement."""
        expected = outcome(frame, self.codecs["msgspec"], stream)
        for name in against:
            said = outcome(frame, self.codecs[name], stream)
            if not same(said, expected):
                raise Disagreement(f"{name}: {said!r}\nmsgspec: {expected!r}\nframe: {frame!r}")
        if isinstance(expected, DecodeError):
            self.refused += 1
        else:
            self.taken += 1
        return expected


def hold_against_oracle(frame: bytes, said: Any, stream: str | None = None) -> None:
    """Raises Disagreement when the independent reading of the frame gives other values, or another verdict."""
    if isinstance(
        said, ControlReply
    ):  # told from an order's by the spelling of its keys, which the oracle does not see
        return
    message, is_array, name = oracle.message_of(frame, stream or "")
    if message is None:
        return
    try:
        expected = oracle.read(frame, message, is_array, name)
    except oracle.Refused as reason:
        if not isinstance(said, DecodeError):
            raise Disagreement(f"taken as {said!r}, but {reason}: {frame!r}") from None
        return
    if isinstance(said, DecodeError):
        if not said.reason.startswith(OF_NO_STREAM):
            raise Disagreement(f"refused, but it says {expected}: {frame!r}") from said
        return
    views = said if is_array else [said]
    wrong = [d for view, one in zip(views, expected, strict=True) for d in oracle.differences(view, one)]
    if wrong:
        raise Disagreement(f"{wrong}: {frame!r}")


def recognises_shapes() -> bool:
    """Whether this machine has an instruction set for shapes."""
    codec = JsonCodec()
    for _ in range(2):
        decode(KINDS["Trade"], codec=codec)
    return codec.shape_figures()["btcusdt@trade"][0] == 1
