from typing import Literal

from tickwire.book.audited import AuditedBook

class PairedBook(AuditedBook):
    @property
    def chain(self) -> Literal["first", "second"]: ...
    def carried(self, first: bool, second: bool) -> None: ...
