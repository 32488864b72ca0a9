"""Lists of orders: one that cancels the other, one that triggers others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import ConfigError
from ...trading import Instrument
from .drafts import draft
from .live_order import LiveList, LiveOrder
from .milestones import Waiters


class Leg:
    """One order of a list: its type, and its numbers and flags as in `Trader.place`.

    Side and quantity stand here where the list does not say them for all; so do a `client_order_id` and `on_change`.
    """

    __slots__ = ("more", "side", "type")

    def __init__(self, type: str, side: str | None = None, **more: Any) -> None:
        self.type, self.side, self.more = type, side, more

    def __repr__(self) -> str:
        return f"Leg({self.type!r}, {self.side!r}, {', '.join(f'{k}={v!r}' for k, v in self.more.items())})"


def assemble(
    method: str,
    instrument: Instrument,
    ids: Iterable[str],
    legs: Mapping[str, Leg],
    shared: Mapping[str, Mapping[str, Any]],
    said: Mapping[str, Any],
    created_at: int,
    unsized: Iterable[str] = (),
    waiters: Waiters | None = None,
) -> LiveList:
    """Make a list. `legs` are named as the venue's parameters begin: "above", "working", "pendingBelow".

    `shared` are arguments that the list says for legs, by their names; `said` what stands in the request once. Legs
    that are `unsized` sell what another one buys.
    """
    numbers = iter(ids)
    name = next(numbers)
    params: dict[str, Any] = {"symbol": instrument.symbol, "listClientOrderId": name, **said}
    orders: list[LiveOrder] = []
    for prefix, leg in legs.items():
        if not isinstance(leg, Leg):
            raise ConfigError(f"the {prefix} order: a Leg, not {leg!r:.60}")
        common = {**shared.get(prefix, {}), "is_sized": prefix not in unsized, "waiters": waiters}
        if clash := sorted(
            common.keys() & ({"side"} if leg.side is not None else set()) | common.keys() & leg.more.keys()
        ):
            raise ConfigError(f"{', '.join(clash)}: the list says it for its {prefix} order")
        side = common.pop("side", leg.side)
        if side is None:
            raise ConfigError(f"side: of the {prefix} order")
        given = {"client_order_id": next(numbers), **leg.more, **common}
        order = draft(instrument, side, leg.type, created_at=created_at, **given)
        orders.append(order)
        params.update(_named(prefix, order, shared.get(prefix, {})))
    return LiveList(method, instrument.symbol, name, tuple(orders), params)


def _named(prefix: str, order: LiveOrder, shared: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of one order, by the names that they have in a list; not those that the list says once."""
    given = order.request_params()
    del given["symbol"]
    given["clientOrderId"] = given.pop("newClientOrderId")
    for argument, name in (("side", "side"), ("qty", "quantity")):
        if argument in shared:
            given.pop(name, None)
    return {prefix + name[0].upper() + name[1:]: value for name, value in given.items()}
