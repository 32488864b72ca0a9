"""Frames joined beforehand."""

from tickwire.sim.frames import message_frame
from tickwire.sim.tape import CHUNK_BYTES, chunks


def test_chunks_hold_whole_frames_in_order() -> None:
    messages = [("a@trade", b'{"t":%d}' % number * 50) for number in range(2_000)]
    made = chunks(messages, combined=True)
    assert b"".join(chunk.data for chunk in made) == b"".join(message_frame(*each, combined=True) for each in messages)
    assert sum(chunk.messages for chunk in made) == 2_000
    assert len(made) > 1
    assert all(CHUNK_BYTES <= len(chunk.data) < CHUNK_BYTES + 1_000 for chunk in made[:-1])


def test_no_messages_make_no_chunks() -> None:
    assert chunks([], combined=False) == []
