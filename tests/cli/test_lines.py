"""Messages as lines for people."""

from typing import Any

import click
import pytest

import tickwire
from tickwire.cli.lines import line
from tickwire.feed.dispatch import Dispatch

TRADE = '{{"e":"trade","E":1,"s":"A","t":7,"p":"97308.4700","q":"0.10","T":1,"m":{}}}'


def decoded(stream: str, data: str) -> Any:
    return tickwire.decode(f'{{"stream":"{stream}","data":{data}}}'.encode())


def plain(stream: str, data: str) -> str:
    return click.unstyle(line(decoded(stream, data)))


@pytest.mark.parametrize(("maker", "side", "colour"), [("false", "BUY", "green"), ("true", "SELL", "red")])
def test_a_trade_shows_its_aggressor_in_its_colour(maker: str, side: str, colour: str) -> None:
    text = line(decoded("a@trade", TRADE.format(maker)))
    assert click.style(f"{side:<4}", fg=colour, bold=True) in text
    assert f"{side:<4} 97,308.47 × 0.1" in click.unstyle(text)


def test_columns_stand_below_each_other_whatever_the_script() -> None:
    one = plain("a@trade", TRADE.format("true"))
    other = plain("测试a@trade", TRADE.format("true").replace('"A"', '"测试A"'))
    assert other.index("trade") == one.index("trade") - 2  # each of the two characters is two columns wide


@pytest.mark.parametrize(
    ("stream", "data", "shown"),
    [
        (
            "a@aggTrade",
            '{"e":"aggTrade","E":1,"s":"A","a":1,"p":"2","q":"3","f":4,"l":6,"T":1,"m":false}',
            "BUY  2.00 × 3 in 3 fills",
        ),
        ("a@bookTicker", '{"u":1,"s":"A","b":"1.5","B":"2","a":"1.6","A":"3"}', "2 × 1.50 │ 1.60 × 3"),
        (
            "a@depth",
            '{"e":"depthUpdate","E":1,"s":"A","U":4,"u":9,"b":[["1","2"],["3","0"]],"a":[]}',
            "4…9 bids 1.00 × 2, 3.00 gone asks —",
        ),
        ("a@avgPrice", '{"e":"avgPrice","E":1,"s":"A","i":"5m","w":"25.776","T":1}', "25.776 over 5m"),
        ("a@referencePrice", '{"e":"referencePrice","s":"A","r":null,"t":5}', "referencePrice —"),
        ("!serverShutdown", '{"e":"serverShutdown","E":1}', "about to go down"),
    ],
)
def test_each_kind_says_what_matters(stream: str, data: str, shown: str) -> None:
    assert shown in plain(stream, data)


def test_the_age_of_a_recording_is_no_latency() -> None:
    assert "ms" not in plain("a@trade", TRADE.format("true"))
    dispatch, shown = Dispatch(), []
    dispatch.add("a@trade", tickwire.Trade, lambda trade: shown.append(click.unstyle(line(trade))))
    frame = f'{{"stream":"a@trade","data":{TRADE.format("true")}}}'.encode()
    for recv_time in (3_500_000, 10**15):
        dispatch.forget("a@trade")
        dispatch.on_bytes(frame, recv_time)
    assert shown[0].endswith("+2.500 ms")
    assert "ms" not in shown[1]


def test_a_book_is_a_ladder_with_the_best_prices_in_the_middle() -> None:
    text = plain("a@depth5", '{"lastUpdateId":3,"bids":[["9","1"],["8","4"]],"asks":[["10","2"],["11","1"]]}')
    first, *rungs = text.splitlines()
    assert "update 3" in first
    assert [rung.split()[0] for rung in rungs] == ["11.00", "10.00", "9.00", "8.00"]
    assert [rung.count("█") for rung in rungs] == [3, 6, 3, 12]
