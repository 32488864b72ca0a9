from collections.abc import Callable
from typing import Any

from tickwire.feed.events import FeedError, FeedStats, HandlerError, Unhandled
from tickwire.feed.sink import Sink
from tickwire.wire.json import JsonCodec
from tickwire.wire.messages import ServerShutdown

class Dispatch:
    is_stopped: bool
    on_error: Callable[[FeedError | HandlerError], object] | None
    on_unhandled: Callable[[Unhandled], object] | None
    on_control: Callable[[bytes], object] | None
    on_shutdown: Callable[[ServerShutdown], object] | None
    on_interrupt: Callable[[BaseException], object] | None
    @property
    def pending(self) -> BaseException | None: ...
    def __init__(
        self,
        *,
        codec: JsonCodec | None = None,
        on_error: Callable[[FeedError | HandlerError], object] | None = None,
        on_unhandled: Callable[[Unhandled], object] | None = None,
        on_control: Callable[[bytes], object] | None = None,
    ) -> None: ...
    def add(self, stream: str, key: type[Any], on: Any, *, context: Any = None) -> Sink: ...
    def remove(self, sink: Sink) -> None: ...
    def streams(self) -> list[str]: ...
    def stats(self) -> FeedStats: ...
    def raise_pending(self) -> None: ...
    def on_bytes(self, data: bytes | bytearray | memoryview, recv_time: int = 0, line: int = 0) -> None: ...
