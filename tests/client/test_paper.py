"""Trading on paper over a market that goes on elsewhere."""

import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import tickwire as tw
from tickwire.errors import ConfigError
from tickwire.session import Stale
from tickwire.sim import DemoAccount, Venue, demo_account, faults


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
    with pytest.raises(ConfigError, match="halt_after"):
        tw.PaperVenue("BTCUSDT", halt_after=-1.0)
    with pytest.raises(ConfigError, match="not started"):
        _ = tw.PaperVenue("BTCUSDT").url


def test_a_venue_that_is_not_there_ends_the_start(market: Venue) -> None:
    market.stop()
    paper = tw.PaperVenue("BTCUSDT", stream_urls=[market.url], api_url=market.api_url)
    with pytest.raises(tw.TickwireError):
        paper.start()
    assert "stopped" in repr(paper)


@pytest.fixture
def halting(market: Venue, demo: DemoAccount, halt_after: float | None) -> Iterator[tw.PaperVenue]:
    there: Any = {"stream_urls": [market.url], "api_url": market.api_url, "accounts": [demo.account]}
    with tw.PaperVenue("BTCUSDT", halt_after=halt_after, **there) as paper:
        yield paper


@pytest.fixture
def trader(halting: tw.PaperVenue, demo: DemoAccount) -> Iterator[tw.Trader]:
    key = tw.load_credentials(demo.api_key, secret=demo.private)
    with tw.Trader(key, api_url=halting.api_url, symbols=["BTCUSDT"]) as trader:
        yield trader


def status_of(paper: tw.PaperVenue) -> str:
    return str(paper.venue._server.status("BTCUSDT"))


def buy(trader: tw.Trader) -> Any:
    return trader.place("BTCUSDT", "BUY", "MARKET", qty="0.001").done.wait(10)


@pytest.mark.parametrize("halt_after", [0.2])
def test_a_symbol_is_halted_while_its_market_is_away(
    market: Venue, halting: tw.PaperVenue, trader: tw.Trader, until: Any
) -> None:
    until(lambda: buy(trader).filled_qty)
    rests = trader.place("BTCUSDT", "BUY", price="50000", qty="0.001")
    rests.ack.wait(10)
    market.inject(faults.RefuseConnect(seconds=1.0))
    market.disconnect_all()
    until(lambda: status_of(halting) == "HALT")
    assert "Market is closed" in str(buy(trader).error)
    trader.cancel(rests).wait(10)
    until(lambda: status_of(halting) == "TRADING", 20.0)
    assert buy(trader).filled_qty == Decimal("0.001")


@pytest.mark.parametrize("halt_after", [0.1])
def test_a_symbol_whose_book_is_silent_is_halted(market: Venue, halting: tw.PaperVenue, until: Any) -> None:
    def went_silent(stream: str) -> None:
        halting.client._runner.call(lambda: halting._silent(Stale(stream, 0, 9.0, 1.0, "silent")))

    market.inject(faults.Mute("btcusdt@depth20@100ms"))
    went_silent("btcusdt@trade")
    time.sleep(0.3)
    assert status_of(halting) == "TRADING"
    went_silent("btcusdt@depth20@100ms")
    until(lambda: status_of(halting) == "HALT")
    market.heal()
    until(lambda: status_of(halting) == "TRADING")


@pytest.mark.parametrize("halt_after", [0.2])
def test_a_connection_over_which_nothing_comes_any_more_is_soon_found_out(
    market: Venue, halting: tw.PaperVenue, until: Any
) -> None:
    market.inject(faults.RefuseConnect(seconds=30.0))
    market.inject(faults.HalfOpen())
    until(lambda: status_of(halting) == "HALT", 8.0)
    market.heal()
    until(lambda: status_of(halting) == "TRADING", 20.0)


@pytest.mark.parametrize("halt_after", [5.0, None])
def test_a_market_that_is_back_soon_or_never_waited_for_is_no_reason_to_halt(
    market: Venue, halting: tw.PaperVenue, trader: tw.Trader, until: Any
) -> None:
    until(lambda: buy(trader).filled_qty)
    market.inject(faults.RefuseConnect(seconds=0.5))
    market.disconnect_all()
    for _ in range(10):
        assert status_of(halting) == "TRADING"
        assert buy(trader).filled_qty == Decimal("0.001")
        time.sleep(0.1)
