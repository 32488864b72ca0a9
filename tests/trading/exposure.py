"""Everything that tools for tracebacks, logs and inspection would print of an object or an exception."""

import io
import pickle
import pprint
import traceback
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.traceback import Traceback

import tickwire

OURS = str(Path(tickwire.__file__).parent)


def from_our_frames(error: BaseException) -> TracebackType:
    """The traceback from our first frame on; what the test itself holds is not what we show."""
    trace = error.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith(OURS):
        trace = trace.tb_next
    assert trace is not None, "no frame of ours"
    return trace


def shown_by(error: BaseException) -> str:
    """The error and those behind it, with the locals of all frames from ours on, as three tools print them."""
    text = []
    at: BaseException | None = error
    while at is not None:
        trace = from_our_frames(at) if at is error else at.__traceback__
        text += traceback.TracebackException(type(at), at, trace, capture_locals=True).format()
        screen = io.StringIO()
        rich = Traceback.from_exception(
            type(at), at, trace, show_locals=True, locals_max_string=1000, locals_max_length=100
        )
        Console(file=screen, width=2000).print(rich)
        text.append(screen.getvalue())
        while trace is not None:
            text += [described(value) for value in trace.tb_frame.f_locals.values()]
            trace = trace.tb_next
        at = at.__cause__ or at.__context__
    return "\n".join(text)


def described(value: object) -> str:
    """An object as printed, in every way that does not ask it for its secret."""
    ways = [repr(value), str(value), f"{value}", pprint.pformat(value)]
    ways.append(repr(getattr(value, "__dict__", None)))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        try:
            ways.append(repr(pickle.dumps(value, protocol)))
        except Exception as refused:
            ways.append(repr(refused))
    return "\n".join(ways)
