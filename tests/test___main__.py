"""`python -m tickwire`, with and without what the command line needs."""

import os
import signal
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {name!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
from tickwire.__main__ import main
sys.exit(main())
"""


def test_it_is_the_command_line() -> None:
    ended = subprocess.run([sys.executable, "-m", "tickwire", "--version"], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["tickwire", version("tickwire")]


@pytest.mark.parametrize("name", ["click", "rich"])
def test_without_its_extra_it_says_how_to_install_it(name: str) -> None:
    command = [sys.executable, "-c", WITHOUT.format(name=name)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "pip install 'tickwire[cli]'" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_another_missing_module_is_not_mistaken_for_the_extra() -> None:
    command = [sys.executable, "-c", WITHOUT.format(name="msgspec")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "No module named 'msgspec'" in ended.stderr


CTRL_C_AT = """
import os, signal, sys, time

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)

sys.meta_path.insert(0, CtrlC())
"""


def run_with_ctrl_c_at(name: str, folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    (folder / "sitecustomize.py").write_text(CTRL_C_AT.format(name=name))
    there = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, *command], env=os.environ | {"PYTHONPATH": there}, cwd=folder, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["tickwire.errors", "picows", "tickwire.__main__", "tickwire.cli", "click"])
def test_ctrl_c_during_an_import_ends_it_quietly(name: str, tmp_path: Path) -> None:
    ended = run_with_ctrl_c_at(name, tmp_path, "-m", "tickwire", "--version")
    assert ended.returncode in (130, -signal.SIGINT)  # which a shell calls 130
    assert (ended.stdout, ended.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("command", [("-c", "import tickwire"), ("-m", "program", "-m", "tickwire")])
def test_programs_that_import_the_package_get_their_exception(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "program").mkdir()
    (tmp_path / "program" / "__init__.py").write_text("import tickwire")
    (tmp_path / "program" / "__main__.py").write_text("")
    ended = run_with_ctrl_c_at("tickwire.errors", tmp_path, *command)
    assert "KeyboardInterrupt" in ended.stderr
