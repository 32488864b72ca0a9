"""The venue's answers to requests on a market data connection, word for word."""

from __future__ import annotations

import json
import re
from typing import Any, cast, get_args

import msgspec

from ..schema.control import ControlError, ControlReply, Method, RequestId
from .target import is_stream

METHODS: tuple[str, ...] = get_args(Method)
_EXPECTED = ", ".join(f"`{name}`" for name in METHODS)
_ID = re.compile(r"[0-9A-Za-z_-]{0,36}")
_INT64 = 1 << 63


class Refused(Exception):
    """A request the venue does not carry out."""

    def __init__(self, code: int, msg: str) -> None:
        super().__init__(msg)
        self.error = ControlError(code, msg)


class Control:
    """The subscriptions and properties of one connection, changed by its requests."""

    def __init__(
        self, streams: tuple[str, ...], combined: bool, *, max_streams: int, max_bytes: int, flat_errors: bool = False
    ) -> None:
        self.streams: dict[str, None] = dict.fromkeys(streams)
        self.combined = combined
        self.refused = 0
        self._max_streams, self._max_bytes, self._flat_errors = max_streams, max_bytes, flat_errors

    def answer(self, raw: bytes) -> bytes:
        """Carry out a request and return the reply; a request longer than the venue reads is cut, so not JSON."""
        request_id: RequestId = None
        try:
            request, text = _parse(raw[: self._max_bytes])
            method = _method(request, text)
            request_id = _request_id(request)
            result = self._carry_out(method, _params(request))
        except Refused as refused:
            self.refused += 1
            return msgspec.json.encode(self._refusal(refused.error, request_id))
        return msgspec.json.encode(ControlReply(result=result, id=request_id))

    def _refusal(self, error: ControlError, request_id: RequestId) -> ControlReply:
        if self._flat_errors:
            return ControlReply(code=error.code, msg=error.msg, id=request_id)
        return ControlReply(error=error, id=request_id)

    def _carry_out(self, method: str, params: list[Any]) -> Any:
        if method == "SUBSCRIBE":
            return self._subscribe(params)
        if method == "UNSUBSCRIBE":
            return self._unsubscribe(params)
        if method == "LIST_SUBSCRIPTIONS":
            _at_most(params, 0)
            return list(self.streams)
        if method == "GET_PROPERTY":
            _property_name(params, 1)
            return self.combined
        _property_name(params, 2)
        if len(params) < 2 or not isinstance(params[1], bool):
            raise Refused(1, "Invalid value type: expected Boolean")
        self.combined = params[1]
        return None

    def _subscribe(self, params: list[Any]) -> None:
        wanted = self.streams | dict.fromkeys(_stream_names(params))
        if len(wanted) > self._max_streams:
            raise Refused(4, "Too many subscriptions")
        self.streams = wanted

    def _unsubscribe(self, params: list[Any]) -> None:
        gone = set(_stream_names(params))
        self.streams = {name: None for name in self.streams if name not in gone}


def _params(request: dict[str, Any]) -> list[Any]:
    params = request.get("params", [])
    if not isinstance(params, list):
        raise Refused(2, "Invalid request: params must be an array")
    return params  # pyright: ignore[reportUnknownVariableType]


def _stream_names(params: list[Any]) -> list[str]:
    for name in params:
        if not isinstance(name, str) or not is_stream(name):
            raise Refused(2, "Invalid request: invalid stream")
    return params


def _property_name(params: list[Any], count: int) -> None:
    if not params or not isinstance(params[0], str):
        raise Refused(2, "Invalid request: property name must be a string")
    _at_most(params, count)
    if params[0] != "combined":
        raise Refused(0, "Unknown property")


def _at_most(params: list[Any], count: int) -> None:
    if len(params) > count:
        raise Refused(2, "Invalid request: too many parameters")


def _method(request: dict[str, Any], text: str) -> str:
    if "method" not in request:
        raise Refused(2, f"Invalid request: missing field `method` at {_place(text, len(text.rstrip()))}")
    method = request["method"]
    if not isinstance(method, str) or method not in METHODS:
        written = json.dumps(method, ensure_ascii=False)
        end = text.find(written, text.find('"method"') + 8) + len(written)
        variant = f"unknown variant `{method if isinstance(method, str) else written}`, expected one of {_EXPECTED}"
        raise Refused(2, f"Invalid request: {variant} at {_place(text, end)}")
    return method


def _request_id(request: dict[str, Any]) -> RequestId:
    value = request.get("id", ...)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and -_INT64 <= value < _INT64):
        return value
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise Refused(2, "Invalid request: request ID must be an unsigned integer")


def _parse(raw: bytes) -> tuple[dict[str, Any], str]:
    text = raw.decode("utf-8", errors="replace")
    try:
        request = json.loads(text)
    except json.JSONDecodeError as error:
        raise Refused(3, f"Invalid JSON: {_syntax_error(text, error)}") from None
    except RecursionError:
        raise Refused(3, "Invalid JSON: recursion limit exceeded at line 1 column 128") from None
    if not isinstance(request, dict):
        raise Refused(2, f"Invalid request: missing field `method` at {_place(text, len(text.rstrip()))}")
    return cast("dict[str, Any]", request), text


# How Python's parser names a fault, and how the venue's does.
_FAULTS = {
    "Expecting value": "expected value",
    "Expecting property name enclosed in double quotes": "key must be a string",
    "Expecting ':' delimiter": "expected `:`",
    "Extra data": "trailing characters",
}


def _syntax_error(text: str, error: json.JSONDecodeError) -> str:
    inside = _open_container(text[: error.pos])
    if error.msg.startswith("Unterminated string"):
        return f"EOF while parsing a string at {_place(text, len(text))}"
    if not text[error.pos :].strip():
        return f"EOF while parsing {inside} at {_place(text, len(text))}"
    if error.msg == "Expecting ',' delimiter":
        closing = "]" if inside == "a list" else "}"
        return f"expected `,` or `{closing}` at {_place(text, error.pos + 1)}"
    return f"{_FAULTS.get(error.msg, 'expected value')} at {_place(text, error.pos + 1)}"


def _open_container(text: str) -> str:
    """Name the innermost array or object that `text` leaves open."""
    open_ones: list[str] = []
    for mark in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        if mark in "[{":
            open_ones.append("a list" if mark == "[" else "an object")
        elif mark in "]}" and open_ones:
            open_ones.pop()
    return open_ones[-1] if open_ones else "a value"


def _place(text: str, position: int) -> str:
    before = text[:position]
    return f"line {before.count(chr(10)) + 1} column {position - (before.rfind(chr(10)) + 1)}"
