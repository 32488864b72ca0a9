from collections.abc import Callable

from tickwire.feed.events import FeedError, HandlerError
from tickwire.feed.sequencer import Sequencer

class Arrivals(Sequencer):
    on_error: Callable[[FeedError | HandlerError], object] | None
