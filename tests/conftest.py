"""What every test may ask for: the captured data beside the project."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Tests about the repository and its pages need one; an unpacked source distribution or a tested wheel has none. Other
# people's clients have an environment of their own: `make compat`.
collect_ignore = ["typing"]
if not (ROOT / ".git").exists():
    collect_ignore += ["docs", "repository"]
if find_spec("binance_sdk_spot") is None:
    collect_ignore.append("compat")


@pytest.fixture(scope="session")
def captured() -> Path:
    """The folder of captured messages; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("TICKWIRE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no captured data in {folder}")
    return folder
