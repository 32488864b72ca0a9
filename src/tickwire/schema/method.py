"""What there is to say about a method of the WebSocket API, and the weights that follow from params."""

from __future__ import annotations

import enum
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from .reading import read
from .structs import Params, SignedParams


class Security(enum.StrEnum):
    """What a method asks of whoever calls it.

    TRADE and USER_DATA: a connection that is logged on, or key and signature; always a timestamp. SIGNED: a signature
    of its own, whoever is logged on. USER_STREAM: a connection that is logged on, or a signature where params take one.
    """

    NONE = "NONE"
    TRADE = "TRADE"
    USER_DATA = "USER_DATA"
    USER_STREAM = "USER_STREAM"
    SIGNED = "SIGNED"


Weight = int | Callable[[Mapping[str, Any]], int]


class Method(msgspec.Struct, frozen=True, kw_only=True):
    """A method: what it does, what it costs, what it takes and what it answers.

    `order_count` is what it adds to the account's unfilled orders. `is_free` says that the weight is charged only when
    it fails. `is_question` says that asking again changes nothing, so that it may be asked again when an answer is
    lost; of other methods nobody knows then whether they were carried out.
    """

    name: str
    does: str
    security: Security
    weight: Weight
    params: type[Params]
    result: Any
    order_count: int = 0
    is_free: bool = False
    is_question: bool = True
    pick: Callable[[Any], Any] | None = None

    @property
    def is_signed(self) -> bool:
        """Whether requests bear a timestamp and, unless the connection is logged on, key and signature."""
        return issubclass(self.params, SignedParams)

    @property
    def is_market_data(self) -> bool:
        """Whether it is about the market, and can be asked by anybody on any connection."""
        return self.security is Security.NONE and not self.name.startswith(("session.", "userDataStream."))

    def weight_of(self, params: Mapping[str, Any] | Params) -> int:
        """The weight of a request with these params, a Struct or the venue's names."""
        if isinstance(self.weight, int):
            return self.weight
        return self.weight(params.to_dict() if isinstance(params, Params) else params)

    def decode(self, result: bytes | msgspec.Raw) -> Any:
        """The result of a reply as `self.result`. Raises msgspec.DecodeError when it is nothing of the kind.

        In SBE the one order that `sor.order.place` answers is in no list.
        """
        if self.pick is None:
            is_single = typing.get_origin(self.result) is list and bytes(memoryview(result)[:1]) == b"{"
            return read(b"[%b]" % bytes(result) if is_single else result, self.result)
        return self.pick(read(result))

    def unknown(self, result: bytes | msgspec.Raw) -> dict[str, Any]:
        """What is in a result and not in the schema, by where it stands, such as `fills[0].venue`."""
        return dict(_missing(read(result), msgspec.to_builtins(self.decode(result)), ""))


def _missing(said: Any, kept: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(said, dict) and isinstance(kept, dict):
        for key, value in said.items():
            place = f"{where}.{key}" if where else key
            if key in kept:
                yield from _missing(value, kept[key], place)
            elif value is not None:
                yield place, value
    elif isinstance(said, list) and isinstance(kept, list | tuple):
        for index, value in enumerate(said):
            place = f"{where}[{index}]"
            if index < len(kept):
                yield from _missing(value, kept[index], place)
            else:
                yield place, value


_DEPTH_WEIGHTS = ((100, 5), (500, 25), (1000, 50), (5000, 250))


def depth_weight(limit: int) -> int:
    """Weight of an order book of so many levels a side."""
    return next((weight for most, weight in _DEPTH_WEIGHTS if limit <= most), _DEPTH_WEIGHTS[-1][1])


def by_limit(params: Mapping[str, Any]) -> int:
    """5 for up to 100 levels a side, 25 for up to 500, 50 for up to 1000, 250 for more"""
    return depth_weight(int(params.get("limit", 100)))


def _symbols(params: Mapping[str, Any], unless_told: int) -> int:
    """How many symbols are asked for; all there are when none is named."""
    return 1 if "symbol" in params else len(params.get("symbols", ())) or unless_told


def for_each_symbol(each: int, most: int) -> Callable[[Mapping[str, Any]], int]:
    """So much for each symbol, up to the most that it can be."""

    def weight(params: Mapping[str, Any]) -> int:
        return min(each * _symbols(params, most), most)

    weight.__doc__ = f"{each} a symbol, at most {most}"
    return weight


def by_ticker_count(params: Mapping[str, Any]) -> int:
    """2 for up to 20 symbols, 40 for up to 100, 80 for more or all"""
    symbols = _symbols(params, 101)
    return 2 if symbols <= 20 else 40 if symbols <= 100 else 80


def with_param(name: str, with_it: int, without: int) -> Callable[[Mapping[str, Any]], int]:
    """One weight when a param is given and true, another otherwise."""

    def weight(params: Mapping[str, Any]) -> int:
        given = params.get(name)
        return without if given is None or given is False else with_it

    weight.__doc__ = f"{with_it} with `{name}`, else {without}"
    return weight
