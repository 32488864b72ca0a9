"""Microsecond times from the venue: how long a trade took to be published, and how long to get here.

python examples/microseconds.py --env sim --seconds 3

All times are integers in ns since the epoch; with "ms" they end in six zeros, with "us" in three. The way from the
venue to here is measured with two clocks, so it is only as true as yours is set.
"""

import argparse

import tickwire as tw


def on_trade(trade: tw.Trade) -> None:
    published = (trade.event_time - trade.transact_time) / 1000
    travelled = (trade.recv_time - trade.event_time) / 1000
    print(f"{trade.symbol} {trade.transact_time} ns, published after {published:.0f} µs, here after {travelled:.0f} µs")


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
options = parser.parse_args()

client = tw.Client(env=options.env, time_unit="us")
client.subscribe(tw.Trade, "btcusdt", on=on_trade)
client.run(options.seconds)
