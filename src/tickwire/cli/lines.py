"""Messages as coloured lines for people, one function a message; book messages show a ladder."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import click
from rich.cells import cell_len

from .numbers import price, quantity

_COLOUR = {"BUY": "green", "SELL": "red"}
_CHANGES_SHOWN = 3
_BAR = 12
_LONGEST_AGE = 60_000  # ms; whatever is older comes from a recording


def line(message: Any) -> str:
    """What a message says: its time here, instrument, stream and contents."""
    arrived = datetime.fromtimestamp(message.recv_time / 1e9)
    stream = message.stream.rpartition("!")[2] if message.stream.startswith("!") else message.stream.partition("@")[2]
    age = message.age_us / 1000
    symbol = message.symbol + " " * (10 - cell_len(message.symbol))
    return (
        click.style(f"{arrived:%H:%M:%S.%f} ", dim=True)
        + click.style(f"{symbol} ", fg="cyan", bold=True)
        + f"{stream:<13} "
        + _CONTENTS.get(type(message).__name__, repr)(message)
        + (click.style(f"  {age:+.3f} ms", dim=True) if abs(age) < _LONGEST_AGE else "")
    )


def _signed(value: Decimal, text: str) -> str:
    return click.style(text, fg="red" if value < 0 else "green")


def _bid(text: str) -> str:
    return click.style(text, fg="green")


def _ask(text: str) -> str:
    return click.style(text, fg="red")


def _trade(m: Any) -> str:
    side = click.style(f"{m.aggressor:<4}", fg=_COLOUR[m.aggressor], bold=True)
    return f"{side} {click.style(price(m.price_decimal), fg=_COLOUR[m.aggressor])} × {quantity(m.qty_decimal)}"


def _agg_trade(m: Any) -> str:
    fills = m.last_trade_id - m.first_trade_id + 1
    return f"{_trade(m)} in {fills} fill{'s' if fills != 1 else ''}"


def _book_ticker(m: Any) -> str:
    bid, ask = _bid(price(m.bid_price_decimal)), _ask(price(m.ask_price_decimal))
    return f"{quantity(m.bid_qty_decimal)} × {bid} │ {ask} × {quantity(m.ask_qty_decimal)}"


def _kline(m: Any) -> str:
    prices = f"O {price(m.open_price_decimal)} H {price(m.high_price_decimal)} L {price(m.low_price_decimal)}"
    close = _signed(m.close_price_decimal - m.open_price_decimal, f"C {price(m.close_price_decimal)}")
    closed = click.style(" closed", bold=True) if m.is_closed else ""
    return f"{prices} {close} volume {quantity(m.volume_decimal)} in {m.num_trades} trades{closed}"


def _mini_ticker(m: Any) -> str:
    change = m.last_price_decimal - m.open_price_decimal
    low, high = price(m.low_price_decimal), price(m.high_price_decimal)
    return f"{_signed(change, price(m.last_price_decimal))} {low} … {high} volume {quantity(m.volume_decimal)}"


def _ticker(m: Any) -> str:
    percent = m.price_change_percent_decimal
    return f"{_mini_ticker(m)} {_signed(percent, f'{percent:+f} %')} in {m.num_trades:,} trades"


def _avg_price(m: Any) -> str:
    return f"{price(m.price_decimal)} over {m.interval}"


def _reference_price(m: Any) -> str:
    return price(m.reference_price_decimal)


def _shutdown(_: Any) -> str:
    return click.style("the server is about to go down", fg="yellow", bold=True)


def _depth_update(m: Any) -> str:
    ids = f"{m.first_book_update_id}…{m.last_book_update_id}"
    return f"{ids} {_bid('bids')} {_changes(m.bids.decimals())} {_ask('asks')} {_changes(m.asks.decimals())}"


def _changes(levels: Sequence[tuple[Decimal, Decimal]]) -> str:
    """The first changes of one side; a quantity of zero removes the level."""
    shown = [f"{price(p)} {f'× {quantity(q)}' if q else 'gone'}" for p, q in levels[:_CHANGES_SHOWN]]
    more = [f"{len(levels) - _CHANGES_SHOWN} more"] if len(levels) > _CHANGES_SHOWN else []
    return ", ".join(shown + more) or "—"


def _ladder(m: Any) -> str:
    """Offers above, bids below, best prices in the middle; bars in proportion to the quantity."""
    bids, asks = m.bids.decimals(), m.asks.decimals()
    levels = bids + asks
    largest = max((q for _, q in levels), default=Decimal(1)) or Decimal(1)
    widths = max((len(price(p)) for p, _ in levels), default=0), max((len(quantity(q)) for _, q in levels), default=0)

    def rung(level: tuple[Decimal, Decimal], paint: Callable[[str], str]) -> str:
        bar = "█" * math.ceil(_BAR * level[1] / largest)
        return f"{paint(f'{price(level[0]):>{widths[0] + 4}}')}  {quantity(level[1]):>{widths[1]}}  {paint(bar)}"

    rungs = [rung(level, _ask) for level in reversed(asks)] + [rung(level, _bid) for level in bids]
    return "\n".join([f"book as of update {m.book_update_id}", *rungs])


_CONTENTS: dict[str, Callable[[Any], str]] = {
    "AggTrade": _agg_trade,
    "Trade": _trade,
    "BlockTrade": _trade,
    "Kline": _kline,
    "MiniTicker": _mini_ticker,
    "Ticker": _ticker,
    "RollingTicker": _ticker,
    "BookTicker": _book_ticker,
    "AvgPrice": _avg_price,
    "PartialDepth": _ladder,
    "DepthUpdate": _depth_update,
    "ReferencePrice": _reference_price,
    "ServerShutdown": _shutdown,
}
