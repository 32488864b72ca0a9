"""By which address of the venue, and from which of ours, the next connection of a shard goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple


class Route(NamedTuple):
    """A base URL, the local address to leave from (None leaves that to the system), and whether SBE is spoken there."""

    url: str
    local_address: str | None
    is_sbe: bool = False


def routes(urls: Iterable[str], local_addresses: Sequence[str], *, is_sbe: bool = False) -> tuple[Route, ...]:
    """Every pair, in the order of preference."""
    return tuple(Route(url, local, is_sbe) for local, url in product(local_addresses or (None,), urls))


def overlap(route: Route, used: Iterable[Route]) -> int:
    """How many URLs and local addresses a route shares with others."""
    return sum((route.url == other.url) + (route.local_address == other.local_address) for other in used)


def choose_route(among: Sequence[Route], used: Iterable[Route], avoid: Route | None = None) -> Route:
    """The route that has least in common with those `used` by the twins, and another one than `avoid` if there is.

    Where there are both encodings, the one that fewer twins speak comes before all else: what breaks one of them does
    not break the other.
    """
    taken = tuple(used)

    def burden(route: Route) -> tuple[int, bool, int, int]:
        peers = sum(route.is_sbe == other.is_sbe for other in taken)
        return peers, route == avoid, overlap(route, taken), taken.count(route)

    return min(among, key=burden)
