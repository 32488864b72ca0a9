"""The functions of `tickwire_placer_t` (place.h), called as C calls them."""

import ctypes
from typing import Any


class Functions(ctypes.Structure):
    """tickwire_placer_t of place.h."""

    _fields_ = tuple((name, ctypes.c_void_p) for name in ("place", "cancel", "rehearse", "owner"))


# Handlers hold the GIL, as these do.
PLACE = ctypes.PYFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
REHEARSE = PLACE
CANCEL = ctypes.PYFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64)


def rehearse(prepared: Any, price: int, qty: int) -> int:
    """What `place` would return below 0, or 0."""
    return int(REHEARSE(Functions.from_address(prepared.address).rehearse)(prepared.address, price, qty))
