"""The venue's replies in SBE: they say what JSON says, judged by the venue's own examples."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec

from tickwire.schema import METHODS, ApiReply, sbe
from tickwire.sim import api_connection
from tickwire.sim.sbe import replies

from ...schema import samples

# What SBE has in every reply and JSON only where it matters, and what SBE has not.
ALWAYS_IN_SBE = {
    "workingFloor", "usedSor", "preventedQuantity", "matchType", "selfTradePreventionMode", "workingTime",
    "origClientOrderId",
}  # fmt: skip
NEVER_IN_SBE = {"serverTime", "timezone", "quoteOrderQty", "opoAllowed"}
# What SBE must say and some examples do not have.
SAID_AS = {"origQty": "0.00000000"}
SET = {"orderTypes", "allowedSelfTradePreventionModes"}


def test_every_method_that_the_venue_answers_can_be_answered() -> None:
    answered = {*api_connection.MARKET_METHODS, *api_connection.ACCOUNT_METHODS}
    assert answered <= replies.METHODS
    assert set(METHODS) <= replies.METHODS


def test_examples_of_the_venue_come_back(captured: Path) -> None:
    for name, (method, reply) in samples.replies(captured).items():
        told = METHODS[method].decode(reply.result)
        said = {"id": 3, "status": 200, "result": msgspec.json.decode(reply.result)}
        back = sbe.decode(replies.reply(said, method, is_deprecated=False))
        assert isinstance(back, ApiReply)
        result = msgspec.json.decode(back.result)
        again = METHODS[method].decode(msgspec.json.encode([result] if method == "sor.order.place" else result))
        found = differences(msgspec.to_builtins(told), msgspec.to_builtins(again))
        assert found == {}, name


def differences(json: Any, from_sbe: Any, where: str = "") -> dict[str, tuple[Any, Any]]:
    """What is told in one way and not so in the other, by where it stands."""
    if isinstance(json, dict) and isinstance(from_sbe, dict):
        names = (json.keys() | (from_sbe.keys() - ALWAYS_IN_SBE)) - NEVER_IN_SBE
        parts = [
            differences(json.get(name, SAID_AS.get(name)), from_sbe.get(name), f"{where}.{name}") for name in names
        ]
    elif where.rpartition(".")[2] in SET:
        return differences(sorted(json), sorted(from_sbe), f"{where}.")
    elif isinstance(json, list | tuple) and isinstance(from_sbe, list | tuple) and len(json) == len(from_sbe):
        parts = [differences(*each, f"{where}[{index}]") for index, each in enumerate(zip(json, from_sbe, strict=True))]
    else:
        return {} if json == from_sbe or is_same_number(json, from_sbe) else {where: (json, from_sbe)}
    return {place: pair for part in parts for place, pair in part.items()}


def is_same_number(json: Any, from_sbe: Any) -> bool:
    """Decimals are the same however many zeros they are printed with."""
    try:
        return isinstance(json, str) and isinstance(from_sbe, str) and Decimal(json) == Decimal(from_sbe)
    except InvalidOperation:
        return False
