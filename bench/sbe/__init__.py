"""The same messages in both of the venue's encodings: frames of JSON from the corpus, and SBE that says the same.

SBE is written by the simulated venue's encoder, which shares nothing with the codec. What both decode is compared
before it is timed.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import groupby
from typing import Any, NamedTuple

from bench import compiled
from bench.corpus import frame_set
from tickwire.schema.sbe.templates.streams import STREAMS
from tickwire.sim.sbe import replies
from tickwire.sim.sbe.writer import message
from tickwire.wire import messages
from tickwire.wire.messages import KINDS

MODULE = "sbe/sbe_decoder"
NOW = 1_770_000_000_123_456  # µs
CHECKED = 300
ORDERS = 1000
# Frames of the corpus, by template; as many bids and asks as SBE has in a message.
MARKET = {"trade": 10000, "book_ticker": 10001, "depth20": 10002, "depth_update": 10003, "depth50": 10003}


class Pair(NamedTuple):
    """Frames that say the same; `count` messages are in either."""

    json: list[bytes]
    sbe: list[bytes]
    count: int
    origin: str
    streams: tuple[str, ...]
    kind: int


def _stream_frame(template: int, said: dict[str, Any]) -> bytes:
    raw = message(STREAMS[template], said)
    return raw[:4] + struct.pack("<HH", 1, 0) + raw[8:]


def _form(template: int, data: dict[str, Any]) -> dict[str, Any]:
    """A message of JSON in the form that the templates have; SBE has a time and a symbol everywhere."""
    form = {"E": NOW, **data}
    if "E" in data:
        form |= {"E": data["E"] * 1000} | ({"T": data["T"] * 1000} if "T" in data else {})
    return {**form, "trades": [data]} if template == 10000 else form


def market(name: str, most: int | None = None) -> Pair:
    """A set of the corpus, of so many frames at most."""
    frames, template = frame_set(name), MARKET[name]
    chosen, sbe = frames.frames[:most], []
    for frame in chosen:
        said = json.loads(frame)
        symbol = said["stream"].partition("@")[0].upper()
        sbe.append(_stream_frame(template, _form(template, {"s": symbol, **said["data"]})))
    kind = KINDS[getattr(messages, frames.message.__name__)]
    return Pair(chosen, sbe, len(sbe), frames.origin, tuple(frames.streams), kind)


def trades_together(most: int | None = None) -> Pair:
    """Trades of the corpus, those of one instant in one event of SBE, as the venue has them."""
    single = market("trade", most)
    data = (json.loads(frame)["data"] for frame in single.json)
    events = [list(group) for _, group in groupby(data, key=lambda trade: (trade["s"], trade["E"], trade["T"]))]
    return single._replace(sbe=[_stream_frame(10000, {**_form(10000, group[0]), "trades": group}) for group in events])


def _orders(
    kind: Any, said: Callable[[int], dict[str, Any]], packed: Callable[[dict[str, Any]], bytes], most: int | None
) -> Pair:
    forms = [said(number) for number in range(min(ORDERS, most or ORDERS))]
    made = [json.dumps(form, separators=(",", ":")).encode() for form in forms]
    return Pair(made, [packed(form) for form in forms], len(forms), "synthetic", (), KINDS[kind])


def _acknowledged(number: int) -> dict[str, Any]:
    return {
        "id": number, "status": 200,
        "result": {
            "symbol": "BTCUSDT", "orderId": 12_569_099_453 + number, "orderListId": -1,
            "clientOrderId": f"tw-1-{number:06}", "transactTime": NOW + number,
        },
    }  # fmt: skip


def _result(number: int) -> dict[str, Any]:
    reply = _acknowledged(number)
    reply["result"] |= {
        "price": f"{23416.1 + number:.8f}", "origQty": "0.00847000", "executedQty": "0.00000000",
        "origQuoteOrderQty": "0.00000000", "cummulativeQuoteQty": "0.00000000", "status": "NEW", "timeInForce": "GTC",
        "type": "LIMIT", "side": "SELL", "workingTime": NOW + number, "workingFloor": "EXCHANGE",
        "selfTradePreventionMode": "NONE", "preventedQuantity": "0.00000000", "usedSor": False,
    }  # fmt: skip
    return reply


def _report(number: int) -> dict[str, Any]:
    zero = "0.00000000"
    event = {
        "e": "executionReport", "E": NOW + number, "s": "BTCUSDT", "c": f"tw-1-{number:06}", "S": "SELL", "o": "LIMIT",
        "f": "GTC", "q": "0.00847000", "p": "23416.10000000", "P": zero, "F": zero, "g": -1, "C": "", "x": "TRADE",
        "X": "FILLED", "r": "NONE", "i": 12_569_099_453 + number, "l": "0.00847000", "z": "0.00847000",
        "L": "23416.10000000", "n": "0.00001000", "N": "BNB", "T": NOW + number, "t": 1_650_422_481 + number,
        "I": 8_641_984 + number, "w": False, "m": True, "M": True, "O": NOW, "Z": "198.33436700", "Y": "198.33436700",
        "Q": zero, "W": NOW, "V": "NONE", "A": zero, "b": "AUTO_MATCH", "k": "EXCHANGE", "uS": False, "y": "PRINCIPAL",
    }  # fmt: skip
    return {"subscriptionId": 0, "event": event}


def _placed(said: dict[str, Any]) -> bytes:
    return replies.reply(said, "order.place", is_deprecated=False)


# Each of so many frames at most, of all where that is None.
PAIRS: dict[str, Callable[[int | None], Pair]] = {name: partial(market, name) for name in MARKET}
PAIRS |= {
    "trades together": trades_together,
    "order ack": partial(_orders, messages.OrderResponse, _acknowledged, _placed),
    "order result": partial(_orders, messages.OrderResponse, _result, _placed),
    "execution report": partial(_orders, messages.ExecutionReport, _report, replies.event),
}
ENCODINGS = ("SBE", "JSON", "memcpy of SBE")


class Decoding:
    """One encoding of a pair, decoded again and again."""

    def __init__(self, pair: Pair, encoding: str) -> None:
        module = compiled.extension(MODULE)
        self.frames = module.Packed(pair.json if encoding == "JSON" else pair.sbe)
        self.decoder = module.Decoder(pair.streams, pair.kind)
        self._run = {"SBE": self.decoder.run_sbe, "JSON": self.decoder.run_json}.get(encoding, self.decoder.copy)

    def run(self) -> int:
        """Decode every frame; the number of messages."""
        return int(self._run(self.frames))


@cache
def pair_named(name: str) -> Pair:
    """The pair of that name, in which either encoding says what the other says."""
    pair = PAIRS[name](None)
    decoder = compiled.extension(MODULE).Decoder(pair.streams, pair.kind)
    ends = zip(_said(decoder.answer_sbe, pair.sbe), _said(decoder.answer_json, pair.json), strict=False)
    for number, (sbe, text) in enumerate(ends):
        assert sbe == text, f"{name}, message {number}: {sbe} is not {text}"
        if number == CHECKED:
            break
    return pair


def _said(answer: Callable[[bytes], list[Any]], frames: list[bytes]) -> Iterator[Any]:
    """Each message in each frame, without what one encoding lacks: instants below a ms, the time of the best prices."""
    for frame in frames:
        for view in answer(frame):
            yield _plain(view.to_struct())


def _plain(said: Any) -> Any:
    """Times in ms, whatever the unit; the rest as it is."""
    if hasattr(said, "__struct_fields__"):
        return [_plain(getattr(said, name)) for name in said.__struct_fields__]
    return said // 1000 if isinstance(said, int) and said > 10**14 else said
