"""Events for the hooks."""

import pickle

import pytest

from tickwire.feed.events import FeedError, HandlerError, Unhandled


def test_events_cannot_be_changed():
    event = Unhandled(b"{}", None, 0, 0)
    with pytest.raises(AttributeError):
        event.raw = b""


@pytest.mark.parametrize("event", [Unhandled(b"{}", "a@trade", 1, 2), FeedError("why", None, b"{", 1, 0, 3, 4)])
def test_events_can_be_sent_elsewhere(event):
    assert pickle.loads(pickle.dumps(event)) == event


def test_a_handlers_error_brings_its_traceback():
    try:
        raise ValueError("here")
    except ValueError as error:
        event = HandlerError("f", "btcusdt@trade", error, 1)
    assert "ValueError: here" in event.traceback
    assert "test_events" in event.traceback
