"""Scripts of faults."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.sync.client import connect

from tickwire.errors import ConfigError
from tickwire.sim import Venue, faults
from tickwire.sim.faults.script import Injection, check_injection

ALL = [getattr(faults, name) for name in faults.__all__ if isinstance(getattr(faults, name), type)]
KINDS = [kind for kind in ALL if issubclass(kind, faults.Fault) and kind is not faults.Fault]
ARGUMENTS: dict[Any, Any] = {
    faults.Held: {"seconds": 0.5},
    faults.LateAck: {"seconds": 0.5},
    faults.LateEvent: {"seconds": 0.5},
    faults.Refuse: {"code": -1007},
    faults.CloseCode: {"code": 1000},
    faults.Delay: {"seconds": 0.5},
    faults.HttpStatus: {"status": 503},
    faults.RefuseConnect: {"seconds": 1.0},
    faults.SlowNetwork: {"bytes_per_second": 1000},
    faults.Stall: {"seconds": 0.5},
}


def written(path: Path, script: object) -> Path:
    file = path / "script.json"
    file.write_text(json.dumps(script), encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_can_be_written_in_a_script(tmp_path: Path, kind: Any) -> None:
    arguments = ARGUMENTS.get(kind, {})
    path = written(tmp_path, {"faults": [{"fault": {"kind": kind.name(), **arguments}, "at": 1.5}], "seed": 7})
    expected = faults.Injection(fault=kind(**arguments), at=1.5)
    assert faults.read_script(path) == faults.Script(faults=(expected,), seed=7)
    assert msgspec.json.decode(msgspec.json.encode(faults.read_script(path)), type=faults.Script).seed == 7


@pytest.mark.parametrize(
    ("script", "place"),
    [
        ({"faults": [{"fault": {"kind": "dorp"}}]}, r"Invalid value 'dorp' - at `\$.faults\[0\].fault.kind`"),
        ({"faults": [{"fault": {"kind": "stall"}}]}, r"missing required field `seconds` - at `\$.faults\[0\].fault`"),
        ({"faults": [{"fault": {"kind": "drop"}, "when": 3}]}, r"unknown field `when` - at `\$.faults\[0\]`"),
        ({}, "missing required field `faults`"),
    ],
)
def test_what_is_wrong_with_a_script_is_said_with_its_place(tmp_path: Path, script: Any, place: str) -> None:
    with pytest.raises(ConfigError, match=place):
        faults.read_script(written(tmp_path, script))
    with pytest.raises(ConfigError, match=r"none\.json"):
        faults.read_script(tmp_path / "none.json")


def test_a_script_begins_with_the_venue() -> None:
    closing = faults.Injection(fault=faults.CloseCode(4001, "as written"), connection=1)
    with Venue(faults=faults.Script(faults=(closing,))) as venue:
        with connect(f"{venue.url}/ws") as first, connect(f"{venue.url}/ws") as second:
            while first.protocol.close_rcvd is None:
                pass
            assert first.protocol.close_rcvd.reason == "as written"
            assert second.protocol.close_rcvd is None
        assert venue.stats().faults == {"close-code": 1}


def test_a_script_that_cannot_be_played_stops_the_venue_from_starting() -> None:
    script = faults.Script(faults=(faults.Injection(fault=faults.Mute()),))
    venue = Venue(rate=None, faults=script)
    with pytest.raises(ConfigError, match="mute: a venue without a pace"):
        venue.start()
    with pytest.raises(ConnectionRefusedError), connect(f"{venue.url}/ws"):
        pass


@pytest.mark.parametrize(
    ("fault", "where", "words"),
    [
        (faults.Delay(-1.0), {}, "delay.seconds"),
        (faults.Fragmented(0), {}, "fragmented.pieces"),
        (faults.PingStorm(0.0), {}, "ping-storm.per_second"),
        (faults.HttpStatus(200), {}, "http-status.status"),
        (faults.HttpStatus(777), {}, "http-status.status"),
        (faults.CloseCode(99), {}, "close-code.code"),
        (faults.Oversized(20 << 20), {}, "oversized.size"),
        (faults.WrongAck("bad"), {}, "wrong-ack.reply"),
        (faults.Skip("btcusdt@trade", messages=-1), {}, "skip.messages"),
        (faults.ClockSkew(float("nan")), {}, "clock-skew.seconds"),
        (faults.Mute("nosuch"), {}, "no stream is named 'nosuch'"),
        (faults.Drop(), {"line": -1}, "line"),
        (faults.Drop(), {"connection": 0}, "connection"),
        (faults.Drop(), {"share": 2.0}, "share"),
        (faults.Drop(), {"at": -1.0}, "at"),
        (faults.Drop(), {"every": 0.0}, "every"),
        (faults.Drop(), {"seconds": -1.0}, "seconds"),
    ],
)
def test_what_could_never_happen_is_refused(fault, where, words):
    with pytest.raises(ConfigError, match=re.escape(words)):
        check_injection(Injection(fault=fault, **where))
