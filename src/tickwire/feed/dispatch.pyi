from collections.abc import Callable
from typing import Any

from tickwire.feed.binary import BinaryFrames
from tickwire.feed.events import FeedError, FeedStats, HandlerError, Late, SlowHandler, Unhandled
from tickwire.feed.sink import Sink
from tickwire.feed.timing import Timing
from tickwire.wire.json import JsonCodec
from tickwire.wire.messages import ServerShutdown

class Dispatch(BinaryFrames):
    on_control: Callable[[bytes], object] | None
    on_shutdown: Callable[[ServerShutdown], object] | None
    def __init__(
        self,
        *,
        codec: JsonCodec | None = None,
        on_error: Callable[[FeedError | HandlerError], object] | None = None,
        on_unhandled: Callable[[Unhandled], object] | None = None,
        on_control: Callable[[bytes], object] | None = None,
    ) -> None: ...
    on_late: Callable[[Late | SlowHandler], object] | None
    clock_offset_ns: int
    @property
    def timing(self) -> Timing: ...
    def add(
        self,
        stream: str,
        key: type[Any],
        on: Any,
        *,
        context: Any = None,
        late_after: float | None = None,
        slow_after: float | None = None,
    ) -> Sink: ...
    def remove(self, sink: Sink) -> None: ...
    def streams(self) -> list[str]: ...
    def stats(self) -> FeedStats: ...
    def on_bytes(self, data: bytes | bytearray | memoryview, recv_time: int = 0, line: int = 0) -> None: ...
