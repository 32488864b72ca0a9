"""Runs the quoter of cython_quoter.pyx, which `setup.py` beside it compiles.

cd examples/handlers && python setup.py build_ext --inplace && python cython_trader.py --env sim --seconds 3
"""

import argparse
import threading

from cython_quoter import Quoter

import tickwire as tw

SYMBOL, LOTS = "BTCUSDT", 100

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="sim")
parser.add_argument("--seconds", type=float, default=3.0)
options = parser.parse_args()

client = tw.Client(env=options.env)
credentials = None if options.env == "sim" else tw.load_credentials()
trader = tw.Trader(credentials, client=client, symbols=[SYMBOL])
swept = threading.Event()
trader.on_event(lambda event: swept.set() if isinstance(event, tw.Swept) else None)

with trader:
    bid = trader.prepare(SYMBOL, "BUY", "LIMIT_MAKER")
    quote = client.request("ticker.book", {"symbol": SYMBOL}).wait()
    decimals = len(quote["bidPrice"].partition(".")[2])
    quoter = Quoter(bid, LOTS, 10 ** (decimals + bid.price_exponent))
    client.subscribe(tw.BookTicker, SYMBOL.lower(), on=quoter)
    threading.Event().wait(options.seconds)
    trader.halt()
    swept.wait(5.0)
    print(f"{quoter.placed} orders placed, {quoter.refused} refused, {len(trader.account.open_orders)} open")
