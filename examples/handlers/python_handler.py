"""The micro-price of a symbol, averaged exponentially, in a Python handler.

python examples/handlers/python_handler.py --env sim --seconds 3

The same handler stands beside this file in numba, Cython and C.
"""

import argparse

import tickwire as tw


class MicroPrice:
    """The mid price leaning to the side that is about to run out, smoothed."""

    def __init__(self) -> None:
        self.count, self.average = 0, 0.0

    def on_book_ticker(self, m: tw.BookTicker) -> None:
        bid_qty, ask_qty = m.bid_qty, m.ask_qty
        price = (m.bid_price * ask_qty + m.ask_price * bid_qty) / (bid_qty + ask_qty)
        self.average += (price - self.average) * (0.01 if self.count else 1.0)
        self.count += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--env", default="live")
    parser.add_argument("--seconds", type=float)
    options = parser.parse_args()

    handler = MicroPrice()
    client = tw.Client(env=options.env)
    client.subscribe(tw.BookTicker, "btcusdt", on=handler.on_book_ticker)
    client.run(options.seconds)
    print(f"{handler.count} quotes, micro-price {handler.average:.4f}")
