from typing import Any

from tickwire.schema import Message

class JsonCodec:
    def __init__(self, *, shapes: str | None = "auto", table: bool = True) -> None: ...
    def shape_figures(self) -> dict[str, tuple[int, int]]: ...

def view_of_struct(
    struct: Message,
    kind: int,
    stream: str = "",
    recv_time: int = 0,
    line: int = 0,
    flags: int = 0,
    subscription: int | None = None,
    unsaid: tuple[int, str, int, int] | None = None,
) -> Any: ...
