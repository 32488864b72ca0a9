"""The venue of env="sim": a simulated one in a process of its own, which ends with the client."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import msgspec

from ..errors import ConnectError
from ..trading import Credentials, load_credentials
from ..transport import tls_context
from .settings import Settings

STOP_TIMEOUT = 5.0


class _Announcement(msgspec.Struct):
    url: str
    sbe_url: str
    ca_file: str
    api_url: str | None = None
    api_key: str | None = None


class SimulatedVenue:
    """A running venue on loopback; `url`, `sbe_url`, `api_url` and `ca_file` say how to reach it over TLS.

    `options` are those of `python -m tickwire.sim`, such as "--rate=5000". With `has_account` there is an account with
    plenty of everything, whose `credentials` are made for this venue alone.
    """

    def __init__(self, *options: str, has_account: bool = False) -> None:
        self.credentials: Credentials | None = None
        with tempfile.TemporaryDirectory(prefix="tickwire-") as folder:
            key = Path(folder) / "key"
            kind = "ed25519" if find_spec("cryptography") is not None else "hmac"
            api_key = self._start(*options, *((f"--demo-key={key}", f"--demo-kind={kind}") if has_account else ()))
            if api_key is not None:
                self.credentials = load_credentials(api_key, secret=key.read_bytes())

    def _start(self, *options: str) -> str | None:
        # A session of its own, so that Ctrl-C in the terminal ends the client first; its stdin ends it with us.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tickwire.sim", "--tls", "--json", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdout is not None
        try:
            line = self._process.stdout.readline()
        except BaseException:
            self._process.kill()  # it is not ready to be asked
            self.stop()
            raise
        if not line:
            self.stop()
            raise ConnectError(f"the simulated venue did not start (exit code {self._process.returncode})", "sim")
        announced = msgspec.json.decode(line, type=_Announcement)
        self.url, self.api_url, self.ca_file = announced.url, announced.api_url, announced.ca_file
        self.sbe_url = announced.sbe_url
        return announced.api_key

    def reached_by(self, settings: Settings) -> Settings:
        """The settings of a client, with this venue in them."""
        urls = (self.url,)
        return settings._replace(
            urls=urls,
            sbe_urls=(self.sbe_url,),
            api_url=self.api_url,
            context=tls_context(self.ca_file, urls),
            credentials=settings.credentials or self.credentials,
        )

    def stop(self) -> None:
        """End the process."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            process.wait(STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
