"""TLS for a venue on loopback, with a certificate whose key is public.

`loopback-public-key.pem` holds a self-signed certificate for localhost, 127.0.0.1 and ::1 and its private key. Anyone
can read that key, so nothing trusts the certificate by default: a client must be given it, as `client_context` does,
and it names loopback addresses only. `loopback-other-public-key.pem` is like it, and no client is ever given it.
"""

from __future__ import annotations

import ssl
from pathlib import Path

CA_FILE = Path(__file__).with_name("loopback-public-key.pem")
_OTHER = Path(__file__).with_name("loopback-other-public-key.pem")


class Presented:
    """What a venue presents: `context` is for new connections, and may change."""

    def __init__(self) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.change(trusted=True)

    def change(self, *, trusted: bool) -> None:
        """Present the certificate that clients are given, or one that they are not."""
        self.context.load_cert_chain(CA_FILE if trusted else _OTHER)


def client_context() -> ssl.SSLContext:
    """Trusts the venue's certificate and no other, and checks the name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(CA_FILE)
    return context
