"""Handlers that numba compiles: `@tickwire.cfunc(tickwire.BookTicker)`. Needs the extra `numba`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np.numpy_support import carray

from tickwire.errors import ConfigError
from tickwire.wire.dtypes import LEVEL, dtype

__all__ = ["CFunc", "cfunc", "levels", "to_float"]

POWERS = 10.0 ** np.arange(23)  # exact: a double can hold every power up to 22
NULL = np.iinfo(np.int64).min


class CFunc:
    """A handler compiled by numba: hand it to `subscribe` as `on`.

    `address` is that of its code, `state` the float64 array that the function gets, which may be read at any time; both
    live as long as this object. Calling it calls the Python function that it was made of.
    """

    def __init__(self, function: Callable[[Any, Any], object], message: type[Any], state: np.ndarray[Any, Any]) -> None:
        self.function, self.message, self.state = function, message, state
        self._compiled = _compile(function, message, len(state))
        self.address: int = self._compiled.address
        self.__name__, self.__qualname__, self.__doc__ = function.__name__, function.__qualname__, function.__doc__

    def __call__(self, message: Any, state: Any) -> object:
        return self.function(message, state)

    def __repr__(self) -> str:
        return f"<cfunc {self.__qualname__} of {self.message.__name__}>"

    @property
    def signature(self) -> Any:
        """The types that numba compiled it for."""
        return self._compiled._sig


def cfunc(
    message: type[Any], *, state: int | np.ndarray[Any, Any] = 16
) -> Callable[[Callable[[Any, Any], object]], CFunc]:
    """Compile the function `f(m, state)` below into a handler of `message`, a view class such as `tickwire.BookTicker`.

    `m` is a record with the fields of the C struct: int64 mantissas, exponents, nanoseconds (see `tickwire.dtype`).
    `tickwire.feed.numba` has what it needs to read them: `to_float(m.bid_price, m.price_exponent)` makes a float,
    `levels(m.bids, m.num_bids)` an array of levels, which lives during the call. `state` is a float64 array, all zeros,
    of that many elements, or an array of your own.

    Raises ConfigError when message or state cannot be; what numba cannot compile raises numba's own errors.
    """
    array = np.zeros(state) if isinstance(state, int) else state
    if array.dtype != np.float64 or array.ndim != 1 or not array.flags.c_contiguous or not array.flags.writeable:
        raise ConfigError("state is a writable, contiguous float64 array of one dimension, or a number of elements")
    return lambda function: CFunc(function, message, array)


def _compile(function: Callable[[Any, Any], object], message: type[Any], size: int) -> Any:
    record = numba.from_dtype(dtype(message))
    body = numba.njit(function)

    def entry(m, state):  # type: ignore[no-untyped-def]
        body(carray(m, 1)[0], carray(state, size))

    return numba.cfunc(types.void(types.CPointer(record), types.CPointer(types.float64)))(entry)


@numba.njit(inline="always")
def to_float(mantissa: int, exponent: int) -> float:
    """The number as a float: as `tickwire_float` of numbers.h below 2**53; nan for a null. For compiled handlers."""
    if mantissa == NULL:
        return np.nan
    return mantissa / POWERS[-exponent] if exponent > -23 else mantissa * 10.0**exponent


def _to_pointer(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(types.uint64), generate


_pointer: Any = intrinsic(_to_pointer)


@numba.njit(inline="always")
def levels(address: int, count: int) -> Any:
    """One side of a depth message as an array of levels (`price`, `qty`: int64 mantissas). For compiled handlers."""
    return carray(_pointer(address), (count,), LEVEL)
