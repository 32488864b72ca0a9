"""The venue of env="sim"."""

import subprocess

import pytest

import tickwire as tw
from tickwire.client.simulation import SimulatedVenue


def test_the_simulated_venue_needs_no_arguments_and_ends_with_the_client():
    seen = []
    client = tw.Client(env="sim")
    client.subscribe(tw.Trade, "btcusdt", on=seen.append)
    client.run(0.5)
    assert {trade.symbol for trade in seen} == {"BTCUSDT"}
    assert client.stats().connections == 0


def test_a_client_that_runs_again_takes_the_ids_of_the_new_venue_as_they_are():
    ids, gaps, runs = [], [], []
    client = tw.Client(env="sim")
    client.on_gap(gaps.append)

    def on_trade(trade):
        ids.append(trade.trade_id)
        if len(ids) == (10 if runs else 60):
            client.stop()

    client.subscribe(tw.Trade, "btcusdt", on=on_trade)
    for _ in range(2):
        ids.clear()
        client.run(20)
        runs.append(list(ids))
    earlier, later = runs
    assert later == list(range(later[0], later[0] + 10))
    assert later[0] < earlier[-1]
    assert not gaps
    assert client.stats().feed.duplicates == 0


def test_a_book_of_a_client_that_runs_again_is_that_of_the_new_venue(until):
    client, events = tw.Client(env="sim"), []
    client.on_book_event(events.append)
    book = client.book("btcusdt", levels=100, bbo=True)
    with client:
        until(lambda: book.valid and book.stats().updates > 60)
        reached = book.last_update_id
    with client:
        until(lambda: book.valid)
        again = book.last_update_id
    assert 0 < again < reached
    assert [type(event) for event in events] == [tw.BookSynced, tw.BookInvalid] * 2
    assert {event.reason for event in events} == {"snapshot", "stopped"}
    assert (book.stats().restarts, book.stats().ignored) == (0, 0)


def test_interrupted_as_it_starts_it_ends_without_a_word(monkeypatch, capfd):
    started = []

    class Interrupted(subprocess.Popen):
        def __init__(self, *arguments, **more):
            super().__init__(*arguments, **more)
            started.append(self)
            self.stdout.close()
            self.stdout = self

        def readline(self):
            raise KeyboardInterrupt

        def close(self):
            pass

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        SimulatedVenue(has_account=True)
    assert started[0].returncode is not None
    assert capfd.readouterr().err == ""
