"""The words of the schema's enums as constants of C: public names and, for the decoders, their text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def constant(word: Any) -> str:
    """The C name of a word: TICKWIRE_ORDER_STATUS_FILLED."""
    enum = re.sub(r"(?<!^)(?=[A-Z])", "_", type(word).__name__).upper()
    return f"TICKWIRE_{enum}_{word.name}"


def header(cure: str, enums: Iterable[Any]) -> str:
    """words.h: the numbers of words, as they stand in the structs."""
    out = [f"/* {cure} */", "#pragma once", ""]
    out += ["/* Numbers of words in the structs, as the venue's SBE schema has them where it has them. Words in no"]
    out += [" * list here get numbers from TICKWIRE_WORD_LEARNED on when they are first met. */", "enum {"]
    out += [
        "    TICKWIRE_WORD_LEARNED = 128,",
        "    TICKWIRE_WORD_UNLISTED = 254, /* in no list, and no number was left */",
    ]
    out += ["    TICKWIRE_WORD_ABSENT = 255,   /* the message has no word there */", "};", ""]
    for enum in enums:
        out += [f"/* {enum.__doc__.splitlines()[0]} */", "enum {"]
        out += [*(f"    {constant(word)} = {word.code}," for word in enum), "};", ""]
    return "\n".join(out)


def declarations(cure: str, enums: Iterable[Any]) -> str:
    """words.pxd: the same for Cython, without the prefix."""
    out = [
        f"# {cure}",
        '"""The numbers of words in the structs, for `cimport`."""',
        "",
        'cdef extern from "words.h" nogil:',
        "    enum:",
    ]
    names = ["TICKWIRE_WORD_LEARNED", "TICKWIRE_WORD_UNLISTED", "TICKWIRE_WORD_ABSENT"]
    names += [constant(word) for enum in enums for word in enum]
    return "\n".join([*out, *(f'        {name.removeprefix("TICKWIRE_")} "{name}"' for name in names), ""])


def tables(enums: Iterable[Any]) -> list[str]:
    """The lines of tables.h that hold the words' text, and the sets in their order."""
    out, sets = [], []
    for enum in enums:
        name = f"{re.sub(r'(?<!^)(?=[A-Z])', '_', enum.__name__).upper()}_WORDS"
        rows = [f'    {{"{word}", {len(str(word))}, {constant(word)}}},' for word in enum]
        out += [f"static const word_t {name}[] = {{", *rows, "};"]
        sets.append(f"    {{{name}, {len(enum)}}},")
    return [*out, "static const words_t WORDS[] = {", *sets, "};", ""]
