"""Bytes in, handler entered: the dispatcher with each way of taking a message, and msgspec with a plain call."""

from __future__ import annotations

import tickwire
from bench import compiled
from bench.corpus import FrameSet
from bench.decoders.native import InC
from bench.decoders.python import msgspec_float, msgspec_str
from tickwire.feed.dispatch import Dispatch

MODULE = "delivery/deliver"


def nothing(message: object) -> None:
    """Takes the message and leaves."""


def two_floats(trade: tickwire.Trade) -> float:
    return trade.price + trade.qty


def two_texts(trade: tickwire.schema.Trade) -> float:
    return float(trade.price) + float(trade.qty)


class Delivery(InC):
    """Frames through `Dispatch` to a handler, in one of the ways `OURS`.

    The two floats are a trade's price and quantity.
    """

    def __init__(self, frames: FrameSet, way: str) -> None:
        super().__init__(frames)
        module = compiled.extension(MODULE)
        self.dispatch = Dispatch()
        self.counts, counter = module.Counts(), module.Counter()
        view, struct = getattr(tickwire, frames.message.__name__), frames.message
        key, handler = {
            "c": (view, module.message_handler()),
            "c_two_floats": (view, module.trade_handler()),
            "cython": (view, counter),
            "python": (view, nothing),
            "python_two_floats": (view, two_floats),
            "struct": (struct, nothing),
            "struct_two_floats": (struct, two_texts),
        }[way]
        context = self.counts.context if isinstance(handler, int) else None
        self.dispatch.on_gap = nothing  # captures have holes
        self.streams = frames.streams
        for stream in frames.streams:
            self.dispatch.add(stream, key, handler, context=context)
        self.feed = module.Feed(self.dispatch, self.packed)

    def run(self) -> None:
        for stream in self.streams:
            self.dispatch.forget(stream)  # its ids begin again
        self.feed.run()

    def delivered(self) -> int:
        """Messages handed to the handler so far; RuntimeError when any frame or handler failed."""
        stats = self.dispatch.stats()
        if stats.decode_errors or stats.unhandled or stats.handler_errors:
            raise RuntimeError(f"frames or handlers failed: {stats}")
        return sum(stats.messages.values())


class Redundant(Delivery):
    """Every frame over so many lines, one after the other, to a handler in C."""

    def __init__(self, frames: FrameSet, lines: int) -> None:
        super().__init__(frames, "c")
        self.feed = compiled.extension(MODULE).Feed(self.dispatch, self.packed, lines)
        for stream in self.streams:
            for line in range(lines):
                self.dispatch.carry(stream, line)


class MsgspecCall:
    """What is left when the dispatcher is a Python loop: decode, read, call."""

    def __init__(self, frames: FrameSet, way: str) -> None:
        loop = msgspec_float(frames) if way == "msgspec_float_two_floats" else msgspec_str(frames)
        self.frames, self.decode = frames.frames, loop.decode
        self.handler = {"msgspec": nothing, "msgspec_two_floats": two_texts, "msgspec_float_two_floats": two_floats}[
            way
        ]
        self.count = 0

    def run(self) -> None:
        decode, handler = self.decode, self.handler
        for frame in self.frames:
            handler(decode(frame).data)
        self.count += len(self.frames)

    def delivered(self) -> int:
        return self.count


OURS = ("c", "c_two_floats", "cython", "python", "python_two_floats", "struct", "struct_two_floats")
THEIRS = ("msgspec", "msgspec_two_floats", "msgspec_float_two_floats")


def delivery(frames: FrameSet, way: str) -> Delivery | MsgspecCall:
    return Delivery(frames, way) if way in OURS else MsgspecCall(frames, way)


__all__ = ["OURS", "THEIRS", "Delivery", "MsgspecCall", "Redundant", "delivery"]
