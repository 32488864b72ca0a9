"""The venue of env="sim": a simulated one in a process of its own, which ends with the client."""

from __future__ import annotations

import subprocess
import sys

import msgspec

from ..errors import ConnectError

STOP_TIMEOUT = 5.0


class _Announcement(msgspec.Struct):
    url: str
    ca_file: str


class SimulatedVenue:
    """A running venue on loopback; `url` and `ca_file` are what a client needs to reach it over TLS.

    `options` are those of `python -m tickwire.sim`, such as "--rate=5000".
    """

    def __init__(self, *options: str) -> None:
        # A session of its own, so that Ctrl-C in the terminal ends the client first; its stdin ends it with us.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tickwire.sim", "--tls", "--json", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.stop()
            raise ConnectError(f"the simulated venue did not start (exit code {self._process.returncode})", "sim")
        announced = msgspec.json.decode(line, type=_Announcement)
        self.url, self.ca_file = announced.url, announced.ca_file

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
