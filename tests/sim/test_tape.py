"""Frames joined beforehand."""

from tickwire.sim.frames import message_frame
from tickwire.sim.tape import CHUNK_BYTES, TapeMessage, chunks, fixed


def test_chunks_hold_whole_frames_in_order() -> None:
    messages = [fixed("a@trade", b'{"t":%d,"p":"10%%"}' % number * 50) for number in range(2_000)]
    made = chunks(messages, combined=True)
    frames = [message_frame(each.stream, each.payload, combined=True) for each in messages]
    assert b"".join(chunk.at(0) for chunk in made) == b"".join(frames)
    assert sum(chunk.messages for chunk in made) == 2_000
    assert len(made) > 1
    assert all(CHUNK_BYTES <= len(chunk.at(0)) < CHUNK_BYTES + 1_500 for chunk in made[:-1])


def test_numbers_go_on_from_round_to_round() -> None:
    template = b'{"t":%d,"T":%d,"P":"5%%"}'
    messages = [TapeMessage("a@trade", template, (100 + number, 7000), (2, 10)) for number in (0, 1)]
    for combined in (False, True):
        (chunk,) = chunks(messages, combined)
        for turn, ids, time in ((0, (100, 101), 7000), (3, (106, 107), 7030), (1, (102, 103), 7010)):
            payloads = [template % (each, time) for each in ids]
            assert chunk.at(turn) == b"".join(message_frame("a@trade", each, combined) for each in payloads)


def test_what_does_not_count_is_made_once() -> None:
    (chunk,) = chunks([fixed("a@trade", b"{}")], combined=False)
    assert chunk.at(0) is chunk.at(1)


def test_no_messages_make_no_chunks() -> None:
    assert chunks([], combined=False) == []
