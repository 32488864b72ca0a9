"""Ways in which a frame may change: those that JSON allows, those that numbers allow, and damage."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9.]+|[{}\[\]:,]|true|false|null', re.S)
NUMBER = rb"[0-9]+(?:\.[0-9]+)?"
SPACES = (b" ", b"  ", b"\n", b"\t", b"\r\n", b" \t ")
UNKNOWN = (b'"z"', b'"ps"', b'"e2"', b'"result"', b'"\xe9\x94\xae"', b'"a b"', b'""', b'"longer than any key of ours"')
LEAVES = (
    b"0", b"-12", b"1.5e-7", b"true", b"false", b"null", b'""', b'"x"', b'"}"', b'"]"', b'"a\\"b\\\\"', b'"\\u00e9"',
    b'"\\ud83d\\ude00"', b'"\\u0000"', b'"\xe6\xb5\x8b"', b"123456789012345678901234567890", b"{}", b"[]",
    b'"\\n\\t\\/"',
)  # fmt: skip
# An object is a list of (key, value) pairs, an array a tuple, anything else the bytes of its token.
Node = bytes | list[tuple[bytes, "Node"]] | tuple["Node", ...]


# Caches: a campaign mutates few frames often. What they return is never changed in place.
@functools.lru_cache(256)
def tokens(frame: bytes) -> tuple[bytes, ...]:
    return tuple(TOKEN.findall(frame))


@functools.lru_cache(256)
def parse(frame: bytes) -> Node:
    node, rest = _parse(list(reversed(tokens(frame))))
    if rest:
        raise ValueError(f"more than one value in {frame!r}")
    return node


def _parse(rest: list[bytes]) -> tuple[Node, list[bytes]]:
    token = rest.pop()
    if token not in (b"{", b"["):
        return token, rest
    members: list[tuple[bytes, Node]] = []
    while rest[-1] not in (b"}", b"]"):
        key = b""
        if token == b"{":
            key = rest.pop()
            rest.pop()
        members.append((key, _parse(rest)[0]))
        if rest[-1] == b",":
            rest.pop()
    rest.pop()
    return members if token == b"{" else tuple(value for _, value in members), rest


def render(node: Node, change: Callable[[list[tuple[bytes, Node]]], list[tuple[bytes, Node]]]) -> bytes:
    """The text of a tree whose objects have gone through `change`."""
    if isinstance(node, bytes):
        return node
    if isinstance(node, tuple):
        return b"[" + b",".join(render(value, change) for value in node) + b"]"
    return b"{" + b",".join(key + b":" + render(value, change) for key, value in change(node)) + b"}"


@functools.lru_cache(256)
def places(pattern: bytes, frame: bytes) -> list[tuple[int, int]]:
    return [place.span() for place in re.finditer(pattern, frame)]


def shuffled(rng: random.Random, frame: bytes) -> bytes:
    """Keys in any order, in every object."""
    return render(parse(frame), lambda members: rng.sample(members, len(members)))


def spaced(rng: random.Random, frame: bytes) -> bytes:
    """White space between tokens."""
    share = rng.choice((0.02, 0.3, 1.0))
    parts = [rng.choice(SPACES) + t if rng.random() < share else t for t in tokens(frame)]
    return b"".join(parts) + (rng.choice(SPACES) if rng.random() < share else b"")


def other_digits(rng: random.Random, frame: bytes) -> bytes:
    """Other digits in as many places: what a message after this one looks like. Zeros stay away from first places."""
    one = rng.randrange(1, 9)

    def change(match: re.Match[bytes]) -> bytes:
        digits = match[0]
        if len(digits) < 2 or rng.random() < 0.3:
            return digits
        at = rng.randrange(1, len(digits))
        return digits if digits[at] == 0x2E else b"%b%d%b" % (digits[:at], one, digits[at + 1 :])

    return re.sub(rb"(?<=[:\"-])[0-9]+(?:\.[0-9]+)?(?=[\",}])", change, frame)


def number(rng: random.Random, digits: bytes) -> bytes:
    """Another number in place of one."""
    whole, point, fraction = digits.partition(b".")
    drawn = b"%d" % rng.randrange(10 ** rng.randrange(1, 26))
    choices = (
        drawn,
        drawn + point + fraction,
        whole + b"." + drawn,
        digits + drawn[: rng.randrange(1, 12)],
        b"0" * rng.randrange(1, 26) + digits,
        digits + b"0" * rng.randrange(1, 26),
        b"-" + digits,
        b"-0",
        whole,
        digits + b".",
        b"." + digits,
        digits + b"e5",
        b"9223372036854775807",
        b"9223372036854775808",
        b"92233720368.54775807",
        b"92233720368.54775808",
        b"500000000000.00000000",
        b"9" * len(digits),
        b"%d"
        % rng.choice(
            (0, 1, 10**13, 9223372036854, 9223372036855, 10**14 - 1, 10**14, 9223372036854775, 9223372036854776)
        ),
        b"",
        digits + b" ",
        b"+" + digits,
        b"1_000",
        b"\xd9\xa3",
        b"0x10",
        b"NaN",
    )
    return rng.choice(choices)


def numbers(rng: random.Random, frame: bytes) -> bytes:
    """One or two numbers replaced by longer, shorter, signed, broken or extreme ones."""
    for _ in range(rng.choice((1, 1, 2))):
        found = [span for span in places(NUMBER, frame) if span[0] > frame.find(b'"data":')]
        if found:
            start, end = rng.choice(found)
            frame = frame[:start] + number(rng, frame[start:end]) + frame[end:]
    return frame


def value(rng: random.Random, depth: int = 0) -> bytes:
    if depth > 4 or rng.random() < 0.5:
        return rng.choice(LEAVES)
    if rng.random() < 0.5:
        return b"[" + b", ".join(value(rng, depth + 1) for _ in range(rng.randrange(3))) + b"]"
    return b"{" + b",".join(rng.choice(UNKNOWN) + b":" + value(rng, depth + 1) for _ in range(rng.randrange(3))) + b"}"


def unknown(rng: random.Random, frame: bytes) -> bytes:
    """Keys that we do not know, with any value."""

    def change(members: list[tuple[bytes, Node]]) -> list[tuple[bytes, Node]]:
        at = rng.randrange(len(members) + 1)
        return [*members[:at], (rng.choice(UNKNOWN), value(rng)), *members[at:]]

    return render(parse(frame), change)


def repeated(rng: random.Random, frame: bytes) -> bytes:
    """A key that comes twice, with the same value or another one of the object."""

    def change(members: list[tuple[bytes, Node]]) -> list[tuple[bytes, Node]]:
        if not members or rng.random() < 0.3:
            return members
        at = rng.randrange(len(members) + 1)
        again = (rng.choice(members)[0], rng.choice(members)[1])
        return [*members[:at], again, *members[at:]]

    return render(parse(frame), change)


def escaped(rng: random.Random, frame: bytes) -> bytes:
    """A character of a string written as an escape."""
    start, end = rng.choice(places(rb"[A-Za-z0-9@_.]", frame))
    return frame[:start] + rng.choice((b"\\u%04x", b"\\u%04X", b"\\u00%02x")) % frame[start] + frame[end:]


def foreign(rng: random.Random, frame: bytes) -> bytes:
    """Other characters in a string, some of them no UTF-8."""
    name = rng.choice(
        (b"\xe6\xb5\x8b\xe8\xaf\x95", b"\xf0\x9f\x98\x80", b"\xc3\xa9", b"\xff", b"\xed\xa0\x80", b"\xc0\x80")
    )
    start, end = rng.choice(places(rb"[A-Z]{3,}|[a-z]{5,}", frame))
    return frame[:start] + name + frame[end:]


def swapped(rng: random.Random, frame: bytes) -> bytes:
    """One value in place of another of the same object: other types, other texts."""

    def change(members: list[tuple[bytes, Node]]) -> list[tuple[bytes, Node]]:
        if len(members) < 2:
            return members
        a, b = rng.sample(range(len(members)), 2)
        out = list(members)
        out[a] = (members[a][0], members[b][1])
        return out

    return render(parse(frame), change)


def damaged(rng: random.Random, frame: bytes) -> bytes:
    """A bit flipped, a byte lost, added or doubled, a piece cut out, the end cut off."""
    at = rng.randrange(len(frame) or 1)
    to = min(len(frame), at + rng.randrange(1, 9))
    kind = rng.randrange(8)
    if kind < 4:
        return frame[:at] + bytes(b ^ 1 << rng.randrange(8) for b in frame[at : at + 1]) + frame[at + 1 :]
    middle = (b"", b"", frame[at:to] * 2, rng.choice(b'{}[]",:0-.\\ \x00').to_bytes(1, "little"))[kind - 4]
    return frame[:at] + middle + (frame[to:] if kind != 4 else b"")


FAMILIES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    shuffled,
    spaced,
    other_digits,
    numbers,
    unknown,
    repeated,
    escaped,
    foreign,
    swapped,
    damaged,
)
