"""Version, changelog, metadata and requirements agree."""

import re
from importlib.metadata import metadata, requires, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.version import Version

import tickwire


def test_version_changelog_and_metadata_agree(root: Path, pyproject: dict[str, Any]) -> None:
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest is not None
    assert pyproject["project"]["version"] == newest[1] == version("tickwire") == tickwire.__version__
    assert str(Version(newest[1])) == newest[1]


def test_the_license_is_named_and_shipped(root: Path) -> None:
    assert metadata("tickwire")["License-Expression"] == "MIT"
    assert (root / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_the_package_needs_msgspec_and_picows_alone() -> None:
    needed = [Requirement(line) for line in requires("tickwire") or []]
    assert sorted(r.name for r in needed if r.marker is None) == ["msgspec", "picows"]


def test_the_picows_compiled_against_lies_in_the_range_allowed_at_run_time(pyproject: dict[str, Any]) -> None:
    (built,) = (r for r in map(Requirement, pyproject["build-system"]["requires"]) if r.name == "picows")
    (allowed,) = (r for r in map(Requirement, pyproject["project"]["dependencies"]) if r.name == "picows")
    (exact,) = built.specifier
    assert exact.operator == "=="
    assert allowed.specifier.contains(exact.version)


def test_groups_repeat_what_they_stand_for(pyproject: dict[str, Any]) -> None:
    groups = pyproject["dependency-groups"]
    assert groups["build"] == pyproject["build-system"]["requires"]
    assert groups["demo"] == pyproject["project"]["optional-dependencies"]["cli"]


def test_every_python_that_is_classified_is_built(pyproject: dict[str, Any]) -> None:
    prefix = "Programming Language :: Python :: 3."
    classified = {c.removeprefix(prefix) for c in pyproject["project"]["classifiers"] if c.startswith(prefix)}
    built = set(re.findall(r"cp3(\d+)-", pyproject["tool"]["cibuildwheel"]["build"]))
    assert classified == built
