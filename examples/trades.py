"""Trades of two symbols, printed as they happen.

python examples/trades.py --env sim --seconds 5        without --env: the real venue; without --seconds: until Ctrl-C
"""

import argparse

import tickwire as tw


def on_trade(trade: tw.Trade) -> None:
    print(trade.symbol, trade.price, trade.qty, trade.aggressor, f"{trade.age_us:.0f} µs")


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
options = parser.parse_args()

client = tw.Client("spot", env=options.env)
client.subscribe(tw.Trade, "btcusdt", "ethusdt", on=on_trade)
client.run(options.seconds)
