"""Messages of every kind for hypothesis: any value that a field may have, on the wire as msgspec writes it."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy as Strategy

from tickwire import schema
from tickwire.schema.kinds import UNSET, describe

from .oracle import LARGEST

MS = st.integers(0, LARGEST // 10**6)
US = st.integers(10**14, LARGEST // 1000)
INT64 = st.integers(-LARGEST, LARGEST)
# Names are few, since each is interned for the life of the process.
SYMBOLS = st.sampled_from(["BTCUSDT", "ETHBTC", "测试币USDT", "1000SATSUSDT", "É", "😀USDT", "A" * 20])
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=15).filter(lambda t: len(t.encode()) <= 15)


def decimal_text(mantissa: int, decimals: int) -> str:
    digits = str(abs(mantissa)).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if mantissa < 0 else text


def decimals(places: int | None, largest: int) -> Strategy[str]:
    printed = st.integers(0, 8) if places is None else st.just(places)
    return st.builds(decimal_text, st.integers(-largest, largest), printed)


IDS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=36)


def value(kind: str, times: Strategy[int], numbers: dict[str, Strategy[str]]) -> Strategy[Any]:
    if kind.startswith("maybe_"):
        return st.just(UNSET) | value(kind.removeprefix("maybe_"), times, numbers)
    pair = st.tuples(numbers["price"], numbers["qty"])
    return {
        "time": times,
        "int": INT64,
        "symbol": SYMBOLS,
        "price": numbers["price"],
        "optional_price": st.none() | numbers["price"],
        "qty": numbers["qty"],
        "amount": decimals(None, LARGEST),
        "flag": st.booleans(),
        "buyer_maker": st.booleans(),
        "optional_flag": st.booleans() | st.just(UNSET),
        "text": TEXTS,
        "levels": st.lists(pair, max_size=12),
        "name": SYMBOLS,
        "optional_name": st.none() | SYMBOLS,
        "client_id": IDS,
        "request_id": st.none() | INT64 | IDS.filter(bool),
    }[kind]


@st.composite
def messages(draw: st.DrawFn, cls: type[schema.Message], *, mixed: bool) -> schema.Message:
    """A message; `mixed` prints its prices and its quantities with different decimals, which bounds their size."""
    times = draw(st.sampled_from([MS, US]))
    places = None if mixed else draw(st.tuples(st.integers(0, 18), st.integers(0, 18)))
    largest = 10**9 if mixed else LARGEST
    numbers = {group: decimals(places and places[i], largest) for i, group in enumerate(("price", "qty"))}

    def build(part: type[msgspec.Struct], symbol: str | None) -> Any:
        hints = typing.get_type_hints(part, include_extras=True)
        said: dict[str, Any] = {}
        for name in part.__struct_fields__:
            said[name] = symbol if name == "symbol" and symbol is not None else one(*describe(hints[name]), said)
        return part(**said)

    def one(kind: str, inner: Any, said: dict[str, Any]) -> Any:
        plain = kind.removeprefix("maybe_")
        if plain not in ("enum", "object", "parts"):
            # An id that may be absent is not empty: in the struct that would be the same.
            drawn = draw(value(kind, times, numbers))
            return UNSET if kind == "maybe_client_id" and drawn == "" else drawn
        if plain != kind and draw(st.booleans()):
            return UNSET
        if plain == "enum":
            return draw(st.sampled_from(list(inner)))
        if plain == "parts":
            return [build(inner, None) for _ in range(draw(st.integers(0, 3)))]
        return build(inner, said.get("symbol"))

    return typing.cast(schema.Message, build(cls, None))
