"""One client that trades, in a process of its own: an order at each tick, once the one before is answered.

python -m bench.tick_to_trade.client NAME MARKET_URL API_URL KEY_FILE ORDERS

Orders are LIMIT IOC far from the market: they expire at once. Rivals are used as their own pages show it, in the
environment that has them. When all is done it prints, as JSON, when each order was asked for (ns of the monotonic
clock), and its CPU time.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import sys
import threading
import time
from array import array
from pathlib import Path
from typing import Any, NamedTuple

PRICE, QTY = "50000.00", "0.01000"
MANTISSAS = 5_000_000, 1_000
ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT"}


class Job(NamedTuple):
    """Where to trade, as whom, and how often."""

    url: str
    api_url: str
    api_key: str
    pem: str
    orders: int


class Tickwire:
    """What the three strategies share: a client, a trader, an order made ready."""

    def __init__(self, job: Job, *, busy_poll: bool = False) -> None:
        import tickwire as tw

        self.job, self.over = job, threading.Event()
        self.client = tw.Client(stream_urls=[job.url], api_url=job.api_url, busy_poll=busy_poll)
        credentials = tw.load_credentials(job.api_key, secret=job.pem.encode())
        self.trader = tw.Trader(credentials, client=self.client, symbols=["BTCUSDT"])
        self.answered = 0

    def trade(self, subscribe: Any) -> float:
        """Trade until all orders are answered; returns the CPU time that took."""
        with self.trader:
            prepared = self.trader.prepare("BTCUSDT", "BUY", time_in_force="IOC", on_change=self.changed)
            began = time.process_time()
            subscribe(prepared)
            if not self.over.wait(120.0):
                raise RuntimeError(f"{self.answered} of {self.job.orders} orders were answered")
            return time.process_time() - began

    def changed(self, order: Any) -> None:
        if order.is_over:
            self.answered += 1
            self.next()
            if self.answered == self.job.orders:
                self.over.set()

    def next(self) -> None:
        """The next order may be placed."""

    def subscribe(self, on: Any, context: Any = None) -> None:
        self.client.subscribe("btcusdt@bookTicker", on=on, context=context)


def tickwire_python(job: Job, *, busy_poll: bool = False) -> tuple[list[int], float]:
    asked: list[int] = []
    us = Tickwire(job, busy_poll=busy_poll)
    waiting = [False]

    def done() -> None:
        waiting[0] = False

    us.next = done  # type: ignore[method-assign]

    def start(prepared: Any) -> None:
        price, qty = MANTISSAS

        def on_quote(_: Any) -> None:
            if len(asked) < job.orders and not waiting[0]:
                waiting[0] = True
                asked.append(time.monotonic_ns())
                prepared.place(price, qty)
            else:
                prepared.rehearse()

        us.subscribe(on_quote)

    return asked, us.trade(start)


def tickwire_python_polling(job: Job) -> tuple[list[int], float]:
    """The one in Python, and the client never sleeps."""
    return tickwire_python(job, busy_poll=True)


def tickwire_cython(job: Job, *, busy_poll: bool = False) -> tuple[list[int], float]:
    from bench.compiled import extension

    us, asked = Tickwire(job, busy_poll=busy_poll), array("q", bytes(8 * job.orders))

    def start(prepared: Any) -> None:
        strategy = extension("tick_to_trade/strategy").Strategy(prepared, *MANTISSAS, asked)

        def done() -> None:
            strategy.is_waiting = False

        us.next = done  # type: ignore[method-assign]
        us.subscribe(strategy)

    spent = us.trade(start)
    return asked.tolist(), spent


def tickwire_cython_polling(job: Job) -> tuple[list[int], float]:
    """The one in Cython, and the client never sleeps."""
    return tickwire_cython(job, busy_poll=True)


POINTER = ctypes.POINTER(ctypes.c_int64)


class CStrategy(ctypes.Structure):
    """strategy_t of c_strategy.c."""

    _fields_ = (
        ("order", ctypes.c_void_p),
        ("price", ctypes.c_int64),
        ("qty", ctypes.c_int64),
        ("left", ctypes.c_int32),
        ("is_waiting", ctypes.c_int32),
        ("failed", ctypes.c_int64),
        ("asked", POINTER),
    )


def tickwire_c(job: Job) -> tuple[list[int], float]:
    from bench.compiled import shared_library

    us, asked = Tickwire(job), (ctypes.c_int64 * (job.orders + 1))()

    def start(prepared: Any) -> None:
        state = CStrategy(prepared.address, *MANTISSAS, job.orders, asked=ctypes.cast(asked, POINTER))

        def done() -> None:
            state.is_waiting = 0

        us.next = done  # type: ignore[method-assign]
        us.subscribe(shared_library("tick_to_trade/c_strategy.c").on_book_ticker, state)

    spent = us.trade(start)
    return list(asked[: job.orders]), spent


def python_binance(job: Job) -> tuple[list[int], float]:
    import binance

    async def trade() -> tuple[list[int], float]:
        asked: list[int] = []
        client = binance.AsyncClient(api_key=job.api_key, private_key=job.pem)
        client.ws_api._url = job.api_url
        manager = binance.BinanceSocketManager(client)
        manager.STREAM_URL = f"{job.url}/"
        async with manager.multiplex_socket(["btcusdt@bookTicker"]) as socket:
            began = time.process_time()
            while len(asked) < job.orders:
                await socket.recv()
                asked.append(time.monotonic_ns())
                await client.ws_create_order(**ORDER, timeInForce="IOC", quantity=QTY, price=PRICE)
            spent = time.process_time() - began
        await client.close_connection()
        return asked, spent

    return asyncio.run(trade())


def binance_sdk_spot(job: Job) -> tuple[list[int], float]:
    from binance_common.configuration import ConfigurationWebSocketAPI, ConfigurationWebSocketStreams
    from binance_sdk_spot.spot import Spot

    async def trade() -> tuple[list[int], float]:
        asked: list[int] = []
        spot = Spot(
            config_ws_api=ConfigurationWebSocketAPI(api_key=job.api_key, private_key=job.pem, stream_url=job.api_url),
            config_ws_streams=ConfigurationWebSocketStreams(stream_url=job.url),
        )
        api = await spot.websocket_api.create_connection()
        await api.session_logon()
        streams = await spot.websocket_streams.create_connection()
        done, busy = asyncio.Event(), [False]
        tasks = set()

        async def place() -> None:
            asked.append(time.monotonic_ns())
            await api.order_place(**ORDER, time_in_force="IOC", quantity=float(QTY), price=float(PRICE))
            busy[0] = False
            if len(asked) == job.orders:
                done.set()

        def on_quote(_: Any) -> None:
            if not busy[0] and len(asked) < job.orders:
                busy[0] = True
                task = asyncio.create_task(place())
                tasks.add(task)
                task.add_done_callback(tasks.discard)

        began = time.process_time()
        (await streams.book_ticker(symbol="btcusdt")).on("message", on_quote)
        await done.wait()
        spent = time.process_time() - began
        await api.close_connection(close_session=True)
        await streams.close_connection(close_session=True)
        return asked, spent

    return asyncio.run(trade())


def ccxt(job: Job) -> tuple[list[int], float]:
    import ccxt.pro

    async def trade() -> tuple[list[int], float]:
        asked: list[int] = []
        exchange = ccxt.pro.binance({"apiKey": job.api_key, "secret": job.pem, "enableRateLimit": False})
        exchange.urls["api"]["ws"]["spot"] = f"{job.url}/ws"
        exchange.urls["api"]["ws"]["ws-api"]["spot"] = job.api_url
        exchange.set_markets([MARKET])
        exchange.stream = lambda *_: ""  # the number that it puts behind the address
        try:
            began = time.process_time()
            while len(asked) < job.orders:
                await exchange.watch_bids_asks(["BTC/USDT"])
                asked.append(time.monotonic_ns())
                await exchange.create_order_ws(
                    "BTC/USDT", "limit", "buy", float(QTY), float(PRICE), {"timeInForce": "IOC"}
                )
            return asked, time.process_time() - began
        finally:
            await exchange.close()

    return asyncio.run(trade())


def c_floor(job: Job) -> tuple[list[int], float]:
    """No client at all: what the kernel and the caches of the machine take."""
    from . import floor

    return [], floor.trade(
        job.url, job.api_url, job.api_key, job.pem, ORDER | {"price": PRICE, "quantity": QTY}, job.orders
    )


MARKET = {
    "id": "BTCUSDT",
    "lowercaseId": "btcusdt",
    "symbol": "BTC/USDT",
    "base": "BTC",
    "quote": "USDT",
    "baseId": "BTC",
    "quoteId": "USDT",
    "type": "spot",
    "spot": True,
    "margin": False,
    "swap": False,
    "future": False,
    "option": False,
    "contract": False,
    "inverse": False,
    "linear": False,
    "active": True,
    "precision": {"price": 0.01, "amount": 0.00001},
    "limits": {"amount": {"min": 0.00001}, "price": {"min": 0.01}, "cost": {"min": 5.0}},
    "info": {"orderTypes": ["LIMIT", "MARKET"]},
}
OURS = (tickwire_c, tickwire_cython, tickwire_cython_polling, tickwire_python, tickwire_python_polling)
RIVALS = (python_binance, binance_sdk_spot, ccxt)
CLIENTS = {function.__name__: function for function in (c_floor, *OURS, *RIVALS)}


def main() -> None:
    name, url, api_url, key_file, orders = sys.argv[1:]
    key = json.loads(Path(key_file).read_text())
    asked, cpu = CLIENTS[name](Job(url, api_url, key["api_key"], key["pem"], int(orders)))
    print(json.dumps({"asked": asked, "cpu_s": cpu}))


if __name__ == "__main__":
    main()
