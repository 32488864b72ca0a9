"""Encodes the JSON form of a message by its SBE template. Prices and quantities have eight decimals, as the venue's."""

from __future__ import annotations

import struct
from collections import Counter
from decimal import Context, Decimal
from typing import Any

from ...schema import enums, tickers
from ...schema.sbe import SCHEMA_ID, SCHEMA_VERSION
from ...schema.sbe.layout import Body, Data, Field, Group, Template, rows, values

Form = dict[str, Any]
EXPONENT = -8
_EXACT = Context(prec=60)
# What JSON leaves out of replies and SBE has in all of them.
_UNSAID = {
    "MatchType": "AUTO_MATCH",
    "OrderCapacity": "PRINCIPAL",
    "WorkingFloor": "EXCHANGE",
    "SelfTradePrevention": "NONE",
}
_WORDS = vars(enums) | {"CalculationType": tickers.CalculationType}


class _TooWide(Exception):
    """A mantissa that does not fit; `exponent` is the name of its exponent."""

    def __init__(self, exponent: str) -> None:
        super().__init__(exponent)
        self.exponent = exponent


def message(template: Template, said: Form) -> bytes:
    """A message with its header; messages inside it are given as bytes."""
    length = template.ends[-1] if template.ends else 0
    head = struct.pack("<HHHH", length, template.number, SCHEMA_ID, SCHEMA_VERSION)
    return head + _body(template, said, Counter[str]())


def _body(body: Body, said: Form, outer: Counter[str]) -> bytes:
    """`outer` says by how much exponents that stand further out are above the usual one."""
    own = {field.key for field in body.fields if field.is_exponent}
    raised = Counter({name: steps for name, steps in outer.items() if name not in own})
    while True:
        try:
            return _written(body, said, raised)
        except _TooWide as found:  # quantities of cheap coins, which have fewer decimals
            if found.exponent not in own:
                raise
            raised[found.exponent] += 1


def _written(body: Body, said: Form, raised: Counter[str]) -> bytes:
    numbers = [_number(field, _said(said, field.key), raised) for field in body.fields]
    block = body.unpacker(1 << 16).pack(*numbers)
    groups = [_group(group, said.get(group.key) or (), raised) for group in body.groups]
    return b"".join([block, *groups, *[_data(row, _said(said, row.key)) for row in body.data]])


def _said(said: Form, key: str) -> Any:
    """What stands at a key, which may lead into an object."""
    outer, dot, inner = key.partition(".")
    found = said.get(outer)
    return found if not dot else found.get(inner) if isinstance(found, dict) else None


def _group(group: Group, said: Any, raised: Counter[str]) -> bytes:
    names = [*[field.key for field in group.fields], *[each.key for each in group.groups], *[r.key for r in group.data]]
    if group.shape is rows:
        said = [dict(zip(names, each, strict=False)) for each in said]
    elif group.shape is values:
        said = [{names[0]: each} for each in said]
    length = group.ends[-1] if group.ends else 0
    return group.head.pack(length, len(said)) + b"".join(_body(group, each, raised) for each in said)


def _data(row: Data, said: Any) -> bytes:
    """Text, or a message; an object that is neither has its values among the fields."""
    raw = said if isinstance(said, bytes) else said.encode() if isinstance(said, str) else b""
    return row.length.pack(len(raw)) + raw


def _number(field: Field, said: Any, raised: Counter[str]) -> Any:
    """The number of a field, or the bytes of a wide one."""
    if field.is_exponent:
        return EXPONENT + raised[field.key]
    if said is None or (field.null is not None and field.code in "qHQiI" and said == field.default):
        return _unsaid(field)
    if field.kind == "f32":
        return float(said)
    if field.kind.startswith("set"):
        listed = list(_WORDS[field.kind.partition("(")[2][:-1]])
        return sum(1 << listed.index(word) for word in said)
    if field.kind in _WORDS:
        return _WORDS[field.kind](said).code
    return _mantissa(field, said, raised) if isinstance(said, str) else int(said)


def _mantissa(field: Field, said: str, raised: Counter[str]) -> int | bytes:
    exponent = field.kind.removesuffix("128")
    exact = Decimal(said).scaleb(-EXPONENT - raised[exponent], _EXACT)
    mantissa = int(exact)
    if mantissa != exact:
        raise ValueError(f"{field.key}: {said} has too many decimals")
    if field.code == "16s":
        return mantissa.to_bytes(16, "little", signed=True)
    if abs(mantissa) >= 1 << 63:
        raise _TooWide(exponent)
    return mantissa


def _unsaid(field: Field) -> Any:
    if field.null is not None:
        return field.null
    if field.kind in _UNSAID:
        return _WORDS[field.kind](_UNSAID[field.kind]).code
    return bytes(16) if field.code == "16s" else 0
