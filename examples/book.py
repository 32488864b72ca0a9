"""A local order book: kept right by itself, read after each update.

python examples/book.py --env sim --seconds 3

`book.valid` says whether it is the venue's; while it is not, as before the first snapshot, every question gets None.
"""

import argparse

import tickwire as tw

parser = argparse.ArgumentParser()
parser.add_argument("--env", default="live")
parser.add_argument("--seconds", type=float, default=30)
options = parser.parse_args()

client = tw.Client(env=options.env)
client.on_book_event(lambda event: print(type(event).__name__, event.symbol, event.reason))


def on_book(book: tw.Book) -> None:
    bought = book.vwap("asks", 1.0)  # the average price of buying 1 at once; None: there is not so much
    if bought and book.stats().updates % 10 == 0:
        print(f"mid {book.mid:.2f} micro {book.microprice:.2f} lean {book.imbalance(5):+.2f} buy {bought:.2f}")


book = client.book("btcusdt", levels=1000, bbo=True, audit=5, on=on_book)
client.run(options.seconds)

stats = book.stats()
print(f"{stats.updates} updates, {stats.gaps} gaps, {stats.audits} audits, {stats.drifts} drifts")
