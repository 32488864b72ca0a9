"""What the user of a gateway does: places, cancels, amends, replaces, halts; each wish a function of the world."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from tickwire.errors import OrderNotSent
from tickwire.schema.enums import OrderType, Side, TimeInForce
from tickwire.trading.actions import Action
from tickwire.trading.orders import Order, OrderList
from tickwire.trading.states import OVER, OrderState

from .exchange import PRICES

if TYPE_CHECKING:
    from .world import World

Wish = Callable[["World"], str]


def _order(world: World, kind: OrderType) -> Order:
    random, symbol = world.random, world.random.choice(world.plan.symbols)
    is_limit = kind is not OrderType.MARKET
    world.orders_made += 1
    return Order(
        symbol,
        random.choice((Side.BUY, Side.SELL)),
        kind,
        client_order_id=f"o{world.orders_made}",
        qty=Decimal(random.choice(("0.5", "1", "1.25", "90"))),
        price=Decimal(PRICES[symbol]) if is_limit else None,
        time_in_force=TimeInForce.GTC if is_limit else None,
        params={"newOrderRespType": random.choice(("ACK", "RESULT", "FULL"))},
        created_at=world.agenda.now_ns,
        on_change=world.watch.on_change,
    )


def _tried(world: World, what: Callable[[int], Action | None]) -> str:
    try:
        action = what(world.agenda.now_ns)
    except OrderNotSent as error:
        return f"not sent: {error}"
    if action is not None:
        world.send(action)
    return f"{action and action.id}"


def _from_c(world: World, order: Order, *, is_canceled: bool) -> str:
    """What a handler in C does: the bytes first, then the books; the order may be taken back before anything else."""
    gateway, now = world.gateway, world.agenda.now_ns
    connection = gateway.connection
    if connection is None or not gateway.room(now):
        return "no room"
    actions = [gateway.adopt(order, next(gateway._ids), connection, now)]
    if is_canceled:
        actions.append(gateway.adopt_cancel(order, next(gateway._ids), connection, now))
    for action in actions:
        world.send(action)
    return f"from C: {[action.id for action in actions]}"


def limit(world: World) -> str:
    order = _order(world, OrderType.LIMIT)
    if world.orders_made % 5 == 0:
        return f"{order} {_from_c(world, order, is_canceled=world.orders_made % 10 == 0)}"
    return f"{order} {_tried(world, lambda now: world.gateway.submit(order, now))}"


def market(world: World) -> str:
    order = _order(world, OrderType.MARKET)
    return f"{order} {_tried(world, lambda now: world.gateway.submit(order, now))}"


def burst(world: World) -> str:
    return "; ".join(limit(world) for _ in range(world.random.randrange(2, 8)))


def oco(world: World) -> str:
    legs = _order(world, OrderType.LIMIT_MAKER), _order(world, OrderType.STOP_LOSS_LIMIT)
    first, second = legs
    second.symbol, second.side, second.qty, second.price = first.symbol, first.side, first.qty, first.price
    params = {
        "symbol": first.symbol,
        "side": first.side,
        "quantity": f"{first.qty:f}",
        "abovePrice": f"{first.price:f}",
        "aboveClientOrderId": first.client_order_id,
        "belowClientOrderId": second.client_order_id,
    }
    orders = OrderList("orderList.place.oco", first.symbol, f"list-{first.client_order_id}", legs, params)
    return f"{orders} {_tried(world, lambda now: world.gateway.submit_list(orders, now))}"


def _some_order(world: World) -> Order | None:
    orders = [order for order in world.gateway.account.open_orders if order.state not in OVER]
    return world.random.choice(orders) if orders else None


def cancel(world: World) -> str:
    order = _some_order(world)
    return f"{order} {order and _tried(world, lambda now: world.gateway.cancel(order, now))}"


def amend(world: World) -> str:
    order = _some_order(world)
    if order is None or order.qty is None or order.state is OrderState.CREATED:
        return "nothing"
    new_qty = order.qty - Decimal("0.25")
    return f"{order} {_tried(world, lambda now: world.gateway.amend(order, new_qty, now))}"


def replace(world: World) -> str:
    order, by = _some_order(world), _order(world, OrderType.LIMIT)
    if order is None or order.state is OrderState.CREATED:
        return "nothing"
    by.symbol, by.price, mode = order.symbol, Decimal(PRICES[order.symbol]), world.random.choice(MODES)
    return f"{order} {by} {_tried(world, lambda now: world.gateway.replace(order, by, now, mode))}"


MODES = ("STOP_ON_FAILURE", "ALLOW_FAILURE")


def cancel_all(world: World) -> str:
    symbol = world.random.choice(world.plan.symbols)
    return f"{symbol} {_tried(world, lambda now: world.gateway.cancel_all(symbol, now))}"


def halt(world: World) -> str:
    world.gateway.halt(world.agenda.now_ns)
    world.agenda.after(world.random.randrange(3_000_000_000), world.gateway.resume)
    return ""


WISHES: tuple[Wish, ...] = (
    *(limit,) * 6,
    *(market,) * 3,
    burst,
    oco,
    *(cancel,) * 4,
    amend,
    amend,
    replace,
    cancel_all,
    halt,
)
