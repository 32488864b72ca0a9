"""What must not stand in the tree: paths of somebody's machine, marks of unfinished work, names that say nothing."""

import re
from pathlib import Path

TEXT = {".py", ".pyi", ".pyx", ".pxd", ".h", ".c", ".md", ".toml", ".yml", ".in", ".json", ""}
HERE = Path("tests/repository/test_text.py")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|farm|Users)/\w")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK|NotImplementedError|for now(?!,| in)|placeholder)\b")
EMPTY_WORDS = r"(?:manager|helpers?|utils?|common|base|core|misc)"
EMPTY_FILE = re.compile(rf"(?:^|_){EMPTY_WORDS}(?:_|$)")
EMPTY_NAME = re.compile(
    rf"\b(?:def|cdef|cpdef|class)\b[^=(:\n]*?\b(?:process_\w+|do_\w+|\w+_impl|\w*Manager|\w*Helper|\w*Utils?|{EMPTY_WORDS})\b\s*[(:]"
)


def lines(root: Path, tracked: list[Path], pattern: re.Pattern[str]) -> list[str]:
    files = [path for path in tracked if path.suffix in TEXT and path != HERE]
    return [
        f"{path}:{number} {line.strip()}"
        for path in files
        for number, line in enumerate((root / path).read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_path_of_one_machine(root: Path, tracked: list[Path]) -> None:
    assert not lines(root, tracked, MACHINE_PATH)


def test_no_file_marks_unfinished_work(root: Path, tracked: list[Path]) -> None:
    code = [path for path in tracked if path.suffix != ".md"]
    assert not lines(root, code, UNFINISHED)


def test_names_say_what_a_thing_is(root: Path, tracked: list[Path]) -> None:
    assert not [str(path) for path in tracked if path.suffix in TEXT and EMPTY_FILE.search(path.stem)]
    assert not lines(root, tracked, EMPTY_NAME)


def test_no_build_product_is_tracked(tracked: list[Path]) -> None:
    products = {".so", ".pyd", ".o", ".pyc", ".whl", ".html"}
    translated = {path.with_suffix(".c") for path in tracked if path.suffix == ".pyx"}
    assert not [str(path) for path in tracked if path.suffix in products or path in translated]


def test_the_patterns_see_what_they_are_for() -> None:
    assert MACHINE_PATH.search("see /" + "root/x")
    assert UNFINISHED.search("# TO" + "DO: later")
    assert EMPTY_NAME.search("cdef int process_frame(self):")
    assert EMPTY_NAME.search("class FeedManager:")
    assert EMPTY_FILE.search("json_utils")
    assert not EMPTY_NAME.search("cdef class Dispatch:")
