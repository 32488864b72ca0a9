"""The result of every method: whatever the venue may answer decodes, comes back whole, and what is new is told."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickwire.schema import METHODS, Method, PartialDepth

from .saying import said

LEVELS = st.lists(st.just(["1.5", "2"]), max_size=3)
DEPTH = st.fixed_dictionaries({"lastUpdateId": st.integers(0, 2**40), "bids": LEVELS, "asks": LEVELS})
few = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


def results(method: Method) -> st.SearchStrategy[Any]:
    return DEPTH if method.result is PartialDepth else said(method.result)


def holds_all(back: Any, result: Any) -> bool:
    """Whether all that was said is in what came back, where defaults may have been added."""
    if isinstance(result, dict):
        return isinstance(back, dict) and all(key in back and holds_all(back[key], result[key]) for key in result)
    if isinstance(result, list):
        return len(back) == len(result) and all(map(holds_all, back, result))
    return bool(back == result and type(back) is type(result))


@pytest.mark.parametrize("name", METHODS)
def test_a_result_comes_back_whole(name: str) -> None:
    method = METHODS[name]

    @few
    @given(results(method))
    def holds(result: Any) -> None:
        raw = msgspec.json.encode(result)
        decoded = method.decode(raw)
        again = msgspec.json.encode(decoded)
        assert method.decode(again) == decoded
        assert method.unknown(raw) == {}
        assert holds_all(msgspec.json.decode(again), result)

    holds()


def places(result: Any, where: str = "") -> list[tuple[str, dict[str, Any]]]:
    """The objects in a result, with their places."""
    if isinstance(result, dict):
        inner = [place for key, value in result.items() for place in places(value, f"{where}.{key}" if where else key)]
        return [(where, result), *inner]
    if isinstance(result, list):
        return [place for index, value in enumerate(result) for place in places(value, f"{where}[{index}]")]
    return []


@pytest.mark.parametrize("name", METHODS)
def test_a_key_that_is_new_is_told_wherever_it_stands(name: str) -> None:
    method = METHODS[name]

    @few
    @given(results(method), st.integers(0, 10**6))
    def holds(result: Any, which: int) -> None:
        objects = [(where, each) for where, each in places(result) if is_struct(each)]
        if not objects:
            return
        where, target = objects[which % len(objects)]
        before = method.decode(msgspec.json.encode(result))
        target["neverSeen"] = {"deep": 1}
        raw = msgspec.json.encode(result)
        assert method.decode(raw) == before
        assert method.unknown(raw) == {f"{where}.neverSeen" if where else "neverSeen": {"deep": 1}}

    holds()


def is_struct(each: dict[str, Any]) -> bool:
    """Not so are filters and rules that are new, which are kept whole."""
    return "depth" not in each
