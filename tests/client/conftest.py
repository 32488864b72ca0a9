"""A venue on loopback, clients of it, and patience."""

import time
from collections.abc import Callable

import pytest

import tickwire as tw
from tickwire.client.hooks import HOOKS
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


class Ledger:
    """A handler of trades, candles and updates that writes down their ids by stream."""

    def __init__(self):
        self.ids = {}
        self.lines = set()

    def __call__(self, message):
        first = getattr(message, "trade_id", None) or message.agg_trade_id
        self.ids.setdefault(message.stream, []).append(first)
        self.lines.add(message.line)

    @property
    def count(self):
        return sum(map(len, self.ids.values()))

    def assert_complete(self):
        """Every id came once and in order, from the first that came to the last."""
        assert self.ids
        for stream, ids in self.ids.items():
            assert ids == list(range(ids[0], ids[-1] + 1)), stream


@pytest.fixture
def ledger():
    return Ledger()


@pytest.fixture
def connected(ledger):
    """Makes a client over some URLs with options, subscribed to three streams; its events are in `events`."""

    def connect(*urls, **options):
        client = tw.Client(stream_urls=[*urls], **options)
        client.events = []
        for name in HOOKS:
            getattr(client, f"on_{name}")(client.events.append)
        client.subscribe("btcusdt@trade", "ethusdt@trade", "btcusdt@aggTrade", on=ledger)
        client.subscribe("ltcbtc@kline_1M", on=lambda _kline: None)
        client.lines = lambda: client._runner.call(client._runner.lines.lines)
        client.told = lambda kind: [event for event in client.events if isinstance(event, kind)]
        return client

    return connect
