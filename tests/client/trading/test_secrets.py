"""What is secret is in nothing that a trader shows: neither printed, pickled, logged, raised, told nor counted."""

import gc
import logging
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prometheus_client import CollectorRegistry, generate_latest

import tickwire as tw
from tickwire.errors import KeyFailed, RequestError, TickwireError
from tickwire.feed.events import Unhandled
from tickwire.session import Disconnect, RequestFailed
from tickwire.sim import DemoAccount, Venue, demo_account, faults
from tickwire.trading import InDoubt, Reconciled, Resolved

from ...trading.exposure import described, shown_by

FAR = {"price": "50000", "qty": "0.01"}
SHORTEST = 16
CONTAINERS = (dict, list, tuple, set, frozenset, deque)


def parts(thing: Any) -> Iterator[Any]:
    """All objects of ours that can be reached from one through attributes and containers."""
    seen, left = {id(thing)}, [thing]
    while left:
        here = left.pop()
        if type(here).__module__.startswith("tickwire"):
            yield here
        elif not isinstance(here, CONTAINERS):
            continue
        for there in gc.get_referents(here):
            if id(there) not in seen and not isinstance(there, type):
                seen.add(id(there))
                left.append(there)


class Watch:
    """Looks for what one account must not show, and for the signatures made for it."""

    def __init__(self, demo: DemoAccount, log: list[str]) -> None:
        lines = demo.private.decode().splitlines()
        self.texts = [demo.api_key, *(line[-SHORTEST:] for line in lines if not line.startswith("-----"))]
        self.signatures: list[str] = []
        self.log = log

    def sign_by(self, sign: Callable[[bytes], str]) -> Callable[[bytes], str]:
        """The same, remembering what it made."""

        def remember(payload: bytes) -> str:
            self.signatures.append(sign(payload))
            return self.signatures[-1]

        return remember

    def assert_not_in(self, text: str) -> None:
        assert not [each for each in (*self.texts, *self.signatures) if each[:SHORTEST] in text]


class Remembering:
    """A key of one's own, around another."""

    def __init__(self, key: Any, watch: Watch) -> None:
        self.kind, self.can_log_on, self.sign = key.kind, key.can_log_on, watch.sign_by(key.sign)


