"""Names as small integers: stable, bounded, the same for all threads, and refused loudly when the table is full."""

import subprocess
import sys
import threading

import pytest

from tickwire.wire.symbols import symbol_id, symbol_name


def test_a_name_keeps_its_id() -> None:
    first = symbol_id("BTCUSDT")
    assert first > 0
    assert symbol_id("BTCUSDT") == first
    assert symbol_name(first) == "BTCUSDT"
    assert symbol_id("测试币USDT") != first
    assert symbol_name(symbol_id("测试币USDT")) == "测试币USDT"


def test_no_name_has_id_zero() -> None:
    assert symbol_name(0) == ""
    with pytest.raises(ValueError, match="1 to 120 bytes"):
        symbol_id("")


def test_names_differ_in_every_byte_and_length() -> None:
    names = ["N" * size for size in range(1, 121)] + ["N" * i + "M" + "N" * (119 - i) for i in range(120)]
    ids = [symbol_id(name) for name in names]
    assert len(set(ids)) == len(names)
    assert [symbol_name(i) for i in ids] == names


def test_names_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="1 to 120 bytes, not 121"):
        symbol_id("x" * 121)
    with pytest.raises(ValueError, match="1 to 120 bytes, not 123"):
        symbol_id("测" * 41)
    with pytest.raises(ValueError, match="surrogates"):
        symbol_id("\ud800")


@pytest.mark.parametrize("unknown", [-1, 65_536, 2**31])
def test_an_id_never_given_out_is_a_key_error(unknown: int) -> None:
    with pytest.raises(KeyError):
        symbol_name(unknown)


def test_threads_get_the_same_id_for_a_name() -> None:
    names = [f"THREAD{i}" for i in range(500)]
    seen: list[list[int]] = []
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        ids = [symbol_id(name) for name in names]
        if [symbol_name(i) for i in ids] == names:
            seen.append(ids)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(seen) == 4
    assert all(ids == seen[0] for ids in seen)


FULL = """
from tickwire.errors import DecodeError
from tickwire.wire.decode import decode
from tickwire.wire.symbols import symbol_id, symbol_name

TRADE = b'{"e":"trade","E":1793025001377,"s":"%b","t":1,"p":"1.5","q":"2","T":1793025001376,"m":true}'
known = symbol_id("KNOWN")
decode(TRADE % b"KNOWN")
for number in range(1 << 17):
    try:
        symbol_id(f"N{number}")
    except ValueError as fault:
        assert "the table of names is full (65536 names)" in str(fault), fault
        break
assert 65_000 < number < 65_536, number
assert symbol_name(symbol_id(f"N{number - 1}")) == f"N{number - 1}"
assert decode(TRADE % b"KNOWN").symbol == "KNOWN" and symbol_id("KNOWN") == known
try:
    decode(TRADE % b"NEVERSEEN")
except DecodeError as fault:
    assert "the table of names is full" in fault.reason, fault
else:
    raise SystemExit("a new name was taken although the table is full")
try:
    decode(b'{"stream":"neverseen@trade","data":%b}' % (TRADE % b"KNOWN"))
except DecodeError as fault:
    assert "the table of names is full" in fault.reason, fault
else:
    raise SystemExit("a new stream was taken although the table is full")
assert decode(TRADE % b"KNOWN", "N7") is not None
print("held")
"""


def test_a_full_table_refuses_new_names_and_serves_known_ones() -> None:
    done = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, timeout=120)
    assert done.stdout == "held\n", done.stderr
