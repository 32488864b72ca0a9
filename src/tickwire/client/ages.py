"""The ages of messages, measured where somebody asked for it: `Client(measure=True)`."""

from __future__ import annotations

from typing import Any

from .. import schema
from ..feed.ages import Ages
from ..feed.dispatch import Dispatch
from ..feed.sink import Sink
from ..wire.messages import KINDS

_VIEW_OF: dict[Any, type[Any]] = {getattr(schema, view.__name__): view for view in KINDS}


class StreamAges:
    """One histogram a stream, filled by a C handler beside the user's; without it nothing is paid."""

    def __init__(self, dispatch: Dispatch, *, is_on: bool) -> None:
        self._dispatch, self._is_on = dispatch, is_on
        self._measured: dict[str, tuple[Ages, Sink]] = {}

    def open(self, stream: str, key: type[Any]) -> None:
        """Measure a stream whose first handler came."""
        if self._is_on and stream not in self._measured:
            ages = Ages()
            sink = self._dispatch.add(stream, _VIEW_OF.get(key, key), ages.handler, context=ages.memory)
            self._measured[stream] = ages, sink

    def close(self, stream: str) -> None:
        """The last handler of a stream went."""
        if (measured := self._measured.pop(stream, None)) is not None:
            self._dispatch.remove(measured[1])

    def percentiles(self, stream: str) -> tuple[int | None, int | None]:
        """Median and 99th percentile of a stream's ages in ns, by the clock of this machine; None where not known."""
        measured = self._measured.get(stream)
        if measured is None:
            return None, None
        p50, p99 = measured[0].percentiles(50, 99)
        return p50, p99
