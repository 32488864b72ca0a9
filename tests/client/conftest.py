"""A venue on loopback, clients of it, and patience."""

import time
from collections.abc import Callable

import pytest

import tickwire as tw
from tickwire.sim import Venue


@pytest.fixture(scope="session")
def until():
    """Waits for a condition; fails when it does not hold within some seconds."""

    def wait(condition: Callable[[], object], seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "it did not happen"
            time.sleep(0.002)

    return wait


@pytest.fixture
def assert_closed_cleanly(until):
    """Checks that the one connection of a venue ended by the client's closing handshake."""

    def check(venue: Venue) -> None:
        until(lambda: venue.stats().closed)
        assert venue.stats().closed == {"client closed": 1}

    return check


@pytest.fixture
def venue():
    with Venue(rate=2000.0) as venue:
        yield venue


@pytest.fixture
def started(venue):
    """A client that runs in a thread, and the events it reported."""
    client = tw.Client(stream_urls=[venue.url])
    client.events = []
    for hook in (client.on_error, client.on_unhandled, client.on_disconnect, client.on_reconnect):
        hook(client.events.append)
    with client:
        yield client


@pytest.fixture
def client(venue):
    client = tw.Client(stream_urls=[venue.url])
    client.on_error(print)
    client.on_disconnect(print)
    yield client
    client.close()