@pytest.fixture
def log() -> Iterator[list[str]]:
    """All that is logged, by anybody, at every level."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(logging.Formatter().format(record))  # type: ignore[method-assign]
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.fixture(params=["ed25519", "hmac", "rsa"])
def account(request: pytest.FixtureRequest, venue: Venue) -> DemoAccount:
    demo = demo_account(request.param)
    venue.open_account("secretive", key=demo.account.keys)
    return demo


@pytest.fixture
def watch(account: DemoAccount, log: list[str]) -> Watch:
    return Watch(account, log)


@pytest.fixture
def trader(account: DemoAccount, watch: Watch, new_trader: Any, credentials_of: Any) -> Any:
    """A trader that tells everything; its signatures are watched for, too."""
    credentials = credentials_of(account)
    trader = new_trader(account, credentials=tw.Credentials(account.api_key, Remembering(credentials.key, watch)))
    for hook in (trader.client.on_reconnect, trader.client.on_unhandled):
        hook(trader.told)
    for kind in (tw.ExecutionReport, tw.OrderResponse):
        trader.listen(kind, trader.told)
    return trader.start()


def test_nothing_of_a_trader_shows_it(trader: Any, watch: Watch) -> None:
    order = trader.place("BTCUSDT", "BUY", **FAR).ack.wait(5)
    prepared = trader.prepare("BTCUSDT", "BUY")
    trader.request("account.status").wait(5)
    known = [*parts(trader), prepared, order]
    assert len(known) > 100
    for part in known:
        watch.assert_not_in(described(part))
    assert watch.signatures


def test_no_event_or_log_line_shows_it(venue: Venue, trader: Any, watch: Watch, until: Any) -> None:
    trader.told.next(Reconciled)
    venue.inject(faults.LostAck(drops=True))
    order = trader.place("BTCUSDT", "BUY", **FAR)
    until(lambda: {InDoubt, Disconnect, Resolved} <= set(map(type, trader.told.all)))
    order.ack.wait(5)
    venue.inject(faults.Refuse(-1022))
    with pytest.raises(RequestError):
        trader.cancel(order).wait(5)
    trader.rotate()
    trader.told.next(Reconciled)
    trader.cancel(order).wait(5)
    trader.stop()
    assert len({type(event) for event in trader.told.all}) > 6
    for event in trader.told.all:
        watch.assert_not_in(described(event))
    assert watch.log
    watch.assert_not_in("\n".join(watch.log))


UNREADABLE = '{"id":1,"status":200,"result":{"apiKey":"%s"},"rateLimits":[{}]}'


@pytest.mark.parametrize(
    ("form", "size", "told"),
    [
        (UNREADABLE, None, RequestFailed),
        (UNREADABLE, 80, RequestFailed),
        ('{"event":{"e":"newKey","is":"%s"}}', None, Unhandled),
    ],
)
def test_what_cannot_be_read_of_a_log_on_is_told_without_it(
    form: str, size: int | None, told: type[Any], account: DemoAccount, trader: Any, watch: Watch
) -> None:
    trader.told.next(Reconciled)
    raw = (form % account.api_key)[:size].encode()
    trader._desk.call(lambda: trader._desk.dispatch.on_bytes(raw))
    watch.assert_not_in(described(trader.told.next(told)))
    trader.stop()
    watch.assert_not_in("\n".join(watch.log))


def test_without_hooks_the_log_does_not_show_it(
    venue: Venue, account: DemoAccount, watch: Watch, credentials_of: Any, until: Any
) -> None:
    trader = tw.Trader(credentials_of(account), api_url=venue.api_url, symbols=["BTCUSDT"])
    with trader:
        venue.inject(faults.Refuse(-1007, executes=True))
        trader.place("BTCUSDT", "BUY", **FAR).ack.wait(10)
        venue.revoke(account.api_key)
        with pytest.raises(RequestError):
            trader.request("account.status").wait(5)
        until(lambda: any("-2015" in line for line in watch.log))
    watch.assert_not_in("\n".join(watch.log))


def test_no_figures_show_it(trader: Any, watch: Watch) -> None:
    trader.place("BTCUSDT", "BUY", **FAR).ack.wait(5)
    registry = CollectorRegistry()
    registry.register(tw.MetricsCollector(trader.client))
    watch.assert_not_in(generate_latest(registry).decode())
    watch.assert_not_in(described(trader.client.stats()))


@pytest.mark.parametrize(
    "ask",
    [
        lambda trader: trader.request("order.status", {"symbol": 1.5}).wait(5),
        lambda trader: trader.request("order.status", {"symbol": "BTCUSDT", "orderId": object()}),
        lambda trader: trader.request("order.status", {"symbol": "\ud800"}),
        lambda trader: trader.place("BTCUSDT", "BUY", strategy_id="\ud800", **FAR),
        lambda trader: trader.place("BTCUSDT", "BUY", client_order_id="\ud800", **FAR),
        lambda trader: trader.place("BTCUSDT", "BUY", price="50000.0001", qty="0.01"),
        lambda trader: trader.request("order.status", {"symbol": "BTCUSDT", "orderId": 1 << 40}).wait(5),
        lambda trader: trader.place("BTCUSDT", "BUY", price="50000", qty="30").ack.wait(5),
    ],
)
def test_no_traceback_shows_it(ask: Callable[[Any], Any], trader: Any, watch: Watch) -> None:
    before = trader.gateway.limits.weights.stats(trader._desk.frames.venue_ns())
    with pytest.raises(TickwireError) as raised:
        ask(trader)
    assert trader.gateway.limits.weights.stats(trader._desk.frames.venue_ns()).in_flight == before.in_flight
    assert not trader.gateway.in_doubt
    watch.assert_not_in(shown_by(raised.value))


def test_no_traceback_of_a_key_that_fails_shows_it(account: DemoAccount, watch: Watch, new_trader: Any) -> None:
    """Such as one in hardware that was unplugged."""

    class Unplugged:
        kind, can_log_on = "hmac", False

        def sign(self, payload: bytes) -> str:
            raise OSError("the key is gone")

    trader = new_trader(account, credentials=tw.Credentials(account.api_key, Unplugged()), start_timeout=0.5)
    with pytest.raises(TickwireError, match="OSError: the key is gone") as raised:
        trader.start()
    failed = trader.told.next(RequestFailed)
    assert isinstance(failed.error, KeyFailed)
    watch.assert_not_in(shown_by(failed.error))
    watch.assert_not_in(shown_by(raised.value))
    watch.assert_not_in("\n".join(watch.log))


@pytest.mark.parametrize("given", [OSError("the key is gone"), None, b"bytes", "", "ünlesbar"])
def test_a_key_that_does_not_sign_is_told_whatever_was_to_be_signed(
    account: DemoAccount, watch: Watch, new_trader: Any, credentials_of: Any, given: Any
) -> None:
    inner = credentials_of(account).key

    class Failing:
        kind, can_log_on, is_failing = inner.kind, False, False

        def sign(self, payload: bytes) -> Any:
            if not self.is_failing:
                return inner.sign(payload)
            if isinstance(given, Exception):
                raise given
            return given

    key = Failing()
    trader = new_trader(account, credentials=tw.Credentials(account.api_key, key)).start()
    prepared, order = trader.prepare("BTCUSDT", "BUY"), trader.place("BTCUSDT", "BUY", price="50000", qty="0.01")
    order.ack.wait(5)
    key.is_failing = True
    for ask in (
        lambda: trader.place("BTCUSDT", "BUY", price="50000", qty="0.01"),
        lambda: trader.place("BTCUSDT", "BUY", price="50000", qty="0.01", iceberg_qty="0.001"),
        lambda: prepared.place(5_000_000, 1_000),
        lambda: trader.cancel(order),
        lambda: trader.cancel_all("BTCUSDT"),
        lambda: trader.request("account.status"),
    ):
        with pytest.raises(KeyFailed, match="the key did not sign") as raised:
            ask()
        watch.assert_not_in(shown_by(raised.value))
    key.is_failing = False
    trader.cancel(order).wait(5)
    assert not trader.account.open_orders


def test_what_looks_for_it_finds_it(watch: Watch, account: DemoAccount) -> None:
    for shown in (account.api_key, account.private.decode(), repr({"key": account.private})):
        with pytest.raises(AssertionError):
            watch.assert_not_in(described(shown))
