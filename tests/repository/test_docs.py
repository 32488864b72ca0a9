"""The pages of the project lead where they say, and the first of them shows how to begin."""

import re
from pathlib import Path

LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:|mailto:)([^)#\s]+)?(?:#([^)\s]+))?\)")


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ +(.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_links_between_pages_lead_somewhere(root: Path, tracked: list[Path]) -> None:
    broken = []
    for page in (root / path for path in tracked if path.suffix == ".md"):
        for name, anchor in LINK.findall(page.read_text(encoding="utf-8")):
            target = page.parent / name if name else page
            if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
                broken.append(f"{page.relative_to(root)}: {name}#{anchor}")
    assert not broken, "\n".join(broken)


def test_the_readme_shows_how_to_begin(root: Path) -> None:
    first_screen = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:40])
    assert "make demo" in first_screen
    assert "make test" in first_screen
