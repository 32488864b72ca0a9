from typing import Any, Final

from .listener import Listener
from .outlet import Outlet

BUILT: Final[str]

class Writer(Outlet):
    def __init__(self, listener: Listener, transport: Any) -> None: ...
