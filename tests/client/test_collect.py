"""`client.stats()`: how lines, streams, shards and books stand, over real sockets and without a run."""

import threading

import msgspec
import pytest

import tickwire as tw
from tickwire.client.collect import _lead
from tickwire.feed.events import LineFigures
from tickwire.sim import Venue

TRADES, QUOTES = "btcusdt@trade", "btcusdt@bookTicker"


def test_a_client_that_never_ran_has_streams_and_nothing_else():
    client = tw.Client(env="sim")
    client.subscribe(TRADES, on=print)
    stats = client.stats()
    (flow,) = stats.by_stream
    assert (flow.stream, flow.lines, flow.messages, flow.silence, flow.is_stale) == (TRADES, (), 0, None, False)
    assert (stats.by_line, stats.by_shard, stats.books, stats.clock, stats.weights) == ((), (), (), None, None)
    assert stats.silence == tw.SilenceStats(stale=0, alive=0, resubscribed=0, replaced=0)


def test_two_lines_share_a_shard_and_the_wins(venue, until):
    client = tw.Client(stream_urls=[venue.url], lines=2, measure=True)
    client.subscribe(TRADES, QUOTES, on=lambda message: None)
    with client:
        until(lambda: sum(line.wins for line in client.stats().by_line) > 100)
        until(lambda: all(flow.messages_per_second for flow in client.stats().by_stream))
        stats = client.stats()
    assert [line.line for line in stats.by_line] == [0, 1]
    assert {line.state for line in stats.by_line} == {"open"}
    assert sum(line.win_share for line in stats.by_line) == pytest.approx(1.0)
    assert all((line.streams, line.active_streams) == (2, 2) for line in stats.by_line)
    (shard,) = stats.by_shard
    assert (shard.streams, shard.lines) == (2, (0, 1))
    trades, quotes = stats.by_stream
    assert (trades.lines, trades.stale_on, trades.gaps) == ((0, 1), (), 0)
    assert trades.last_id > 0
    assert 0 <= trades.age_p50_ns <= trades.age_p99_ns
    assert (quotes.age_p50_ns, quotes.age_p99_ns) == (None, None)  # best prices carry no time


def test_books_are_in_it_and_say_whether_they_are_right(until):
    with Venue(rate=1000.0, api=True) as venue:
        client = tw.Client(stream_urls=[venue.url], api_url=venue.api_url)
        client.book("btcusdt", bbo=True)
        with client:
            until(lambda: client.stats().books[0].is_valid)
            stats = client.stats()
    (book,) = stats.books
    assert (book.symbol, book.state) == ("BTCUSDT", "valid")
    assert book.best_bid < book.best_ask
    assert book.counts.snapshots == 1
    assert (stats.book_totals.books, stats.book_totals.valid) == (1, 1)
    assert stats.clock is not None
    assert 0 < stats.weights.used < stats.weights.limit


def test_without_measure_there_are_no_ages(client, until):
    client.subscribe(TRADES, on=lambda trade: None)
    with client:
        until(lambda: client.stats().by_stream[0].messages > 10)
        assert client.stats().by_stream[0].age_p50_ns is None


def test_a_stream_measured_ends_with_its_last_handler(venue):
    client = tw.Client(stream_urls=[venue.url], measure=True)
    first = client.subscribe(TRADES, on=lambda trade: None)
    second = client.subscribe(TRADES, on=repr)
    dispatch = client._streams.dispatch
    first.unsubscribe()
    assert dispatch.streams() == [TRADES]
    second.unsubscribe()
    assert dispatch.streams() == []


def test_it_may_be_asked_for_from_any_thread_while_streams_come_and_go(client, until):
    failures = []

    def look():
        try:
            for _ in range(200):
                client.stats()
        except Exception as error:
            failures.append(error)

    client.subscribe(TRADES, on=lambda trade: None)
    with client:
        threads = [threading.Thread(target=look) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(10):
            client.subscribe(f"s{number}usdt@trade", on=repr).unsubscribe()
        for thread in threads:
            thread.join()
    assert failures == []


def test_it_is_plain_data(client, until):
    client.subscribe(TRADES, on=lambda trade: None)
    with client:
        until(lambda: client.stats().by_stream[0].messages)
        stats = client.stats()
    assert msgspec.json.decode(msgspec.json.encode(stats), type=tw.ClientStats) == stats


@pytest.mark.parametrize(
    ("leads", "percent", "expected"),
    [
        ((), 50, None),
        ((0, 0, 0), 50, None),
        ((4, 0, 0), 50, 2),
        ((1, 1, 2), 50, 4),
        ((1, 1, 2), 99, 8),
        ((0,) * 10 + (1,), 50, 2048),
    ],
)
def test_a_lead_is_the_end_of_its_step(leads, percent, expected):
    assert _lead(LineFigures(wins=1, copies=1, leads=leads), percent) == expected
    assert _lead(None, percent) is None
