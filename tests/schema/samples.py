"""The venue's own examples of requests and replies; tests that need them are skipped where they are absent."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tickwire.schema import ApiReply


def folder(captured: Path) -> Path:
    """Where they are."""
    found = captured.parent / "binance" / "samples" / "spot"
    if not found.is_dir():
        pytest.skip("no samples")
    return found


def replies(captured: Path) -> dict[str, tuple[str, ApiReply]]:
    """Every reply that has a result: the file's name, the method, the reply."""
    found = {}
    for path in sorted(folder(captured).glob("wsapi.*.response*.json")):
        method = path.name.removeprefix("wsapi.").partition(".response")[0].removesuffix(".no-rate-limits")
        reply = msgspec.json.decode(path.read_bytes(), type=ApiReply)
        if reply.failure is None:
            found[path.name] = method, reply
    return found


def requests(captured: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """Every request: the file's name, the method and its params, where numbers of decimal text are text."""
    found, decoder = {}, msgspec.json.Decoder(float_hook=str)
    paths = [*folder(captured).glob("wsapi.*.request.json"), *folder(captured).glob("wsapi.signed-example.*.json")]
    for path in sorted(paths):
        said = decoder.decode(path.read_bytes())
        params = {
            key: str(value) if key.lower().endswith(("price", "quantity")) else value
            for key, value in said.get("params", {}).items()
        }
        found[path.name] = said["method"], params
    return found
