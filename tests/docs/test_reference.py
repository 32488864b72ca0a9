"""Every public name stands in the documentation, with what it is."""

import inspect
import re
from pathlib import Path

import pytest

import tickwire
import tickwire.sim
import tickwire.trading
from tickwire.trading import events

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference.md"
MESSAGES = ROOT / "docs" / "messages.md"


def public_members(cls: type) -> set[str]:
    inherited = {name for base in cls.__mro__[1:] for name in vars(base)}
    return {name for name in dir(cls) if not name.startswith("_")} - (inherited - set(vars(cls)))


@pytest.mark.parametrize("package", [tickwire, tickwire.sim, tickwire.schema], ids=lambda package: package.__name__)
def test_every_public_name_is_in_the_reference(package: object) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    names = [*package.__all__, *vars(package).get("_LAZY", ())]  # type: ignore[attr-defined]
    assert not [name for name in names if not re.search(rf"(### |`){re.escape(name)}\b", text)]


def test_everything_that_a_trader_tells_is_public_and_in_the_reference() -> None:
    told = {n for n, v in vars(events).items() if isinstance(v, type) and v.__module__ == events.__name__}
    assert told <= {*tickwire.trading.__all__}
    text = REFERENCE.read_text(encoding="utf-8")
    assert not [name for name in told if not re.search(rf"^### {name}\n\n`tickwire\.(trading\.)?{name}`", text, re.M)]


@pytest.mark.parametrize("name", [n for n in tickwire.__all__ if isinstance(getattr(tickwire, n), type)])
def test_every_member_of_a_public_class_is_in_the_reference(name: str) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    cls = getattr(tickwire, name)
    if cls in tickwire.KINDS:
        text += MESSAGES.read_text(encoding="utf-8").partition(f"## {name}\n")[2].partition("\n## ")[0]
    members = {re.sub(r"_(decimal|mantissa|exponent)$", "", member) for member in public_members(cls)}
    assert not {m for m in members if not re.search(rf"`(await )?{m}\b|^{m}\(", text, re.M)}


def test_the_reference_has_no_entry_without_words() -> None:
    entries = re.split(r"^### ", REFERENCE.read_text(encoding="utf-8"), flags=re.M)[1:]
    assert not [
        entry.partition("\n")[0] for entry in entries if not re.search(r"^[A-Z].*\.", entry.partition("\n")[2], re.M)
    ]


def test_the_client_page_says_what_every_argument_means() -> None:
    page = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
    table = page.partition("| argument | meaning |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`(?=[^|]*\|[^|]+\|$)", table, re.M))
    assert named == inspect.signature(tickwire.Client).parameters.keys()
