"""Runs the handler of c_micro_price.c, compiled into a shared library and loaded with ctypes.

python examples/handlers/c_handler.py --env sim --seconds 3        needs a C compiler, $CC or cc
"""

import argparse
import ctypes
import os
import subprocess
import tempfile
from pathlib import Path

import tickwire as tw

SOURCE = Path(__file__).with_name("c_micro_price.c")


class MicroPrice(ctypes.Structure):
    """The C handler's memory."""

    _fields_ = (("count", ctypes.c_int64), ("average", ctypes.c_double))


def load(folder: str) -> ctypes.CDLL:
    """Compile the handler into a folder and load it."""
    library = Path(folder, "micro_price.so")
    flags = ["-O2", "-shared", "-fPIC", "-I", tw.get_include()]
    subprocess.run([os.environ.get("CC", "cc"), *flags, str(SOURCE), "-o", str(library), "-lm"], check=True)
    return ctypes.CDLL(str(library))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--env", default="live")
    parser.add_argument("--seconds", type=float)
    options = parser.parse_args()

    state = MicroPrice()
    client = tw.Client(env=options.env)
    with tempfile.TemporaryDirectory() as folder:
        client.subscribe(tw.BookTicker, "btcusdt", on=load(folder).on_book_ticker, context=state)
        client.run(options.seconds)
    print(f"{state.count} quotes, micro-price {state.average:.4f}")
