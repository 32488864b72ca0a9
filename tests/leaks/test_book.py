"""Memory of books stays flat: diffs, resyncs, snapshots refused, books made and dropped."""

import tickwire as tw

from ..book.conftest import Messages
from .test_wire import assert_flat

MESSAGES = Messages()
LEVELS = [(f"{100 - i / 100:.2f}", "1.0") for i in range(500)]
ASKS = [("200.00", "1.0")]
ADD = MESSAGES.diff(1, 1, [(f"{99 - i / 1000:.3f}", "2.0") for i in range(60)])


def synced() -> tw.Book:
    book = tw.Book("btcusdt")
    book.on_event = lambda event: None
    assert book.apply_snapshot(MESSAGES.snapshot(0, LEVELS, ASKS), 0.0) is False
    book.begin(0.0)
    assert book.apply_snapshot(MESSAGES.snapshot(0, LEVELS, ASKS), 0.0)
    return book


def test_updates_and_reads_leave_nothing_behind() -> None:
    book = synced()
    book.on_update(lambda changed: changed.bbo)

    def work(count: int) -> None:
        for number in range(count):
            book.apply(MESSAGES.diff(0, book.last_update_id + 1, LEVELS[number % 90 : 100]))
            assert len(book.bids) == len(LEVELS)
            assert len(book.top(3)[0]) == len(book.bids_array(3)) == 3
            assert book.stats().gaps == 0

    assert_flat(work, 20_000)


def test_resyncs_and_refused_snapshots_leave_nothing_behind() -> None:
    book = synced()

    def work(count: int) -> None:
        for _ in range(count):
            last = book.last_update_id
            assert book.apply(MESSAGES.diff(last, last + 1, LEVELS[:20]))
            assert not book.apply(MESSAGES.diff(last + 5, last + 6, LEVELS[:20]))
            assert not book.apply_snapshot(MESSAGES.snapshot(last), 0.0)
            assert book.apply_snapshot(MESSAGES.snapshot(last + 6, LEVELS, ASKS), 0.0)

    assert_flat(work, 2_000)


def test_books_made_and_dropped_leave_nothing_behind() -> None:
    def work(count: int) -> None:
        for _ in range(count):
            book = synced()
            book.apply(ADD)
            book.on_update(print)
            assert book.context is not book.depth_handler

    assert_flat(work, 2_000)
