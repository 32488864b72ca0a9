"""What was missed while a connection was lost: said as a range of ids, asked of the venue, delivered in order.

python examples/gaps_and_backfill.py --env sim --seconds 6

With --env sim the connection is cut once, on purpose. Recovered messages carry the flag RECOVERED and come before what
followed the gap; what cannot be recovered stands in `Recovery.lost`.
"""

import argparse
from contextlib import ExitStack

import tickwire as tw
from tickwire.sim import Venue
from tickwire.sim.faults import Drop

ids: list[int] = []

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=60)
options = parser.parse_args()

with ExitStack() as stack:
    settings = {"env": options.env}
    if options.env == "sim":
        venue = stack.enter_context(Venue(rate=5000, api=True))
        venue.inject(Drop(), at=options.seconds / 2)
        settings = {"stream_urls": [venue.url], "api_url": venue.api_url}
    client = tw.Client(**settings, backfill=True)
    client.on_disconnect(lambda event: print(f"connection ended after {event.lasted:.1f} s"))
    client.on_reconnect(lambda event: print(f"back after {event.outage * 1000:.0f} ms"))
    client.on_gap(lambda gap: print(f"gap on {gap.stream}: trades {gap.first_missing} to {gap.last_missing}"))
    client.on_recovery(lambda event: print(f"{event.recovered} trades recovered, lost: {list(event.lost)}"))
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
    client.run(options.seconds)

print(f"{len(ids)} trades, {ids[-1] - ids[0] + 1 - len(ids)} missing, in order: {ids == sorted(ids)}")
