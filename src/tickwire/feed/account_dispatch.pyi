from collections.abc import Callable
from typing import Any

from tickwire.feed.dispatch import Dispatch
from tickwire.feed.events import FeedError, HandlerError, Unhandled
from tickwire.feed.sink import Sink
from tickwire.wire.json import JsonCodec
from tickwire.wire.messages import OrderResponse

class AccountDispatch(Dispatch):
    on_reply: Callable[[bytes], object] | None
    @property
    def on_order_response(self) -> Callable[[OrderResponse], object] | None: ...
    def __init__(
        self,
        *,
        codec: JsonCodec | None = None,
        on_error: Callable[[FeedError | HandlerError], object] | None = None,
        on_unhandled: Callable[[Unhandled], object] | None = None,
        on_reply: Callable[[bytes], object] | None = None,
        on_order_response: Callable[[OrderResponse], object] | None = None,
    ) -> None: ...
    def listen(
        self,
        key: type[Any],
        on: Any,
        *,
        subscription: int | None = None,
        context: Any = None,
        late_after: float | None = None,
        slow_after: float | None = None,
    ) -> Sink: ...
