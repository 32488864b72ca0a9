"""Quotes a symbol on both sides, a little away from the market, and takes its orders back at the end.

python examples/trader.py --env sim --seconds 5        with --env testnet: keys from BINANCE_API_KEY and so on
"""

import argparse
import threading

import tickwire as tw

SYMBOL = "BTCUSDT"

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="sim")
parser.add_argument("--seconds", type=float, default=10.0)
options = parser.parse_args()

client = tw.Client(env=options.env)
credentials = None if options.env == "sim" else tw.load_credentials()
guards = tw.Guards(tw.MaxNotional("2000"), tw.NoSelfCross())
trader = tw.Trader(credentials, client=client, symbols=[SYMBOL], guards=guards)
prepared: list[tw.PreparedOrder] = []
orders: list[tw.Order] = []


def on_quote(quote: tw.BookTicker) -> None:
    """Prices are whole numbers of the venue's own decimals: no float comes near an order."""
    if prepared and not orders:
        bid, ask = prepared
        orders.append(bid.place(bid.price_of(quote.bid_price_mantissa, quote.price_exponent) - 5, 1_000))
        orders.append(ask.place(ask.price_of(quote.ask_price_mantissa, quote.price_exponent) + 5, 1_000))
    elif orders and all(order.is_over for order in orders):
        bought, sold = orders
        print(f"bought at {bought.average_price}, sold at {sold.average_price}")
        orders.clear()


quotes = client.subscribe(tw.BookTicker, SYMBOL.lower(), on=on_quote)
swept = threading.Event()
trader.on_event(lambda event: swept.set() if isinstance(event, tw.Swept) else None)

with trader:
    prepared += [trader.prepare(SYMBOL, "BUY"), trader.prepare(SYMBOL, "SELL")]
    threading.Event().wait(options.seconds)
    quotes.unsubscribe()  # from here on nothing is placed any more
    trader.halt()
    swept.wait(5.0)
    position = trader.account.positions.get(SYMBOL)
    print(f"{sum(1 for _ in trader.account.fills)} fills, position {position.base_qty if position else 0}")
