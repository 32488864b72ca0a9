"""Trading on paper over a market that goes on elsewhere."""

import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.errors import ConfigError
from tickwire.sim import DemoAccount, Venue, demo_account


@pytest.fixture
def market() -> Iterator[Venue]:
    """What stands for the real venue."""
    with Venue(symbols=["BTCUSDT", "ETHUSDT"], rate=400) as venue:
        yield venue


@pytest.fixture
def demo() -> DemoAccount:
    return demo_account("hmac")


@pytest.fixture
def paper(market: Venue, demo: DemoAccount) -> Iterator[tw.PaperVenue]:
    with tw.PaperVenue(
        "btcusdt", "ETHUSDT", stream_urls=[market.url], api_url=market.api_url, accounts=[demo.account]
    ) as paper:
        yield paper


def prices(quote: tw.BookTicker) -> tuple[float, ...]:
    return quote.bid_price, quote.bid_qty, quote.ask_price, quote.ask_qty


def test_messages_are_passed_on_word_for_word(market: Venue, paper: tw.PaperVenue, until: Any) -> None:
    real, passed = {}, {}
    source = tw.Client(stream_urls=[market.url])
    source.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: real.update({quote.book_update_id: quote}))
    client = tw.Client(stream_urls=[paper.url])
    client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: passed.update({quote.book_update_id: quote}))
    with source, client:
        until(lambda: len(set(real) & set(passed)) > 20)
    common = set(real) & set(passed)
    assert [prices(real[n]) for n in common] == [prices(passed[n]) for n in common]


def test_orders_trade_at_the_prices_of_the_market(paper: tw.PaperVenue, demo: DemoAccount, until: Any) -> None:
    client, quoted = tw.Client(stream_urls=[paper.url], api_url=paper.api_url), threading.Event()
    trader = tw.Trader(
        tw.load_credentials(demo.api_key, secret=demo.private), client=client, symbols=["BTCUSDT", "ETHUSDT"]
    )
    seen: list[Any] = []
    client.subscribe(tw.BookTicker, "btcusdt", on=lambda quote: (seen.append(quote), quoted.set()))
    with trader:
        assert quoted.wait(10)
        bought = trader.place("BTCUSDT", "BUY", "MARKET", qty="0.001").done.wait(10)
        rests = trader.place("BTCUSDT", "BUY", price="50000", qty="0.001")
        assert rests.ack.wait(10).is_over is False
        trader.cancel(rests).wait(10)
    assert bought.filled_qty == Decimal("0.001")
    assert abs(float(bought.average_price) - seen[-1].ask_price) / seen[-1].ask_price < 0.05


def test_what_the_venue_says_of_its_symbols_holds_here(market: Venue, paper: tw.PaperVenue) -> None:
    asked = {"symbols": ["BTCUSDT", "ETHUSDT"]}
    with tw.Client(stream_urls=[market.url], api_url=market.api_url) as real:
        there = real.request("exchangeInfo", asked).wait()["symbols"]
    with tw.Client(stream_urls=[paper.url], api_url=paper.api_url) as client:
        here = client.request("exchangeInfo", asked).wait()["symbols"]
    for one, other in zip(there, here, strict=True):
        rules = [{each["filterType"]: each for each in symbol["filters"]} for symbol in (one, other)]
        for name in ("PRICE_FILTER", "LOT_SIZE"):
            assert rules[0][name] == rules[1][name]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ConfigError, match="symbols"):
        tw.PaperVenue()
    with pytest.raises(ConfigError, match="not started"):
        _ = tw.PaperVenue("BTCUSDT").url


def test_a_venue_that_is_not_there_ends_the_start(market: Venue) -> None:
    market.stop()
    paper = tw.PaperVenue("BTCUSDT", stream_urls=[market.url], api_url=market.api_url)
    with pytest.raises(tw.TickwireError):
        paper.start()
    assert "stopped" in repr(paper)
