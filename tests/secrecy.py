"""Looks through all that a test run prints for what is secret, and fails the test that shows it.

Whatever is handed to tickwire as a secret is noted: API keys, HMAC secrets, private keys, passwords, and the signatures
made with them. Reports of tests, with the output and the log that were captured, warnings, and the output of programs
that tests start are searched for it.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
from collections.abc import Generator
from contextlib import ExitStack
from typing import Any

import pytest

from tickwire.trading.keys import SigningKey
from tickwire.trading.secret import Secret

# So many characters in a row, from every second place on, give a secret away; runs of less variety are chance.
PIECE, STRIDE, VARIETY = 16, 2, 8
# What all private keys of a kind begin with is in none secret.
HEADER = 40
RUNS = re.compile(rf"[A-Za-z0-9+/_=-]{{{PIECE},}}")
SHOWN = "what is secret was shown here"


class Secrets:
    """Pieces of all secrets there were."""

    def __init__(self) -> None:
        self._pieces: set[str] = set()

    def note(self, secret: str | bytes) -> None:
        """Take one up."""
        text = secret.decode("latin-1") if isinstance(secret, bytes) else secret
        first, _, rest = text.partition("\n")
        for run in RUNS.findall(rest[HEADER:] if first.startswith("-----BEGIN") else text):
            for at in range(0, len(run) - PIECE + 1, STRIDE):
                piece = run[at : at + PIECE]
                if len(set(piece)) >= VARIETY:
                    self._pieces.add(piece)

    def are_in(self, text: str) -> bool:
        """Whether a text shows a part of one, of a piece and a stride at least."""
        runs = RUNS.findall(text)
        return any(run[at : at + PIECE] in self._pieces for run in runs for at in range(len(run) - PIECE + 1))


class Secrecy:
    """The plugin. What tests marked `shows_secrets` print is not looked at."""

    def __init__(self) -> None:
        self.secrets = Secrets()
        self._warned: list[str] = []
        self._undo = ExitStack()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Begin to note and to listen; what is logged is listened to at every level."""
        config.addinivalue_line("markers", "shows_secrets: what this test prints is not searched for secrets")
        log = logging.getLogger("tickwire")
        self._undo.callback(log.setLevel, log.level)
        log.setLevel(logging.DEBUG)
        secrets = self.secrets
        make, sign, communicate = Secret.__init__, SigningKey.sign, subprocess.Popen.communicate

        def noted(self: Secret, value: str | bytes) -> None:
            make(self, value)
            if not os.path.isabs(value):  # where a key lies is held like one, and is none
                secrets.note(self.reveal())

        def signed(self: SigningKey, payload: bytes) -> str:
            signature = sign(self, payload)
            secrets.note(signature)
            return signature

        def heard(self: Any, *args: Any, **kwargs: Any) -> Any:
            outputs = communicate(self, *args, **kwargs)
            for output in filter(None, outputs):
                assert not secrets.are_in(output.decode("latin-1") if isinstance(output, bytes) else output), SHOWN
            return outputs

        self._put(Secret, "__init__", noted)
        self._put(SigningKey, "sign", signed)
        self._put(subprocess.Popen, "communicate", heard)

    def _put(self, owner: type, name: str, function: Any) -> None:
        self._undo.callback(setattr, owner, name, getattr(owner, name))
        setattr(owner, name, function)

    def pytest_unconfigure(self) -> None:
        """Leave everything as it was."""
        self._undo.close()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Search what a test printed, and why it failed; a report that shows a secret says that in its stead."""
        report = yield
        shown = [report.longreprtext, *(text for title, text in report.sections if title.endswith(report.when))]
        if any(map(self.secrets.are_in, shown)) and item.get_closest_marker("shows_secrets") is None:
            report.outcome, report.sections, report.longrepr = "failed", [], SHOWN
        return report

    def pytest_warning_recorded(self, warning_message: Any, nodeid: str) -> None:
        """Search a warning."""
        if self.secrets.are_in(str(warning_message.message)):
            self._warned.append(nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A warning belongs to no report: it fails the run."""
        if self._warned:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say where."""
        for nodeid in self._warned:
            terminalreporter.write_line(f"{nodeid}: a warning: {SHOWN}")
