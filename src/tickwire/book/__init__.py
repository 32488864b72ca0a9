"""Local order books: levels in C, the venue's rules for snapshot and diff events. No I/O, no clock."""

from .book import Book
from .events import BookDrift, BookInvalid, BookStats, BookSwitched, BookSynced, SnapshotRefused
from .order_book import Bbo
from .states import BookState

__all__ = [
    "Bbo",
    "Book",
    "BookDrift",
    "BookInvalid",
    "BookState",
    "BookStats",
    "BookSwitched",
    "BookSynced",
    "SnapshotRefused",
]
