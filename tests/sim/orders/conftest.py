"""A venue with an account, and a connection that is logged on to it and gets its events."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tickwire.schema import METHODS
from tickwire.sim import Limits, Venue


@pytest.fixture(scope="module")
def venue() -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT", "ETHUSDT"], rate=None, limits=Limits(weight=1_000_000, orders=10_000)) as venue:
        yield venue


class Trader:
    """A connection that trades, and what is traded there."""

    def __init__(self, venue: Venue, talk: Any) -> None:
        self.venue, self.talk, self.events = venue, talk, talk.events

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """The reply to a request."""
        stamp = {"timestamp": self.talk.now()}
        return self.talk.ask(method, {**params, **stamp})

    def done(self, method: str, **params: Any) -> Any:
        """The result of a request that succeeds, all of which the schema knows."""
        reply = self.ask(method, **params)
        assert reply["status"] == 200, reply
        assert METHODS[method].unknown(json.dumps(reply["result"]).encode()) == {}
        return reply["result"]

    def refused(self, method: str, **params: Any) -> tuple[int, int, str]:
        """Status, code and words of a request that does not."""
        reply = self.ask(method, **params)
        assert "error" in reply, reply
        return reply["status"], reply["error"]["code"], reply["error"]["msg"]

    def event(self) -> dict[str, Any]:
        """The next event, without its envelope."""
        return self.talk.event()["event"]

    def top(self, symbol: str = "BTCUSDT") -> tuple[float, float]:
        """Best bid and ask."""
        found = self.talk.ask("ticker.book", {"symbol": symbol})["result"]
        return float(found["bidPrice"]), float(found["askPrice"])

    def place(self, price: float, qty: str = "0.001", **more: Any) -> Any:
        """A limit order to buy."""
        limit = {"side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "price": f"{price:.2f}", "quantity": qty}
        return self.done("order.place", symbol="BTCUSDT", **{**limit, **more})


@pytest.fixture
def trader(venue: Venue, talk: Callable[..., Any], signer: Callable[..., Any], request: Any) -> Iterator[Trader]:
    made = signer("ed25519")
    venue.open_account(request.node.name, key=made.key)
    with connect(venue.api_url) as connection:
        talking = talk(connection)
        assert talking.ask("session.logon", made.signed())["status"] == 200
        assert talking.ask("userDataStream.subscribe")["status"] == 200
        yield Trader(venue, talking)
