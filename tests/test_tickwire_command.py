"""The command `tickwire` as it is installed, and Ctrl-C while it is still importing."""

import subprocess
import sys
import tomllib
from importlib.metadata import version

import pytest

from .conftest import ROOT

INTERRUPTED_AT = """
import sys

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from {module} import {function}
sys.exit({function}())
"""


def entry_point() -> dict[str, str]:
    module, _, function = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"][
        "tickwire"
    ].partition(":")
    return {"module": module, "function": function}


@pytest.mark.parametrize(
    "name",
    ["tickwire", "tickwire.wire.json", "picows", "tickwire.__main__", "tickwire.cli", "click", "tickwire.cli.top"],
)
def test_ctrl_c_during_an_import_ends_it_quietly(name: str) -> None:
    code = INTERRUPTED_AT.format(name=name, **entry_point())
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")


def test_it_is_the_command_line() -> None:
    module = entry_point()["module"]
    ended = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["tickwire", version("tickwire")]
