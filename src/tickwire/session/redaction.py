"""What was given by the user, fit to stand in an error: without keys and passwords."""

from __future__ import annotations

import re

# The venue's API keys and listenKeys are 60 letters and digits or more; no stream, symbol or host has so many in a row.
_KEY = re.compile(r"[A-Za-z0-9]{60,}")
_CREDENTIALS = re.compile(r"//[^/@\s]*@")


def redacted(text: str) -> str:
    """The text with keys cut to their first four characters, and without the user and password of a URL."""
    return _CREDENTIALS.sub("//…@", _KEY.sub(lambda key: f"{key[0][:4]}…", text))
