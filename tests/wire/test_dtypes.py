"""The numpy dtypes are the C structs: by the compiler's word, and by what the views read from the same memory."""

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest

import tickwire
from tickwire import schema
from tickwire.errors import ConfigError
from tickwire.wire.decode import decode
from tickwire.wire.messages import KINDS
from tickwire.wire.symbols import symbol_name

from ..fuzz.corpus import FRAMES

np = pytest.importorskip("numpy")
from tickwire.wire.arrays import decode_many  # noqa: E402
from tickwire.wire.dtypes import LEVEL, dtype  # noqa: E402

HEADERS = Path(tickwire.__file__).with_name("wire")
PARTS = (tickwire.Balance, tickwire.ListOrder, tickwire.OrderFill, tickwire.UsedLimit)
NAMES = {
    view: "".join(f"_{c.lower()}" if c.isupper() else c for c in view.__name__).lstrip("_") for view in (*KINDS, *PARTS)
}


def offsets_in_c(out: Path) -> list[str]:
    """A line for each struct and field: name, offset, size, as a C compiler lays them out."""
    compiler = (sysconfig.get_config_var("CC") or "cc").split()
    if shutil.which(compiler[0]) is None:
        pytest.skip("no C compiler")
    show = '    printf("{0} {1} %zu %zu\\n", offsetof({2}, {1}), sizeof((({2} *)0)->{1}));\n'
    structs = [*KINDS, *PARTS]
    lines = [show.format(NAMES[v], name, f"tickwire_{NAMES[v]}_t") for v in structs for name in dtype(v).names]
    lines += [
        f'    printf("%s size %zu 0\\n", "{NAMES[view]}", sizeof(tickwire_{NAMES[view]}_t));\n' for view in structs
    ]
    source = out / "layout.c"
    head = '#include <stddef.h>\n#include <stdio.h>\n#include "messages.h"\nint main(void) {\n'
    source.write_text(f"{head}{''.join(lines)}    return 0;\n}}\n", encoding="utf-8")
    subprocess.run([*compiler, f"-I{HEADERS}", str(source), "-o", str(out / "layout"), "-lm"], check=True)
    return subprocess.run([str(out / "layout")], capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_dtype_lays_out_its_fields_as_the_compiler_does(tmp_path: Path) -> None:
    said = []
    for view in (*KINDS, *PARTS):
        for name in dtype(view).names:
            field, offset = dtype(view).fields[name][:2]
            said.append(f"{NAMES[view]} {name} {offset} {field.itemsize}")
    said += [f"{NAMES[view]} size {dtype(view).itemsize} 0" for view in (*KINDS, *PARTS)]
    assert said == offsets_in_c(tmp_path)


def test_a_view_class_and_its_schema_class_have_one_dtype() -> None:
    for view in KINDS:
        assert dtype(view) == dtype(getattr(schema, view.__name__))


@pytest.mark.parametrize("other", [int, object, schema.Candle, schema.ControlReply, 5, None, "Trade"])
def test_what_is_no_message_has_no_dtype(other: Any) -> None:
    with pytest.raises(ConfigError, match="no message class"):
        dtype(other)


def column(view: Any, name: str) -> Any:
    """What a view says under a column's name."""
    value = getattr(view, f"{name}_mantissa" if hasattr(view, f"{name}_mantissa") else name)
    if isinstance(value, schema.Word):
        return value.code if value.is_known else None
    return value.encode() if isinstance(value, str) else value


ABSENT = {"i8": -(2**63), "u1": 255, "i1": -1, "S40": b""}
NAMES_OF = ("symbol", "stream", "asset", "commission_asset", "counter_symbol")


def assert_same(row: Any, view: Any, arrays: dict[str, Any]) -> None:
    """Each column of a row, or of a part's row, is what the view says."""
    for name in row.dtype.names:
        if name in NAMES_OF:
            assert (symbol_name(int(row[name])) or None) == (getattr(view, name) or None), name
        elif name == "reserved":
            assert row[name] == 0
        elif name in ("bids", "asks"):
            levels = arrays["levels"][row[name] : row[name] + row[f"num_{name}"]] if row[f"num_{name}"] else []
            assert [tuple(level) for level in levels] == getattr(view, name).mantissas()
        elif f"num_{name}" in row.dtype.names:
            parts = getattr(view, name) or ()
            assert row[f"num_{name}"] == len(parts)
            for i, part in enumerate(parts):
                assert_same(arrays[type(part).__name__][row[name] + i], part, arrays)
        elif name in ("id", "id_text"):
            is_text = isinstance(view.id, str)
            assert row[name] == ((view.id.encode() if is_text else b"") if name == "id_text" else shown_id(view.id))
        elif not name.startswith("num_"):
            value = column(view, name)
            if value is None:
                assert row[name] == ABSENT[row.dtype[name].str.lstrip("<|")] or row[name] in range(128, 254), name
            else:
                assert row[name] == value, name


def shown_id(value: Any) -> int:
    return value if isinstance(value, int) else -(2**63)


@pytest.mark.parametrize("frame", FRAMES)
def test_a_row_says_what_the_view_says(frame: bytes) -> None:
    said = decode(frame)
    views = said if isinstance(said, list) else [said]
    arrays = decode_many(frame)
    rows = arrays[type(views[0]).__name__]
    assert rows.dtype == dtype(type(views[0]))
    assert len(rows) == len(views)
    for row, view in zip(rows, views, strict=True):
        assert_same(row, view, arrays)


@pytest.mark.parametrize("part", ["Balance", "ListOrder", "OrderFill", "UsedLimit"])
def test_a_part_has_a_dtype_by_its_view_and_by_its_schema_class(part: str) -> None:
    assert dtype(getattr(tickwire, part)) == dtype(getattr(schema, part))


def test_levels_have_the_dtype_of_their_struct() -> None:
    view = next(view for view in map(decode, FRAMES) if getattr(view, "bids", None))
    assert np.asarray(view.bids).dtype == LEVEL
