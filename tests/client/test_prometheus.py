"""Figures for Prometheus, scraped over loopback."""

import re
import urllib.request

import pytest

import tickwire as tw

pytest.importorskip("prometheus_client")


def url(server) -> str:
    return f"http://127.0.0.1:{server.port}/metrics"


def scraped(server) -> dict[str, float]:
    """Every sample of a scrape, by its name and labels."""
    with urllib.request.urlopen(url(server), timeout=10) as answer:
        text = answer.read().decode()
    return {name: float(value) for name, value in re.findall(r"^(tickwire\S+) (\S+)$", text, re.M)}


def test_a_client_that_does_not_run_has_figures_too():
    client = tw.Client(env="sim")
    client.subscribe(tw.Trade, "btcusdt", on=print)
    with tw.serve_metrics(client, port=0) as server:
        found = scraped(server)
    assert (found["tickwire_streams"], found["tickwire_connections"], found["tickwire_frames_total"]) == (1, 0, 0)


def test_lines_and_streams_are_told_apart_by_labels(venue, until):
    client = tw.Client(stream_urls=[venue.url], lines=2, measure=True)
    client.subscribe(tw.Trade, "btcusdt", "ethusdt", on=lambda trade: None)
    with client, tw.serve_metrics(client, port=0) as server:
        until(lambda: scraped(server).get('tickwire_stream_messages_total{stream="btcusdt@trade"}'))
        found = scraped(server)
    assert found[f'tickwire_line_open{{line="1",url="{venue.url}"}}'] == 1
    assert found['tickwire_stream_stale{stream="ethusdt@trade"}'] == 0
    assert found['tickwire_stream_age_seconds{quantile="0.99",stream="btcusdt@trade"}'] >= 0
    assert found["tickwire_gaps_total"] == 0
    assert found["tickwire_frames_total"] > 0


def test_books_of_one_symbol_are_told_apart_by_what_they_were_asked_for_with():
    client = tw.Client(env="sim")
    client.book("btcusdt", levels=100)
    client.book("btcusdt", levels=100, bbo=True)
    client.book("btcusdt", levels=1000, speed="1000ms", audit=5)
    with tw.serve_metrics(client, port=0) as server, urllib.request.urlopen(url(server), timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    assert sorted(line for line in lines if line.startswith("tickwire_book_valid")) == [
        'tickwire_book_valid{audit="",bbo="false",levels="100",speed="100ms",symbol="BTCUSDT"} 0.0',
        'tickwire_book_valid{audit="",bbo="true",levels="100",speed="100ms",symbol="BTCUSDT"} 0.0',
        'tickwire_book_valid{audit="5",bbo="false",levels="1000",speed="1000ms",symbol="BTCUSDT"} 0.0',
    ]


def test_counters_are_called_so():
    from prometheus_client.core import CounterMetricFamily

    for family in tw.MetricsCollector(tw.Client(env="sim")).collect():
        assert family.documentation
        assert isinstance(family, CounterMetricFamily) == (family.type == "counter")


def test_an_endpoint_that_is_closed_answers_no_more():
    server = tw.serve_metrics(tw.Client(env="sim"), port=0)
    server.close()
    server.close()
    with pytest.raises(OSError, match="refused"):
        scraped(server)


def test_a_port_that_is_taken_is_an_error():
    client = tw.Client(env="sim")
    with tw.serve_metrics(client, port=0) as server, pytest.raises(OSError, match="in use"):
        tw.serve_metrics(client, port=server.port)
