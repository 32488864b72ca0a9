"""Messages of every kind for hypothesis: any value that a field may have, on the wire as msgspec writes it."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy as Strategy

from tickwire import schema
from tickwire.schema.kinds import UNSET

from .oracle import LARGEST, kinds

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


def value(kind: str, times: Strategy[int], numbers: dict[str, Strategy[str]]) -> Strategy[Any]:
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
    }[kind]


@st.composite
def messages(draw: st.DrawFn, cls: type[schema.Message], *, mixed: bool) -> schema.Message:
    """A message; `mixed` prints its prices and its quantities with different decimals, which bounds their size."""
    times = draw(st.sampled_from([MS, US]))
    places = None if mixed else draw(st.tuples(st.integers(0, 18), st.integers(0, 18)))
    largest = 10**9 if mixed else LARGEST
    numbers = {group: decimals(places and places[i], largest) for i, group in enumerate(("price", "qty"))}

    def build(part: type[msgspec.Struct], symbol: str | None) -> Any:
        said: dict[str, Any] = {}
        for name, kind in kinds(part).items():
            if name == "symbol" and symbol is not None:
                said[name] = symbol
            elif kind:
                said[name] = draw(value(kind, times, numbers))
            else:
                said[name] = build(typing.get_type_hints(part, include_extras=True)[name], said["symbol"])
        return part(**said)

    return typing.cast(schema.Message, build(cls, None))
