"""A certificate for 127.0.0.1 that is good for a day."""

from __future__ import annotations

import subprocess
from pathlib import Path


def certificate(folder: Path) -> Path:
    """A PEM file with a fresh key and its certificate; needs the `openssl` command."""
    path = folder / "loopback.pem"
    folder.mkdir(exist_ok=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(path)]
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    made = subprocess.run(["openssl", "req", "-x509", "-days", "1", *key, *names], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + made.stdout)
    return path
