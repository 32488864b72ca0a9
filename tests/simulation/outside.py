"""A client whose outside world is simulated: its connections, its clocks, its budgets and its dice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from unittest import mock

import tickwire as tw
from tickwire.client.settings import Settings
from tickwire.session import ConnectBudget, WeightBudget
from tickwire.transport import Venue

from .venue import MemoryVenue

URL, API_URL = "ws://venue.test", "ws://venue.test/ws-api/v3"


class _Settings(Settings):
    """A client's settings with another world outside."""

    outside: dict[str, Any]

    def venue(self) -> Venue:
        return super().venue()._replace(**self.outside)


def client_of(venue: MemoryVenue, **options: Any) -> tw.Client:
    """A client that knows no other venue than this."""
    client = tw.Client(stream_urls=[URL], api_url=API_URL, **options)
    settings = _Settings(*client._settings)
    connects, weights = ConnectBudget(), WeightBudget()
    settings.outside = {
        "connect": venue.connect,
        "wall_ns": venue.clock,
        "monotonic_ns": lambda: int(asyncio.get_running_loop().time() * 1e9),
        "budget": lambda _: connects,
        "weights": lambda _: weights,
    }
    client._settings = client._runner._settings = settings
    return client


@contextmanager
def loaded_dice(random: Random) -> Iterator[None]:
    """Whoever asks for a source of chance of his own gets one that repeats."""

    def seeded(*seed: Any) -> Random:
        return Random(*seed) if seed else Random(random.random())

    with mock.patch("random.Random", seeded):
        yield
