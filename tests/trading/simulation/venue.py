"""The venue around the exchange: connections, the time that requests take, limits, and what goes wrong on the way."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from .agenda import MS, SECOND, Agenda
from .exchange import PRICES, Exchange, Refused
from .methods import METHODS, PLACES, HalfDone

if TYPE_CHECKING:
    from .world import World

RECV_WINDOW, PROCESSING = 5 * SECOND, 10 * SECOND
ORDERS_10S, WEIGHT_LIMIT = 12, 6000
ACTIONS = {*PLACES, "order.cancel", "order.amend.keepPriority", "openOrders.cancelAll"}

Reply = dict[str, Any]
Twist = Callable[["Venue", "Link", Reply, Callable[[], Reply]], None]
"""What is done in place of carrying out a request and answering it at once."""


class Link:
    """One connection. Both directions keep their order; `is_up` is what the client sees, `is_cut` what is true."""

    def __init__(self, number: int, delay: int) -> None:
        self.number, self.delay = number, delay
        self.is_up, self.is_cut, self.is_subscribed = True, False, False
        self.stuck_for = 0  # what is sent arrives only after that long, and nothing comes back
        self.last_up = self.last_down = self.last_event = 0

    def __repr__(self) -> str:
        return f"link {self.number}"


class Venue:
    """What the client talks to."""

    def __init__(self, world: World, agenda: Agenda, random: Random) -> None:
        self.world, self.agenda, self.random = world, agenda, random
        self.exchange = Exchange(lambda: agenda.venue_ms, self._emit)
        self.links: list[Link] = []
        self.twists: list[Twist] = []  # done to the next actions
        self.slow_until, self.repeat, self.event_delay = 0, 0, 0
        self.blocked_until_ms = 0
        self.processing = 0  # requests that may yet have an effect
        self.on_way = 0  # frames to the client that have not arrived
        self.received: set[str] = set()
        self._window, self._orders = 0, 0
        self._numbers = 0

    def connect(self) -> Link:
        """Open a connection."""
        self._numbers += 1
        link = Link(self._numbers, self.random.choice((MS, 3 * MS, 40 * MS)))
        self.links.append(link)
        return link

    def send(self, link: Link, request: Reply) -> None:
        """The client sends a request; it arrives, unless the connection is cut first."""
        at = max(self.agenda.now_ns + link.delay + link.stuck_for, link.last_up)
        link.last_up = at
        self.processing += 1
        self.agenda.at(at, self._receive, link, request)

    def cut(self, link: Link) -> None:
        """A connection ends at the venue; what it has read it carries out."""
        link.is_cut, link.is_subscribed = True, False
        if link in self.links:
            self.links.remove(link)

    def reply(self, link: Link, reply: Reply, delay: int = 0) -> None:
        """An answer goes its way."""
        self._send_down(link, self.agenda.now_ns + delay, msgspec.json.encode(reply), self.world.on_reply)

    def carried_out(self, link: Link, request: Reply) -> Reply:
        """Do what is asked; the answer."""
        method, params = request["method"], request["params"]
        reply: Reply = {"id": request["id"], "status": 200}
        try:
            self._check(method, request)
            reply["result"] = METHODS[method](self.exchange, params)
        except Refused as refused:
            status = 429 if refused.code in (-1015, -1003) else 400
            reply |= {"status": status, "error": {"code": refused.code, "msg": refused.msg}}
        except HalfDone as half:
            error = {"code": half.code, "msg": "Order cancel-replace failed.", "data": half.data}
            reply |= {"status": half.status, "error": error}
        if method in PLACES:
            limits = {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": ORDERS_10S}
            reply["rateLimits"] = [limits | {"count": self._orders}]
        return reply

    def _check(self, method: str, request: Reply) -> None:
        """What is looked at right before the engine."""
        if method not in PLACES:
            return
        window = self.agenda.venue_ms // 10_000
        if window != self._window:
            self._window, self._orders = window, 0
        if self._orders + PLACES[method] > ORDERS_10S:
            raise Refused(-1015, "Too many new orders.")
        self._orders += PLACES[method]

    def _receive(self, link: Link, request: Reply) -> None:
        if link.is_cut:
            self.processing -= 1
            return
        method, params = request["method"], request["params"]
        self.world.trace.add("venue got", link, request["id"], method, params)
        now_ms = self.agenda.venue_ms
        if method == "userDataStream.subscribe":
            link.is_subscribed = True
            self.processing -= 1
            self.reply(link, {"id": request["id"], "status": 200, "result": {"subscriptionId": 0}})
            return
        self._note(method, params)
        error = self._refusal(request, now_ms)
        if error is not None:
            self.processing -= 1
            self.reply(link, {"id": request["id"], **error})
            return
        params |= {"_take": self.random.choice((0, 0, 0, 3, 6, 10)), "_market": PRICES.get(params.get("symbol", ""), 0)}
        is_slow = self.agenda.now_ns < self.slow_until and self.random.random() < 0.7
        request["give_up_at"] = self.agenda.now_ns + PROCESSING
        takes = self.random.randrange(MS, PROCESSING) if is_slow else self.random.randrange(MS // 2, 5 * MS)
        self.agenda.after(takes, self._execute, link, request)

    def _note(self, method: str, params: Reply) -> None:
        """An order must never come twice."""
        names = [params[name] for name in ("newClientOrderId", "aboveClientOrderId") if name in params]
        for name in names if method in PLACES else ():
            if name in self.received:
                self.world.violate(f"{name} was sent twice")
            self.received.add(name)

    def _refusal(self, request: Reply, now_ms: int) -> Reply | None:
        if now_ms < self.blocked_until_ms:
            data = {"serverTime": now_ms, "retryAfter": self.blocked_until_ms}
            self.world.on_blocked(request, self.blocked_until_ms)
            return {"status": 429, "error": {"code": -1003, "msg": "Too much request weight used.", "data": data}}
        age = now_ms - request["timestamp"]
        if age > RECV_WINDOW // MS or age < -1000:
            return {"status": 400, "error": {"code": -1021, "msg": "Timestamp outside of the recvWindow."}}
        return None

    def _execute(self, link: Link, request: Reply) -> None:
        self.processing -= 1
        if request["method"] in ACTIONS and self.twists:
            self.twists.pop()(self, link, request, lambda: self.carried_out(link, request))
        else:
            self.reply(link, self.carried_out(link, request))

    def _emit(self, event: Reply) -> None:
        self.world.on_truth(event)
        times = 1
        if self.repeat:
            self.repeat -= 1
            times = 2
        frame = msgspec.json.encode({"subscriptionId": 0, "event": event})
        for link in self.links:
            if link.is_subscribed:
                link.last_event = at = max(self.agenda.now_ns + self.event_delay, link.last_event)
                for late in (0, self.random.choice((0, 20 * MS, 900 * MS)))[:times]:
                    self._send_down(link, at + late, frame, self.world.on_event)

    def _send_down(self, link: Link, at: int, frame: bytes, arrive: Callable[[Link, bytes], None]) -> None:
        self.on_way += 1
        if at <= self.agenda.now_ns:
            self._on_way_down(link, frame, arrive)
        else:
            self.agenda.at(at, self._on_way_down, link, frame, arrive)

    def _on_way_down(self, link: Link, frame: bytes, arrive: Callable[[Link, bytes], None]) -> None:
        if link.is_cut or link.stuck_for:
            self.on_way -= 1
            return
        at = max(self.agenda.now_ns + link.delay, link.last_down)
        link.last_down = at
        self.agenda.at(at, self._arrive, link, frame, arrive)

    def _arrive(self, link: Link, frame: bytes, arrive: Callable[[Link, bytes], None]) -> None:
        self.on_way -= 1
        if link.is_up:
            arrive(link, frame)
