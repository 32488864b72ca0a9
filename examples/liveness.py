"""Streams that are acknowledged and say nothing: the venue takes any name, and only data proves a subscription.

python examples/liveness.py --env sim --seconds 8

How long a stream may be silent is learned from its own past; here one is told how long, to see it happen soon.
"""

import argparse
import time

import tickwire as tw


def on_stale(event: tw.Stale) -> None:
    print(f"{event.stream}: {event.reason} for {event.silence:.1f} s, up to {event.expected:.1f} s would be usual")


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=30)
options = parser.parse_args()

client = tw.Client(env=options.env, on_silence="report")  # "resubscribe" asks for it again, "replace" moves on
client.on_stale(on_stale)
client.on_alive(lambda event: print(f"{event.stream}: back after {event.silence:.1f} s"))
client.subscribe(tw.Kline, "btcusdt", interval="1s", on=lambda candle: None)
client.subscribe(tw.Trade, "btcusd", on=print, silence=2.0)  # there is no such symbol: it is acknowledged all the same

with client:
    time.sleep(options.seconds)
    for flow in client.stats().by_stream:
        print(f"{flow.stream} is {'stale' if flow.is_stale else 'alive'} after {flow.messages} messages")
