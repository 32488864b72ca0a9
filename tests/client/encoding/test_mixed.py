"""Lines of both encodings: the first copy of each message counts, and what breaks one does not break the other."""

from itertools import pairwise
from typing import Any

import pytest

import tickwire as tw
from tickwire.book import BookState
from tickwire.client import shards
from tickwire.errors import ConnectError
from tickwire.session.twins import Twins
from tickwire.sim import Venue, demo_account, faults

from .conftest import credentials, urls, wait_for
from .door import Door


def test_a_mixed_pair_of_lines_brings_everything_once_whichever_is_first(new_client: Any, venue: Venue) -> None:
    client, ids, quotes = new_client(encoding="mixed", lines=2), list[int](), list[int]()
    book = client.book("btcusdt")
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
    client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: quotes.append(quote.book_update_id))
    client.on_disconnect(lambda event: None)
    client.start()
    wait_for(lambda: len(ids) > 150 and book.state is BookState.VALID)
    found = urls(client)
    assert found["btcusdt@trade"] == found["btcusdt@bookTicker"] == {venue.url, venue.sbe_url}
    assert (found["btcusdt@depth"], found["btcusdt@depth@100ms"]) == ({venue.sbe_url}, {venue.url})
    assert ids == list(range(ids[0], ids[0] + len(ids)))
    assert quotes == sorted(set(quotes))
    assert client.stats().feed.duplicates > 100
    assert client.told == []


def test_of_a_mixed_pair_either_line_alone_goes_on(new_client: Any, venue: Venue) -> None:
    client, ids = new_client(encoding="mixed", lines=2), list[int]()
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    client.start()
    wait_for(lambda: len(ids) > 20)
    for line in (0, 1):
        wait_for(lambda: len(client._runner.lines.opened()) == 2)
        venue.inject(faults.Drop(), line=line)
        so_far = len(ids)
        wait_for(lambda so_far=so_far: len(ids) > so_far + 50)
    assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_the_slower_encoding_is_not_replaced(new_client: Any, venue: Venue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "Twins", lambda: Twins(window=0.1, enough=10))
    client = new_client(encoding="mixed", lines=2)
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: None)
    client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: None)
    client.on_disconnect(lambda event: None)
    client.start()
    wait_for(lambda: len(client._runner.lines.opened()) == 2)
    venue.inject(faults.Delay(0.05), stream="btcusdt@bookTicker")  # its name in JSON
    try:
        (shard,) = client._runner.lines._shards
        wait_for(lambda: shard.twins._replaced_at is not None)
    finally:
        venue.heal()
    assert len(client._runner.lines._handovers) == 0


def by_two_doors(url: str) -> list[str]:
    """One port under two names, as the venue has two ports."""
    return [url, url.replace("127.0.0.1", "localhost")]


@pytest.mark.parametrize("lines", [2, 4])
def test_as_many_lines_speak_one_encoding_as_the_other_however_many_urls_there_are(
    new_client: Any, venue: Venue, lines: int
) -> None:
    client, seen = (
        new_client(
            encoding="mixed",
            lines=lines,
            stream_urls=by_two_doors(venue.url),
            sbe_urls=by_two_doors(venue.sbe_url),
        ),
        list[Any](),
    )
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.on_disconnect(lambda event: None)
    rotations: list[tw.Rotation] = []
    client.on_rotation(rotations.append)
    client.start()
    wait_for(lambda: len(client._runner.lines.opened()) == lines and seen)
    assert [line.is_sbe for line in client._runner.lines].count(True) == lines // 2
    assert client.rotate() == lines
    wait_for(lambda: len(rotations) == lines)
    assert {each.outcome for each in rotations} == {"complete"}
    assert [line.is_sbe for line in client._runner.lines].count(True) == lines // 2


def test_a_book_of_both_is_the_one_that_json_alone_makes(new_client: Any) -> None:
    seen: list[dict[int, Any]] = [{}, {}]
    for encoding, books in zip(("mixed", "json"), seen, strict=True):
        client = new_client(encoding=encoding, lines=2)
        client.on_disconnect(lambda event: None)

        def note(book: tw.Book, books: dict[int, Any] = books) -> None:
            books[book.last_update_id] = book.top(50)

        client.book("btcusdt", audit=20, bbo=True, on=note)
        client.start()
    wait_for(lambda: len(seen[0].keys() & seen[1].keys()) > 20)
    assert all(seen[0][each] == seen[1][each] for each in seen[0].keys() & seen[1].keys())
    assert client.told == []


def test_a_book_goes_on_from_the_other_encoding(new_client: Any, venue: Venue) -> None:
    other = demo_account()
    venue.open_account("of a book", key=other.account.keys)
    client, updates = new_client(encoding="mixed", lines=2, credentials=credentials(other)), list[Any]()
    book = client.book("btcusdt", bbo=True)
    client.subscribe(tw.DepthUpdate, "btcusdt", speed="100ms", on=updates.append)
    client.on_disconnect(lambda event: None)
    client.on_reconnect(lambda event: None)
    client.start()
    told: list[Any] = []
    client.on_book_event(told.append)
    wait_for(lambda: book.state is BookState.VALID and len(updates) > 20)
    venue.revoke(other.api_key)
    venue.inject(faults.Drop(), stream="btcusdt@depth")  # its name in SBE
    wait_for(lambda: book.chain == "second")
    so_far = len(updates)
    wait_for(lambda: len(updates) > so_far + 20)
    assert not [each for each in told if isinstance(each, tw.BookInvalid)]
    assert ("second", "lost") in [(each.chain, each.reason) for each in told if isinstance(each, tw.BookSwitched)]
    ids = [(each.first_book_update_id, each.last_book_update_id) for each in updates]
    assert all(first <= last + 1 <= following for (_, last), (first, following) in pairwise(ids))
    assert all(isinstance(each, tw.ConnectFailed) for each in client.told)


@pytest.mark.parametrize("is_key_refused", [False, True])
def test_a_client_of_both_starts_with_one_of_them(
    new_client: Any, venue: Venue, door: Door, is_key_refused: bool
) -> None:
    if is_key_refused:
        client = new_client(encoding="mixed", lines=2, credentials=credentials(demo_account()))
    else:
        door.shut()
        client = new_client(encoding="mixed", lines=2, sbe_urls=[door.url])
    seen: list[Any] = []
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    book = client.book("btcusdt")
    client.on_disconnect(lambda event: None)
    client.start()
    wait_for(lambda: seen and book.valid and book.chain == "second")
    if not is_key_refused:
        door.reopen()
        wait_for(lambda: book.valid and book.chain == "first")


def test_a_client_of_both_cannot_start_without_what_comes_in_sbe_alone(new_client: Any, door: Door) -> None:
    door.shut()
    client = new_client(encoding="mixed", lines=2, sbe_urls=[door.url])
    client.subscribe(tw.DepthUpdate, "btcusdt", on=print)
    with pytest.raises(ConnectError):
        client.start()
