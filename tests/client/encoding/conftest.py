"""A venue that speaks both encodings, and clients of it that have a key."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import tickwire as tw
from tickwire.sim import DemoAccount, Venue, demo_account

from .door import Door


@pytest.fixture(scope="package")
def demo() -> DemoAccount:
    pytest.importorskip("cryptography", reason="streams in SBE need a key that is made with it")
    return demo_account()


@pytest.fixture(scope="module")
def venue(demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT", "BTTCUSDT"], rate=300, accounts=[demo.account]) as venue:
        yield venue


@pytest.fixture
def door(venue: Venue) -> Iterator[Door]:
    door = Door(venue.sbe_port)
    yield door
    door.close()


def credentials(demo: DemoAccount) -> tw.Credentials:
    return tw.load_credentials(demo.api_key, secret=demo.private)


@pytest.fixture
def new_client(venue: Venue, demo: DemoAccount) -> Iterator[Callable[..., Any]]:
    """Makes clients that know where the venue is and have a key; what they tell is in `told`."""
    made = []

    def make(**options: Any) -> Any:
        where = {"stream_urls": [venue.url], "sbe_urls": [venue.sbe_url], "api_url": venue.api_url}
        client: Any = tw.Client(**{**where, "credentials": credentials(demo), **options})
        client.told = []
        client.on_error(client.told.append)
        client.on_gap(client.told.append)
        made.append(client)
        return client

    yield make
    for client in made:
        client.stop()


def urls(client: Any) -> dict[str, set[str]]:
    """By which URLs each stream comes."""
    found: dict[str, set[str]] = {}
    for line in client._runner.lines.lines():
        for stream in line.streams:
            found.setdefault(stream, set()).add(line.url)
    return found


def wait_for(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
