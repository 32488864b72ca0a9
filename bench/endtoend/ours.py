"""tickwire as a client, with a handler in C and with a Python callable."""

from __future__ import annotations

from ssl import SSLContext
from typing import Any

import tickwire as tw
from bench import compiled

from .meter import Meter, now


async def tickwire_c(url: str, tls: SSLContext | None, counts: Any) -> None:
    module = compiled.extension("delivery/deliver")
    client = tw.Client(stream_urls=[url], ssl=tls)
    client.subscribe(tw.Trade, "ethusdt", on=module.trade_handler(), context=counts.context)
    await client.run_async()


async def tickwire_python(url: str, tls: SSLContext | None, meter: Meter) -> None:
    def on_trade(trade: tw.Trade) -> None:
        meter.count += 1
        meter.value += trade.price * trade.qty
        if meter.timed:
            meter.latencies.append(now() - trade.trade_id)

    client = tw.Client(stream_urls=[url], ssl=tls)
    client.subscribe(tw.Trade, "ethusdt", on=on_trade)
    await client.run_async()


OURS = {"tickwire_c": tickwire_c, "tickwire_python": tickwire_python}
