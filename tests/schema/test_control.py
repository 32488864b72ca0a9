"""Requests as the venue reads them, replies in every form it sends."""

from pathlib import Path

import msgspec
import pytest

from tickwire.schema import ControlError, ControlReply, ControlRequest


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        (
            ControlRequest(method="SUBSCRIBE", params=["a@trade"], id=1),
            '{"method":"SUBSCRIBE","params":["a@trade"],"id":1}',
        ),
        (ControlRequest(method="LIST_SUBSCRIPTIONS", id=3), '{"method":"LIST_SUBSCRIPTIONS","id":3}'),
        (
            ControlRequest(method="SET_PROPERTY", params=["combined", True], id="x"),
            '{"method":"SET_PROPERTY","params":["combined",true],"id":"x"}',
        ),
    ],
)
def test_a_request_is_written_as_the_venue_reads_it(request_: ControlRequest, text: str) -> None:
    assert msgspec.json.encode(request_).decode() == text
    assert msgspec.json.decode(text, type=ControlRequest) == request_


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ('{"result":null,"id":1}', None),
        ('{"result":["a@trade"],"id":3}', None),
        ('{"result":true,"id":2}', None),
        ('{"code":0,"msg":"Unknown property","id":5}', ControlError(0, "Unknown property")),
        ('{"code":3}', ControlError(3, "")),
        ('{"error":{"code":2,"msg":"Invalid request"},"id":1}', ControlError(2, "Invalid request")),
        ('{"error":{"code":3,"msg":"Invalid JSON"},"id":null}', ControlError(3, "Invalid JSON")),
        ('{"error":{"code":3,"msg":"Invalid JSON"}}', ControlError(3, "Invalid JSON")),
    ],
)
def test_a_reply_tells_whether_and_why_it_failed(text: str, failure: ControlError | None) -> None:
    reply = msgspec.json.decode(text, type=ControlReply)
    assert reply.failure == failure
    assert msgspec.json.decode(msgspec.json.encode(reply)) == msgspec.json.decode(text)


def test_the_samples_decode(captured: Path) -> None:
    folder = captured.parent / "binance" / "samples" / "spot"
    if not folder.is_dir():
        pytest.skip("no samples")
    for path in folder.glob("control.*.request.json"):
        msgspec.json.decode(path.read_bytes(), type=ControlRequest)
        reply = path.with_name(path.name.replace("request", "response"))
        assert msgspec.json.decode(reply.read_bytes(), type=ControlReply).failure is None
