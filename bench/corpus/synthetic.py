"""Frames that nobody captured: made with the project's own schema and a seeded generator, or rewritten."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tickwire import schema

from .frames import envelope, stream_of
from .tape import SEED, START_MS


def mini_ticker_array(symbols: int) -> Iterator[bytes]:
    """Mini tickers of the `symbols` that changed within a second, out of a quarter more.

    Prices walk, from 1e-5 to 1e5. The volume of a day changes in a second by what one second has more or less than the
    same second of the day before: about a hundred-thousandth.
    """
    chance = random.Random(SEED)
    prices = [10 ** chance.uniform(-5, 5) for _ in range(symbols * 5 // 4)]
    volumes = [10 ** (6 - len(f"{price:.0f}")) * chance.uniform(1, 9) for price in prices]
    for second in range(64):
        prices = [max(1e-8, price * (1 + chance.gauss(0, 1e-4))) for price in prices]
        volumes = [volume * (1 + chance.gauss(0, 1e-5)) for volume in volumes]
        changed = sorted(chance.sample(range(len(prices)), symbols))
        yield envelope("!miniTicker@arr", [_mini_ticker(i, prices[i], volumes[i], second) for i in changed])


def _mini_ticker(number: int, price: float, volume: float, second: int) -> schema.MiniTicker:
    return schema.MiniTicker(
        event_time=START_MS + 1000 * second,
        symbol=f"{letters(number)}USDT",
        last_price=f"{price:.8f}",
        open_price=f"{price * 0.98:.8f}",
        high_price=f"{price * 1.01:.8f}",
        low_price=f"{price * 0.97:.8f}",
        volume=f"{volume:.8f}",
        quote_volume=f"{volume * price:.8f}",
    )


def letters(number: int) -> str:
    """A coin's name of three letters, another for every number below 17576."""
    return "".join(chr(65 + number // 26**place % 26) for place in range(3))


def interleaved(frames: list[bytes], streams: int) -> Iterator[bytes]:
    """The frames of one stream spread at random over `streams` symbols of equal length."""
    chance = random.Random(SEED)
    old = stream_of(frames[0]).partition("@")[0].encode()
    for frame in frames:
        new = letters(chance.randrange(streams)).encode().ljust(len(old), b"X")[: len(old)]
        yield frame.replace(old, new.lower(), 1).replace(b'"%s"' % old.upper(), b'"%s"' % new, 1)


def never_repeating(count: int) -> Iterator[bytes]:
    """Trades no two of which have numbers of the same lengths."""
    chance = random.Random(SEED)
    seen: set[bytes] = set()
    while len(seen) < count:
        trade = schema.Trade(
            event_time=START_MS,
            symbol="BTCUSDT",
            trade_id=_digits(chance, 13),
            price=f"{_digits(chance, 8)}.{_digits(chance, 8)}",
            qty=f"{_digits(chance, 8)}.{_digits(chance, 8)}",
            transact_time=START_MS - 1,
            is_buyer_maker=chance.random() < 0.5,
            is_best_match=True,
        )
        frame = envelope("btcusdt@trade", trade)
        shape = frame.translate(bytes.maketrans(b"123456789", b"000000000"))
        if shape not in seen:
            seen.add(shape)
            yield frame


def _digits(chance: random.Random, most: int) -> int:
    length = chance.randint(1, most)
    return chance.randrange(10 ** (length - 1), 10**length)


def deep_updates(levels: int) -> Iterator[bytes]:
    """Depth updates with `levels` levels a side; prices a cent apart, quantities of a lognormal size."""
    chance = random.Random(SEED)
    for number in range(8192):
        mid = 6_173_763 + chance.randint(-500, 500)
        yield envelope(
            "btcusdt@depth@100ms",
            schema.DepthUpdate(
                event_time=START_MS + number,
                symbol="BTCUSDT",
                first_book_update_id=35_346_513_506 + 7 * number,
                last_book_update_id=35_346_513_512 + 7 * number,
                bids=[_level(chance, mid - i) for i in range(levels)],
                asks=[_level(chance, mid + 1 + i) for i in range(levels)],
            ),
        )


def _level(chance: random.Random, cents: int) -> tuple[str, str]:
    qty = 0.0 if chance.random() < 0.2 else chance.lognormvariate(-1, 2)
    return f"{cents / 100:.8f}", f"{qty:.5f}000"
