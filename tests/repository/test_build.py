"""What setup.py refuses to build."""

import shutil
import subprocess
import sys
from pathlib import Path

TRAP = """
from picows.picows cimport WSFrame, WSListener, WSTransport

cdef class Listener(WSListener):
    {keyword} on_ws_frame(self, WSTransport transport, WSFrame frame):
        pass
"""


def translate(root: Path, folder: Path, keyword: str) -> subprocess.CompletedProcess[str]:
    """Runs our setup.py on a tree of one extension module."""
    package = folder / "src" / "tickwire"
    package.mkdir(parents=True)
    (package / "trap.pyx").write_text(TRAP.format(keyword=keyword), encoding="utf-8")
    shutil.copy(root / "setup.py", folder)
    command = [sys.executable, "setup.py", "build_ext"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_def_that_overrides_a_cpdef_does_not_build(root: Path, tmp_path: Path) -> None:
    result = translate(root, tmp_path, "def")
    assert result.returncode != 0
    assert "Overriding a c(p)def method with a def method" in result.stdout + result.stderr


def test_a_cpdef_that_overrides_a_cpdef_builds(root: Path, tmp_path: Path) -> None:
    result = translate(root, tmp_path, "cpdef")
    assert result.returncode == 0, result.stderr
