"""Frames and envelopes, read by another library's parser."""

import json

import pytest
from websockets.frames import Frame as ParsedFrame
from websockets.frames import Opcode
from websockets.streams import StreamReader

from tickwire.sim.frames import frame, message_frame


def parsed(data: bytes) -> ParsedFrame:
    reader = StreamReader()
    reader.feed_data(data)
    parsing = ParsedFrame.parse(reader.read_exact, mask=False)
    while True:
        try:
            next(parsing)
        except StopIteration as done:
            return done.value


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_frames_of_every_length_are_read_back(size: int) -> None:
    read = parsed(frame(b"x" * size))
    assert (read.opcode, read.fin, len(read.data)) == (Opcode.TEXT, True, size)


def test_the_first_byte_can_make_any_frame() -> None:
    read = parsed(frame(b"\x00\x01", first_byte=0x02))
    assert (read.opcode, read.fin) == (Opcode.BINARY, False)


def test_the_combined_form_wraps_the_payload_as_it_is() -> None:
    payload = b'{"e":"trade",  "p":"1.0"}'
    assert parsed(message_frame("测试币usdt@trade", payload, combined=True)).data == (
        '{"stream":"测试币usdt@trade","data":'.encode() + payload + b"}"
    )
    assert parsed(message_frame("a@trade", payload, combined=False)).data == payload


def test_a_stream_name_is_quoted_as_json() -> None:
    read = parsed(message_frame('a"b', b"1", combined=True))
    assert json.loads(read.data) == {"stream": 'a"b', "data": 1}
