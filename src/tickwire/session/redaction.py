"""What was given by the user, fit to stand in an error: without keys and passwords."""

from __future__ import annotations

import re

# The venue's API keys and listenKeys are 60 letters and digits or more; no stream, symbol or host has so many in a row.
_KEY = re.compile(r"[A-Za-z0-9]{60,}")
_NAMED_KEY = re.compile(rb'("apiKey"\s*:\s*")[^"]*')
# A shorter end of what was cut off tells nothing.
_LEAST = 4
_CREDENTIALS = re.compile(r"//[^/@\s]*@")


def redacted(text: str) -> str:
    """The text with keys cut to their first four characters, and without the user and password of a URL."""
    return _CREDENTIALS.sub("//…@", _KEY.sub(lambda key: f"{key[0][:4]}…", text))


def blanked(raw: bytes, api_key: str) -> bytes:
    """Bytes that the venue sent without the API key, even where they end in the midst of it."""
    raw, key = _NAMED_KEY.sub(rb"\1...", raw), api_key.encode()
    raw = raw.replace(key, b"...")
    for size in range(min(len(raw), len(key) - 1), _LEAST - 1, -1):
        if raw.endswith(key[:size]):
            return raw[:-size] + b"..."
    return raw
