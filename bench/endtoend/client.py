"""One client in a process of its own: connects, measures, prints one JSON object."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import selectors
import ssl
from collections.abc import Callable, Coroutine
from typing import Any

from bench import compiled

from . import floor
from .meter import Meter, latency, rate
from .ours import OURS, tickwire_c_sbe
from .rivals import RIVALS

LIMIT_S = 60.0
FLOOR = "c_socket"
SBE_CLIENTS = ("tickwire_c", FLOOR)


class BusySelector(selectors.DefaultSelector):
    """Never sleeps: asks the kernel again and again."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(0)


CLIENTS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {**OURS, **RIVALS}


async def measured(arguments: argparse.Namespace, tls: ssl.SSLContext | None) -> dict[str, Any]:
    timed = arguments.count > 0
    in_c = arguments.client == "tickwire_c"
    meter = compiled.extension("delivery/deliver").Counts(arguments.count) if in_c else Meter(timed)
    url = f"{'wss' if tls else 'ws'}://127.0.0.1:{arguments.port}"
    client = tickwire_c_sbe if arguments.sbe else CLIENTS[arguments.client]
    running = asyncio.ensure_future(client(url, tls, meter))
    gc.collect()
    gc.freeze()
    measuring = asyncio.ensure_future(
        latency(meter, arguments.count, LIMIT_S) if timed else rate(meter, arguments.seconds)
    )
    await asyncio.wait({running, measuring}, return_when=asyncio.FIRST_COMPLETED)
    if running.done():
        running.result()
    return await measuring


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("client")
    parser.add_argument("port", type=int)
    parser.add_argument("--seconds", type=float, default=1.5, help="measure the rate for so long")
    parser.add_argument("--count", type=int, default=0, help="measure the latency of so many messages")
    parser.add_argument("--cpu", type=int)
    parser.add_argument("--ca", help="PEM file of the server's certificate: use TLS")
    parser.add_argument("--sbe", action="store_true", help="the server sends SBE")
    parser.add_argument("--busy", action="store_true", help="never sleep while waiting")
    arguments = parser.parse_args()
    if arguments.cpu is not None:
        os.sched_setaffinity(0, {arguments.cpu})
    if arguments.client == FLOOR:
        print(json.dumps(floor.run(arguments)), flush=True)
        return
    tls = ssl.create_default_context(cafile=arguments.ca) if arguments.ca else None
    loop = asyncio.SelectorEventLoop(BusySelector() if arguments.busy else None)
    print(json.dumps(loop.run_until_complete(measured(arguments, tls))), flush=True)
    os._exit(0)  # the server is still sending: no client's closing handshake would end


if __name__ == "__main__":
    main()
