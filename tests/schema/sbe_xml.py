"""An SBE encoder made from the venue's XML, and what the JSON form of a message is by that XML.

It shares nothing with the project's own tables. Values are those of the decoded samples: a message is a dict with its
name under `_template`, mantissas and times are integers, enums their JSON words, bitsets lists of them, None is null.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from decimal import Context, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Values = dict[str, Any]
_SBE = "{http://fixprotocol.io/2016/sbe}"
_MBX = "{https://developers.binance.com/docs/binance-spot-api-docs}"
_PACK = {
    "int8": "b", "uint8": "B", "int16": "h", "uint16": "H", "int32": "i", "uint32": "I", "int64": "q", "uint64": "Q",
    "float": "f",
}  # fmt: skip
_NULL = {"b": -(2**7), "B": 0xFF, "H": 0xFFFF, "i": -(2**31), "I": 2**32 - 1, "q": -(2**63), "Q": 2**64 - 1}
_EXACT = Context(prec=60)
# What JSON has for null where the XML does not tell and a class needs something.
_DEFAULTS = {
    ("fills", "tradeId"): "-1",
    ("allocations", "commission"): "0",
    ("BalanceUpdateEvent", "clearTime"): "-1",
    ("UserDataStreamSubscribeResponse", "subscriptionId"): "0",
}


class Field:
    """A field of fixed size."""

    def __init__(self, schema: Schema, node: ElementTree.Element, owner: str) -> None:
        self.name, self.type = node.attrib["name"], node.attrib["type"]
        self.key = node.get(f"{_MBX}jsonPath", self.name)
        self.exponent = node.get(f"{_MBX}exponent")
        event = "0" if owner.endswith("Event") and self.name == "subscriptionId" else None
        self.json_default = node.get(f"{_MBX}jsonDefaultValue") or _DEFAULTS.get((owner, self.name), event)
        self.is_optional, self.is_constant = (node.get("presence") == each for each in ("optional", "constant"))
        kind, _, constant = node.get("valueRef", "").rpartition(".")
        self.constant = schema.names.get(kind, {}).get(constant)
        self.words = schema.enums.get(self.type)
        self.bits = schema.sets.get(self.type)
        self.code = "16s" if self.type == "mantissa128" else _PACK[schema.primitives.get(self.type, self.type)]

    @property
    def size(self) -> int:
        """Bytes on the wire."""
        return 0 if self.is_constant else struct.calcsize("<" + self.code)

    def pack(self, value: Any) -> bytes:
        """The field's bytes."""
        if self.is_constant:
            return b""
        if self.code == "16s":
            return value.to_bytes(16, "little", signed=True)
        if value is None:
            value = float("nan") if self.code == "f" else _NULL[self.code]
        elif self.words is not None and not isinstance(value, int):
            value = self.words[value]
        elif self.bits is not None:
            value = sum(1 << self.bits[word] for word in value)
        return struct.pack("<" + self.code, value)

    def json(self, values: Values, exponents: Values) -> Any:
        """What JSON says of the value."""
        if self.is_constant:
            return self.constant
        value = values.get(self.name)
        if value is None and self.json_default is not None:
            value = float(self.json_default) if self.code == "f" else int(self.json_default)
        if value is None:
            return None
        if self.exponent is not None:
            return format(Decimal(value).scaleb(exponents[self.exponent] or 0, _EXACT), "f")
        return f"{value:.3f}" if self.code == "f" else bool(value) if self.type == "boolEnum" else value


class Data:
    """Text or a message behind the groups."""

    def __init__(self, schema: Schema, node: ElementTree.Element) -> None:
        self.name, kind = node.attrib["name"], node.attrib["type"]
        self.key, self.json_default = node.get(f"{_MBX}jsonPath", self.name), node.get(f"{_MBX}jsonDefaultValue")
        self.length, self.is_message, self.is_optional = schema.lengths[kind], "essage" in kind, "ptional" in kind
        self._schema = schema

    def pack(self, value: Any) -> bytes:
        """Length and bytes."""
        raw = b"" if value is None else self._schema.encode(value) if self.is_message else value.encode()
        return struct.pack("<" + self.length, len(raw)) + raw

    def json(self, value: Any) -> Any:
        """What JSON says of it."""
        if self.is_message:
            return None if value is None else self._schema.json(value)
        return value or self.json_default or ""


class Block:
    """A message, or the entries of a group."""

    def __init__(self, schema: Schema, node: ElementTree.Element) -> None:
        self.name, self.key = node.attrib["name"], node.get(f"{_MBX}jsonPath", node.attrib["name"])
        self.number = int(node.attrib["id"])
        self.head = "<HH" if node.get("dimensionType") == "groupSize16Encoding" else "<HI"
        self.fields = [Field(schema, each, self.name) for each in node.findall("field")]
        self.groups = [Block(schema, each) for each in node.findall("group")]
        self.data = [Data(schema, each) for each in node.findall("data")]

    @property
    def length(self) -> int:
        """The size of the block."""
        return sum(field.size for field in self.fields)

    def pack(self, values: Values, extra: bytes = b"", groups: bytes = b"") -> bytes:
        """The body, with `extra` at the end of every block and `groups` behind its own, as a newer version has it."""
        return b"".join(
            [
                *[field.pack(values.get(field.name)) for field in self.fields],
                extra,
                *[group.pack_group(values[group.name], extra) for group in self.groups],
                groups,
                *[row.pack(values.get(row.name)) for row in self.data],
            ]
        )

    def pack_group(self, entries: list[Values], extra: bytes) -> bytes:
        """Head and entries."""
        head = struct.pack(self.head, self.length + len(extra), len(entries))
        return head + b"".join(self.pack(each, extra) for each in entries)

    def json(self, values: Values, outer: Values) -> Any:
        """What JSON says of a body; of one with nothing but a plain value, that value."""
        exponents = outer | {field.name: values.get(field.name) for field in self.fields if "xponent" in field.name}
        said: list[tuple[str, Any]] = [
            (field.key, field.json(values, exponents)) for field in self.fields if field.name not in exponents
        ]
        said += [(group.key, [group.json(each, exponents) for each in values[group.name]]) for group in self.groups]
        said += [(row.key, row.json(values.get(row.name))) for row in self.data]
        if [key for key, _ in said] == [".."]:
            return said[0][1]
        if said and all(key == "[]" for key, _ in said):
            return [value for _, value in said]
        made: Values = {}
        for key, value in said:
            *outer_keys, last = key.split(".")
            place = made
            for each in outer_keys:
                place = place.setdefault(each, {})
            place[last] = value
        return made


