"""Tick-to-trade: from the read() that brought a bookTicker to the bytes of an order handed to the socket.

python -m bench.tick_to_trade.run OUT.json

Every client, ours and others', trades at a simulated exchange of its own on loopback, without TLS, after log-on where
it can, on ticks of a market in a process of its own: a quiet one, where caches go cold between two ticks, and a busy
one, which only clients that keep up with it trade on. Servers and client have cores of their own. All are timed in the
same way, from outside: tap.c stands between the client and libc. Clients take turns; `c_floor` is none, it shows what
the machine itself takes. What reached the exchange is compared with what was to be sent. The other clients live in an
environment of their own: `make VENV=build/compat build/compat/rivals.group`. Linux only.
"""

from __future__ import annotations

import argparse
import array
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import tickwire as tw
from bench.compiled import CACHE, shared_library
from bench.environment import ROOT, environment
from bench.reconnect.run import RIVALS_PYTHON, rival_versions
from tickwire.sim import Account, DemoAccount, Limits, Venue, demo_account

from . import market
from .client import CLIENTS, PRICE, QTY, RIVALS

MARKETS = {"quiet": 200.0, "busy": 10_000.0}  # ticks a second
TURNS, ORDERS = 5, 500
START_S, PATIENCE_S = 30.0, 180.0
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
WARM_UP = 50  # orders of each turn that are not counted
RIVAL_NAMES = {each.__name__ for each in RIVALS}


def serve(account: Account, answer: Any) -> None:
    """The exchange, without limits that would get in the way."""
    plenty = 1_000_000
    limits = Limits(orders=plenty, orders_of_a_day=plenty, weight=plenty)
    with Venue(symbols=["BTCUSDT"], rate=1.0, accounts=[account], limits=limits) as venue:
        answer.send(venue.api_url)
        threading.Event().wait()


@contextmanager
def serving(target: Callable[..., None], *arguments: Any) -> Iterator[str]:
    """A server in a process of its own, a fresh one, for this one may have threads and their locks."""
    context = multiprocessing.get_context("spawn")
    answered, answer = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(*arguments, answer), daemon=True)
    process.start()
    answer.close()  # here, so that the end of the process shows
    try:
        os.sched_setaffinity(process.pid, CORES[:1])
        if not answered.poll(START_S):
            raise TimeoutError(f"{target.__module__}.{target.__name__} did not start")
        yield answered.recv()
    finally:
        process.terminate()
        process.join()


def trade(name: str, rate: float, orders: int) -> dict[str, list[float]]:
    """Times of one turn of one client, µs."""
    demo = demo_account("ed25519")
    with (
        serving(market.serve, rate) as url,
        serving(serve, demo.account) as api_url,
        tempfile.TemporaryDirectory() as folder,
    ):
        key, out = Path(folder, "key.json"), Path(folder, "tap")
        key.write_text(json.dumps({"api_key": demo.api_key, "pem": demo.private.decode()}))
        key.chmod(0o600)
        python = str(RIVALS_PYTHON) if name in RIVAL_NAMES else sys.executable
        command = [
            "taskset",
            "-c",
            str(CORES[-1]),
            python,
            "-m",
            "bench.tick_to_trade.client",
            name,
            url,
            api_url,
            str(key),
            str(orders),
        ]
        ports = {"TAP_MARKET": str(urlsplit(url).port), "TAP_API": str(urlsplit(api_url).port)}
        tap = {"LD_PRELOAD": str(CACHE / "tap.so"), "TAP_OUT": str(out)} | ports
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | tap, capture_output=True, text=True, check=False, timeout=PATIENCE_S
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")
        check(demo, api_url, name, orders)
        return figures(json.loads(done.stdout.splitlines()[-1]), out.read_bytes(), orders)


