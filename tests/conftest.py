"""What every test may ask for: the project's root and the captured data beside it."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
IN_SOURCE_TREE = (ROOT / "src").is_dir()

collect_ignore = [] if IN_SOURCE_TREE else ["repository", "typing"]


@pytest.fixture(scope="session")
def captured() -> Path:
    """The folder of captured messages; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("TICKWIRE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no captured data in {folder}")
    return folder
