"""Events of a trader, to be waited for."""

import queue
from typing import Any


class Told:
    """What a trader tells, to be waited for."""

    def __init__(self) -> None:
        self.all: list[Any] = []
        self._new: queue.Queue[Any] = queue.Queue()

    def __call__(self, event: Any) -> None:
        self.all.append(event)
        self._new.put(event)

    def next(self, kind: type[Any], seconds: float = 10.0) -> Any:
        """The next event of a kind; those before are passed over."""
        while not isinstance(event := self._new.get(timeout=seconds), kind):
            pass
        return event
