"""Decodes SBE by the templates: the slow path, and what the fast one is held against.

A message becomes what its JSON form is once it is read: dicts and lists with the venue's keys, decimals as text. Times
are µs, as on a microsecond connection. What is newer than the templates does not matter: longer blocks are stepped
over, words without a number here become new words, a message that is not listed stays bytes, and groups that are not
known are skipped where that is certain.
"""

from __future__ import annotations

import struct
from types import FunctionType
from typing import Any, NamedTuple

import msgspec

from ...errors import DecodeError
from .evolution import is_text, place_of
from .layout import OMITTED, REQUIRED, Body, Data, Exponents, Group, Template, rows
from .templates import SCHEMA_ID, SCHEMA_VERSION, TEMPLATES
from .templates.streams import STREAM_SCHEMA_ID, STREAM_SCHEMA_VERSION, STREAMS

_HEADER = struct.Struct("<HHHH")
_SCHEMAS = {SCHEMA_ID: TEMPLATES, STREAM_SCHEMA_ID: STREAMS}
_VERSIONS = {SCHEMA_ID: SCHEMA_VERSION, STREAM_SCHEMA_ID: STREAM_SCHEMA_VERSION}
_NULL = "null where there has to be a number"
_DEEPEST = 8  # messages inside messages; the venue's own go three deep


class Header(NamedTuple):
    """What every message begins with."""

    block_length: int
    template_id: int
    schema_id: int
    version: int


def read_header(frame: bytes) -> Header:
    """The header of a frame. Raises DecodeError when it is too short for one."""
    if len(frame) < _HEADER.size:
        raise DecodeError(f"SBE header: {_HEADER.size} bytes needed, {len(frame)} there", frame, 0)
    return Header(*_HEADER.unpack_from(frame))


def read(frame: bytes) -> Any:
    """What the JSON form of a message says. Raises DecodeError naming template, field and offset."""
    return Reader(frame).value


def decode(frame: bytes) -> Any:
    """A message as its class in `tickwire.schema`; one without a class as its JSON form. Raises DecodeError."""
    reader = Reader(frame)
    said = reader.value["event"] if reader.is_event else reader.value
    try:
        return reader.form(said) if isinstance(reader.form, FunctionType) else msgspec.convert(said, reader.form)
    except msgspec.ValidationError as fault:
        raise DecodeError(f"{reader.name}: {fault}", frame) from None


class Reader:
    """One frame, read. `unlisted` are the headers of messages in it that no template describes, `version` is the newest
    of the frame's schema in it."""

    def __init__(self, frame: bytes) -> None:
        self._frame = frame
        self.header = read_header(frame)
        self.unlisted: list[Header] = []
        self.version = self.header.version
        template = self.template_of(self.header)
        self.name = template.name if template is not None else f"template {self.header.template_id}"
        self.form: Any = template.form if template is not None and template.form is not None else Any
        self.is_event = template is not None and template.event is not None
        self.value = _Message(self, frame, 0, len(frame), 1).read()

    def template_of(self, header: Header) -> Template | None:
        """What describes a message; None for one that is not listed."""
        return _SCHEMAS.get(header.schema_id, {}).get(header.template_id)

    def message(self, at: int, end: int, depth: int, where: str) -> Any:
        """The message inside another one."""
        if depth > _DEEPEST:
            raise DecodeError(f"{where}: messages inside messages, {depth} deep", self._frame, at)
        if end - at < _HEADER.size:
            raise DecodeError(f"{where}: a message of {end - at} bytes", self._frame, at)
        return _Message(self, self._frame, at, end, depth).read()


