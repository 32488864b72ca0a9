"""Many symbols, subscribed and dropped while the client runs, with what went wrong on hooks of its own.

python examples/many_symbols.py --env sim --seconds 6

The client paces its requests to the venue's limits and opens another connection after 1024 streams.
"""

import argparse
import time
from collections import Counter

import tickwire as tw

quotes: Counter[str] = Counter()


def on_quote(quote: tw.BookTicker) -> None:
    quotes[quote.symbol] += 1


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=15)
options = parser.parse_args()

client = tw.Client(env=options.env)
client.on_error(lambda event: print("error:", event))
client.on_reconnect(lambda event: print("reconnected after", event.outage, "s; lost in between:", event.streams))

majors = client.subscribe(tw.BookTicker, "btcusdt", "ethusdt", on=on_quote)
with client:  # runs in a thread until the end of the block
    time.sleep(options.seconds / 3)
    print(client.subscriptions(), dict(quotes))

    others = client.subscribe(tw.BookTicker, "bnbbtc", "bttcusdt", on=on_quote)  # returns when the venue has said yes
    time.sleep(options.seconds / 3)
    print(client.subscriptions(), dict(quotes))

    majors.unsubscribe()
    quotes.clear()
    time.sleep(options.seconds / 3)
    print(client.subscriptions(), dict(quotes))

print(f"{others.stats.messages} messages of the others, {client.stats().feed.handler_errors} errors in handlers")
