from collections.abc import Callable

from tickwire.book.events import BookDrift, BookInvalid, BookSwitched, BookSynced, SnapshotRefused
from tickwire.book.order_book import OrderBook

class AuditedBook(OrderBook):
    on_event: Callable[[BookInvalid | BookSynced | SnapshotRefused | BookSwitched | BookDrift], object] | None
    def witness(self, update_id: int) -> None: ...
