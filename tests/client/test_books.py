"""Books of a running client, against a simulated venue and against snapshots that a test writes."""

import threading
import time

import pytest

import tickwire as tw
from tickwire.book import BookState
from tickwire.errors import ConfigError
from tickwire.feed.events import HandlerError
from tickwire.session import Alive, Stale
from tickwire.sim import Venue
from tickwire.sim.faults import Drop, IdRestart, Mute, OldSnapshot, Skip
from tickwire.sim.instruments import INSTRUMENTS

from .scripted_api import ScriptedApi


@pytest.fixture
def keeping(venue):
    """A running client of a venue with a WebSocket API, and what it reported of its books."""
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    client.events = []
    client.on_book_event(client.events.append)
    client.on_error(client.events.append)
    with client:
        yield client


def test_a_book_becomes_valid_and_stays_with_the_venue(keeping, until):
    updates = []
    book = keeping.book("BTCUSDT", levels=1000, bbo=True, audit=20, on=updates.append)
    until(lambda: book.valid and len(updates) > 3 and book.stats().audits > 3)
    bid, ask, *_ = book.bbo
    assert bid.price < ask.price
    assert updates[0] is book
    assert book.stats().drifts == book.stats().gaps == 0
    [synced] = keeping.events
    assert (type(synced), synced.reason) == (tw.BookSynced, "snapshot")
    assert keeping.subscriptions() == ["btcusdt@depth@100ms", "btcusdt@bookTicker", "btcusdt@depth20@100ms"]


def test_an_exception_of_a_callback_is_told_and_the_book_goes_on(keeping, until):
    def fails(book):
        raise ValueError(book.symbol)

    book = keeping.book("btcusdt", levels=100, on=fails)
    until(lambda: book.valid and book.stats().handler_errors > 2)
    failure = next(event for event in keeping.events if isinstance(event, HandlerError))
    assert (failure.stream, str(failure.error)) == ("btcusdt@depth@100ms", "BTCUSDT")
    assert "fails" in failure.handler


def test_what_is_no_exception_ends_the_run_and_comes_out_of_it(venue):
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)

    def stop(book):
        raise SystemExit(3)

    client.book("btcusdt", levels=100, on=stop)
    with pytest.raises(SystemExit):
        client.run(seconds=20)


def test_the_same_arguments_give_the_same_book(keeping):
    book = keeping.book("btcusdt", levels=100)
    assert keeping.book("BTCUSDT", levels=100) is book
    assert keeping.book("btcusdt", levels=500) is not book
    assert keeping.book("btcusdt", levels=100, speed="1000ms") is not book


def test_a_book_may_be_wanted_before_the_client_runs(venue, until):
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    book = client.book("btcusdt", levels=100)
    assert book.state is BookState.EMPTY
    for _ in range(2):
        with client:
            until(lambda: book.valid)
        assert not book.valid


