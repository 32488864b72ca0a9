"""Accounts at a venue on loopback, traders of them, and what they are told."""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from tickwire.client.trading import Trader
from tickwire.sim import DemoAccount, Venue, demo_account
from tickwire.trading import Credentials, load_credentials

from .told import Told

# Most of the accounts here have keys of kinds that need it.
collect_ignore_glob = [] if find_spec("cryptography") else ["test_*.py"]


@pytest.fixture(scope="session")
def credentials_of() -> Callable[[DemoAccount], Credentials]:
    return lambda demo: load_credentials(demo.api_key, secret=demo.private)


@pytest.fixture
def demo() -> DemoAccount:
    return demo_account()


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=50, accounts=[demo.account]) as venue:
        yield venue


@pytest.fixture
def encoding() -> str:
    """How traders talk to the venue; what they do in either encoding overrides this."""
    return "json"


@pytest.fixture
def new_trader(venue: Venue, demo: DemoAccount, credentials_of: Any, encoding: str) -> Iterator[Callable[..., Any]]:
    """Makes traders that have not started, at another venue by `at`; `told` is what each tells."""
    made = []

    def make(account: DemoAccount = demo, at: Venue = venue, **options: Any) -> Any:
        options.setdefault("symbols", ["BTCUSDT"])
        options.setdefault("credentials", credentials_of(account))
        if "client" not in options:
            options.setdefault("encoding", encoding)
        trader: Any = Trader(api_url=at.api_url, **options)
        trader.told = Told()
        trader.on_event(trader.told)
        trader.client.on_disconnect(trader.told)
        trader.client.on_error(trader.told)
        made.append(trader)
        return trader

    yield make
    for trader in made:
        trader.stop()


@pytest.fixture
def trader(new_trader: Callable[..., Any]) -> Any:
    return new_trader().start()


@pytest.fixture
def new_account(venue: Venue) -> Callable[[Any], DemoAccount]:
    """Opens one more account, with a key of a kind."""

    def make(kind: Any) -> DemoAccount:
        made = demo_account(kind)
        venue.open_account(f"of {kind}", key=made.account.keys)
        return made

    return make
