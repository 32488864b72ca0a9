"""One seed's run: a real gateway in virtual time against the venue in memory, with everything watched.

The world is what a trader is: it has the connections, opens them again, subscribes the user stream, and sends what the
gateway hands out.
"""

from __future__ import annotations

import traceback
from collections import Counter
from itertools import count
from random import Random
from typing import Any

import msgspec

import tickwire
from tickwire.schema import ApiReply, EventStreamTerminated, ExecutionReport, Message, OutboundAccountPosition
from tickwire.session.weights import WeightBudget
from tickwire.trading.gateway import Gateway
from tickwire.trading.limits import OrderLimits
from tickwire.trading.policies import Policy

from ...simulation.trace import Trace, Violation
from .agenda import EPOCH_NS, MS, SECOND, Agenda
from .exchange import SYMBOLS, UNIT
from .faults import Fault
from .methods import PLACES
from .plan import HEALING, Plan
from .user import Wish
from .venue import ORDERS_10S, PROCESSING, RECV_WINDOW, Link, Venue
from .watch import Watch

EVENTS: dict[str, type[Message]] = {
    "executionReport": ExecutionReport,
    "outboundAccountPosition": OutboundAccountPosition,
}
SUBSCRIBED_WITHIN = 3 * SECOND


class World:
    """Everything there is while a plan is carried out."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.random = plan, Random(f"world {plan.seed}")
        self.agenda = Agenda()
        self.trace = Trace(self.agenda, size=400)  # type: ignore[arg-type]  # only its `now` is asked for
        self.venue = Venue(self, self.agenda, self.random)
        self.tally: Counter[str] = Counter()
        self.watch = Watch(self)
        self.ids = count(1)
        self.weights = WeightBudget()
        self.gateway = Gateway(
            "me",
            tell=self.watch.on_told,
            ids=self.ids,
            limits=OrderLimits(self.weights, (("SECOND", 10, ORDERS_10S),), guard_ns=500 * MS),
            policy=Policy(recv_window=RECV_WINDOW, processing=PROCESSING, **plan.policy),
            assets=SYMBOLS,
            symbols=plan.symbols,
        )
        self.gateway.synchronised(EPOCH_NS + plan.skew_ms * MS)
        self.links: dict[int, Link] = {}
        self.subscribing: dict[int, Link] = {}
        self.orders_made = self.outsiders = 0
        self.cause: tuple[str | None, str] | None = None
        self.silent_until_ms = 0
        self.sent_in: Counter[int] = Counter()
        self.is_healed = False
        self._wake_at: int | None = None

    def run(self) -> Counter[str]:
        """Carry out the plan; returns what happened, and how often. Raises Violation."""
        try:
            self._run()
        except Violation:
            raise
        except Exception:
            raise Violation(f"{traceback.format_exc()}\n\nwith {self.plan}\n\nbefore it:\n{self.trace}") from None
        return self.tally

    def violate(self, what: str) -> None:
        """Something that must not be is: the run ends here."""
        raise Violation(f"{what}\n\nwith {self.plan}\n\nbefore it:\n{self.trace}")

    def _run(self) -> None:
        agenda, plan = self.agenda, self.plan
        self._connect()
        for at, wish in plan.wishes:
            agenda.at(at, self._wish, wish)
        for at, fault in plan.faults:
            agenda.at(at, self._befall, fault)
        for at in plan.trades:
            agenda.at(at, self._trade)
        agenda.at(plan.lasts, self._heal)
        while not self.is_healed or not self._is_at_rest():
            if agenda.now_ns > plan.lasts + HEALING:
                self.violate(f"not at rest {HEALING // SECOND} s after the last fault: {self._unrest()}")
            if not agenda.step():
                self.violate(f"nothing will happen any more: {self._unrest()}")
        self.watch.at_rest()

    def _is_at_rest(self) -> bool:
        return not self._unrest()

    def _unrest(self) -> str:
        """What is not done yet."""
        account, venue = self.gateway.account, self.venue
        if not account.is_current:
            return "not reconciled"
        if not self.gateway.is_idle:
            return "not idle"
        if venue.processing or venue.on_way:
            return f"{venue.processing} at the venue, {venue.on_way} on the way"
        missing = [order for order in account.open_orders if order.missing_qty]
        return f"executions missing: {missing}" if missing else ""

    # Connections.

    def _connect(self) -> None:
        link = self.venue.connect()
        self.links[link.number] = link
        self.gateway.opened(link.number, self.agenda.now_ns)
        self.agenda.after(self.random.choice((0, 50 * MS, 500 * MS)), self._subscribe, link)
        self._pump()

    def _subscribe(self, link: Link) -> None:
        if link.is_up:
            number = next(self.ids)
            self.subscribing[number] = link
            self._transmit(link, number, "userDataStream.subscribe", {})
            self.agenda.after(SUBSCRIBED_WITHIN, self._check_subscribed, link, number)

    def _check_subscribed(self, link: Link, number: int) -> None:
        if self.subscribing.pop(number, None) is not None:
            self.drop(link)

    def drop(self, link: Link) -> None:
        """A connection breaks; the client sees it a little later, and connects anew."""
        if link in self.venue.links:
            self.venue.cut(link)
            self.agenda.after(link.delay, self.give_up, link)

    def give_up(self, link: Link) -> None:
        """The client sees, or decides, that a connection is gone. What it sent may still arrive."""
        if link.is_up:
            link.is_up = False
            self.agenda.after(self.random.randrange(8 * SECOND), self.venue.cut, link)
            del self.links[link.number]
            self.trace.add("lost", link)
            self.gateway.lost(link.number, self.agenda.now_ns)
            if not self.links:
                self.agenda.after(self.random.choice((30 * MS, 500 * MS, 3 * SECOND)), self._connect)
            self._pump()

    def rotate(self) -> None:
        """Open another connection; the old one goes once the new one carries the user stream."""
        old = list(self.links.values())
        self._connect()
        for link in old:
            self.agenda.after(self.random.randrange(SECOND, 3 * SECOND), self.give_up, link)

    def any_link(self) -> Link | None:
        """One of the connections that are up."""
        links = list(self.links.values())
        return self.random.choice(links) if links else None

    # Between the gateway and the venue.

    def send(self, request: Any) -> None:
        """Send what the gateway hands out."""
        link = self.links.get(request.connection)
        if link is None:
            self.violate(f"{request} goes to a connection that is not open")
            return
        if self.agenda.venue_ms < self.silent_until_ms:
            self.violate(f"{request.method} although the venue asked for silence until {self.silent_until_ms}")
        self.tally[request.method] += 1
        self._count(request.method)
        self._transmit(link, request.id, request.method, dict(request.params))

    def _count(self, method: str) -> None:
        """The client may not even try to place more orders than are allowed."""
        window = self.agenda.venue_ms // 10_000
        self.sent_in[window] += PLACES.get(method, 0)
        if self.sent_in[window] > ORDERS_10S:
            self.violate(f"{self.sent_in[window]} orders in 10 s, more than the venue allows")

    def _transmit(self, link: Link, number: int, method: str, params: dict[str, Any]) -> None:
        timestamp = self.agenda.venue_ms + self.plan.skew_ms
        self.trace.add("sent", link, number, method, params)
        plain = msgspec.json.decode(msgspec.json.encode(params))
        self.venue.send(link, {"id": number, "method": method, "params": plain, "timestamp": timestamp})

    def on_reply(self, link: Link, frame: bytes) -> None:
        """A reply reaches the client."""
        self.trace.add("reply", link, frame)
        reply = msgspec.json.decode(frame, type=ApiReply)
        if reply.status == 429 and reply.error is not None and reply.error.data:
            self.silent_until_ms = max(self.silent_until_ms, reply.error.data["retryAfter"])
        subscribed = self.subscribing.pop(reply.id, None) if isinstance(reply.id, int) else None
        if subscribed is not None:
            self.gateway.subscribed(link.number, self.agenda.now_ns)
        elif not self._decoded(frame):
            self.gateway.on_reply(reply, self.agenda.now_ns)
        self._pump()

    def _decoded(self, frame: bytes) -> bool:
        """Whether the reply is taken as it is decoded in C."""
        try:
            response = tickwire.decode(frame)
        except tickwire.DecodeError:
            return False
        is_order = isinstance(response, tickwire.OrderResponse)
        return is_order and self.gateway.on_order_response(response, self.agenda.now_ns)

    def on_event(self, link: Link, frame: bytes) -> None:
        """An event of the user stream reaches the client."""
        self.trace.add("event", link, frame)
        event = msgspec.json.decode(frame)["event"]
        self.gateway.on_event(msgspec.convert(event, EVENTS[event["e"]]), self.agenda.now_ns, link.number)
        self._pump()

    def on_stream_ended(self, link: Link) -> None:
        """The venue ends the subscription, and says so."""
        if link.is_up:
            event = EventStreamTerminated(event_time=self.agenda.venue_ms)
            self.gateway.on_event(event, self.agenda.now_ns, link.number)
            self._pump()
            self.agenda.after(100 * MS, self._subscribe, link)

    def on_truth(self, event: dict[str, Any]) -> None:
        """Something happened at the exchange."""
        self.trace.add("truth", event["e"], event.get("c"), event.get("x"), event.get("X"), event.get("z"))
        self.watch.on_truth(event)

    def on_blocked(self, request: dict[str, Any], until_ms: int) -> None:
        """The venue refuses a request for having been asked too often."""
        self.tally["blocked"] += 1

    def _pump(self) -> None:
        """Send what is to be sent, and come again when it is time."""
        now = self.agenda.now_ns
        while (request := self.gateway.poll(now)) is not None:
            self.send(request)
        at = self.gateway.wake_at(now)
        if at is not None and (self._wake_at is None or at < self._wake_at or self._wake_at <= now):
            self._wake_at = max(at, now + 1)
            self.agenda.at(self._wake_at, self._wake, self._wake_at)

    def _wake(self, at: int) -> None:
        if at == self._wake_at:
            self._wake_at = None
            self._pump()

    # What the plan has in store.

    def _wish(self, wish: Wish) -> None:
        self.tally[wish.__name__] += 1
        self.trace.add("WISH", wish.__name__, wish(self))
        self._pump()

    def _befall(self, fault: Fault) -> None:
        self.tally[fault.__name__] += 1
        self.trace.add("FAULT", fault(self))

    def _trade(self) -> None:
        """Somebody trades with one of the orders."""
        orders = [order for order in self.venue.exchange.open_orders() if not order.is_asleep]
        if orders:
            order = self.random.choice(orders)
            self.venue.exchange.fill(order, self.random.choice((UNIT // 4, UNIT // 2, order.left)))

    def _heal(self) -> None:
        self.trace.add("HEALED")
        self.is_healed = True
        venue = self.venue
        venue.twists.clear()
        venue.slow_until = venue.blocked_until_ms = venue.repeat = venue.event_delay = 0
        for link in list(self.links.values()):
            if link.stuck_for:
                self.give_up(link)
        self._pump()
