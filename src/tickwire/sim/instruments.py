"""What the synthetic market trades. Prices and quantities are integers in units of 1e-8, as the venue prints them."""

from __future__ import annotations

import random

import msgspec

SCALE = 10**8


class Instrument(msgspec.Struct, frozen=True):
    """One symbol: its smallest price and quantity steps, the price it opens at, and the size of a common order.

    `spacing` is the widest gap between neighbouring levels of the opening book, in ticks.
    """

    symbol: str
    price: int
    tick: int
    lot: int
    order_size: int
    spacing: int = 3

    @property
    def stream_prefix(self) -> str:
        """The symbol as stream names write it."""
        return self.symbol.lower()


INSTRUMENTS = (
    Instrument("BTCUSDT", price=97308_47000000, tick=1000000, lot=1000, order_size=20000000, spacing=40),
    Instrument("ETHUSDT", price=2683_80000000, tick=1000000, lot=10000, order_size=2_00000000, spacing=10),
    Instrument("BNBBTC", price=965000, tick=100, lot=100000, order_size=3_00000000),
    # Far below a satoshi in value: quantities outgrow an int64 of 1e-8 units.
    Instrument("BTTCUSDT", price=41, tick=1, lot=SCALE, order_size=10**12 * SCALE, spacing=1),
    Instrument("测试币USDT", price=53210000, tick=10000, lot=10000000, order_size=500_00000000),
)

_KNOWN = {instrument.symbol: instrument for instrument in INSTRUMENTS}


def instrument(symbol: str | Instrument) -> Instrument:
    """Look an instrument up by its symbol; an unknown symbol gets plausible figures that depend on its name alone."""
    if isinstance(symbol, Instrument):
        return symbol
    symbol = symbol.upper()
    if known := _KNOWN.get(symbol):
        return known
    rng = random.Random(symbol)
    tick = 10 ** rng.randint(2, 6)
    return Instrument(
        symbol,
        price=tick * rng.randint(2_000, 90_000),
        tick=tick,
        lot=10 ** rng.randint(3, 8),
        order_size=10 ** rng.randint(9, 11),
    )
