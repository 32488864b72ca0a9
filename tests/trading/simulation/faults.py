"""What goes wrong. A twist is done to the next request to act; a fault befalls the world at a time of the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .agenda import MS, SECOND
from .exchange import UNIT, Refused
from .venue import Link, Twist, Venue

if TYPE_CHECKING:
    from .world import World

Reply = dict[str, Any]
Do = Callable[[], Reply]
Fault = Callable[["World"], str]


def _failure(request: Reply, status: int, code: int, msg: str) -> Reply:
    return {"id": request["id"], "status": status, "error": {"code": code, "msg": msg}}


def _do_late(venue: Venue, request: Reply, do: Do) -> None:
    """Within the time that the venue gives itself for a request."""
    venue.processing += 1

    def late() -> None:
        venue.processing -= 1
        do()

    venue.agenda.at(venue.random.randrange(venue.agenda.now_ns, request["give_up_at"]), late)


def lost_reply(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    do()


def late_reply(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    venue.reply(link, do(), venue.random.randrange(3 * SECOND, 9 * SECOND))


def reply_then_disconnect(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    venue.reply(link, do())
    venue.agenda.after(link.delay + 1, venue.world.drop, link)


def disconnect_then_done(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    """The venue carries it out long after the connection broke, as late as it may."""
    venue.world.drop(link)
    _do_late(venue, request, do)


def done_late(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    """-1007 comes first, and then it is done after all."""
    venue.reply(link, _failure(request, 400, -1007, "Timeout waiting for response from backend server."))
    _do_late(venue, request, do)


def failed_but_done(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    do()
    venue.reply(link, _failure(request, 503, -1000, "An unknown error occurred while processing the request."))


def failed_and_not_done(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    venue.reply(link, _failure(request, 500, -1006, "An unexpected response was received."))


def timed_out_and_not_done(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    venue.reply(link, _failure(request, 400, -1007, "Timeout waiting for response from backend server."))


def never_read(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    """The venue loses the request, and the connection with it."""
    venue.world.drop(link)


def refused(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    venue.reply(link, _failure(request, 400, -1013, "Filter failure: PRICE_FILTER"))


def replied_twice(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    reply = do()
    venue.reply(link, reply)
    venue.reply(link, reply, venue.random.randrange(SECOND))


def unreadable(venue: Venue, link: Link, request: Reply, do: Do) -> None:
    reply = do()
    if reply["status"] == 200:
        reply["result"] = venue.random.choice(
            ([], {}, "ok", None, 7, {"orderId": "x"}, {**_dict(reply["result"]), "orderId": None})
        )
    venue.reply(link, reply)


def _dict(result: Any) -> Reply:
    return result if isinstance(result, dict) else {}


TWISTS: tuple[Twist, ...] = (
    lost_reply,
    late_reply,
    reply_then_disconnect,
    disconnect_then_done,
    done_late,
    failed_but_done,
    failed_and_not_done,
    timed_out_and_not_done,
    never_read,
    refused,
    replied_twice,
    unreadable,
)


def twist(world: World) -> str:
    chosen = world.random.choice(TWISTS)
    world.venue.twists.append(chosen)
    return chosen.__name__


def drop(world: World) -> str:
    link = world.any_link()
    if link is not None:
        world.drop(link)
    return f"{link} dropped"


def half_open(world: World) -> str:
    """What is sent lies in some buffer and may arrive late; the client notices after a while."""
    link = world.any_link()
    if link is not None:
        link.stuck_for = world.random.randrange(SECOND, 8 * SECOND)
        world.agenda.after(world.random.randrange(SECOND, 6 * SECOND), world.give_up, link)
    return f"{link} half-open"


def stream_ends(world: World) -> str:
    link = world.any_link()
    if link is not None and link.is_subscribed:
        link.is_subscribed = False
        world.agenda.after(link.delay, world.on_stream_ended, link)
    return f"user stream of {link} ends"


def repeated_events(world: World) -> str:
    world.venue.repeat = world.random.randrange(1, 12)
    return "events come twice"


def late_events(world: World) -> str:
    world.venue.event_delay = world.random.choice((10 * MS, 300 * MS, 2 * SECOND))
    world.agenda.after(world.random.randrange(SECOND, 4 * SECOND), setattr, world.venue, "event_delay", 0)
    return "events are late"


def slow_venue(world: World) -> str:
    world.venue.slow_until = world.agenda.now_ns + world.random.randrange(SECOND, 6 * SECOND)
    return "the venue is slow"


def too_many_requests(world: World) -> str:
    wait = world.random.choice((200, 1_000, 4_000))
    world.venue.blocked_until_ms = world.agenda.venue_ms + wait
    return f"requests are refused for {wait} ms"


def rotation(world: World) -> str:
    world.rotate()
    return "another connection takes over"


def outsider_places(world: World) -> str:
    """Another program of the same account."""
    random, exchange = world.random, world.venue.exchange
    symbol = random.choice(world.plan.symbols)
    world.outsiders += 1
    try:
        order = exchange.place(f"other{world.outsiders}", symbol, random.choice(("BUY", "SELL")), "LIMIT", UNIT, 1)
        order.is_ours = False
    except Refused as refused:
        return refused.msg
    return f"{order}"


def outsider_cancels(world: World) -> str:
    """Somebody cancels an order by hand."""
    orders = world.venue.exchange.open_orders()
    if orders:
        world.venue.exchange.cancel(world.random.choice(orders))
    return "canceled by hand"


FAULTS: tuple[Fault, ...] = (
    *(twist,) * 8,
    drop,
    drop,
    half_open,
    half_open,
    stream_ends,
    repeated_events,
    late_events,
    slow_venue,
    too_many_requests,
    rotation,
    outsider_places,
    outsider_cancels,
)
