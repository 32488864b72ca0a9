"""How long a client hears nothing after its connection was reset: from the reset to the next message in its handler.

python -m bench.reconnect.run OUT.json

Every client has a simulated venue of its own, with TLS on loopback; all its connections are reset at once, again and
again. The other clients live in an environment of their own: `make VENV=build/compat build/compat/rivals.group`.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bench.environment import ROOT, environment
from tickwire.sim import Venue

from .client import CLIENTS

OURS = "tickwire"
RIVALS_PYTHON = ROOT / "build" / "compat" / "bin" / "python"
RIVAL_PACKAGES = ("python-binance", "binance-sdk-spot", "cryptofeed", "websockets")
RATE = 4_000.0  # orders a second over all symbols: quotes come so often that waiting for one hardly counts
CALM_S = 5.5  # between two losses: a connection has to prove itself before another loss counts as the first
PATIENCE_S = 30.0
START_S = 20.0


class Process:
    """A running client; `heard` is filled with the times of its messages, ns."""

    def __init__(self, name: str, venue: Venue) -> None:
        python = sys.executable if name == OURS else str(RIVALS_PYTHON)
        command = [python, "-m", "bench.reconnect.client", name, venue.url, str(venue.ca_file)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ
        )
        self.heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.put(int(line))

    def next_after(self, since: int, seconds: float) -> int | None:
        """The time of the first message after `since`; None when none comes within so many seconds."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            try:
                heard = self.heard.get(timeout=left)
            except queue.Empty:
                return None
            if heard > since:
                return heard
        return None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


def silence_after_reset(venue: Venue, process: Process) -> float | None:
    """Milliseconds without a message after a loss; None when the client does not come back.

    A message counts once the venue has taken a new connection: those of the old one may still be in a buffer.
    """
    before, began = venue.stats().connections, time.monotonic_ns()
    deadline = time.monotonic() + PATIENCE_S
    venue.disconnect_all(abort=True)
    looked = began
    while venue.stats().connections == before:
        if time.monotonic() > deadline:
            return None
        looked = time.monotonic_ns()
        time.sleep(0.0002)
    heard = process.next_after(looked, deadline - time.monotonic())
    return None if heard is None else (heard - began) / 1e6


def measure(name: str, losses: int) -> dict[str, Any]:
    """Figures of one client over so many losses, or until it does not come back."""
    silences: list[float] = []
    with Venue(tls=True, rate=RATE) as venue:
        process = Process(name, venue)
        try:
            if process.next_after(0, START_S) is None:
                raise RuntimeError(f"{name} hears nothing of the venue at all")
            for _ in range(losses):
                time.sleep(CALM_S)
                silence = silence_after_reset(venue, process)
                if silence is None:
                    return _figures(silences) | {"came_back": False, "waited_s": PATIENCE_S}
                silences.append(silence)
        finally:
            process.kill()
    return _figures(silences) | {"came_back": True}


def _figures(silences: list[float]) -> dict[str, Any]:
    figures: dict[str, Any] = {"losses": len(silences)}
    if len(silences) > 1:
        cuts = statistics.quantiles(silences, n=10, method="inclusive")
        figures |= {"min_ms": min(silences), "p50_ms": statistics.median(silences), "p90_ms": cuts[8]}
        figures |= {"max_ms": max(silences)}
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in figures.items()}


def rival_versions(*more: str) -> dict[str, str]:
    """Which versions of others' packages are in their environment."""
    names = (*RIVAL_PACKAGES, *more)
    program = "import sys, importlib.metadata as m; print(*(m.version(name) for name in sys.argv[1:]))"
    answer = subprocess.run([str(RIVALS_PYTHON), "-c", program, *names], capture_output=True, text=True, check=True)
    return dict(zip(names, answer.stdout.split(), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reconnect.run", description=__doc__)
    parser.add_argument("out", type=Path, help="JSON file to write")
    parser.add_argument("--losses", type=int, default=50)
    parser.add_argument("--clients", default=",".join(CLIENTS), help="comma-separated")
    arguments = parser.parse_args()
    figures = {}
    for name in arguments.clients.split(","):
        if name != OURS and not RIVALS_PYTHON.exists():
            print(f"{name} is left out: its environment is missing", file=sys.stderr)
            continue
        figures[name] = measure(name, arguments.losses)
        print(name, figures[name], file=sys.stderr, flush=True)
    report = environment("python -m bench.reconnect.run")
    report["versions"] |= rival_versions() if RIVALS_PYTHON.exists() else {}
    arguments.out.write_text(json.dumps(report | {"losses": arguments.losses, "clients": figures}, indent=1) + "\n")


if __name__ == "__main__":
    main()
