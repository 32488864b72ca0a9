"""Runs the handler of cython_micro_price.pyx, which `setup.py` beside it compiles.

cd examples/handlers && python setup.py build_ext --inplace && python cython_handler.py --env sim --seconds 3
"""

import argparse

from cython_micro_price import MicroPrice

import tickwire as tw

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
options = parser.parse_args()

handler = MicroPrice()
client = tw.Client(env=options.env)
client.subscribe(tw.BookTicker, "btcusdt", on=handler)
client.run(options.seconds)
print(f"{handler.count} quotes, micro-price {handler.average:.4f}")
