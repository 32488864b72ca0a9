"""Pages as their readers use them: what stands in fences is written to files, typed into a shell, or run."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest

import tickwire
from tickwire.sim import Venue

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 1.5  # that a client runs where its page would let it run for ever
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
FILE = re.compile(r"\A(?:# |// |/\* |\[)([\w.]+\.(?:pyx|c|toml))\b")
COMPILERS = ("cc", "gcc", "clang")


class Fence(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


class Page(NamedTuple):
    """A page of the documentation."""

    path: Path

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def fences(self) -> Iterator[Fence]:
        for match in FENCE.finditer(self.text):
            yield Fence(match[1], match[2], self.text.count("\n", 0, match.start()) + 2)


def pages() -> list[Page]:
    """README.md and the pages in docs/ that people write."""
    written = [
        p for p in sorted((ROOT / "docs").glob("*.md")) if "<!-- Written by" not in p.read_text(encoding="utf-8")
    ]
    return [Page(path) for path in [ROOT / "README.md", *written] if path.exists()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", [pytest.param(page, id=page.path.stem) for page in pages()])


class Reader:
    """Does what a page says, in a folder of its own, with one namespace for the whole page."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.names = folder, {"__name__": "__main__", "tw": tickwire}

    def follow(self, page: Page) -> None:
        """Take the page's blocks in turn."""
        for fence in page.fences():
            if found := FILE.match(fence.text):
                (self.folder / found[1]).write_text(fence.text, encoding="utf-8")
            elif fence.language == "python":
                exec(compile("\n" * (fence.line - 1) + fence.text, page.path.name, "exec"), self.names)
            elif fence.language == "pycon":
                self._compare(fence, page.path.name)
            elif fence.language == "console":
                self._type(fence)

    def _compare(self, fence: Fence, name: str) -> None:
        parsed = doctest.DocTestParser().get_doctest(fence.text, self.names, name, name, fence.line - 1)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        said: list[str] = []
        runner.run(parsed, out=said.append, clear_globs=False)
        self.names.update(parsed.globs)
        assert not runner.failures, "".join(said)

    def _type(self, fence: Fence) -> None:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        for line in re.findall(r"^\$ (.+(?:\\\n.+)*)", fence.text, re.M):
            done = subprocess.run(
                ["sh", "-c", line], cwd=self.folder, env={**os.environ, "PATH": path}, capture_output=True, text=True,
                timeout=180, check=False,
            )  # fmt: skip
            assert done.returncode == 0, f"$ {line}\n{done.stdout}{done.stderr}"


@pytest.fixture
def reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clients: list[tickwire.Client], venue: Venue
) -> Iterator[Reader]:
    """A reader without a network; `clients` are those that the page makes."""
    if os.name == "nt" or not any(map(shutil.which, COMPILERS)):
        pytest.skip("pages compile handlers in a shell, with a C compiler")
    pytest.importorskip("numba")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(tickwire, "Client", simulated(clients, venue))
    with mock.patch.dict(os.environ):  # pages set keys of their own
        yield Reader(tmp_path)


@pytest.fixture
def readme() -> Page:
    return Page(ROOT / "README.md")


@pytest.fixture
def clients() -> Iterator[list[tickwire.Client]]:
    made: list[tickwire.Client] = []
    yield made
    for client in made:
        client.close()


@pytest.fixture(scope="module")  # it keeps a history, which must not grow under the tests of leaks
def venue() -> Iterator[Venue]:
    with Venue(api=True) as running:
        yield running


def simulated(made: list[tickwire.Client], venue: Venue) -> type[tickwire.Client]:
    """A Client that is led to the simulated venue where it would go to the real one, and runs for a short time."""

    class Client(tickwire.Client):
        def __init__(self, market: Any = "spot", env: Any = "live", **settings: Any) -> None:
            settings.pop("cpu", None)  # which cores there are is this machine's matter
            if env != "sim" and "stream_urls" not in settings:
                settings |= {"stream_urls": [venue.url], "api_url": venue.api_url}
            super().__init__(market, env, **settings)
            self.errors: list[Any] = []
            super().on_error(self.errors.append)
            made.append(self)

        def on_error(self, hook: Any) -> Any:
            self.errors = []  # the page means errors to happen
            return super().on_error(hook)

        def run(self, seconds: float | None = None, **options: Any) -> None:
            super().run(min(seconds or SECONDS, SECONDS), **options)

        async def run_async(self, seconds: float | None = None) -> None:
            await super().run_async(min(seconds or SECONDS, SECONDS))

    return Client
