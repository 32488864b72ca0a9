"""Whatever is sent for parameters is read, or refused with one of the venue's codes; nothing else happens."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickwire.schema import METHODS
from tickwire.sim.accounts.signing import Timing, payload
from tickwire.sim.api_connection import ACCOUNT_METHODS
from tickwire.sim.api_errors import ApiError
from tickwire.sim.api_params import Params
from tickwire.sim.orders import reading

WORDS = ["BUY", "SELL", "LIMIT", "MARKET", "GTC", "ACK", "1.5", "BTCUSDT", "ALLOW_FAILURE", "NONE", "a b", "٣", ""]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from(WORDS),
    st.text(max_size=30),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def asked(name: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """A method, and values for some of its parameters."""
    names = METHODS[name].params.__struct_encode_fields__ or ("nothing",)
    return st.tuples(st.just(name), st.dictionaries(st.sampled_from(names), VALUES))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.sampled_from(sorted(ACCOUNT_METHODS)).flatmap(asked))
def test_parameters_of_any_kind_are_read_or_refused(request: tuple[str, dict[str, Any]]) -> None:
    name, params = request
    method = ACCOUNT_METHODS[name]
    with suppress(ApiError):
        if not isinstance(method.weight, int):
            method.weight(Params(params))
        method.read(Params(params))
    with suppress(ApiError):
        Timing(Params(params)).check_received(1_770_000_000_000_000)


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_the_legs_of_an_old_oco_lie_on_their_sides_of_the_market(side: str) -> None:
    order = {"symbol": "BTCUSDT", "side": side, "quantity": "1", "price": "5", "stopPrice": "6"}
    made = reading.place_old_oco(Params(order)).orders
    assert made.above is not None
    assert made.below is not None
    kinds = [made.above.type, made.below.type]
    assert kinds == (["LIMIT_MAKER", "STOP_LOSS"] if side == "SELL" else ["STOP_LOSS", "LIMIT_MAKER"])


def test_an_order_is_answered_in_the_form_of_its_kind() -> None:
    limit = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT"}
    assert reading.place(Params(limit)).response == "FULL"
    assert reading.place(Params({**limit, "type": "LIMIT_MAKER"})).response == "ACK"
    assert reading.place(Params({**limit, "newOrderRespType": "RESULT"})).response == "RESULT"


def test_what_is_no_object_has_no_payload() -> None:
    assert payload(b'{"id":1,"method":"time"}') == b""