def check(demo: DemoAccount, api_url: str, name: str, orders: int) -> None:
    """The exchange got what was to be sent, once each."""
    credentials = tw.load_credentials(demo.api_key, secret=demo.private)
    with tw.Trader(credentials, api_url=api_url, symbols=["BTCUSDT"]) as trader:
        got = trader.request("allOrders", {"symbol": "BTCUSDT", "limit": 1000}).wait(10)
    told = {(order.side, order.type, order.time_in_force, float(order.price), float(order.orig_qty)) for order in got}
    if len(got) != orders or told != {("BUY", "LIMIT", "IOC", float(PRICE), float(QTY))}:
        raise RuntimeError(f"{name} was to place {orders} orders; the exchange has {len(got)}: {told}")


def figures(told: dict[str, Any], tapped: bytes, orders: int) -> dict[str, list[float]]:
    """Times of each order but the first ones, µs."""
    numbers = array.array("q", tapped)
    records = [tuple(numbers[at : at + 4]) for at in range(0, len(numbers), 4)][-orders:]
    if len(records) != orders:
        raise RuntimeError(f"{len(records)} orders were seen on their way, of {orders}")
    times = {
        "tick_to_trade": [(sent - ticked) / 1e3 for ticked, sent, _, _ in records],
        "round_trip": [(replied - sent) / 1e3 for _, sent, replied, _ in records],
    }
    if told["asked"]:
        times["call_to_socket"] = [
            (sent - asked) / 1e3 for asked, (_, sent, _, _) in zip(told["asked"], records, strict=True)
        ]
    return {name: values[WARM_UP:] for name, values in times.items()} | {"cpu": [told["cpu_s"] / orders * 1e6]}


def condensed(turns: list[dict[str, list[float]]]) -> dict[str, float]:
    """Medians over the turns of what each turn has at its middle and at its end."""
    report = {}
    for name in turns[0]:
        report[f"{name}_p50_us"] = statistics.median(statistics.median(turn[name]) for turn in turns)
        if name != "cpu":
            report[f"{name}_p99_us"] = statistics.median(
                statistics.quantiles(turn[name], n=100, method="inclusive")[98] for turn in turns
            )
    report["cpu_us_an_order"] = report.pop("cpu_p50_us")
    return {name: round(value, 2) for name, value in report.items()}


def measure(names: list[str], market_name: str, turns: int, orders: int) -> dict[str, dict[str, float]]:
    """Figures of each client; all take part in each turn."""
    shared_library("tick_to_trade/tap.c", "-ldl")
    taken: dict[str, list[dict[str, list[float]]]] = {name: [] for name in names}
    for turn in range(turns):
        for name in names:
            taken[name].append(trade(name, MARKETS[market_name], orders))
            p50 = statistics.median(taken[name][-1]["tick_to_trade"])
            print(f"{market_name}, turn {turn + 1}: {name:20} {p50:9.2f} µs", file=sys.stderr, flush=True)
    return {name: condensed(each) for name, each in taken.items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tick_to_trade.run", description=__doc__)
    parser.add_argument("out", type=Path, help="JSON file to write")
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--clients", default=",".join(CLIENTS), help="comma-separated")
    options = parser.parse_args()
    names = [name for name in options.clients.split(",") if name not in RIVAL_NAMES or RIVALS_PYTHON.exists()]
    if left := set(options.clients.split(",")) - set(names):
        print(f"left out, for their environment is missing: {', '.join(sorted(left))}", file=sys.stderr)
    takes_part = {"quiet": names, "busy": [name for name in names if name not in RIVAL_NAMES]}
    markets = {name: measure(takes_part[name], name, options.turns, options.orders) for name in MARKETS}
    report = environment("python -m bench.tick_to_trade.run")
    report["versions"] |= rival_versions("ccxt") if RIVALS_PYTHON.exists() else {}
    sizes = {"turns": options.turns, "orders_a_turn": options.orders}
    options.out.write_text(
        json.dumps(report | sizes | {"ticks_a_second": MARKETS, "markets": markets}, indent=1) + "\n"
    )


if __name__ == "__main__":
    main()
