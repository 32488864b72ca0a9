"""Values of an order's parameters, each checked the way the venue checks it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar

from ...schema.enums import Word
from .. import api_errors
from ..api_errors import ApiError
from ..api_params import Params
from ..instruments import SCALE

_DECIMAL = r"^([0-9]{1,20})(\.[0-9]{1,20})?$"
_PLACES, _MOST_DIGITS = 8, 20
_CLIENT_ID = r"^[a-zA-Z0-9-_]{1,36}$"
_INT64, _INT32 = 1 << 63, 1 << 31
_FIRST_STRATEGY_TYPE = 1_000_000
_E = TypeVar("_E", bound=Word)


def amount(params: Params, name: str) -> int | None:
    """A price or quantity that may be left out, in units of 1e-8; the venue takes text and numbers."""
    value = params.optional_any(name)
    if value is None:
        if params.has(name):
            raise api_errors.missing(name)
        return None
    if value == "":
        raise api_errors.empty(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise api_errors.missing(name)
    text = value if isinstance(value, str) else _written(Decimal(str(value)))
    if not re.fullmatch(_DECIMAL, text):
        raise api_errors.illegal(name, _DECIMAL)
    whole, _, fraction = text.partition(".")
    if fraction[_PLACES:].strip("0"):
        raise api_errors.too_precise(name)
    return int(whole) * SCALE + int(fraction[:_PLACES].ljust(_PLACES, "0"))


def _written(number: Decimal) -> str:
    """A JSON number without an exponent, unless that would take more digits than an amount may have."""
    return format(number, "f") if abs(number.adjusted()) < _MOST_DIGITS else str(number)


def needed_amount(params: Params, name: str) -> int:
    """A price or quantity that must be there."""
    if (value := amount(params, name)) is None:
        raise api_errors.missing(name)
    return value


def word(params: Params, name: str, words: type[_E], error: ApiError | None = None) -> _E | None:
    """One of the venue's words, that may be left out; for any other, `error`."""
    value = params.optional_any(name)
    if value is None and not params.has(name):
        return None
    if not isinstance(value, str) or not value:
        raise api_errors.missing(name)
    if value not in words.__members__:
        raise error or api_errors.invalid(name)
    return words(value)


def needed_word(params: Params, name: str, words: type[_E], error: ApiError | None = None) -> _E:
    """One of the venue's words, that must be there."""
    if (value := word(params, name, words, error)) is None:
        raise api_errors.missing(name)
    return value


def client_id(params: Params, name: str) -> str | None:
    """What the client calls an order, or a list, if it does."""
    value = params.optional_any(name)
    if value is None and not params.has(name):
        return None
    if value == "":
        raise api_errors.empty_client_id(name)
    if not isinstance(value, str):
        raise api_errors.missing(name)
    if not re.fullmatch(_CLIENT_ID, value):
        raise api_errors.illegal(name, _CLIENT_ID)
    return value


def strategy(params: Params, id_name: str, type_name: str) -> tuple[int | None, int | None]:
    """Id and kind of a strategy."""
    number, kind = _whole(params, id_name, _INT64), _whole(params, type_name, _INT32)
    if kind is not None and kind < _FIRST_STRATEGY_TYPE:
        raise api_errors.bad_strategy_type()
    return number, kind


def flag(params: Params, name: str) -> bool:
    """A yes or no, as JSON has it or as text; no when it is left out."""
    value = params.optional_any(name)
    if value is None:
        return False
    if str(value).lower() not in ("true", "false"):
        raise api_errors.invalid(name)
    return str(value).lower() == "true"


def _whole(params: Params, name: str, end: int) -> int | None:
    value = params.optional_any(name)
    if isinstance(value, int) and not isinstance(value, bool) and value >= end:
        raise api_errors.overflowed(name)
    value = params.optional_integer(name)
    if value is not None and value >= end:
        raise api_errors.overflowed(name)
    return value
