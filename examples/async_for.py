"""Trades by `async for`, out of a bounded ring: for consumers that await something else in between.

python examples/async_for.py --env sim --seconds 3

When the consumer is slower than the market the oldest messages are dropped and counted; callbacks drop nothing.
"""

import argparse
import asyncio

import tickwire as tw


async def main(env: str, seconds: float | None) -> None:
    client = tw.Client(env=env)
    ring = tw.ring(1000)
    trades = client.subscribe(tw.Trade, "btcusdt", "ethusdt", on=ring)
    running = asyncio.create_task(client.run_async(seconds))
    async for trade in trades:
        print(trade.symbol, trade.price, trade.qty, trade.aggressor)
        await asyncio.sleep(0.001)  # a database, an HTTP request, ...
    await running
    print(f"{ring.count} trades came, {ring.dropped} were dropped")


parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float)
options = parser.parse_args()
asyncio.run(main(options.env, options.seconds))
