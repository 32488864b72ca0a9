from collections.abc import Callable

from tickwire.feed.arrivals import Arrivals
from tickwire.feed.events import Unhandled

class BinaryFrames(Arrivals):
    on_unhandled: Callable[[Unhandled], object] | None
