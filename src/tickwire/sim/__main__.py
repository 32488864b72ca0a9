"""`python -m tickwire.sim`: a simulated venue in a process of its own.

It runs until SIGINT, SIGTERM or the end of the pipe that is its stdin.
"""

from __future__ import annotations

import argparse
import os
import signal
import stat
import sys
import threading
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from ..errors import TickwireError
from .accounts import DemoAccount, demo_account, read_accounts
from .accounts.keys import Kind
from .faults import read_script
from .instruments import INSTRUMENTS
from .replay import Replay
from .venue import Venue


def _rate(text: str) -> float | None:
    return None if text == "max" else float(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tickwire.sim", description="A simulated Binance Spot venue on loopback.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 picks a free one")
    parser.add_argument("--sbe-port", type=int, default=0, help="port of streams in SBE; 0 picks a free one")
    parser.add_argument("--tls", action="store_true", help="serve wss with the loopback certificate")
    parser.add_argument("--seed", type=int, default=1, help="seed of the synthetic market (%(default)s)")
    parser.add_argument("--symbols", nargs="+", metavar="SYMBOL", help="symbols of the synthetic market")
    parser.add_argument("--rate", type=_rate, default=500.0, help='orders a second, or "max" (%(default)s)')
    parser.add_argument("--replay", metavar="FILE", help="send recorded JSON lines (.jsonl, .jsonl.gz) instead")
    parser.add_argument("--stream", help="stream of recorded payloads that have no envelope")
    parser.add_argument("--speed", type=_rate, default=1.0, help='pace of the recording, or "max" (%(default)s)')
    parser.add_argument("--loop", action="store_true", help="begin the recording again after its end")
    parser.add_argument("--faults", metavar="FILE", help="script of faults, in JSON")
    parser.add_argument("--accounts", metavar="FILE", help="accounts to begin with, in JSON")
    parser.add_argument(
        "--demo-key", metavar="FILE", help="open a demo account, and write its private key to a new file"
    )
    parser.add_argument("--demo-kind", choices=get_args(Kind), default="ed25519", help="kind of that key (%(default)s)")
    parser.add_argument("--no-api", dest="api", action="store_false", help="serve no WebSocket API")
    parser.add_argument("--json", action="store_true", help="print one JSON line when ready")
    return parser


def _demo(options: argparse.Namespace) -> DemoAccount | None:
    if options.demo_key is None:
        return None
    demo = demo_account(options.demo_kind)
    demo.write(options.demo_key)
    return demo


def _venue(options: argparse.Namespace, demo: DemoAccount | None) -> Venue:
    where: dict[str, Any] = {"host": options.host, "port": options.port, "sbe_port": options.sbe_port}
    where |= {"tls": options.tls, "api": options.api}
    where["accounts"] = read_accounts(options.accounts) if options.accounts else ()
    if demo is not None:
        where["accounts"] = (*where["accounts"], demo.account)
    if options.faults:
        where["faults"] = read_script(options.faults)
    if options.replay:
        feed = Replay(options.replay, options.stream, speed=options.speed, loop=options.loop)
        return Venue(**where, feed=feed)
    return Venue(**where, seed=options.seed, symbols=options.symbols or INSTRUMENTS, rate=options.rate)


def _announce(venue: Venue, demo: DemoAccount | None, as_json: bool) -> bool:
    """Whether anybody is there to read it."""
    if as_json:
        ready: dict[str, Any] = {"url": venue.url, "sbe_url": venue.sbe_url, "api_url": venue.api_url}
        ready |= {"ca_file": venue.ca_file, "pid": os.getpid()}
        if demo is not None:
            ready["api_key"] = demo.api_key
        line = msgspec.json.encode(ready).decode()
    else:
        line = f"simulated venue at {venue.url}" + (f", certificate {venue.ca_file}" if venue.ca_file else "")
        line += f", API key {demo.api_key}" if demo is not None else ""
    try:
        print(line, flush=True)
    except BrokenPipeError:  # who started it is gone, and so is who would read why
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what the interpreter still flushes
        return False
    return True


def _set_at_end_of_stdin(stopping: threading.Event) -> None:
    """Let the venue end with the process that holds the other end of its stdin pipe."""
    try:
        is_pipe = stat.S_ISFIFO(os.fstat(0).st_mode)
    except OSError:
        return

    def wait() -> None:
        while os.read(0, 4096):
            pass
        stopping.set()

    if is_pipe:
        threading.Thread(target=wait, name="tickwire-sim-stdin", daemon=True).start()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a venue; 0 after a clean end, 2 when it cannot start."""
    options = _parser().parse_args(arguments)
    stopping = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        demo = _demo(options)
        with _venue(options, demo) as venue:
            if not _announce(venue, demo, options.json):
                stopping.set()
            _set_at_end_of_stdin(stopping)
            while not stopping.wait(0.5):  # a wait without end would not see signals on Windows
                pass
    except (TickwireError, OSError) as error:
        print(f"tickwire.sim: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
