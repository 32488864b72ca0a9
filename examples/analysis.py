"""Real-time analysis: rolling VWAP and order flow of trades, realised volatility of candles, with numpy.

python examples/analysis.py --env sim --seconds 8
"""

import argparse
from collections import deque

import numpy as np

import tickwire as tw

TRADES, CANDLES = 500, 60
SECONDS_A_YEAR = 365 * 24 * 3600


class Analysis:
    def __init__(self) -> None:
        self.trades: deque[tuple[float, float]] = deque(maxlen=TRADES)  # price and quantity, negative for a sale
        self.returns: deque[float] = deque(maxlen=CANDLES)
        self.close = 0.0

    def on_trade(self, trade: tw.Trade) -> None:
        self.trades.append((trade.price, trade.qty if trade.aggressor == "BUY" else -trade.qty))

    def on_candle(self, candle: tw.Kline) -> None:
        if not candle.is_closed:
            return
        if self.close:
            self.returns.append(np.log(candle.close_price / self.close))
        self.close = candle.close_price
        if self.trades and self.returns:
            self.report(candle)

    def report(self, candle: tw.Kline) -> None:
        price, signed = np.array(self.trades).T
        volume = np.abs(signed)
        vwap = price @ volume / volume.sum()
        imbalance = signed.sum() / volume.sum()  # +1: every trade bought from the book, -1: every trade sold into it
        volatility = np.sqrt(np.mean(np.square(self.returns)) * SECONDS_A_YEAR)
        print(
            f"{candle.symbol} {candle.close_price:,.2f}  VWAP of {len(price)} trades {vwap:,.2f}  "
            f"order flow {imbalance:+.2f}  realised volatility {volatility:.1%} a year"
        )


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
options = parser.parse_args()

analysis = Analysis()
client = tw.Client(env=options.env)
client.subscribe(tw.Trade, "btcusdt", on=analysis.on_trade)
client.subscribe(tw.Kline, "btcusdt", interval="1s", on=analysis.on_candle)
client.run(options.seconds)
