"""Is the picows that is installed laid out like the one the listener was compiled against?

Cython compares the sizes of classes and knows nothing of the order of methods and fields; a shifted vtable would be
called without a word. Hence the hash of the class blocks in the installed `picows.pxd`, made as setup.py makes it.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import picows.picows

if TYPE_CHECKING:
    from .listener import Listener
    from .plain_listener import PlainListener

    AnyListener: TypeAlias = Listener | PlainListener

CLASSES = ("WSFrame", "WSTransport", "WSListener")


def layout_hash(pxd: str) -> str:
    """Digest of the blocks of the classes in the text of a `picows.pxd`, comments and spacing left out."""
    blocks = []
    for name in CLASSES:
        found = re.search(rf"^cdef class {name}:\n(.*?)(?=^\S|\Z)", pxd, re.S | re.M)
        blocks.append(" ".join(re.sub("#.*", "", found[1] if found else "").split()))
    return hashlib.sha256("|".join(blocks).encode()).hexdigest()[:16]


def layout_fault(built: dict[str, Any], installed: Any = picows.picows, pxd: str | None = None) -> str | None:
    """Say where the installed picows differs from the one in `built`; None when it does not."""
    for name in CLASSES:
        size = getattr(installed, name).__basicsize__
        if size != built[name]:
            return f"{name} has {size} bytes instead of {built[name]}"
    if pxd is None:
        try:
            pxd = Path(installed.__file__).with_name("picows.pxd").read_text(encoding="utf-8")
        except OSError as error:
            return f"picows.pxd cannot be read: {error}"
    return None if layout_hash(pxd) == built["hash"] else "the classes in picows.pxd are laid out otherwise"


def listener_class() -> type[Listener] | type[PlainListener]:
    """Return the compiled listener, or with a warning its stand-in in Python when it would not fit."""
    from .plain_listener import PlainListener

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # "size changed": the guard says it better
            from . import listener
    except (ImportError, ValueError) as error:
        fault, built = str(error), "another version"
    else:
        found = layout_fault(listener.BUILT)
        if found is None:
            return listener.Listener
        fault, built = found, listener.BUILT["version"]
    warnings.warn(
        f"tickwire was built against picows {built} and does not fit picows {version('picows')} ({fault}); "
        "frames take the slower way through Python",
        RuntimeWarning,
        stacklevel=2,
    )
    return PlainListener
