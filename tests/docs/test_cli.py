"""docs/cli.md has every command and every option of it, and no others."""

import re
from pathlib import Path

import pytest

commands = pytest.importorskip("tickwire.cli").tickwire.commands
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
