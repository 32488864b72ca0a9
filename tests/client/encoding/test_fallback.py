"""With "auto" a stream comes in JSON where SBE is not to be had, and in SBE again when it is."""

import time
from typing import Any

import pytest

import tickwire as tw
from tickwire.book import BookState
from tickwire.client import fallback
from tickwire.errors import ConnectionRefused, RequestError
from tickwire.session.handover import Handover
from tickwire.sim import Venue, faults

from .conftest import urls, wait_for
from .door import Door


def by_door(new_client: Any, door: Door, lines: int = 1) -> Any:
    client = new_client(sbe_urls=[door.url], lines=lines)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    client.rotations = []
    client.on_rotation(client.rotations.append)
    return client


@pytest.mark.parametrize("lines", [1, 2])
def test_streams_come_in_json_while_sbe_is_away_and_return_without_a_hole(
    new_client: Any, venue: Venue, door: Door, lines: int
) -> None:
    client, ids = by_door(new_client, door, lines), list[int]()
    book = client.book("btcusdt")
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
    client.start()
    wait_for(lambda: ids and book.state is BookState.VALID)
    door.shut()
    wait_for(lambda: book.state is not BookState.VALID)
    wait_for(lambda: book.state is BookState.VALID)
    so_far = len(ids)
    wait_for(lambda: len(ids) > so_far + 20)
    gaps = client.stats().feed.gaps  # those of the time before the stand-in
    door.reopen()
    wait_for(lambda: len(client.rotations) == lines)
    assert {(each.reason, each.outcome) for each in client.rotations} == {("encoding", "complete")}
    wait_for(lambda: set.union(*urls(client).values()) == {door.url})
    so_far = len(ids)
    wait_for(lambda: len(ids) > so_far + 20)
    assert client.stats().feed.gaps == gaps
    assert ids == sorted(set(ids))
    assert len(client._runner.lines.lines()) == lines


def test_a_stand_in_brings_its_streams_until_they_can_be_handed_over(
    new_client: Any, venue: Venue, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(Handover.__init__.__kwdefaults__, "grace", 0.1)
    monkeypatch.setitem(Handover.__init__.__kwdefaults__, "mute_after", 0.5)
    client, seen = by_door(new_client, door), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.start()
    wait_for(lambda: seen)
    door.shut()
    wait_for(lambda: any(not line.is_sbe and line.is_open for line in client._runner.lines))
    closed = venue.stats().closed.get("client closed", 0)
    venue.inject(faults.Mute("btcusdt@trade"), connection=venue.stats().connections + 1)
    try:
        door.reopen()
        wait_for(lambda: [each.outcome for each in client.rotations] == ["failed"])
        seen.clear()
        wait_for(lambda: len(seen) > 20)
    finally:
        venue.heal()
    wait_for(lambda: client.rotations[-1].outcome == "complete")
    wait_for(lambda: urls(client) == {"btcusdt@trade": {door.url}})
    wait_for(lambda: venue.stats().closed.get("client closed", 0) == closed + 1)  # not cut


def test_streams_come_in_json_as_soon_as_sbe_does_not_answer(new_client: Any, venue: Venue) -> None:
    client, seen = new_client(ping_after=0.3, pong_within=6.0), list[Any]()
    client.rotations = []
    client.on_rotation(client.rotations.append)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.start()
    wait_for(lambda: seen)
    venue.inject(faults.HalfOpen(), connection=venue.stats().connections)
    time.sleep(0.2)
    seen.clear()
    wait_for(lambda: seen, 4.0)
    assert urls(client) == {"btcusdt@trade": {venue.url, venue.sbe_url}}
    wait_for(lambda: client.rotations)
    assert [(each.reason, each.outcome) for each in client.rotations] == [("encoding", "complete")]
    wait_for(lambda: urls(client) == {"btcusdt@trade": {venue.sbe_url}})
    venue.heal()


def test_sbe_that_is_away_at_the_start_is_taken_when_it_is_there(new_client: Any, venue: Venue, door: Door) -> None:
    door.shut()
    client, seen = by_door(new_client, door, 2), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.start()
    wait_for(lambda: seen)
    assert venue.url in urls(client)["btcusdt@trade"]
    door.reopen()
    wait_for(lambda: urls(client) == {"btcusdt@trade": {door.url}})
    seen.clear()
    wait_for(lambda: seen)


def test_a_venue_that_is_away_in_both_encodings_cannot_be_started_at(new_client: Any) -> None:
    client = new_client(stream_urls=["ws://127.0.0.1:1"], sbe_urls=["ws://127.0.0.1:2"])
    client.subscribe(tw.Trade, "btcusdt", on=print)
    with pytest.raises(ConnectionRefused):
        client.start()


def test_what_is_subscribed_while_sbe_is_away_comes_and_one_set_of_lines_stands_in(
    new_client: Any, venue: Venue, door: Door
) -> None:
    client, seen = by_door(new_client, door), set[str]()
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: seen.add("first"))
    client.start()
    door.shut()
    seen.clear()
    wait_for(lambda: "first" in seen)
    for kind in (tw.Trade, tw.BookTicker, tw.DepthUpdate):
        client.subscribe(kind, "bttcusdt", on=lambda message, kind=kind: seen.add(kind.__name__))
        wait_for(lambda kind=kind: kind.__name__ in seen)
    assert len(client._runner.lines.lines()) == 2
    client.unsubscribe("btcusdt@trade")
    for name in client.subscriptions():
        client.unsubscribe(name)
    wait_for(lambda: len(client._runner.lines.lines()) == 1)


def test_a_stand_in_that_is_cut_is_put_in_its_place_again(new_client: Any, venue: Venue, door: Door) -> None:
    client, seen = by_door(new_client, door), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.start()
    door.shut()
    for _ in range(2):
        wait_for(lambda: any(not line.is_sbe and line.is_open for line in client._runner.lines))
        venue.disconnect_all()
        seen.clear()
        wait_for(lambda: seen)


def test_a_cut_is_no_reason_to_leave_sbe(new_client: Any, venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "LOOK", 0.005)
    client, seen = new_client(lines=2), list[Any]()
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    client.start()
    for _ in range(3):
        wait_for(lambda: seen)
        venue.disconnect_all()
        seen.clear()
    wait_for(lambda: seen)
    assert urls(client) == {"btcusdt@trade": {venue.sbe_url}}


@pytest.mark.parametrize("lines", [1, 2])
def test_a_stream_that_is_refused_in_sbe_comes_in_json(new_client: Any, venue: Venue, lines: int) -> None:
    client, seen = new_client(lines=lines), set[str]()
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: seen.add("trade"))
    client.start()
    wait_for(lambda: len(client._runner.lines.opened()) == lines)
    venue.inject(faults.WrongAck(), stream="btcusdt@trade")
    try:
        client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: seen.add("quote"))
    finally:
        venue.heal()
    wait_for(lambda: seen == {"trade", "quote"})
    assert urls(client) == {"btcusdt@trade": {venue.sbe_url}, "btcusdt@bookTicker": {venue.url}}
    assert [type(each.error) for each in client.told] == [RequestError] * lines


def test_with_sbe_alone_a_refusal_is_one(new_client: Any, venue: Venue) -> None:
    client = new_client(encoding="sbe")
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: None)
    client.start()
    venue.inject(faults.WrongAck(), stream="btcusdt@trade")
    try:
        with pytest.raises(RequestError):
            client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: None)
    finally:
        venue.heal()
