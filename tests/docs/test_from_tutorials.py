"""What tutorials say gets the error that the page shows, and what the page says instead is taken."""

import re
from pathlib import Path

import pytest

import tickwire

PAGE = Path(__file__).resolve().parents[2] / "docs" / "from-tutorials.md"


def rows() -> list[tuple[str, str, str]]:
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip().removeprefix("| ").removesuffix(" |").split(" | ")]
        if re.match(r"(client|tw)\b.*\(", cells[0]):
            found.append((cells[0], cells[1], cells[2]))
    return found


def evaluate(expression: str, client: tickwire.Client) -> object:
    return eval(expression, {"tw": tickwire, "client": client, "on": print})


@pytest.mark.parametrize(("found", "error", "instead"), rows(), ids=[row[0] for row in rows()])
def test_what_tutorials_say_gets_the_error_of_the_page(found: str, error: str, instead: str) -> None:
    client = tickwire.Client()
    with pytest.raises((tickwire.ConfigError, AttributeError)) as caught:
        evaluate(found, client)
    said, is_cut = error.removesuffix("…"), error.endswith("…")
    assert str(caught.value).startswith(said) if is_cut else str(caught.value) == said
    assert not client.subscriptions()


@pytest.mark.parametrize("instead", sorted({row[2] for row in rows()} - {""}))
def test_what_the_page_says_instead_is_taken(instead: str) -> None:
    client = tickwire.Client()
    evaluate(instead, client)
    assert bool(client.subscriptions()) == instead.startswith("client.")


def test_the_page_covers_what_tutorials_are_known_for() -> None:
    known = ("event", "WsAllTrades", "WsCandle", ",", "recv()", "/ws/btcusdt@trade", "!ticker@arr", "!bookTicker")
    assert not [word for word in known if not any(word in found for found, _, _ in rows())]
