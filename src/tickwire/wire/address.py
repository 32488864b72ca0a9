"""Addresses of C functions, out of whatever holds one: ctypes, cffi, numba. What can be checked of the signature is.

None of them is imported here: an object of theirs shows that it is loaded.
"""

from __future__ import annotations

import sys
from typing import Any

from ..errors import ConfigError

LOWEST_ADDRESS = 1 << 16  # below it no system maps memory: a small number is a mistake, not a function


def address_of(on: Any, message: type[Any] | None, name: str, size: int) -> int | None:
    """The address of a C function taking messages; None when `on` holds none.

    `message` is the view class, None for what has none, `name` the C type and `size` its size in bytes. Raises
    ConfigError when the function takes something else.
    """
    if isinstance(on, int) and not isinstance(on, bool):
        if on < LOWEST_ADDRESS:
            raise ConfigError(f"on={on}: no address of a C function")
        return on
    if (ctypes := sys.modules.get("ctypes")) is not None and isinstance(on, ctypes._CFuncPtr):
        _check_ctypes(ctypes, on, name, size)
        return ctypes.cast(on, ctypes.c_void_p).value or 0
    if (backend := sys.modules.get("_cffi_backend")) is not None and isinstance(on, backend._CDataBase):
        return _cffi_address(backend.FFI(), on, name, size)
    address = getattr(on, "address", None)
    if not isinstance(address, int):
        return None
    _check_numba(on, message, name)
    return address


def signature(name: str) -> str:
    """The C type of a handler of messages of a C type: what a capsule must be named."""
    return f"void (*)(const {name} *, void *)"


def _refuse(on: Any, found: str, name: str) -> ConfigError:
    return ConfigError(f"on={on!r} is {found}; wanted is {signature(name)!r}")


def _check_ctypes(ctypes: Any, on: Any, name: str, size: int) -> None:
    if on.argtypes is None:
        return
    shown = f"a function of ({', '.join(kind.__name__ for kind in on.argtypes)})"
    pointers = (ctypes.c_void_p, ctypes._Pointer, ctypes.Array)
    if len(on.argtypes) != 2 or not all(issubclass(kind, pointers) for kind in on.argtypes):
        raise _refuse(on, shown, name)
    first = getattr(on.argtypes[0], "_type_", None)
    if isinstance(first, type) and issubclass(first, ctypes.Structure) and ctypes.sizeof(first) != size:
        raise _refuse(on, f"{shown} whose struct has {ctypes.sizeof(first)} bytes, not {size}", name)


def _cffi_address(ffi: Any, on: Any, name: str, size: int) -> int:
    kind = ffi.typeof(on)
    function = kind.item if kind.kind == "pointer" else kind
    if function.kind == "void":
        return int(ffi.cast("uintptr_t", on))
    if function.kind != "function":
        raise _refuse(on, f"a cffi {kind.cname!r}", name)
    if len(function.args) != 2 or any(argument.kind != "pointer" for argument in function.args):
        raise _refuse(on, repr(kind.cname), name)
    item = function.args[0].item
    if item.kind == "struct" and (item.cname.startswith("tickwire_") and item.cname != name):
        raise _refuse(on, repr(kind.cname), name)
    if item.kind == "struct" and item.fields is not None and ffi.sizeof(item) != size:
        raise _refuse(on, f"{kind.cname!r} whose struct has {ffi.sizeof(item)} bytes, not {size}", name)
    return int(ffi.cast("uintptr_t", on))


def _check_numba(on: Any, message: type[Any] | None, name: str) -> None:
    arguments = getattr(getattr(on, "signature", getattr(on, "_sig", None)), "args", None)
    if arguments is None:
        return
    shown = f"a numba cfunc of ({', '.join(map(str, arguments))})"
    if len(arguments) != 2 or any(not hasattr(kind, "dtype") and kind.name != "void*" for kind in arguments):
        raise _refuse(on, shown, name)
    record: Any = getattr(arguments[0], "dtype", None)
    if hasattr(record, "fields"):
        if message is None:
            raise _refuse(on, f"{shown}, and there is no record of it", name)
        from numba.np.numpy_support import as_dtype

        from .dtypes import dtype

        if as_dtype(record) != dtype(message):
            raise _refuse(on, f"{shown}, whose record is not tickwire.dtype({message.__name__})", name)
