"""SBE by the templates: what a message says is what its JSON form says, by the venue's XML and by its samples."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from tickwire.schema import ApiReply, sbe
from tickwire.schema.sbe import TEMPLATES

from .sbe_values import Values
from .sbe_xml import Block, Schema

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = sorted(each.name for each in TEMPLATES.values() if each.form is not None)


def frames(folder: Path) -> Iterator[tuple[str, bytes, Any]]:
    """Name, bytes and decoded values of every sample of the WebSocket API."""
    for path in sorted(folder.glob("*.hex")):
        if not path.name.startswith("stream."):
            values = msgspec.json.decode(path.with_suffix(".json").read_bytes())
            yield path.stem, bytes.fromhex(path.read_text()), values


def test_the_encoder_made_from_the_xml_writes_the_samples(spot: Schema, sbe_samples: Path) -> None:
    for name, frame, values in frames(sbe_samples):
        assert spot.encode(values).hex() == frame.hex(), name


def test_samples_decode_to_their_classes(sbe_samples: Path) -> None:
    found = {name: sbe.decode(frame) for name, frame, _ in frames(sbe_samples)}
    assert found["event.executionReport.TRADE"].last_price == "0.10264410"
    assert found["event.executionReport.TRADE"].commission_asset == "BNB"
    assert found["event.executionReport.NEW"].commission_asset is None
    placed = found["wsapi.order.place.FULL"]
    assert isinstance(placed, ApiReply)
    assert [limit.limit for limit in placed.rate_limits] == [50, 160000, 6000]
    assert found["wsapi.error.418"].failure.data == {"serverTime": 1659142907531000, "retryAfter": 1659146400000000}


def test_templates_are_those_of_the_xml(spot: Schema) -> None:
    assert (spot.id, spot.version) == (sbe.SCHEMA_ID, sbe.SCHEMA_VERSION)
    assert {number: each.name for number, each in TEMPLATES.items()} == {
        each.number: name for name, each in spot.messages.items()
    }


def test_rows_stand_where_the_xml_has_them(spot: Schema) -> None:
    for template in TEMPLATES.values():
        _compare(template, spot.messages[template.name], template.name)


def _compare(body: Any, block: Block, where: str) -> None:
    on_the_wire = [field for field in block.fields if not field.is_constant]
    assert [field.code for field in body.fields] == [field.code for field in on_the_wire], where
    assert [field.is_exponent for field in body.fields] == ["xponent" in field.name for field in on_the_wire], where
    assert [row.length.format[1:] for row in body.data] == [row.length for row in block.data], where
    assert [row.is_message for row in body.data] == [row.is_message for row in block.data], where
    assert [group.head.format for group in body.groups] == [group.head for group in block.groups], where
    for group, inner in zip(body.groups, block.groups, strict=True):
        _compare(group, inner, f"{where}.{inner.name}")


def without_nothing(said: Any) -> Any:
    """Null, empty text and empty lists count as absent."""
    if isinstance(said, dict):
        kept = {key: without_nothing(value) for key, value in said.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [without_nothing(each) for each in said] if isinstance(said, list) else said


@pytest.mark.parametrize("name", NAMES)
def test_a_message_says_what_its_xml_says(spot: Schema, name: str) -> None:
    @few
    @given(Values(spot).message(name))
    def holds(values: Any) -> None:
        frame = spot.encode(values)
        said = sbe.read(frame)
        assert without_nothing(said) == without_nothing(spot.json(values))
        assert sbe.decode(frame) is not None

    holds()
