"""tickwire as a client, with a handler in C and with a Python callable."""

from __future__ import annotations

from ssl import SSLContext
from typing import Any

import tickwire as tw
from bench import compiled
from tickwire.trading.keys import Kind

from .meter import STAMP_BASE, Meter, now


async def tickwire_c(url: str, tls: SSLContext | None, counts: Any) -> None:
    module = compiled.extension("delivery/deliver")
    client = tw.Client(stream_urls=[url], ssl=tls)
    client.subscribe(tw.Trade, "ethusdt", on=module.trade_handler(), context=counts.context)
    await client.run_async()


class NoKey:
    """Signs nothing: streams in SBE are asked for by the name of a key alone."""

    kind: Kind = "ed25519"
    can_log_on = True

    def sign(self, payload: bytes) -> str:
        raise AssertionError("streams are signed by nobody")


async def tickwire_c_sbe(url: str, tls: SSLContext | None, counts: Any) -> None:
    module = compiled.extension("delivery/deliver")
    credentials = tw.Credentials("name", NoKey())
    json_url = url.replace("127.0.0.1", "localhost")  # of which nothing is wanted
    client = tw.Client(stream_urls=[json_url], sbe_urls=[url], ssl=tls, encoding="sbe", credentials=credentials)
    client.subscribe(tw.Trade, "ethusdt", on=module.trade_handler(), context=counts.context)
    await client.run_async()


async def tickwire_python(url: str, tls: SSLContext | None, meter: Meter) -> None:
    def on_trade(trade: tw.Trade) -> None:
        meter.count += 1
        meter.value += trade.price * trade.qty
        if meter.timed:
            meter.latencies.append(now() - (trade.transact_time - STAMP_BASE * 1000))

    client = tw.Client(stream_urls=[url], ssl=tls)
    client.subscribe(tw.Trade, "ethusdt", on=on_trade)
    await client.run_async()


OURS = {"tickwire_c": tickwire_c, "tickwire_python": tickwire_python}
