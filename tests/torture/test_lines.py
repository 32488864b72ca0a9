"""Lines are killed and rotated under load, over real sockets: nothing is lost, nothing comes twice.

Each some dozen times in the suite; `TICKWIRE_TORTURE=1000` sets another number, as `make soak` does.
"""

import os
import random
import time
from collections.abc import Iterator

import pytest

import tickwire as tw
from tickwire.client.lines import LineStatus
from tickwire.session import Backoff, ConnectBudget, limits
from tickwire.session.endpoints import venue_name
from tickwire.sim import Limits, Venue, faults

from ..simulation.ledger import Ledger, ledger_of

TIMES = int(os.environ.get("TICKWIRE_TORTURE", "30"))
STREAMS = ("btcusdt@trade", "ethusdt@aggTrade", "btcusdt@depth@100ms", "ethusdt@bookTicker")
PATIENCE_S = 20.0
UNLIMITED = 10**6


class Watched:
    """A client of two lines whose every id is accounted for."""

    def __init__(self, url: str) -> None:
        self.faults: list[str] = []
        self.client = tw.Client(stream_urls=[url], lines=2, gap_wait=5.0)
        self.client.on_gap(lambda gap: self.faults.append(f"{gap}"))
        self.client.on_error(lambda event: self.faults.append(f"{event}"))
        self.disconnects: list[object] = []
        self.client.on_disconnect(self.disconnects.append)
        self.rotations: list[tw.Rotation] = []
        self.client.on_rotation(self.rotations.append)
        self.ledgers = {stream: ledger_of(stream, set(), self.faults.append) for stream in STREAMS}
        for stream, ledger in self.ledgers.items():
            self.client.subscribe(stream, on=self._handler(ledger))

    def _handler(self, ledger: Ledger):
        def handle(message: object) -> None:
            match message:
                case (
                    tw.Trade(trade_id=number) | tw.AggTrade(agg_trade_id=number) | tw.BookTicker(book_update_id=number)
                ):
                    ledger.delivered(number, number)
                case tw.DepthUpdate(first_book_update_id=first, last_book_update_id=last):
                    ledger.delivered(first, last)

        return handle

    @property
    def is_whole(self) -> bool:
        """Whether both lines are open and the venue has acknowledged every stream on each."""
        lines = self.lines()
        return len(lines) == 2 and all(line.active_streams == len(STREAMS) and not line.is_moving for line in lines)

    def lines(self) -> list[LineStatus]:
        """The lines as they stand."""
        run = self.client._runner._current
        return [] if run is None else run.lines.lines()

    def messages(self) -> int:
        return min(ledger.messages for ledger in self.ledgers.values())


@pytest.fixture
def venue() -> Iterator[Venue]:
    with Venue(rate=2000.0, limits=Limits(connections=UNLIMITED)) as venue:
        yield venue


@pytest.fixture
def watched(venue: Venue, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The client, running; the venue takes any number of connections, so it need not hold back."""
    monkeypatch.setattr(Backoff, "lasted", lambda self, _seconds: setattr(self, "attempt", 0))
    monkeypatch.setitem(limits._budgets, venue_name(venue.url), ConnectBudget(attempts=UNLIMITED))
    watched = Watched(venue.url)
    with watched.client:
        until(lambda: watched.is_whole)
        yield watched


def until(condition) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.001)


def test_no_message_is_lost_or_repeated_when_one_of_two_lines_is_killed_again_and_again(
    venue: Venue, watched: Watched
) -> None:
    dice = random.Random(1)
    for _ in range(TIMES):
        ended = len(watched.disconnects)
        venue.inject(faults.Drop(reset=dice.random() < 0.5), line=dice.randrange(2))
        until(lambda ended=ended: len(watched.disconnects) > ended and watched.is_whole)
    heard = watched.messages()
    until(lambda: watched.messages() > heard)
    assert not watched.faults


def test_no_message_is_lost_or_repeated_when_lines_are_rotated_again_and_again(venue: Venue, watched: Watched) -> None:
    dice = random.Random(1)
    while (completed := sum(rotation.outcome == "complete" for rotation in watched.rotations)) < TIMES:
        ended = len(watched.rotations)
        if watched.client.rotate(dice.choice(watched.lines()).line):
            until(lambda ended=ended: len(watched.rotations) > ended and watched.is_whole)
    heard = watched.messages()
    until(lambda: watched.messages() > heard)
    assert not watched.faults
    assert completed == TIMES
