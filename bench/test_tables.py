"""The page of results."""

from __future__ import annotations

import json

from .tables import RESULTS, page
from .targets import targets


def test_the_page_is_what_the_results_make_of_it() -> None:
    assert (RESULTS / "README.md").read_text() == page()


def test_whatever_was_measured_stands_on_the_page() -> None:
    commands = [json.loads(path.read_text())["command"] for path in RESULTS.glob("*.json")]
    assert [command for command in commands if f"`{command}`" not in page()] == []


def test_what_was_not_measured_is_not_met() -> None:
    assert {target.is_met for target in targets({})} == {None}


def test_a_soak_that_lost_one_message_has_not_reached_its_aim() -> None:
    result = {"messages": 2e9, "ids_out_of_order": 0, "sent_by_the_venue": 10, "delivered": 9, "growth_mb": 0.1}
    met = {target.what: target.is_met for target in targets({"soak": result}) if target.what.startswith("soak")}
    assert list(met.values()) == [True, False, True]
