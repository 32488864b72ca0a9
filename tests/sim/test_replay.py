"""Recorded lines sent again."""

import asyncio
import gzip
import json
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from tickwire.errors import ConfigError
from tickwire.sim.feeds import pace
from tickwire.sim.replay import Playback, Replay

TRADES = [
    f'{{"stream":"a@trade","data":{{"e":"trade","E":{1_700_000_000_000 + 100 * index},"s":"A","t":{index}}}}}'
    for index in range(5)
]
TICKER = '{"stream":"a@bookTicker","data":{"u":1,"s":"A","b":"1","B":"1","a":"2","A":"1"}}'


def recording(folder: Path, *lines: str, name: str = "tape.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def played(source: Playback, until: int) -> list[tuple[str, bytes]]:
    sent: list[tuple[str, bytes]] = []
    source.advance(until, lambda stream, make: sent.append((stream, msgspec.json.encode(make(1000)))))
    return sent


def test_lines_keep_their_bytes_and_their_event_times(tmp_path: Path) -> None:
    replay = Replay(recording(tmp_path, TRADES[0], TICKER, TRADES[1]))
    assert [record.time for record in replay.records] == [
        1_700_000_000_000_000,
        1_700_000_000_000_000,
        1_700_000_000_100_000,
    ]
    assert replay.records[1].payload == TICKER[TICKER.index('{"u"') : -1].encode()
    assert replay.streams == {"a@trade", "a@bookTicker"}


def test_other_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    snapshot, reply = '{"lastUpdateId":1,"bids":[],"asks":[]}', '{"result":null,"id":1}'
    replay = Replay(recording(tmp_path, snapshot, TRADES[0], reply, "no json", "[]"))
    assert (len(replay.records), replay.skipped) == (1, 4)


def test_gzipped_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "tape.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(TRADES).encode()))
    assert len(Replay(path).records) == 5


def test_bare_payloads_go_to_the_stream_given(tmp_path: Path) -> None:
    bare = json.dumps(json.loads(TICKER)["data"])
    replay = Replay(recording(tmp_path, bare, '{"result":null,"id":1}'), "{symbol}@bookTicker")
    assert [(each.stream, each.payload.decode()) for each in replay.records] == [("a@bookTicker", bare)]
    assert replay.skipped == 1


def test_bare_arrays_go_to_the_stream_given(tmp_path: Path) -> None:
    row = '{"e":"24hrMiniTicker","E":1700000000000,"s":"A","c":"1","o":"1","h":"1","l":"1","v":"1","q":"1"}'
    replay = Replay(recording(tmp_path, f"[{row}]", row), "!miniTicker@arr")
    assert (replay.records[0].time, replay.skipped) == (1_700_000_000_000_000, 1)


def test_microsecond_times_are_told_from_milliseconds(tmp_path: Path) -> None:
    replay = Replay(recording(tmp_path, '{"stream":"a@trade","data":{"E":1700000000000123}}'))
    assert replay.records[0].time == 1_700_000_000_000_123


def test_records_are_played_when_due_and_once(tmp_path: Path) -> None:
    source = Replay(recording(tmp_path, *TRADES)).source(0)
    first = 1_700_000_000_000_000
    assert (source.now, source.next_time) == (first, first)
    assert len(played(source, first + 99_999)) == 1
    assert source.next_time == first + 100_000
    assert len(played(source, first + 10_000_000)) == 4
    assert source.next_time is None


def test_a_looping_recording_begins_again_after_its_end(tmp_path: Path) -> None:
    source = Replay(recording(tmp_path, *TRADES), loop=True).source(0)
    sent = played(source, source.now + 2_004_000)
    assert sent[:5] == sent[5:10]
    assert len(sent) == 25
    assert source.next_time is not None


def test_the_pace_is_a_multiple_of_the_recorded_one(tmp_path: Path) -> None:
    async def timed(speed: float) -> float:
        source = Replay(recording(tmp_path, *TRADES)).source(0)
        sent: list[str] = []
        began = asyncio.get_running_loop().time()
        sink = SimpleNamespace(publish=lambda stream, _: sent.append(stream), flush=lambda _: None)
        await pace(source, speed, sink)
        assert sent == ["a@trade"] * 5
        return asyncio.get_running_loop().time() - began

    assert asyncio.run(timed(4.0)) >= 0.1
    assert asyncio.run(timed(1.0)) >= 0.4


def test_a_tape_holds_the_wanted_streams_in_order(tmp_path: Path) -> None:
    replay = Replay(recording(tmp_path, TRADES[0], TICKER, TRADES[1]), speed=None, loop=True)
    taken, loops = replay.tape({"a@trade"}, 1000)
    assert ([json.loads(each.payload)["t"] for each in taken], loops) == ([0, 1], True)


@pytest.mark.parametrize("lines", [[], ['{"result":null}']])
def test_a_recording_without_messages_is_refused(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(ConfigError, match="none of its"):
        Replay(recording(tmp_path, *lines))


def test_what_cannot_be_replayed_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.jsonl"):
        Replay(tmp_path / "absent.jsonl")
    with pytest.raises(ConfigError, match="speed"):
        Replay(recording(tmp_path, *TRADES), speed=0)
    with pytest.raises(ConfigError, match="no stream 'a@nothing'"):
        Replay(recording(tmp_path, *TRADES), "a@nothing")
    damaged = tmp_path / "damaged.jsonl.gz"
    damaged.write_bytes(gzip.compress(b"x" * 1000)[:-20])
    with pytest.raises(ConfigError, match="damaged"):
        Replay(damaged)


def test_captured_files_replay_every_message_and_skip_the_snapshot(captured: Path) -> None:
    replay = Replay(captured / "spot-mixed-hftbacktest-ethusdt.jsonl.gz")
    assert (len(replay.records), replay.skipped) == (79_743, 1)
    times = [record.time for record in replay.records]
    assert times == sorted(times)
    bare = Replay(captured / "spot-ticker-gocryptotrader.jsonl", "{symbol}@ticker")
    assert (len(bare.records), bare.skipped) == (20, 1)
