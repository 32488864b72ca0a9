"""A client in SBE: what comes is what comes in JSON; what is not known is told and harms nothing."""

import io
import logging
import struct
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

import tickwire as tw
from tickwire.book import BookState
from tickwire.errors import ConfigError, RequestError, RequestLost, UrlRefused
from tickwire.sim import DemoAccount, Venue, demo_account, faults, target

from .conftest import credentials, urls, wait_for

OF_HMAC = tw.load_credentials("key", secret="hmac")


@pytest.fixture
def client(venue: Venue) -> Iterator[tw.Client]:
    made = tw.Client(stream_urls=[venue.url], api_url=venue.api_url, encoding="sbe")
    yield made
    made.stop()


def test_requests_are_answered_by_what_json_would_say(client: tw.Client, venue: Venue) -> None:
    plain = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    client.start()
    plain.start()
    try:
        for method, params in (("exchangeInfo", {}), ("avgPrice", {"symbol": "BTTCUSDT"}), ("ticker.24hr", {})):
            in_sbe, in_json = (each.request(method, params).wait() for each in (client, plain))
            assert type(in_sbe) is type(in_json)
        one = client.request("klines", {"symbol": "BTCUSDT", "interval": "1m"}, type=list[tw.schema.CandleRow]).wait()
        assert one[-1].open_time > 10**15
    finally:
        plain.stop()


def test_errors_are_those_of_their_codes(client: tw.Client) -> None:
    client.start()
    with pytest.raises(RequestError) as refused:
        client.request("avgPrice", {"symbol": "NOSUCH"}).wait()
    assert refused.value.code == -1121


def test_a_book_is_synced_by_a_snapshot_in_sbe(new_client: Any) -> None:
    client = new_client(encoding="sbe")
    synced: list[Any] = []
    client.on_book_event(synced.append)
    book = client.book("bttcusdt")
    client.start()
    while not synced:
        client.request("ping").wait()
    assert isinstance(synced[0], tw.BookSynced)
    assert book.best_bid is not None


@pytest.mark.parametrize("frame", [struct.pack("<HHHH", 0, 888, 3, 6) + b"new", struct.pack("<HHHH", 0, 999, 3, 5)])
def test_a_message_that_is_not_known_is_told_once(client: tw.Client, venue: Venue, frame: bytes) -> None:
    told: list[Any] = []
    client.on_error(told.append)
    client.start()
    client.request("ping").wait()
    for _ in range(3):
        venue.send_raw(bytes((0x82, len(frame))) + frame)
        client.request("ping").wait()
    number = int.from_bytes(frame[2:4], "little")
    mentions = [each for each in told if f"template {number} of schema 3 is not known" in str(each)]
    assert len(mentions) == 1


# Streams.


def test_trades_are_the_same_in_either_encoding(new_client: Any) -> None:
    seen: list[dict[int, Any]] = [{}, {}]
    for encoding, trades in zip(("sbe", "json"), seen, strict=True):
        client = new_client(encoding=encoding, time_unit="us")
        client.subscribe(tw.Trade, "btcusdt", "bttcusdt", on=lambda t, into=trades: into.update({t.trade_id: t}))
        client.start()
    wait_for(lambda: len(seen[0].keys() & seen[1].keys()) > 300)
    for number in seen[0].keys() & seen[1].keys():
        one, other = seen[0][number], seen[1][number]
        assert one.price_decimal == other.price_decimal
        assert one.qty_decimal == other.qty_decimal
        assert (one.symbol, one.is_buyer_maker) == (other.symbol, other.is_buyer_maker)
        assert (one.event_time, one.transact_time) == (other.event_time, other.transact_time)


def test_streams_come_in_sbe_where_it_has_them_and_else_in_json(new_client: Any, venue: Venue) -> None:
    client, kinds = new_client(encoding="sbe"), set[str]()
    streams = ["btcusdt@trade", "btcusdt@bookTicker", "btcusdt@depth@100ms", "btcusdt@depth20@100ms"]
    for name in [*streams, "btcusdt@kline_1s", "btcusdt@depth5@100ms"]:
        client.subscribe(name, on=lambda message, name=name: kinds.add(name))
    client.start()
    wait_for(lambda: len(kinds) == 6)
    found = urls(client)
    assert {name for name, where in found.items() if where == {venue.sbe_url}} == set(streams)
    assert found["btcusdt@kline_1s"] == found["btcusdt@depth5@100ms"] == {venue.url}
    client.subscribe(tw.Trade, "bttcusdt", on=lambda trade: kinds.add("late"))
    wait_for(lambda: "late" in kinds)
    assert client.told == []


