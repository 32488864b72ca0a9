"""What type checkers see of the public API. It is read by mypy and pyright (`make types`), never run."""

from typing import Any, assert_type

import tickwire
from tickwire import schema
from tickwire.errors import DecodeError

assert_type(tickwire.__version__, str)
assert_type(schema.parse_stream("btcusdt@trade"), schema.StreamName | None)
assert_type(DecodeError("no digits").offset, int | None)

client = tickwire.Client("spot", "sim", time_unit="us")
stream = client.subscribe(tickwire.Trade, "btcusdt", on=tickwire.ring(10))
assert_type(stream, tickwire.Stream)
assert_type(stream.stats.messages, int)
assert_type(client.subscriptions(), list[str])
assert_type(client.stats().feed, tickwire.FeedStats)


@client.on_disconnect
def note(event: tickwire.Disconnect) -> str:
    """A decorated hook keeps its type."""
    return event.reason


assert_type(note(tickwire.Disconnect(0, "", 1000, "", 1.0, 1, 1, False)), str)


async def wait() -> None:
    """What awaiting and iterating give."""
    assert_type(await stream, tickwire.Stream)
    async for message in stream:
        assert_type(message, Any)
