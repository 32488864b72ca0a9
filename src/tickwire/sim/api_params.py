"""The parameters of one request, read one by one and checked the way the venue checks them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from . import api_errors

_INT64 = 1 << 63


class Params:
    """The object `params` of a request."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._given = {name: value for name, value in given.items() if name != "returnRateLimits"}
        self._known: set[str] = set()

    def text(self, name: str) -> str:
        """A string that must be there."""
        self._known.add(name)
        value = self._given.get(name)
        if not isinstance(value, str) or not value:
            raise api_errors.missing(name)
        return value

    def optional_text(self, name: str) -> str | None:
        """A string that may be left out."""
        self._known.add(name)
        return self.text(name) if name in self._given else None

    def texts(self, name: str) -> list[str] | None:
        """An array of strings that may be left out."""
        self._known.add(name)
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise api_errors.missing(name)
        return value

    def integer(self, name: str) -> int:
        """A number that must be there."""
        value = self.optional_integer(name)
        if value is None:
            raise api_errors.missing(name)
        return value

    def optional_integer(self, name: str) -> int | None:
        """A whole number of 0 or more that may be left out; the venue takes it as text, too."""
        self._known.add(name)
        value = self._given.get(name)
        if isinstance(value, str):
            if not value.isdecimal() or len(value) > 20:
                raise api_errors.illegal(name, "^[0-9]{1,20}$")
            value = int(value)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            raise api_errors.missing(name)
        if not 0 <= value < _INT64:
            raise api_errors.illegal(name, "^[0-9]{1,20}$")
        return value

    def optional_any(self, name: str) -> Any:
        """A value of whatever type that may be left out."""
        self._known.add(name)
        return self._given.get(name)

    def has(self, name: str) -> bool:
        """Tell whether something was sent by that name."""
        return name in self._given

    def limit(self, default: int, most: int) -> int:
        """How many are wanted; more than the most is cut."""
        value = self.optional_integer("limit")
        if value == 0:
            raise api_errors.invalid("limit")
        return default if value is None else min(value, most)

    def end(self, more: Iterable[str] = ()) -> None:
        """Refuse parameters that nothing has asked for, nor will ask for `more`."""
        self._known.update(more)
        if self._given.keys() - self._known:
            raise api_errors.too_many(len(self._known), len(self._given))
