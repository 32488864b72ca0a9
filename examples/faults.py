"""A test of your own: a venue that goes wrong, and what your program makes of it.

python examples/faults.py --env sim --seconds 3
"""

import argparse
import time

import tickwire as tw
from tickwire.sim import Venue, faults

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="sim", choices=["sim"])
parser.add_argument("--seconds", type=float, default=5)
options = parser.parse_args()

seen, missing = [], []
with Venue(symbols=["BTCUSDT"], rate=1000, seed=7) as venue:
    client = tw.Client(stream_urls=[venue.url])
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: seen.append(trade.trade_id))
    client.on_gap(lambda gap: missing.extend(range(gap.first_missing, gap.last_missing + 1)))
    client.on_disconnect(lambda event: event.is_final or print("cut off after", event.messages, "messages"))
    client.on_reconnect(lambda event: print("back"))

    venue.inject(faults.Skip("btcusdt@trade", messages=3), at=options.seconds * 0.2)
    venue.inject(faults.Duplicate("btcusdt@trade", messages=5), at=options.seconds * 0.4)
    venue.inject(faults.Drop(), at=options.seconds * 0.6, connection=1)
    with client:
        time.sleep(options.seconds)
    print(venue.stats().faults)

whole = sorted(seen + missing) == list(range(seen[0], seen[-1] + 1))
print(f"{len(seen)} trades seen once, {len(missing)} known to be missing, all accounted for: {whole}")
