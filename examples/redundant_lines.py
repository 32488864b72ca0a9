"""The same streams over two connections: the first copy of every message is delivered, a replaced line is not noticed.

python examples/redundant_lines.py --env sim --seconds 6

Connections differ by a little, and not always the same one is first. Trade ids tell that nothing is missing and nothing
comes twice.
"""

import argparse
import time

import tickwire as tw

ids: list[int] = []

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=30)
options = parser.parse_args()

client = tw.Client(env=options.env, lines=2)
client.subscribe(tw.Trade, "btcusdt", on=lambda trade: ids.append(trade.trade_id))
client.on_gap(lambda gap: print("missing:", gap))
client.on_rotation(lambda event: print(f"line {event.line} gave way to line {event.new_line}: {event.outcome}"))

with client:
    time.sleep(options.seconds / 2)
    client.rotate()  # both lines, one after the other, each opened before the old one is closed
    time.sleep(options.seconds / 2)
    stats = client.stats()

for line in stats.by_line:
    lead = f"by {line.lead_p50_ns / 1000:.0f} µs as a rule" if line.lead_p50_ns is not None else "never"
    print(f"line {line.line} was first with {line.wins} of {line.wins + line.copies} messages, {lead}")
missing = ids[-1] - ids[0] + 1 - len(ids)
print(f"{len(ids)} trades, {missing} missing, {stats.feed.duplicates} later copies dropped")
