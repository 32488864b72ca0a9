"""What the synthetic market trades. Prices and quantities are integers in units of 1e-8, as the venue prints them."""

from __future__ import annotations

import random

import msgspec

SCALE = 10**8
# The common order of a symbol that nothing else is known of is so many of its smallest steps.
LOTS = 1000
_QUOTES = ("USDT", "USDC", "FDUSD", "TUSD", "BTC", "ETH", "BNB", "EUR", "TRY")


def units(text: str) -> int:
    """Decimal text in units of 1e-8. Raises ValueError for what is no number, or one below zero."""
    whole, _, fraction = text.partition(".")
    if not (text.isascii() and whole.isdigit() and (not fraction or fraction.isdigit())):
        raise ValueError(f"no amount: {text!r:.60}")
    return int(whole) * SCALE + int(fraction[:8].ljust(8, "0"))


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of a symbol. Amounts and multipliers are units of 1e-8, trailing deltas basis points.

    None leaves a filter out; without `max_notional` there is the older MIN_NOTIONAL. Quantities that MARKET orders may
    have are those of all orders unless given. The least value may apply to MARKET orders, the greatest does not.
    """

    min_price: int
    max_price: int
    min_qty: int
    max_qty: int
    market_min_qty: int = 0
    market_max_qty: int = 0
    # Of the reference price: what a buyer may bid up and down to, and a seller ask; or both alike.
    percent_price_by_side: tuple[int, int, int, int] | None = (5 * SCALE, SCALE // 5, 5 * SCALE, SCALE // 5)
    percent_price: tuple[int, int] | None = None
    min_notional: int
    max_notional: int | None = None
    applies_to_market: bool = True
    iceberg_parts: int = 100
    trailing_delta: tuple[int, int, int, int] = (10, 2000, 10, 2000)
    max_num_orders: int = 200
    max_num_algo_orders: int = 5
    max_num_iceberg_orders: int | None = None
    max_num_order_amends: int = 10
    max_num_order_lists: int = 20
    max_position: int | None = None


class ExchangeRules(msgspec.Struct, frozen=True, kw_only=True):
    """The filters of the exchange: what an account may have open on all symbols together; None leaves one out.

    `max_assets` is how much of an asset one order may move, in units of 1e-8; accounts are told of it by `myFilters`.
    """

    max_num_orders: int | None = None
    max_num_algo_orders: int | None = None
    max_num_iceberg_orders: int | None = None
    max_num_order_lists: int | None = None
    max_assets: dict[str, int] = {}


class Instrument(msgspec.Struct, frozen=True):
    """One symbol: its smallest price and quantity steps, the price it opens at, and the size of a common order.

    `spacing` is the widest gap between neighbouring levels of the opening book, in ticks. `rules` are what orders
    must keep to, `assets` what is traded and what for; left out, both follow from the rest.
    """

    symbol: str
    price: int
    tick: int
    lot: int
    order_size: int
    spacing: int = 3
    rules: Rules | None = None
    assets: tuple[str, str] | None = None

    @property
    def quote_asset(self) -> str:
        """What prices are in."""
        if self.assets is not None:
            return self.assets[1]
        return next((each for each in _QUOTES if self.symbol.endswith(each)), "USDT")

    @property
    def base_asset(self) -> str:
        """What is bought and sold."""
        return self.symbol.removesuffix(self.quote_asset) if self.assets is None else self.assets[0]

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
