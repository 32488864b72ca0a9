"""The life of a local book as a table: state, event, next state. An event missing in a state is a bug of ours."""

from __future__ import annotations

from enum import Enum


class BookState(Enum):
    """Where a book stands. In VALID, SHALLOW and REFRESHING its levels are the venue's."""

    EMPTY = "empty"
    BUFFERING = "buffering"
    SYNCING = "syncing"
    VALID = "valid"
    SHALLOW = "shallow"
    REFRESHING = "refreshing"
    STALE = "stale"

    @property
    def is_valid(self) -> bool:
        """Whether the levels are the venue's."""
        return self in (BookState.VALID, BookState.SHALLOW, BookState.REFRESHING)


class BookEvent(Enum):
    """What may happen to a book.

    BEGUN: its stream is on, or its first diff event came. REQUESTED: a snapshot was asked for. SYNCED: a snapshot came,
    and the events kept for it are applied. REFUSED: the snapshot is too old, or none came. BROKEN: ids are missing or
    have begun anew, or the levels cannot be right. LOST: the stream is interrupted, or behind what others tell.
    RESUMED: it is on again, and no id is missing. THINNED: the market has moved near the end of what the snapshot told.
    """

    BEGUN = "begun"
    REQUESTED = "requested"
    SYNCED = "synced"
    REFUSED = "refused"
    BROKEN = "broken"
    LOST = "lost"
    RESUMED = "resumed"
    THINNED = "thinned"


BOOK: dict[BookState, dict[BookEvent, BookState]] = {
    BookState.EMPTY: {
        BookEvent.BEGUN: BookState.BUFFERING,
    },
    BookState.BUFFERING: {
        BookEvent.REQUESTED: BookState.SYNCING,
        BookEvent.LOST: BookState.EMPTY,
    },
    BookState.SYNCING: {
        BookEvent.SYNCED: BookState.VALID,
        BookEvent.REFUSED: BookState.BUFFERING,
        BookEvent.LOST: BookState.EMPTY,
    },
    BookState.VALID: {
        BookEvent.BROKEN: BookState.BUFFERING,
        BookEvent.LOST: BookState.STALE,
        BookEvent.THINNED: BookState.SHALLOW,
    },
    BookState.SHALLOW: {
        BookEvent.REQUESTED: BookState.REFRESHING,
        BookEvent.BROKEN: BookState.BUFFERING,
        BookEvent.LOST: BookState.STALE,
    },
    BookState.REFRESHING: {
        BookEvent.SYNCED: BookState.VALID,
        BookEvent.REFUSED: BookState.SHALLOW,
        BookEvent.BROKEN: BookState.SYNCING,
        BookEvent.LOST: BookState.STALE,
    },
    BookState.STALE: {
        BookEvent.BEGUN: BookState.BUFFERING,
        BookEvent.BROKEN: BookState.EMPTY,
        BookEvent.RESUMED: BookState.VALID,
    },
}


class IllegalTransition(Exception):
    """An event that cannot happen in this state: a bug of ours, never the venue's or the user's doing."""


def next_state(state: BookState, event: BookEvent) -> BookState:
    """Where a book stands after the event."""
    following = BOOK[state].get(event)
    if following is None:
        raise IllegalTransition(f"book: {event.value} while {state.value}")
    return following
