"""The venue's SBE schema; tests that need it are skipped where it is absent."""

from pathlib import Path

import pytest

from .sbe_xml import Schema


@pytest.fixture(scope="session")
def spot(sbe_folder: Path) -> Schema:
    """The schema that the templates follow."""
    return Schema(sbe_folder / "spot_3_5.xml")
