"""A real client on a bad network: in a network namespace of its own, with loss and delay, and with the cable pulled."""

import json
import shutil
import subprocess
import sys
from typing import Any

import pytest

PREFIXES = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])
# A venue and a client within one namespace; prints what became of the trades.
PROGRAM = """
import json, subprocess, sys, threading, time
import tickwire as tw
from tickwire.sim import Venue

def network(*command):
    subprocess.run(["ip", "link", "set", "lo", *command], check=True)

options = json.loads(sys.argv[1])
seconds, cut = options.pop("seconds"), options.pop("cut")
trades, gaps, causes, is_back = [], [], [], threading.Event()
with Venue(symbols=["BTCUSDT"], rate=1000, seed=3) as venue:
    client = tw.Client(stream_urls=[venue.url], **options)
    client.on_gap(lambda gap: gaps.append([gap.first_missing, gap.last_missing]))
    client.on_disconnect(lambda event: causes.append(event.reason))
    client.on_reconnect(lambda event: is_back.set())
    client.subscribe(tw.Trade, "btcusdt", on=lambda trade: trades.append(trade.trade_id))
    with client:
        time.sleep(seconds)
        if cut:
            network("down")
            time.sleep(cut)
            network("up")
            is_back.wait(10)
            seen = len(trades)
            while len(trades) < seen + 50:
                time.sleep(0.01)
        print(json.dumps({"trades": trades, "gaps": gaps, "causes": causes}))
"""


def in_namespace(command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a shell command in a network namespace of its own, in the first way that this machine allows."""
    if sys.platform != "linux" or not all(map(shutil.which, ("unshare", "ip"))):
        pytest.skip("network namespaces need Linux with unshare and ip")
    for prefix in PREFIXES:
        if subprocess.run([*prefix, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode == 0:
            whole = [*prefix, "sh", "-c", f"ip link set lo up && {command}", "sh", *arguments]
            return subprocess.run(whole, capture_output=True, text=True, timeout=90, check=False)
    pytest.skip("this machine allows no network namespaces")


def outcome(network: str, **options: Any) -> dict[str, Any]:
    """What the program prints, run on a network that the shell command `network` makes."""
    arguments = json.dumps({"cut": 0.0, **options})
    ended = in_namespace(f'{network} && exec "$@"', sys.executable, "-c", PROGRAM, arguments)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def netem() -> str:
    """How to delay and lose packets; skipped where the kernel cannot."""
    command = "tc qdisc add dev lo root netem"
    tried = in_namespace(f"{command} delay 1ms")
    if tried.returncode:
        pytest.skip(f"no netem: {tried.stderr.strip()}")
    return command


@pytest.mark.parametrize("lines", [1, 2])
def test_loss_and_delay_cost_time_and_no_trade(netem: str, lines: int) -> None:
    found = outcome(f"{netem} delay 15ms 10ms loss 3%", seconds=4.0, lines=lines)
    trades = found["trades"]
    assert len(trades) > 200
    assert trades == list(range(trades[0], trades[0] + len(trades)))
    assert (found["gaps"], found["causes"]) == ([], [])


@pytest.mark.parametrize("lines", [1, 2])
def test_a_network_that_fails_for_a_while_is_noticed_and_what_is_missed_is_told(lines: int) -> None:
    found = outcome("true", seconds=1.0, cut=1.5, lines=lines, ping_after=0.3, pong_within=0.3)
    assert any("no sign of life" in cause for cause in found["causes"])
    trades, gaps = found["trades"], found["gaps"]
    assert gaps
    missing = [trade for first, last in gaps for trade in range(first, last + 1)]
    assert trades == sorted(trades)
    assert sorted(trades + missing) == list(range(trades[0], trades[-1] + 1))
