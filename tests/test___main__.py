"""`python -m tickwire`, with and without what the command line needs."""

import subprocess
import sys
from importlib.metadata import version

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
