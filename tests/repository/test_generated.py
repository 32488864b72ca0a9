"""What is written from the schema is what the schema would write today."""

import subprocess
import sys
from pathlib import Path


def test_generated_files_are_current(root: Path) -> None:
    check = [sys.executable, "tools/schema.py", "--check"]
    result = subprocess.run(check, cwd=root, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
