"""What `Trader.listen` returns: a handler of events of the account, or of replies to orders."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from ...errors import ConfigError
from ...feed.ring import Ring
from ...feed.sink import Sink
from ..taking import Taking


class Listening:
    """A handler of events of an account. `messages` is how many it was given, `errors` how often it raised."""

    def __init__(self, sink: Sink) -> None:
        self._sink, self._taking = sink, Taking()

    def __repr__(self) -> str:
        return f"<Listening {self._sink.key.__name__}{'' if self.is_attached else ', ended'}>"

    @property
    def on(self) -> Any:
        """The handler."""
        return self._sink.on

    @property
    def is_attached(self) -> bool:
        """Whether it still listens; False after `unlisten`."""
        return self._sink.is_attached

    @property
    def messages(self) -> int:
        """How many it was given."""
        return self._sink.messages

    @property
    def errors(self) -> int:
        """How often it raised."""
        return self._sink.errors

    def __aiter__(self) -> AsyncIterator[Any]:
        """Take the messages out of the ring: `async for` works with `on=tickwire.ring(n)`, in any event loop.

        It ends after `unlisten` and when the client stops running. What the ring dropped because the loop came too
        seldom is counted in `ring.dropped`.
        """
        if not isinstance(self.on, Ring):
            raise TypeError("async for needs a ring to take messages from: listen(..., on=tickwire.ring(1000))")
        return self._taking.messages(self.on)

    def _run_ended(self) -> None:
        self._taking.run_ended()


def sink_of(listening: object) -> Sink:
    """What leads to the handler; raises ConfigError for what is none."""
    if not isinstance(listening, Listening):
        raise ConfigError(f"listening: what listen returned, not {listening!r:.60}")
    return listening._sink
