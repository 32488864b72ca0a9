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

import msgspec

from ..errors import TickwireError
from .instruments import INSTRUMENTS
from .replay import Replay
from .venue import Venue


def _rate(text: str) -> float | None:
    return None if text == "max" else float(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tickwire.sim", description="A simulated Binance Spot venue on loopback.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 picks a free one")
    parser.add_argument("--tls", action="store_true", help="serve wss with the loopback certificate")
    parser.add_argument("--seed", type=int, default=1, help="seed of the synthetic market (%(default)s)")
    parser.add_argument("--symbols", nargs="+", metavar="SYMBOL", help="symbols of the synthetic market")
    parser.add_argument("--rate", type=_rate, default=500.0, help='orders a second, or "max" (%(default)s)')
    parser.add_argument("--replay", metavar="FILE", help="send recorded JSON lines (.jsonl, .jsonl.gz) instead")
    parser.add_argument("--stream", help="stream of recorded payloads that have no envelope")
    parser.add_argument("--speed", type=_rate, default=1.0, help='pace of the recording, or "max" (%(default)s)')
    parser.add_argument("--loop", action="store_true", help="begin the recording again after its end")
    parser.add_argument("--json", action="store_true", help="print one JSON line when ready")
    return parser


def _venue(options: argparse.Namespace) -> Venue:
    where = {"host": options.host, "port": options.port, "tls": options.tls}
    if options.replay:
        feed = Replay(options.replay, options.stream, speed=options.speed, loop=options.loop)
        return Venue(**where, feed=feed)
    return Venue(**where, seed=options.seed, symbols=options.symbols or INSTRUMENTS, rate=options.rate)


def _announce(venue: Venue, as_json: bool) -> None:
    if as_json:
        line = msgspec.json.encode({"url": venue.url, "ca_file": venue.ca_file, "pid": os.getpid()}).decode()
    else:
        line = f"simulated venue at {venue.url}" + (f", certificate {venue.ca_file}" if venue.ca_file else "")
    print(line, flush=True)


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
        with _venue(options) as venue:
            _announce(venue, options.json)
            _set_at_end_of_stdin(stopping)
            while not stopping.wait(0.5):  # a wait without end would not see signals on Windows
                pass
    except (TickwireError, OSError) as error:
        print(f"tickwire.sim: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
