"""docs/cli.md has every command and every option of it, and no others."""

import re
from pathlib import Path
from typing import Any

import pytest


def leaves(group: Any, prefix: str = "") -> dict[str, Any]:
    """The commands of a group and of the groups in it, by what is typed."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        found |= leaves(command, f"{prefix}{name} ") if hasattr(command, "commands") else {f"{prefix}{name}": command}
    return found


commands = leaves(pytest.importorskip("tickwire.cli").tickwire)
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    return {section.split("\n", 1)[0]: section for section in PAGE.split("\n## tickwire ")[1:]}


def test_every_command_has_its_section() -> None:
    assert sections().keys() == commands.keys()


@pytest.mark.parametrize("name", commands)
def test_every_option_is_named(name: str) -> None:
    offered = {option for parameter in commands[name].params for option in parameter.opts if option.startswith("--")}
    named = set(re.findall(r"`(--[\w-]+)`", sections()[name]))
    assert named == offered