def test_a_book_is_not_valid_while_its_stream_is_interrupted_and_comes_back_by_itself(keeping, venue, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    venue.inject(Drop())
    until(lambda: len(keeping.events) >= 3 and book.valid)
    lost, synced = keeping.events[1:3]
    assert (type(lost), lost.reason) == (tw.BookInvalid, "lost")
    assert type(synced) is tw.BookSynced


def test_a_book_that_missed_a_message_says_so_and_starts_anew(keeping, venue, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    venue.inject(Skip("btcusdt@depth@100ms"))
    until(lambda: len(keeping.events) >= 3 and book.valid)
    broken, synced = keeping.events[1:3]
    assert (type(broken), broken.reason, type(synced)) == (tw.BookInvalid, "gap", tw.BookSynced)
    assert book.stats().gaps == 1


@pytest.mark.parametrize("has_bbo", [True, False])
def test_a_book_is_invalid_as_soon_as_ids_begin_anew_and_is_built_from_those(keeping, venue, until, has_bbo):
    book = keeping.book("btcusdt", levels=100, bbo=has_bbo)
    keeping.on_gap(keeping.events.append)
    until(lambda: book.valid and book.stats().updates)
    before = book.last_update_id
    venue.inject(IdRestart("BTCUSDT"))
    until(lambda: any(isinstance(event, tw.Gap) for event in keeping.events))
    told = [(type(event), event.reason) for event in keeping.events]
    assert told[1:3] == [(tw.BookInvalid, "restarted"), (tw.Gap, "restarted")]
    until(lambda: book.valid and book.last_update_id < before and book.stats().updates)


def test_a_book_whose_stream_is_mute_while_best_prices_go_on_is_not_valid(keeping, venue, until):
    book = keeping.book("btcusdt", levels=100, bbo=True)
    until(lambda: book.valid and book.stats().updates)
    venue.inject(Mute("btcusdt@depth@100ms"))
    until(lambda: not book.valid)
    assert keeping.events[-1].reason == "behind"
    assert book.stale_since == book.recv_time > 0
    venue.heal()
    until(lambda: book.valid)


def test_of_a_silent_stream_the_venue_is_asked_whether_anything_happened(keeping, venue, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid and book.stats().updates)
    venue.inject(Mute("btcusdt@depth@100ms"))
    before = book.stats().updates
    silent = Stale("btcusdt@depth@100ms", 0, 5.0, 4.0, "silent")
    keeping._in_own_thread(lambda: keeping._books.stream_told(silent))
    until(lambda: not book.valid)
    assert (keeping.events[-1].reason, book.stats().updates - before < 20) == ("behind", True)


def test_of_a_stream_that_is_silent_on_one_line_nothing_is_asked(keeping, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    kept = next(iter(keeping._books._kept.values()))
    for event, is_doubted in (
        (Stale(kept.diffs, 0, 5.0, 4.0, "behind"), False),
        (Stale("btcusdt@trade", 0, 5.0, 4.0, "silent"), False),
        (Stale(kept.diffs, None, 5.0, 4.0, "silent"), True),
        (Alive(kept.diffs, 0, 5.0), False),
    ):
        told = keeping._in_own_thread(lambda event=event: (keeping._books.stream_told(event), kept.doubt_at))
        assert (told[1] is not None) == is_doubted
    assert book.valid


def test_a_snapshot_that_was_asked_for_before_a_loss_is_not_taken(venue, until):
    release, answers = threading.Event(), []

    def depth(_):
        answers.append(1)
        if len(answers) > 1:
            return {"status": 503, "error": {"code": -1000, "msg": "not now"}}
        release.wait(5)
        return {"result": {"lastUpdateId": 10**15, "bids": [["1.00", "1"]], "asks": [["2.00", "1"]]}}

    with ScriptedApi(depth=depth) as scripted:
        client = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url)
        reconnects = []
        client.on_error(lambda _: None)
        client.on_reconnect(reconnects.append)
        with client:
            book = client.book("btcusdt", levels=100)
            until(lambda: scripted.asked("depth"))
            venue.inject(Drop())
            until(lambda: reconnects)
            release.set()
            until(lambda: len(answers) > 1 and book.stats().snapshots_failed)
            assert (book.valid, book.stats().snapshots) == (False, 0)


def test_a_client_that_stops_warns_of_nothing(venue, until, caplog):
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    book = client.book("btcusdt", levels=100)
    with client:
        until(lambda: book.valid)
    assert not book.valid
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
    assert book.stats().losses == 0


def test_a_snapshot_older_than_the_stream_is_asked_for_again(keeping, venue, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    venue.inject(OldSnapshot(replies=1))
    until(lambda: book.stats().updates > 3)
    venue.inject(Skip("btcusdt@depth@100ms"))
    until(lambda: any(isinstance(event, tw.SnapshotRefused) for event in keeping.events) and book.valid)
    assert book.stats().snapshots_old == 1


def test_a_book_that_nobody_wants_is_fed_no_more(keeping, until, venue):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    keeping.unsubscribe(book)
    assert not book.valid
    assert keeping.subscriptions() == []
    assert keeping.book("btcusdt", levels=100) is not book


def test_a_book_whose_stream_is_unsubscribed_by_name_is_not_valid(keeping, until):
    book = keeping.book("btcusdt", levels=100)
    until(lambda: book.valid)
    keeping.unsubscribe("btcusdt@depth@100ms")
    until(lambda: not book.valid)
    assert keeping.book("btcusdt", levels=100) is not book


def test_a_book_needs_to_know_where_the_api_is(venue):
    with pytest.raises(ConfigError, match=r"book: .* give its URL, api_url"):
        tw.Client(stream_urls=[venue.url]).book("btcusdt")


@pytest.mark.parametrize(
    ("arguments", "words"), [({"levels": 0}, "levels=0"), ({"audit": 7}, "levels"), ({"speed": "10ms"}, "speed")]
)
def test_arguments_that_cannot_be_are_refused(venue, arguments, words):
    client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
    with pytest.raises(ConfigError, match=words):
        client.book("btcusdt", **arguments)
    assert client.subscriptions() == []


def test_an_unknown_symbol_is_reported_and_leaves_the_others_alone(keeping, until):
    unknown, known = keeping.book("nosuch", levels=100), keeping.book("btcusdt", levels=100)
    until(lambda: known.valid and any(isinstance(event, tw.RequestFailed) for event in keeping.events))
    [failed] = [event for event in keeping.events if isinstance(event, tw.RequestFailed)][:1]
    assert failed.error.code == -1121
    assert not unknown.valid


def test_snapshots_wait_for_the_budget_and_say_so(venue, until):
    release = threading.Event()

    def depth(_):
        release.wait(5)
        return {"status": 429, "error": {"code": -1003, "msg": "Too much request weight used"}}

    with ScriptedApi(depth=depth) as scripted:
        client = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url)
        client.on_error(lambda _: None)
        symbols = ("btcusdt", "ethusdt", "bnbusdt")
        with client:
            for symbol in symbols:
                client.book(symbol, levels=5000)
            until(lambda: scripted.asked("depth"))
            assert {params["limit"] for params in scripted.asked("depth")} == {5000}
            release.set()
            until(lambda: client._books.stats().snapshots_waiting == len(symbols))
            stats = client._books.stats()
            assert (stats.books, stats.valid) == (3, 0)
            assert 30 < stats.wait < 130


def test_many_books_start_out_of_one_budget_without_a_refusal(until):
    with Venue(rate=500) as venue:
        client, errors = tw.Client(stream_urls=[venue.url], api_url=venue.api_url), []
        client.on_error(errors.append)
        symbols = [instrument.symbol for instrument in INSTRUMENTS]
        with client:
            books = [client.book(symbol, levels=100) for symbol in symbols]
            until(lambda: all(book.valid for book in books), 20)
            budget = client._runner.api.requests.budget.stats(time.time_ns())
        assert budget.used <= budget.limit
        assert not errors


def test_a_snapshot_that_is_none_is_reported_and_asked_for_again(venue, until):
    with ScriptedApi(depth=lambda _: {"result": {"lastUpdateId": "x"}}) as scripted:
        client, errors = tw.Client(stream_urls=[venue.url], api_url=scripted.api_url), []
        client.on_error(errors.append)
        with client:
            book = client.book("btcusdt")
            until(lambda: len(scripted.asked("depth")) >= 2)
            assert not book.valid
    assert {type(event.error) for event in errors} == {tw.DecodeError}
