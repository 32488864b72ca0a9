"""The table of a book's life."""

import pytest

from tickwire.book.states import BOOK, BookEvent, BookState, IllegalTransition, next_state


def test_every_state_has_a_row_and_is_reached():
    assert set(BOOK) == set(BookState)
    assert {following for row in BOOK.values() for following in row.values()} == set(BookState)


def test_every_event_happens_somewhere():
    assert {event for row in BOOK.values() for event in row} == set(BookEvent)


def test_from_everywhere_a_book_can_become_valid():
    for start in BookState:
        reached = {start}
        while more := {following for state in reached for following in BOOK[state].values()} - reached:
            reached |= more
        assert BookState.VALID in reached


def test_only_a_snapshot_or_an_unbroken_stream_makes_a_book_valid():
    into = {event for state, row in BOOK.items() if not state.is_valid for event, to in row.items() if to.is_valid}
    assert into == {BookEvent.SYNCED, BookEvent.RESUMED}


def test_a_break_or_a_loss_ends_every_valid_state():
    for state in filter(lambda state: state.is_valid, BookState):
        assert not next_state(state, BookEvent.BROKEN).is_valid
        assert next_state(state, BookEvent.LOST) is BookState.STALE


def test_an_event_that_cannot_be_is_named():
    with pytest.raises(IllegalTransition, match="book: synced while empty"):
        next_state(BookState.EMPTY, BookEvent.SYNCED)
