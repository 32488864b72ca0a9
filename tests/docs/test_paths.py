"""The files and commands that pages name exist."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "docs", "tools", "tests", "bench", "examples")
FILE = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|pyx|pxd|h|toml|md|json))`")
FOLDER = re.compile(r"`((?:[\w.-]+/)+)`")
MAKE = re.compile(r"make (?!schema ─)([a-z][\w-]*)(?=`| ARGS|  +#|$)", re.M)


def exists(name: str) -> bool:
    places = (path for folder in FOLDERS for path in (ROOT / folder).rglob(Path(name).name))
    return (ROOT / name).exists() or any(path.as_posix().endswith(f"/{name}") for path in places)


def test_files_that_a_page_names_exist(page: Any) -> None:
    assert not [name for name in FILE.findall(page.text) + FOLDER.findall(page.text) if not exists(name)]


def test_make_targets_that_a_page_names_exist(page: Any) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(MAKE.findall(page.text)) <= targets
