from typing import Any

from tickwire.wire.json import JsonCodec

def decode(
    raw: bytes | bytearray | memoryview | str, stream: str | None = None, *, codec: JsonCodec | None = None
) -> Any: ...
