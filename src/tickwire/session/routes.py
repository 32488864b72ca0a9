"""By which address of the venue, and from which of ours, the next connection of a shard goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple


class Route(NamedTuple):
    """A base URL, and the local address to leave from; None leaves that to the system."""

    url: str
    local_address: str | None


def routes(urls: Iterable[str], local_addresses: Sequence[str]) -> tuple[Route, ...]:
    """Every pair, in the order of preference."""
    return tuple(Route(url, local) for local, url in product(local_addresses or (None,), urls))


def overlap(route: Route, used: Iterable[Route]) -> int:
    """How many URLs and local addresses a route shares with others."""
    return sum((route.url == other.url) + (route.local_address == other.local_address) for other in used)


def choose_route(among: Sequence[Route], used: Iterable[Route], avoid: Route | None = None) -> Route:
    """The route that has least in common with those `used` by the twins, and another one than `avoid` if there is."""
    taken = tuple(used)

    def burden(route: Route) -> tuple[bool, int, int]:
        return route == avoid, overlap(route, taken), taken.count(route)

    return min(among, key=burden)
