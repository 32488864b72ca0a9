"""One symbol's best bid and offer, and how its book leans, from two streams with a handler each.

python examples/ticker_and_depth.py --env sim --seconds 5 --symbol btcusdt
"""

import argparse

import tickwire as tw


def on_ticker(ticker: tw.Ticker) -> None:
    print(
        f"{ticker.symbol} {ticker.last_price:,.2f} ({ticker.price_change_percent:+.2f} % in 24 hours)"
        f", {ticker.bid_price:,.2f} / {ticker.ask_price:,.2f}, volume {ticker.volume:,.0f}"
    )


def on_depth(depth: tw.PartialDepth) -> None:
    bids = sum(level.qty for level in depth.bids)
    asks = sum(level.qty for level in depth.asks)
    if bids and asks:
        best_bid, best_ask = depth.bids[0], depth.asks[0]  # best price first
        lean = (bids - asks) / (bids + asks)
        print(f"{depth.symbol} spread {best_ask.price - best_bid.price:.2f}, 20 levels lean {lean:+.2f}")


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
parser.add_argument("--symbol", default="btcusdt")
options = parser.parse_args()

client = tw.Client(env=options.env)
client.subscribe(tw.Ticker, options.symbol, on=on_ticker)
client.subscribe(tw.PartialDepth, options.symbol, levels=20, speed="100ms", on=on_depth)
client.run(options.seconds)
