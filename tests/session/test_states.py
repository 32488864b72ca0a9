import pytest

from tickwire.session.states import (
    CONNECTION,
    STREAM,
    ConnectionEvent,
    ConnectionLife,
    ConnectionState,
    IllegalTransition,
    StreamEvent,
    StreamState,
    next_stream_state,
)


def test_every_state_stands_in_its_table():
    assert set(CONNECTION) == set(ConnectionState)
    assert set(STREAM) == set(StreamState)


def test_every_connection_state_is_reached_and_every_one_but_closed_can_be_left():
    reached = {state for row in CONNECTION.values() for state in row.values()} | {ConnectionState.IDLE}
    assert reached == set(ConnectionState)
    assert [state for state, row in CONNECTION.items() if not row] == [ConnectionState.CLOSED]


def test_a_connection_not_closed_can_always_be_closed_or_is_closing():
    for state, row in CONNECTION.items():
        if state not in (ConnectionState.CLOSING, ConnectionState.CLOSED):
            assert ConnectionEvent.CLOSE in row, state


def test_a_lost_connection_is_on_its_way_back():
    life = ConnectionLife()
    for event in (ConnectionEvent.CONNECT, ConnectionEvent.OPENED, ConnectionEvent.LOST, ConnectionEvent.CONNECT):
        life.advance(event)
    assert life.state is ConnectionState.CONNECTING


def test_an_event_that_cannot_happen_is_refused_and_changes_nothing():
    life = ConnectionLife()
    with pytest.raises(IllegalTransition, match="opened while idle"):
        life.advance(ConnectionEvent.OPENED)
    assert life.state is ConnectionState.IDLE


def test_a_stream_in_the_url_is_active_without_a_request():
    assert next_stream_state(StreamState.ABSENT, StreamEvent.NAMED) is StreamState.ACTIVE


def test_an_answer_to_nothing_is_refused():
    with pytest.raises(IllegalTransition, match="acknowledged while active"):
        next_stream_state(StreamState.ACTIVE, StreamEvent.ACKNOWLEDGED)
