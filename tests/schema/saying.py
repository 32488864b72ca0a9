"""What the venue may say of a type: every key that it needs, any of the others, words that nobody has heard of."""

import types
import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from tickwire.schema import FILTERS, OrderListReply, OrderReply, PriceRangeRule, Word

NEW_WORDS = st.text(st.characters(codec="ascii", categories=["Lu"]), min_size=1, max_size=20)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.decimals(min_value=-(10**9), max_value=10**9, places=8).map(str) | st.text(max_size=8),
    int: st.integers(min_value=-1, max_value=2**63 - 1),
    bool: st.booleans(),
}


def said(kind: Any) -> st.SearchStrategy[Any]:
    """JSON of a type."""
    if kind in PLAIN:
        return PLAIN[kind]
    if typing.get_origin(kind) in (list, tuple):
        return st.lists(said(typing.get_args(kind)[0]), max_size=3)
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) is typing.Union:
        return st.one_of([st.none() if part is type(None) else said(part) for part in typing.get_args(kind)])
    if issubclass(kind, Word):
        return st.sampled_from([member.value for member in kind]) | NEW_WORDS
    assert issubclass(kind, msgspec.Struct), kind
    return _struct(kind)


def _struct(kind: type[msgspec.Struct]) -> st.SearchStrategy[Any]:
    config, needed, others = kind.__struct_config__, {}, {}
    for field in msgspec.structs.fields(kind):
        values = _told_by_keys(field) if _is_any(field.type) else said(_unless_none(field))
        (needed if field.required else others)[field.encode_name] = values
    if config.array_like:
        return st.tuples(*needed.values()).map(list)
    tag = {} if config.tag is None else {str(config.tag_field): st.just(config.tag)}
    return st.fixed_dictionaries(tag | needed, optional=others)


def _unless_none(field: Any) -> Any:
    """The type of a field; an optional one is left out and never null."""
    parts = [part for part in typing.get_args(field.type) if part is not type(None)]
    is_optional = isinstance(field.type, types.UnionType) and not field.required
    return parts[0] if is_optional and len(parts) == 1 else field.type


def _is_any(kind: Any) -> bool:
    return kind is Any or kind == tuple[Any, ...]


def _told_by_keys(field: Any) -> st.SearchStrategy[Any]:
    """What stands in fields whose forms are told by their keys."""
    error = st.fixed_dictionaries({"code": st.integers(-9999, -1), "msg": PLAIN[str]})
    if field.name == "new_order_response":
        return st.none() | _struct(OrderReply) | error
    if field.name == "cancel_response":
        return st.none() | _struct(OrderReply) | _struct(OrderListReply) | error
    tag, known = ("ruleType", [PriceRangeRule]) if field.name == "rules" else ("filterType", list(FILTERS.values()))
    new = st.fixed_dictionaries({tag: NEW_WORDS.filter(lambda word: word not in FILTERS), "depth": st.integers(0, 9)})
    return st.lists(st.one_of([_struct(kind) for kind in known]) | new, max_size=4)
