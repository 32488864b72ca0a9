"""What type checkers see of the public API. It is read by mypy and pyright (`make types`), never run."""

from typing import Any, Literal, assert_type

import tickwire
from tickwire import schema
from tickwire.errors import DecodeError

assert_type(tickwire.__version__, str)
assert_type(schema.parse_stream("btcusdt@trade"), schema.StreamName | None)
assert_type(DecodeError("no digits").offset, int | None)

order = schema.OrderParams(symbol="BTCUSDT", side=schema.Side.BUY, type=schema.OrderType.MARKET, quantity="1")
assert_type(order.side, schema.Side)
assert_type(order.price, str | None)
assert_type(schema.METHODS["order.place"].weight_of(order), int)
assert_type(schema.METHODS["depth"].security, schema.Security)
assert_type(schema.PriceFilter(min_price="1", max_price="9", tick_size="1").tick_size, str)
assert_type(tickwire.errors.NoSuchOrder(-2013, "words").is_in_doubt, bool)
assert_type(tickwire.errors.request_error(-1003, "words"), tickwire.RequestError)

assert_type(tickwire.Tradde, Any)  # type: ignore[attr-defined]

client = tickwire.Client("spot", "sim", time_unit="us")
stream = client.subscribe(tickwire.Trade, "btcusdt", on=tickwire.ring(10))
assert_type(stream, tickwire.Stream)
assert_type(stream.stats.messages, int)
assert_type(client.subscriptions(), list[str])
assert_type(client.stats().feed, tickwire.FeedStats)
assert_type(client.stats().by_line[0].win_share, float | None)
assert_type(client.stats().by_stream[0].is_stale, bool)
assert_type(client.stats().clock, tickwire.VenueClock | None)
assert_type(tickwire.serve_metrics(client, port=0).port, int)

credentials = tickwire.load_credentials("a name", pem="ed25519.pem")
assert_type(credentials, tickwire.Credentials)
where = ["wss://127.0.0.1:9001"], ["wss://127.0.0.1:9002"]
binary = tickwire.Client(stream_urls=where[0], sbe_urls=where[1], encoding="mixed", credentials=credentials, lines=2)
tickwire.Client(encoding="auto", credentials=None, sbe_urls=None)
tickwire.Client(encoding="xml")  # type: ignore[arg-type]
tickwire.Client(credentials="a secret")  # type: ignore[arg-type]
tickwire.Client(sbe_urls=9002)  # type: ignore[arg-type]
assert_type(tickwire.Trader(credentials, encoding="sbe").client, tickwire.Client)
assert_type(tickwire.Trader(client=binary).account.name, str)
book = binary.book("btcusdt")
assert_type(book, tickwire.Book)
assert_type(book.chain, Literal["first", "second"])
assert_type(book.stats().switches, int)


@client.on_disconnect
def note(event: tickwire.Disconnect) -> str:
    """A decorated hook keeps its type."""
    return event.reason


assert_type(note(tickwire.Disconnect(0, "", 1000, "", 1.0, 1, 1, False)), str)


@client.on_stale
def mute(event: tickwire.Stale) -> float:
    """So does this one."""
    return event.silence


assert_type(mute(tickwire.Stale("btcusdt@trade", 0, 9.0, 5.0, "silent")), float)


async def wait() -> None:
    """What awaiting and iterating give."""
    assert_type(await stream, tickwire.Stream)
    async for message in stream:
        assert_type(message, Any)
