"""Every param and every field of a result means something, and nothing is explained that is not there."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tickwire.schema import METHODS, ApiError, Discreet, Filter, PriceRangeRule, RateLimit, Reply
from tickwire.schema.api import AggTradeRow, CandleRow, ServerTime, TradeRow
from tickwire.schema.meanings import LEGS, MEANINGS, meaning
from tickwire.schema.structs import Params


def below(struct: type[Any]) -> Iterator[type[Any]]:
    for each in struct.__subclasses__():
        yield each
        yield from below(each)


STRUCTS = {
    struct
    for struct in (*below(Reply), *below(Discreet), RateLimit, ServerTime, TradeRow, AggTradeRow, CandleRow, ApiError)
    if not issubclass(struct, Filter)
}


@pytest.mark.parametrize("struct", sorted(STRUCTS, key=lambda each: each.__name__))
def test_every_field_means_something(struct: type[Any]) -> None:
    assert struct.__doc__
    said = {field.name: meaning(struct.__name__, field.name) for field in msgspec.structs.fields(struct)}
    assert not [name for name, words in said.items() if not words or words.endswith(".")]


def test_nothing_is_explained_that_is_not_there() -> None:
    fields = {(struct.__name__, field.name) for struct in STRUCTS for field in msgspec.structs.fields(struct)}
    names = {name for _, name in fields}
    for name in MEANINGS:
        struct, _, field = name.rpartition(".")
        if struct:
            assert (struct, field) in fields, name
        else:
            assert name in names or any(f"{leg}_{name}" in names for leg in LEGS), name


def test_the_orders_of_a_list_are_told_apart() -> None:
    assert meaning("OtocoParams", "pending_above_price") == "of the pending order above the market: price"
    assert meaning("OcoParams", "above_price") == "of the order above the market: price"
    assert meaning("OtoParams", "pending_quantity") == "quantity of the pending orders"
    assert meaning("OtoParams", "mood") == ""


def test_every_struct_of_a_method_is_looked_at() -> None:
    assert {method.params for method in METHODS.values()} <= STRUCTS
    assert PriceRangeRule in STRUCTS
    assert Params in STRUCTS
