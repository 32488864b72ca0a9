"""What a running client is made of, and what each part of it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..feed.dispatch import Dispatch
from ..transport import Venue
from .api import Api
from .lines import Lines
from .ticker import Ticker

if TYPE_CHECKING:
    from ..trading import Credentials


class Run(NamedTuple):
    """What exists only while the client runs, all of it in the thread of `loop`.

    What is in `shutting` is awaited at the end, before the connections close. `demo` is for the account of
    a venue that was begun for this run.
    """

    loop: asyncio.AbstractEventLoop
    thread_id: int
    venue: Venue
    dispatch: Dispatch
    lines: Lines
    ticker: Ticker
    api: Api
    shutting: list[Callable[[], Awaitable[None]]]
    is_new_venue: bool = False  # one that was begun for this run: its ids have nothing to do with those of earlier runs
    demo: Credentials | None = None


class Part(Protocol):
    """Something that lives as long as its client and works while the client runs."""

    def run_began(self, run: Run) -> None:
        """The client runs; no connection is open yet."""

    def run_ended(self) -> None:
        """The client stopped running, its connections are closed."""
