"""Random values for every message of an SBE schema, as its XML describes them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .sbe_xml import Block, Data, Field, Schema

_RANGES = {"b": (-128, 127), "B": (0, 255), "h": (-(2**15), 2**15 - 1), "H": (0, 2**16 - 1), "i": (-(2**31), 2**31 - 1)}
_RANGES |= {"I": (0, 2**32 - 1), "q": (-(2**63), 2**63 - 1), "Q": (0, 2**64 - 1), "16s": (-(2**127), 2**127 - 1)}
_NESTED = {
    "filter": ("PriceFilter", "LotSizeFilter", "MaxAssetFilter", "NotionalFilter", "TPlusSellFilter"),
    "rule": ("PriceRangeExecutionRule",),
    "response": ("CancelOrderResponse", "CancelOrderListResponse"),
    "cancelResponse": ("CancelOrderResponse", "ErrorResponse"),
    "newOrderResponse": ("NewOrderFullResponse", "NewOrderAckResponse", "ErrorResponse"),
    "data": ("CancelReplaceOrderResponse",),
    "result": ("OrderResponse", "DepthResponse", "ErrorResponse", "PingResponse", "TradesResponse"),
}
_TEXT = st.text(max_size=12)
# What the venue's texts are: in a newer version they tell texts from what is not known.
PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


# Messages inside messages end here: the venue nests no deeper, and what reads them would refuse it.
DEEPEST = 3


class Values:
    """Strategies for the messages of one schema."""

    def __init__(self, schema: Schema, text: st.SearchStrategy[str] = _TEXT) -> None:
        self._schema, self._text = schema, text
        self._made: dict[tuple[str, int], st.SearchStrategy[Any]] = {}

    def message(self, name: str, depth: int = 0) -> st.SearchStrategy[Any]:
        """One message, inside so many others."""
        if (name, depth) not in self._made:
            body = st.deferred(lambda: self._block(self._schema.messages[name], depth))
            self._made[name, depth] = body.map(lambda values: {"_template": name, **values})
        return self._made[name, depth]

    def _block(self, block: Block, depth: int) -> st.SearchStrategy[Any]:
        parts = {each.name: _field(each) for each in block.fields if not each.is_constant}
        most = 1 if block.name == "OrderAmendKeepPriorityResponse" else 3
        parts |= {each.name: st.lists(self._block(each, depth), max_size=most) for each in block.groups}
        parts |= {each.name: self._data(each, depth) for each in block.data}
        return st.fixed_dictionaries(parts)

    def _data(self, row: Data, depth: int) -> st.SearchStrategy[Any]:
        if not row.is_message:
            return st.just("") | self._text if row.is_optional else self._text
        there = [name for name in _NESTED[row.name] if name in self._schema.messages] or ["NewOrderAckResponse"]
        if depth == DEEPEST:
            there = [name for name in there if not any(each.is_message for each in self._schema.messages[name].data)]
            if row.is_optional or not there:
                return st.none()
        messages = st.one_of([self.message(name, depth + 1) for name in there])
        return st.none() | messages if row.is_optional else messages


def _field(field: Field) -> st.SearchStrategy[Any]:
    values = _present(field)
    return st.none() | values if field.is_optional else values


def _present(field: Field) -> st.SearchStrategy[Any]:
    """What is not null; exponents as the venue has them, and a few that it has not."""
    if "xponent" in field.name:
        return st.integers(-18, 3)
    if field.type == "boolEnum":
        return st.booleans()
    if field.words:
        return st.sampled_from(sorted(field.words))
    if field.bits:
        listed = sorted((word for word in field.bits if word != "NON_REPRESENTABLE"), key=field.bits.__getitem__)
        return st.sets(st.sampled_from(listed)).map(lambda found: sorted(found, key=listed.index))
    if field.code == "f":
        return st.floats(-(10**6), 10**6, width=32)
    least, most = _RANGES[field.code]
    # The least of a signed number is null, which no field that has to be there may hold either.
    edges = least + (field.code not in "BHIQ"), most - field.is_optional * (field.code in "BHIQ")
    return st.integers(*edges) | st.integers(max(edges[0], 0), min(edges[1], 10**15))
