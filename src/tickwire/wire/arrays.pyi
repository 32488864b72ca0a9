from typing import Any, Literal

import numpy as np

from tickwire.wire.json import JsonCodec

LEVEL: np.dtype[np.void]

def dtype(message: type[Any]) -> np.dtype[np.void]: ...
def decode_many(
    raw: bytes | bytearray | memoryview | str,
    stream: str | None = None,
    *,
    delimiter: Literal["newline", "length"] = "newline",
    errors: Literal["raise", "collect"] = "raise",
    codec: JsonCodec | None = None,
) -> dict[str, Any]: ...
