from typing import Any, Literal

from tickwire.wire.json import JsonCodec

def decode_many(
    raw: bytes | bytearray | memoryview | str,
    stream: str | None = None,
    *,
    delimiter: Literal["newline", "length"] = "newline",
    errors: Literal["raise", "collect"] = "raise",
    codec: JsonCodec | None = None,
) -> dict[str, Any]: ...