class _Message:
    """A message of a frame, from `at` to `end`."""

    def __init__(self, reader: Reader, frame: bytes, at: int, end: int, depth: int) -> None:
        self._reader, self._frame, self._at, self._end, self._depth = reader, frame, at, end, depth
        self._header = Header(*_HEADER.unpack_from(frame, at))
        if self._header.schema_id == reader.header.schema_id:
            reader.version = max(reader.version, self._header.version)
        self._is_newer = self._header.version > _VERSIONS.get(self._header.schema_id, self._header.version)

    def read(self) -> Any:
        header = self._header
        template = self._reader.template_of(header)
        if template is None or template.form is None:
            return self._unlisted()
        self._at += _HEADER.size
        said = self._body(template, header.block_length, {}, template.name)
        if template.complete is not None:
            template.complete(said)
        if template.event is not None:
            return _enveloped(template.event, said)
        return said if template.root is None else said[template.root]

    def _unlisted(self) -> dict[str, Any]:
        """A message that no template describes, whole."""
        self._reader.unlisted.append(self._header)
        _, template_id, schema_id, version = self._header
        raw = self._frame[self._at : self._end]
        return {"templateId": template_id, "schemaId": schema_id, "version": version, "raw": raw}

    def _body(self, body: Body, length: int, outer: Exponents, where: str) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if self._end - self._at < length:
            raise self._fault(where, f"a block of {length} bytes, {self._end - self._at} are left")
        exponents = self._block(body, length, outer, said, where)
        self._at += length
        for group in body.groups:
            _put(said, group.key, self._group(group, exponents, f"{where}.{group.key}"))
        if self._is_newer and body.data and isinstance(body, Template):
            self._find_data(body, where)
        for row in body.data:
            _put(said, row.key, self._data(row, where))
        return said

    def _find_data(self, body: Body, where: str) -> None:
        """Go to what stands behind the groups, of which a newer version may have more."""
        place = place_of(body.data, self._frame, self._at, self._end)
        if place is None:
            raise self._fault(where, f"it is not certain where {body.data[0].key} is")
        self._at = place

    def _block(self, body: Body, length: int, outer: Exponents, said: dict[str, Any], where: str) -> Exponents:
        unpacked = body.unpacker(length).unpack_from(self._frame, self._at)
        exponents = dict(outer)
        for field, end, value in zip(body.fields, body.ends, unpacked, strict=False):
            if field.banned is not None and value == field.banned:
                at = self._at + end - struct.calcsize(f"<{field.code}")
                raise DecodeError(f"{where}.{field.key}: {_NULL}", self._frame, at)
            is_null = value == field.null or value != value  # a number that is none is unlike itself
            if field.is_exponent:
                exponents[field.key] = field.default if is_null else value
            else:
                _put(said, field.key, field.absent(exponents) if is_null else field.say(value, exponents))
        for field, end in zip(body.fields[len(unpacked) :], body.ends[len(unpacked) :], strict=True):
            if field.default is REQUIRED or field.is_exponent:
                raise self._fault(f"{where}.{field.key}", f"not in a block of {length} bytes, it ends at {end}")
            _put(said, field.key, field.absent(exponents))
        return exponents

    def _group(self, group: Group, exponents: Exponents, where: str) -> Any:
        if self._end - self._at < group.head.size:
            raise self._fault(where, "no room for the head of a group")
        length, count = group.head.unpack_from(self._frame, self._at)
        least = length + group.least
        if count and (least == 0 or count * least > self._end - self._at - group.head.size):
            raise self._fault(where, f"{count} entries of at least {least} bytes, {self._end - self._at} are left")
        self._at += group.head.size
        if count and group.is_plain and length >= group.ends[-1]:
            begin, self._at = self._at, self._at + count * length
            columns = group.columns(memoryview(self._frame)[begin : self._at], length, exponents)
            if columns is None:
                raise self._null_in(group, begin, length, where)
            if group.shape is rows:
                return list(map(list, zip(*columns, strict=True)))
            names = [field.key for field in group.fields]
            return group.shape([dict(zip(names, each, strict=True)) for each in zip(*columns, strict=True)])
        return group.shape([self._body(group, length, exponents, f"{where}[{index}]") for index in range(count)])

    def _data(self, row: Data, where: str) -> Any:
        where = f"{where}.{row.key}"
        begin = self._at + row.length.size
        if begin > self._end:
            raise self._fault(where, "no room for its length")
        (length,) = row.length.unpack_from(self._frame, self._at)
        if length > self._end - begin:
            raise self._fault(where, f"{length} bytes, {self._end - begin} are left")
        end = begin + length
        if not length and row.default is not REQUIRED:
            said = row.default
        elif row.is_message:
            said = self._reader.message(begin, end, self._depth + 1, where)
        else:
            said = self._text(begin, end, where)
        self._at = end
        return said

    def _null_in(self, group: Group, begin: int, length: int, where: str) -> DecodeError:
        """What is wrong with plain entries of which a number is null."""
        for index, at in enumerate(range(begin, self._at, length)):
            for field, end in zip(group.fields, group.ends, strict=True):
                place = at + end - struct.calcsize(f"<{field.code}")
                if struct.unpack_from(f"<{field.code}", self._frame, place)[0] == field.banned:
                    return DecodeError(f"{where}[{index}].{field.key}: {_NULL}", self._frame, place)
        return self._fault(where, _NULL)

    def _text(self, begin: int, end: int, where: str) -> str:
        if self._is_newer and not is_text(self._frame[begin:end]):
            raise DecodeError(f"{where}: no text", self._frame, begin)
        try:
            return self._frame[begin:end].decode()
        except UnicodeDecodeError as fault:
            raise DecodeError(f"{where}: no UTF-8", self._frame, begin + fault.start) from None

    def _fault(self, where: str, what: str) -> DecodeError:
        return DecodeError(f"{where}: {what}", self._frame, self._at)


def _enveloped(event: str, said: dict[str, Any]) -> dict[str, Any]:
    """An event as JSON has it: in an envelope, which names the subscription."""
    subscription = {key: said.pop(key) for key in ("subscriptionId",) if key in said}
    return {**subscription, "event": {"e": event, **said}}


def _put(said: dict[str, Any], key: str, value: Any) -> None:
    """Say a value where it stands in the JSON form."""
    if value is OMITTED:
        return
    outer, dot, inner = key.partition(".")
    if dot:
        said.setdefault(outer, {})[inner] = value
    else:
        said[key] = value
