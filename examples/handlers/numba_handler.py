"""The micro-price of a symbol, averaged exponentially, in a handler compiled by numba: no Python object a message.

python examples/handlers/numba_handler.py --env sim --seconds 3        needs pip install 'tickwire[numba]'
"""

import argparse

import tickwire as tw
from tickwire.feed.numba import to_float


@tw.cfunc(tw.BookTicker, state=2)
def micro_price(m, state):
    """`m` is the C struct as a record, `state` an array of floats: how many, and the average."""
    bid_qty, ask_qty = to_float(m.bid_qty, m.qty_exponent), to_float(m.ask_qty, m.qty_exponent)
    bid_price, ask_price = to_float(m.bid_price, m.price_exponent), to_float(m.ask_price, m.price_exponent)
    price = (bid_price * ask_qty + ask_price * bid_qty) / (bid_qty + ask_qty)
    state[1] += (price - state[1]) * (0.01 if state[0] else 1.0)
    state[0] += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--env", default="live")
    parser.add_argument("--seconds", type=float)
    options = parser.parse_args()

    client = tw.Client(env=options.env)
    client.subscribe(tw.BookTicker, "btcusdt", on=micro_price)
    client.run(options.seconds)
    count, average = micro_price.state
    print(f"{count:.0f} quotes, micro-price {average:.4f}")
