"""Books of a client in both encodings: kept by changes in SBE, compared with those in JSON, kept by these at need."""

from collections.abc import Iterator
from typing import Any

import pytest

import tickwire as tw
from tickwire.sim import DemoAccount, Venue, faults

from .conftest import credentials, urls, wait_for

SBE, JSON = "btcusdt@depth", "btcusdt@depth@100ms"


@pytest.fixture
def venue(demo: DemoAccount) -> Iterator[Venue]:
    with Venue(symbols=["BTCUSDT"], rate=300, accounts=[demo.account]) as venue:
        yield venue


@pytest.fixture
def client(venue: Venue, demo: DemoAccount) -> Iterator[Any]:
    """A running client; `told` are the events of its books."""
    made: Any = tw.Client(
        stream_urls=[venue.url],
        sbe_urls=[venue.sbe_url],
        api_url=venue.api_url,
        credentials=credentials(demo),
        encoding="mixed",
        lines=2,
    )
    made.told = []
    made.on_book_event(made.told.append)
    for hook in (made.on_error, made.on_gap, made.on_disconnect, made.on_reconnect, made.on_stale, made.on_alive):
        hook(lambda event: None)
    with made:
        yield made


@pytest.fixture
def book(client: Any) -> tw.Book:
    """A valid book that has been compared."""
    kept: tw.Book = client.book("btcusdt")
    wait_for(lambda: kept.valid and kept.stats().audits > 2)
    assert [type(event) for event in client.told] == [tw.BookSynced]
    client.told.clear()
    return kept


def switches(client: Any) -> list[tuple[str, str]]:
    return [(event.chain, event.reason) for event in client.told if isinstance(event, tw.BookSwitched)]


def test_a_book_goes_by_sbe_and_is_compared_with_json_all_the_time(client: Any, book: tw.Book) -> None:
    assert set(client.subscriptions()) == {SBE, JSON}
    updates, audits = book.stats().updates, book.stats().audits
    wait_for(lambda: book.stats().audits > audits + 5)
    assert book.stats().updates - updates > 2 * (book.stats().audits - audits)  # 20 ms against 100 ms
    assert (book.chain, book.stats().drifts, client.told) == ("first", 0, [])


@pytest.mark.parametrize("stream", [SBE, JSON])
def test_a_wrong_level_in_either_chain_is_found_and_the_book_made_anew(
    client: Any, book: tw.Book, venue: Venue, stream: str
) -> None:
    venue.inject(faults.WrongLevel(stream, messages=None))
    wait_for(lambda: any(isinstance(event, tw.BookDrift) for event in client.told))
    drift, invalid = client.told[:2]
    assert (drift.source, drift.side, invalid.reason) == ("other chain", "bids", "drift")
    assert drift.book_level != drift.other_level
    venue.heal()
    audits = book.stats().audits
    wait_for(lambda: book.valid and book.stats().audits > audits + 3)


def test_ids_missing_in_sbe_are_filled_from_json_and_the_book_stays_valid(
    client: Any, book: tw.Book, venue: Venue
) -> None:
    venue.inject(faults.Skip(SBE, messages=3))
    wait_for(lambda: ("first", "back") in switches(client))
    assert switches(client)[0] == ("second", "gap")
    assert not [event for event in client.told if isinstance(event, tw.BookInvalid)]
    assert (book.valid, book.chain, book.stats().gaps) == (True, "first", 0)


def test_changes_in_sbe_that_fall_silent_are_stood_in_for_and_take_over_when_they_are_back(
    client: Any, book: tw.Book, venue: Venue
) -> None:
    venue.inject(faults.Mute(SBE))
    wait_for(lambda: ("second", "behind") in switches(client))
    updates = book.stats().updates
    wait_for(lambda: book.stats().updates > updates + 3)
    assert book.valid
    venue.heal()
    wait_for(lambda: switches(client)[-1:] == [("first", "back")])
    assert not [event for event in client.told if isinstance(event, tw.BookInvalid)]


def test_connections_in_sbe_that_are_lost_cost_a_book_nothing(client: Any, book: tw.Book, venue: Venue) -> None:
    venue.inject(faults.RefuseConnect(seconds=60.0))
    venue.inject(faults.Drop(), stream=SBE)
    wait_for(lambda: switches(client) == [("second", "lost")])
    updates = book.stats().updates
    wait_for(lambda: book.stats().updates > updates + 3)
    assert book.valid
    venue.heal()
    wait_for(lambda: switches(client)[-1:] == [("first", "back")])
    assert not [event for event in client.told if isinstance(event, tw.BookInvalid)]


def test_the_users_own_changes_come_in_the_encoding_of_their_name(client: Any, venue: Venue) -> None:
    seen: dict[str, list[Any]] = {SBE: [], JSON: []}
    for name, kept in seen.items():
        client.subscribe(name, on=kept.append)
    wait_for(lambda: all(len(kept) > 3 for kept in seen.values()))
    found = urls(client)
    assert (found[SBE], found[JSON]) == ({venue.sbe_url}, {venue.url})
