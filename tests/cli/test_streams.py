"""`tickwire streams`."""

import json

import pytest

from tickwire.cli import run
from tickwire.cli.streams import patterns
from tickwire.schema import MARKET_MESSAGES, parse_stream


def test_every_example_is_a_stream_of_the_class_it_stands_for() -> None:
    for row in patterns():
        parsed = parse_stream(row.example)
        assert parsed is not None, row
        assert (parsed.message.__name__, parsed.is_array) == (row.message, row.is_array)
        assert row.options.keys() == parsed.options.keys()


def test_the_table_names_every_pattern_class_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["streams"]) == 0
    shown = capsys.readouterr().out
    for message in MARKET_MESSAGES:
        assert message.__name__ in shown
        for pattern in message.streams:
            assert pattern.replace("{", "<").replace("}", ">") in shown
    assert "1s 1m 3m" in shown


def test_as_json_it_is_one_array(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["streams", "--json"]) == 0
    rows = {row["pattern"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["{symbol}@depth{levels}"]["options"] == {"levels": ["5", "10", "20"]}
    assert rows["!miniTicker@arr"]["events"] == ["24hrMiniTicker"]