class Schema:
    """One version of the venue's schema."""

    def __init__(self, path: Path) -> None:
        self._root = root = ElementTree.fromstring(path.read_text())
        self.id, self.version = int(root.attrib["id"]), int(root.attrib["version"])
        self.names = {
            node.attrib["name"]: {
                each.attrib["name"]: each.get(f"{_MBX}jsonValue", each.attrib["name"]) for each in node
            }
            for node in root.iter("enum")
        }
        self.enums = {
            node.attrib["name"]: {
                each.get(f"{_MBX}jsonValue", each.attrib["name"]): int(each.text or "") for each in node
            }
            for node in root.iter("enum")
        }
        self.enums["boolEnum"] = {}
        self.sets = {
            node.attrib["name"]: {
                each.get(f"{_MBX}jsonValue", each.attrib["name"]): int(each.text or "") for each in node
            }
            for node in root.iter("set")
        }
        self.primitives = {each.attrib["name"]: each.attrib["primitiveType"] for each in root.findall("types/type")}
        kinds = [*root.iter("enum"), *root.iter("set")]
        self.primitives |= {each.attrib["name"]: each.attrib["encodingType"] for each in kinds}
        self.lengths = {
            each.attrib["name"]: _PACK[each[0].attrib["primitiveType"]]
            for each in root.iter("composite")
            if each[-1].attrib["name"] == "varData"
        }

    @cached_property
    def messages(self) -> dict[str, Block]:
        """Every message by its name."""
        found = [Block(self, node) for node in self._root.iter(f"{_SBE}message")]
        return {each.name: each for each in found}

    def encode(self, values: Values, *, extra: bytes = b"", groups: bytes = b"", version: int | None = None) -> bytes:
        """A whole message; with `extra` at the end of every block and `groups` behind its own, as newer ones have."""
        message = self.messages[values["_template"]]
        version = self.version if version is None else version
        head = struct.pack("<HHHH", message.length + len(extra), message.number, self.id, version)
        return head + message.pack(values, extra, groups)

    def json(self, values: Values) -> Any:
        """What JSON says, by the XML and by what the documentation has beyond it."""
        name = values["_template"]
        said = self.messages[name].json(values, {})
        if isinstance(said, dict) and ".." in said:
            said = said[".."]
        return _event(name, said) if name.endswith("Event") else _BEYOND.get(name, lambda said: said)(said)


def _event(name: str, said: Values) -> Values:
    subscription = {"subscriptionId": said.pop("subscriptionId")} if "subscriptionId" in said else {}
    return {**subscription, "event": {"e": name[0].lower() + name[1:].removesuffix("Event"), **said}}


def _reply(said: Values) -> Values:
    if isinstance(said["result"], dict) and "code" in said["result"]:
        said["error"] = said.pop("result")
    if said["id"].lstrip("-").isdecimal() and str(int(said["id"])) == said["id"]:
        said["id"] = int(said["id"])
    return said


def _error(said: Values) -> Values:
    until = {key: said.pop(key) for key in ("serverTime", "retryAfter")}
    said["data"] = said["data"] or until
    return said


def _account(said: Values) -> Values:
    rates = said["commissionRates"].items()
    return said | {f"{who}Commission": int(Decimal(rate).scaleb(4, _EXACT)) for who, rate in rates}


def _rates(key: str) -> Callable[[Values], Values]:
    def complete(said: Values) -> Values:
        if all(value is None for value in said[key].values()):
            return said | {key: None}
        return said | {key: {who: "0" if rate is None else rate for who, rate in said[key].items()}}

    return complete


def _exchange(said: Values) -> Values:
    for symbol in said["symbols"]:
        symbol["quotePrecision"] = symbol["quoteAssetPrecision"]
    return said


def _amendment(said: Values) -> Values:
    around = {key: said.pop(key) for key in ("transactTime", "executionId", "listStatus", "relatedOrders")}
    around["listStatus"] = around["listStatus"][0] if around["listStatus"] else None
    return around | {"amendedOrder": said}


_BEYOND = {
    "WebSocketResponse": _reply,
    "WebSocketSessionSubscriptionsResponse": lambda said: said["subscriptions"],
    "CancelOpenOrdersResponse": lambda said: [each["response"] for each in said],
    "ErrorResponse": _error,
    "AccountResponse": _account,
    "AccountCommissionResponse": _rates("specialCommission"),
    "OrderTestWithCommissionsResponse": _rates("specialCommissionForOrder"),
    "ExchangeInfoResponse": _exchange,
    "OrderAmendKeepPriorityResponse": _amendment,
}
