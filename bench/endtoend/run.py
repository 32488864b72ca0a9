"""Every client in turn against the server, over and over; medians over the turns.

python -m bench.endtoend.run OUT.json
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.compiled import CACHE
from bench.environment import ROOT, environment

from .certificate import certificate
from .client import CLIENTS, FLOOR, SBE_CLIENTS

SERVER_CPU, CLIENT_CPU = 1, 0
CLIENT_LIMIT_S = 120


class Scenario(NamedTuple):
    """What the server does and how the client waits; `count` messages, or as many as come when 0."""

    mode: str
    tls: bool
    busy: bool
    count: int

    @property
    def name(self) -> str:
        mode = "sustained in SBE" if self.is_sbe else self.mode
        return f"{mode}, {'TLS' if self.tls else 'plain'}{', busy polling' if self.busy else ''}"

    @property
    def is_sbe(self) -> bool:
        return self.mode == "sustained_sbe"


SCENARIOS = (
    *(Scenario("sustained", tls, False, 0) for tls in (False, True)),
    Scenario("sustained_sbe", False, False, 0),
    *(Scenario("burst", tls, busy, 25_600) for tls in (False, True) for busy in (False, True)),
    *(Scenario("paced", tls, busy, 40_000) for tls in (False, True) for busy in (False, True)),
)


def tried(scenario: Scenario, client: str, pem: Path) -> dict[str, float]:
    """Another try where the machine was so busy that the messages did not come in time."""
    try:
        return measure(scenario, client, pem)
    except (RuntimeError, subprocess.TimeoutExpired) as fault:
        print(f"once more, since {fault}", file=sys.stderr)
        return measure(scenario, client, pem)


def measure(scenario: Scenario, client: str, pem: Path) -> dict[str, float]:
    """One client against a server of its own, each a process on a core of its own."""
    secure = ["--certificate", str(pem)] if scenario.tls else []
    server = _python("bench.endtoend.server", scenario.mode, scenario.count, "--cpu", SERVER_CPU, *secure)
    try:
        port = server.stdout.readline().strip() if server.stdout else ""
        trust = ["--ca", str(pem)] if scenario.tls else []
        waiting = ["--busy"] * scenario.busy + ["--sbe"] * scenario.is_sbe
        program = _python(
            "bench.endtoend.client", client, port, "--count", scenario.count, "--cpu", CLIENT_CPU, *trust, *waiting
        )
        answer, _ = program.communicate(timeout=CLIENT_LIMIT_S)
        if program.returncode:
            raise RuntimeError(f"{client}, {scenario.name}: ended with {program.returncode}")
        return dict(json.loads(answer))
    finally:
        server.kill()
        server.wait()


def _python(module: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONHASHSEED": "0"}
    )


def _runs(names: list[str], turns: int, scenarios: list[Scenario]) -> Iterator[tuple[Scenario, str]]:
    for _ in range(turns):
        for scenario in scenarios:
            for client in names:
                if not (scenario.tls and client == FLOOR) and (client in SBE_CLIENTS or not scenario.is_sbe):
                    yield scenario, client


def collect(names: list[str], turns: int, scenarios: list[Scenario]) -> dict[str, Any]:
    pem = certificate(CACHE)
    taken: dict[str, dict[str, list[dict[str, float]]]] = defaultdict(lambda: defaultdict(list))
    for scenario, client in _runs(names, turns, scenarios):
        figures = tried(scenario, client, pem)
        print(f"{scenario.name:32} {client:24} {figures}", file=sys.stderr, flush=True)
        taken[scenario.name][client].append(figures)
    return {
        scenario: {client: _medians(figures) for client, figures in by_client.items()}
        for scenario, by_client in taken.items()
    }


def _medians(figures: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(statistics.median(one[name] for one in figures), 3) for name in figures[0]}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.endtoend.run", description=__doc__)
    parser.add_argument("out", type=Path, help="JSON file to write")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--clients", default=",".join((*CLIENTS, FLOOR)), help="comma-separated")
    parser.add_argument("--modes", default="sustained,sustained_sbe,burst,paced", help="comma-separated")
    arguments = parser.parse_args()
    chosen = [scenario for scenario in SCENARIOS if scenario.mode in arguments.modes.split(",")]
    figures = collect(arguments.clients.split(","), arguments.turns, chosen)
    report = environment("python -m bench.endtoend.run") | {"turns": arguments.turns, "scenarios": figures}
    arguments.out.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