def test_two_lines_in_sbe_bring_everything_once_and_keep_a_book(new_client: Any) -> None:
    client = new_client(encoding="sbe", lines=2)
    book, ids, updates = client.book("btcusdt"), list[int](), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
    client.subscribe(tw.DepthUpdate, "btcusdt", speed="100ms", on=updates.append)
    client.start()
    wait_for(lambda: len(ids) > 200 and len(updates) > 60 and book.state is BookState.VALID)
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    assert all(a.last_book_update_id + 1 == b.first_book_update_id for a, b in pairwise(updates))
    assert {(each.event_time // 1000 - 500) % 20_000 for each in updates} == {0}
    assert client.stats().feed.duplicates > 0
    assert client.told == []


def test_a_line_in_sbe_that_is_cut_comes_back_in_sbe(new_client: Any, venue: Venue) -> None:
    client, seen, back = new_client(encoding="sbe"), list[Any](), list[Any]()
    client.subscribe(tw.BookTicker, "btcusdt", on=seen.append)
    client.on_reconnect(back.append)
    client.on_disconnect(lambda event: None)
    client.start()
    wait_for(lambda: seen)
    venue.disconnect_all()
    wait_for(lambda: any(each.url == venue.sbe_url for each in back))
    seen.clear()
    wait_for(lambda: seen)


def test_auto_goes_on_in_json_when_the_venue_lets_nobody_in(new_client: Any, venue: Venue) -> None:
    client, seen = new_client(credentials=credentials(demo_account())), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", "bttcusdt", on=seen.append)
    client.start()
    wait_for(lambda: {trade.symbol for trade in seen} == {"BTCUSDT", "BTTCUSDT"})
    assert set.union(*urls(client).values()) == {venue.url}
    assert any(isinstance(each.error, UrlRefused) for each in client.told)


@pytest.mark.parametrize("has_key", [True, False])
@pytest.mark.parametrize("other", [None, OF_HMAC], ids=["no key", "a key of another kind"])
def test_auto_takes_sbe_with_a_key_and_json_without(
    new_client: Any, venue: Venue, has_key: bool, other: tw.Credentials | None
) -> None:
    client, seen = new_client(**({} if has_key else {"credentials": other})), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.start()
    wait_for(lambda: seen)
    assert urls(client) == {"btcusdt@trade": {venue.sbe_url if has_key else venue.url}}


@pytest.mark.parametrize("encoding", ["auto", "sbe"])
def test_auto_asks_in_json_where_the_schema_is_not_spoken(
    new_client: Any, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(target, "SBE_VERSIONS", (3, 4))
    client = new_client(encoding=encoding, request_timeout=1.0)
    client.start()
    if encoding == "auto":
        client.request("ping").wait()
    else:
        query = client.request("ping")
        wait_for(lambda: client.told)
        client.stop()
        with pytest.raises(RequestLost):
            query.wait()
    assert "-1153" in str(client.told[0])


def test_the_simulated_venue_of_a_client_streams_in_sbe(new_client: Any) -> None:
    client, seen = tw.Client(env="sim", encoding="sbe"), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    with client:
        wait_for(lambda: seen)


def test_sbe_without_a_key_is_an_error_where_a_stream_is_wanted(new_client: Any) -> None:
    client = new_client(encoding="sbe", credentials=None)
    with pytest.raises(ConfigError, match="credentials: streams in SBE need an Ed25519 key"):
        client.subscribe(tw.Trade, "btcusdt", on=print)


@pytest.mark.parametrize("encoding", ["sbe", "mixed"])
def test_sbe_is_an_error_where_its_urls_are_not_known(new_client: Any, encoding: str) -> None:
    client = new_client(encoding=encoding, lines=2, sbe_urls=None)
    with pytest.raises(ConfigError, match="sbe_urls: where the venue has streams in SBE"):
        client.subscribe(tw.Trade, "btcusdt", on=print)


@pytest.mark.parametrize("encoding", ["sbe", "json", "auto"])
def test_best_prices_have_one_name_in_either_encoding(new_client: Any, encoding: str) -> None:
    client, seen = new_client(encoding=encoding), list[Any]()
    stream = client.subscribe("btcusdt@bestBidAsk", on=seen.append)
    client.subscribe(tw.BookTicker, "btcusdt", on=seen.append)
    assert client.subscriptions() == list(stream.names) == ["btcusdt@bookTicker"]
    client.start()
    wait_for(lambda: len(seen) > 3)
    client.unsubscribe("btcusdt@bestBidAsk")
    assert client.subscriptions() == []


def test_structs_are_in_microseconds_whatever_they_come_in(new_client: Any) -> None:
    client, times = new_client(encoding="mixed", lines=2), list[int]()
    client.subscribe(tw.schema.Trade, "btcusdt", on=lambda trade: times.append(trade.event_time))
    client.subscribe(tw.schema.Kline, "btcusdt", interval="1s", on=lambda kline: times.append(kline.event_time))
    client.start()
    wait_for(lambda: client.stats().feed.messages["Kline"] and len(times) > 50)
    assert min(times) > 10**15


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"encoding": "xml"}, "encoding: one of 'auto', 'json', 'sbe', 'mixed', not 'xml'"),
        ({"encoding": "mixed"}, "encoding: .mixed. is for 2 lines or more"),
        ({"sbe_urls": "ws://a"}, "sbe_urls: a list of URLs"),
        ({"sbe_urls": ["ws://h:1/"], "stream_urls": ["ws://h:1"]}, "sbe_urls: ws://h:1 is given as one of stream_urls"),
        ({"sbe_urls": ["ws://h:1/ws"]}, "sbe_urls: .* has a path"),
        ({"stream_urls": None}, "sbe_urls: give the others as well"),
        ({"credentials": "secret"}, "credentials: what load_credentials makes, not str"),
        ({"encoding": "sbe", "credentials": OF_HMAC}, "credentials: streams in SBE need an Ed25519 key"),
    ],
)
def test_what_cannot_be_is_refused(new_client: Any, given: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        new_client(**given)
    assert "secret" not in str(refused.value)


def test_streams_that_are_one_in_sbe_are_subscribed_by_one_name(new_client: Any) -> None:
    client = new_client(encoding="sbe")
    client.subscribe("btcusdt@depth@100ms", on=print)
    client.subscribe("btcusdt@depth@100ms", on=print)
    with pytest.raises(ConfigError, match="btcusdt@depth: in SBE it is the same stream as btcusdt@depth@100ms"):
        client.subscribe("btcusdt@depth", on=print)
    with pytest.raises(ConfigError, match="btcusdt@depth: in SBE it is the same stream"):
        client.book("btcusdt", speed="1000ms")
    client.unsubscribe("btcusdt@depth@100ms")
    client.book("btcusdt", speed="1000ms")


def test_the_key_is_told_to_the_venue_and_to_nobody_else(new_client: Any, demo: DemoAccount) -> None:
    log, written = logging.getLogger("tickwire.websocket"), io.StringIO()
    handler, before = logging.StreamHandler(written), log.level
    log.addHandler(handler)
    log.setLevel(1)
    try:
        client, seen = new_client(encoding="sbe"), list[Any]()
        client.subscribe(tw.Trade, "btcusdt", on=seen.append)
        client.start()
        wait_for(lambda: seen)
        client.stop()
    finally:
        log.removeHandler(handler)
        log.setLevel(before)
    assert demo.api_key not in written.getvalue()
    assert demo.api_key not in repr((client._settings, client._settings.sbe_venue()))


def test_a_message_in_pieces_is_one_message(new_client: Any, venue: Venue) -> None:
    client, seen = new_client(encoding="sbe"), list[Any]()
    client.subscribe(tw.BookTicker, "btcusdt", on=seen.append)
    client.start()
    wait_for(lambda: seen)
    venue.inject(faults.Fragmented(pieces=3), seconds=0.3)
    seen.clear()
    wait_for(lambda: len(seen) > 50)
    assert client.told == []


def test_auto_goes_on_in_json_when_the_key_is_valid_no_more(new_client: Any, venue: Venue) -> None:
    other = demo_account()
    venue.open_account("for a while", key=other.account.keys)
    client, seen = new_client(credentials=credentials(other), lines=2), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", "bttcusdt", on=seen.append)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    book = client.book("btcusdt")
    client.start()
    wait_for(lambda: seen and book.state is BookState.VALID)
    assert set.union(*urls(client).values()) == {venue.sbe_url}
    venue.revoke(other.api_key)
    venue.disconnect_all()
    wait_for(lambda: set.union(*urls(client).values()) == {venue.url})
    seen.clear()
    wait_for(lambda: {trade.symbol for trade in seen} == {"BTCUSDT", "BTTCUSDT"} and book.state is BookState.VALID)
