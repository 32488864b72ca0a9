"""Numbers that count up, found in messages."""

from typing import Any

import pytest

from tickwire.sim.counting import ID_BASE, Counts, counted

STEPS = {
    "": {Counts.TIME: 2000},
    "A": {
        Counts.TIME: 2000, Counts.TRADES: 1, Counts.AGG_TRADES: 2, Counts.BLOCK_TRADES: 3, Counts.UPDATES: 4,
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("stream", "payload", "numbers", "steps"),
    [
        ("a@trade", b'{"e":"trade","E":9,"s":"A","t":5,"p":"1","T":8,"m":true}', (9, "5", 8), (2000, 1, 2000)),
        ("a@aggTrade", b'{"E":9,"s":"A","a":5,"f":6,"l":7,"T":8}', (9, "5", "6", "7", 8), (2000, 2, 1, 1, 2000)),
        ("a@blockTrade", b'{"E":9,"s":"A","t":5,"T":8}', (9, "5", 8), (2000, 3, 2000)),
        ("a@bookTicker", b'{"u":5,"s":"A","b":"1"}', ("5",), (4,)),
        ("a@depth@100ms", b'{"E":9,"s":"A","U":5,"u":6,"b":[["1","2"]]}', (9, "5", "6"), (2000, 4, 4)),
        ("a@depth5", b'{"lastUpdateId":5,"bids":[]}', ("5",), (4,)),
        ("a@kline_1s", b'{"E":9,"s":"A","k":{"t":1,"T":2,"f":-1,"L":-1,"n":0}}', (9, 1, 2), (2000, 2000, 2000)),
        ("a@kline_1m", b'{"E":9,"s":"A","k":{"t":1,"T":2,"f":3,"L":4,"n":2}}', (9, "3", "4"), (2000, 1, 1)),
        ("!ticker_1h@arr", b'[{"E":9,"s":"A","O":1,"C":2,"F":3,"L":4}]', (9, 1, 2, "3", "4"), (2000, 2000, 2000, 1, 1)),
        ("nosuch@stream", b'{"t":1}', (), ()),
    ],
)
def test_ids_and_times_grow_as_they_should(stream: str, payload: bytes, numbers: Any, steps: Any) -> None:
    found = counted(stream, payload, STEPS)
    assert found.numbers == tuple(each if isinstance(each, int) else int(each) + ID_BASE for each in numbers)
    assert found.steps == steps
    less = tuple(each if isinstance(each, int) else int(each) for each in numbers)
    assert found.template % less == payload
