"""Is the picows that is installed laid out like the one the listener was compiled against, and aiofastnet below it?

Cython compares the sizes of classes and knows nothing of the order of methods and fields; a shifted vtable would be
called without a word. Hence the hash of the class blocks in the installed `.pxd`. setup.py runs this file, to make it.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import picows.picows

if TYPE_CHECKING:
    from .listener import Listener
    from .plain_listener import PlainListener
    from .writer import Writer

    AnyListener: TypeAlias = Listener | PlainListener

PICOWS_CLASSES = ("WSFrame", "WSTransport", "WSListener")
AIOFASTNET_CLASSES = ("Transport", "FDTransport", "WritableTransport")


def layout_hash(pxd: str, *classes: str) -> str:
    """Digest of the blocks of the classes in the text of a `.pxd`, comments and spacing left out."""
    blocks = []
    for name in classes:
        found = re.search(rf"^cdef class {name}:\n(.*?)(?=^\S|\Z)", pxd, re.S | re.M)
        blocks.append(" ".join(re.sub("#.*", "", found[1] if found else "").split()))
    return hashlib.sha256("|".join(blocks).encode()).hexdigest()[:16]


def picows_hash() -> str:
    """Digest of the classes of the installed picows that the listener calls. Raises OSError when there is no `.pxd`."""
    pxd = Path(picows.picows.__file__).with_name("picows.pxd")
    return layout_hash(pxd.read_text(encoding="utf-8"), *PICOWS_CLASSES)


def aiofastnet_hash() -> str:
    """The same of what the writer calls. Raises ImportError without aiofastnet."""
    import aiofastnet.transport

    pxd = Path(aiofastnet.transport.__file__).with_name("transport.pxd")
    return layout_hash(pxd.read_text(encoding="utf-8"), *AIOFASTNET_CLASSES)


def layout_fault(built: dict[str, Any], installed: Any = picows.picows) -> str | None:
    """Say where the installed picows differs from the one in `built`; None when it does not."""
    for name in PICOWS_CLASSES:
        size = getattr(installed, name).__basicsize__
        if size != built[name]:
            return f"{name} has {size} bytes instead of {built[name]}"
    try:
        found = picows_hash()
    except OSError as error:
        return f"picows.pxd cannot be read: {error}"
    return None if found == built["hash"] else "the classes in picows.pxd are laid out otherwise"


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


@cache
def writer_class() -> type[Writer] | None:
    """Return the writer, None when the aiofastnet that is installed is another one: frames are then sent by picows."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            from . import writer
        found = aiofastnet_hash()
    except (ImportError, ValueError, OSError):
        return None
    return writer.Writer if found == writer.BUILT else None


def new_writer(listener: Listener, transport: object) -> Writer | None:
    """Return what sends frames past picows, None where picows is to send them."""
    writer = writer_class()
    if writer is None:
        return None
    try:
        return writer(listener, transport)
    except TypeError:  # no transport of aiofastnet
        return None
