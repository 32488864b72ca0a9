"""Words of the venue: text that compares as text, with SBE's numbers, and words that nobody has listed yet."""

import copy
import pickle
import re
from pathlib import Path

import msgspec
import pytest

from tickwire.schema import enums
from tickwire.schema.enums import ENUMS, MOST_LEARNED, UNLISTED, ExecutionType, OrderStatus, Side, Word

pytestmark = pytest.mark.usefixtures("nothing_learned")

SBE_NAMES = {
    "Side": "orderSide",
    "SelfTradePrevention": "selfTradePreventionMode",
    "WorkingFloor": "floor",
    "CancelReplaceResult": "cancelReplaceStatus",
}
OURS_ALONE = {"RejectReason", "ResponseType", "CancelReplaceMode", "CancelRestrictions", "OrderRateLimitMode"}


class Fill(msgspec.Struct):
    side: Side


@pytest.mark.parametrize("kind", ENUMS)
def test_members_are_their_own_text_and_have_numbers_of_their_own(kind: type[Word]) -> None:
    codes = [member.code for member in kind]
    assert all(member == name == str(member) == f"{member}" for name, member in kind.__members__.items())
    assert len(set(codes)) == len(codes)
    assert max(codes) < UNLISTED
    assert all(member.is_known and kind.of_code(member.code) is member for member in kind)


def test_words_are_found_where_their_text_is() -> None:
    assert {"BUY": 1}[Side.BUY] == {Side.BUY: 1}["BUY"] == 1
    assert hash(OrderStatus("ON_HOLIDAY")) == hash("ON_HOLIDAY")
    assert Side.__hash__ is str.__hash__


def test_every_enum_is_listed() -> None:
    found = {v for v in vars(enums).values() if isinstance(v, type) and issubclass(v, Word) and v is not Word}
    assert found == set(ENUMS)


@pytest.mark.parametrize("kind", [k for k in ENUMS if k.__name__ not in OURS_ALONE])
def test_codes_are_those_of_the_venues_sbe_schema(captured: Path, kind: type[Word]) -> None:
    path = captured.parent / "binance" / "sbe" / "spot_3_5.xml"
    if not path.exists():
        pytest.skip("no SBE schema here")
    name = SBE_NAMES.get(kind.__name__, kind.__name__[0].lower() + kind.__name__[1:])
    found = re.search(rf'<enum name="{name}".*?</enum>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    said = {word: int(code) for word, code in re.findall(r'jsonValue="(\w+)">(\d+)<', found[0])}
    said.pop("NON_REPRESENTABLE")
    mine = {str(member): member.code for member in kind}
    if kind is enums.ExpiryReason:
        mine.pop("NONE")
    assert mine == said


def test_msgspec_decodes_and_encodes_listed_words() -> None:
    fill = msgspec.json.decode(b'{"side":"SELL"}', type=Fill)
    assert fill.side is Side.SELL
    assert msgspec.json.encode(fill) == b'{"side":"SELL"}'


def test_a_word_that_is_not_listed_is_kept_as_its_text() -> None:
    fill = msgspec.json.decode(b'{"side":"SIDEWAYS"}', type=Fill)
    assert fill.side == "SIDEWAYS"
    assert (fill.side.is_known, fill.side.code, repr(fill.side)) == (False, UNLISTED, "<Side.SIDEWAYS: 'SIDEWAYS'>")
    assert msgspec.json.encode(fill) == b'{"side":"SIDEWAYS"}'
    assert Side("SIDEWAYS") is fill.side
    assert "SIDEWAYS" not in [str(side) for side in Side]


def test_words_survive_copies_and_pickles() -> None:
    for word in (OrderStatus.FILLED, OrderStatus("HALF_FILLED")):
        assert pickle.loads(pickle.dumps(word)) is word
        assert copy.deepcopy(word) is word


def test_what_is_no_text_is_no_word() -> None:
    assert ExecutionType._missing_(5) is None
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"side":5}', type=Fill)


def test_an_enum_remembers_a_bounded_number_of_words() -> None:
    class Colour(Word):
        RED = "RED", 1

    words = [msgspec.json.decode(b'"C%d"' % i, type=Colour) for i in range(3 * MOST_LEARNED)]
    assert [str(word) for word in words] == [f"C{i}" for i in range(3 * MOST_LEARNED)]
    assert len(Colour._value2member_map_) <= 1 + MOST_LEARNED
    assert Colour("C0") is words[0]
    assert Colour(f"C{3 * MOST_LEARNED - 1}") == words[-1]


def test_a_code_that_no_word_has_is_refused() -> None:
    with pytest.raises(ValueError, match="no Side has the code 9"):
        Side.of_code(9)
