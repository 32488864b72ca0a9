"""What must not be seen, held where neither `repr`, `vars`, pickles nor the locals of a traceback show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from ..errors import ConfigError


class Secret:
    """Bytes that are shown to nobody who does not call `reveal`.

    Text is encoded as UTF-8. They live in a closure, so that tools which print an object by its attributes find none.
    """

    __slots__ = ("reveal",)

    reveal: Callable[[], bytes]

    def __init__(self, value: str | bytes) -> None:
        held = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else memoryview(value).tobytes()
        self.reveal = lambda: held

    def __repr__(self) -> str:
        return "Secret(…)"

    def __bool__(self) -> bool:
        return bool(self.reveal())

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, _memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled: what holds them would leave the process")


def hidden(value: str | bytes | Secret) -> Secret:
    """Wrap what is not wrapped yet. Raises ConfigError for what is neither text nor bytes."""
    is_text = isinstance(value, str | bytes | bytearray | memoryview | Secret)
    if not is_text:
        kind = type(value).__name__
        del value  # it may hold the secret all the same
        raise ConfigError(f"a secret: text or bytes, or a callable that returns them, not {kind}")
    return value if isinstance(value, Secret) else Secret(value)
