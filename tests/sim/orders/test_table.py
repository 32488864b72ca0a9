"""The venue's methods are those of the schema, which is written apart from them: weights, counts, what they need."""

from collections.abc import Mapping
from typing import Any

import pytest

from tickwire.schema import METHODS, Method
from tickwire.schema.method import Security
from tickwire.sim.accounts.methods import AccountMethod
from tickwire.sim.api_connection import ACCOUNT_METHODS
from tickwire.sim.api_params import Params

WITH: list[Mapping[str, Any]] = [
    {},
    {"symbol": "BTCUSDT"},
    {"orderId": 1},
    {"preventedMatchId": 1},
    {"computeCommissionRates": True},
]


def weight(method: AccountMethod, params: Mapping[str, Any]) -> int:
    return method.weight if isinstance(method.weight, int) else method.weight(Params(dict(params)))


@pytest.mark.parametrize("name", ACCOUNT_METHODS)
def test_a_method_weighs_and_needs_what_the_schema_says(name: str) -> None:
    ours: AccountMethod = ACCOUNT_METHODS[name]
    theirs: Method = METHODS[name]
    assert ours.orders == theirs.order_count
    assert ours.is_free == theirs.is_free
    assert ours.is_signed == theirs.is_signed
    if theirs.security in (Security.TRADE, Security.USER_DATA):
        assert ours.may == theirs.security
    for params in WITH:
        known = {key: value for key, value in params.items() if key in theirs.params.__struct_encode_fields__}
        assert weight(ours, known) == theirs.weight_of(known)


def test_every_method_that_is_not_about_the_market_is_there() -> None:
    assert ACCOUNT_METHODS.keys() == {name for name, method in METHODS.items() if not method.is_market_data}
