"""What order asks of a stream, in a few lines: the model that the sequencer is compared with."""

from typing import NamedTuple


class Item(NamedTuple):
    """A message: the ids that it covers."""

    first: int
    last: int


class Model:
    """One stream of several lines; ids are contiguous, or else only increase."""

    def __init__(self, lines: set[int], wait: int, *, is_contiguous: bool) -> None:
        self.lines, self.wait, self.is_contiguous = lines, wait, is_contiguous
        self.next: int | None = None
        self.brought: dict[int, int] = {}
        self.held: dict[Item, tuple[int, int]] = {}
        self.delivered: list[tuple[Item, int]] = []
        self.gaps: list[tuple[int, int]] = []

    def frame(self, item: Item, line: int, now: int) -> None:
        self.brought[line] = max(self.brought.get(line, -1), item.last)
        if self.next is None or (not self.is_contiguous and item.last >= self.next):
            self._deliver(item, line)
        elif item.last >= self.next:
            self.held.setdefault(item, (line, now))
        self.settle(now)

    def lose(self, line: int, now: int) -> None:
        self.lines.discard(line)
        self.brought.pop(line, None)
        self.settle(now)

    def settle(self, now: int) -> None:
        while self.held:
            item = min(self.held, key=lambda held: held.last)
            line, since = self.held[item]
            if item.last >= self.next:
                if item.first > self.next:
                    others = self.lines - {line}
                    if now < since + self.wait and any(self.brought.get(n, -1) < item.last for n in others):
                        return
                    self.gaps.append((self.next, item.first - 1))
                self._deliver(item, line)
            del self.held[item]

    def _deliver(self, item: Item, line: int) -> None:
        self.delivered.append((item, line))
        self.next = item.last + 1
