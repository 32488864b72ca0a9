"""The latest quote, polled: for a loop of your own that wants the newest value and no queue.

python examples/latest.py --env sim --seconds 3
"""

import argparse
import time

import tickwire as tw

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=10)
options = parser.parse_args()

quote = tw.latest()
client = tw.Client(env=options.env)
client.subscribe(tw.BookTicker, "btcusdt", on=quote)
with client:
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        if (newest := quote.poll()) is not None:  # None: nothing new since the last time
            print(newest.symbol, newest.bid_price, newest.ask_price)
        time.sleep(0.2)

print(f"{quote.count} quotes came")
