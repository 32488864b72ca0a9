"""What a trader is made of: gateway, dispatcher and instruments, joined to a link while the client runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import msgspec

from ... import schema
from ...book import Book
from ...errors import (
    ApiKeyRejected,
    BadApiKeyFormat,
    DecodeError,
    InvalidSignature,
    RequestError,
    RequestLost,
    RequestTimeout,
    TickwireError,
    TraderStopped,
)
from ...feed.account_dispatch import AccountDispatch
from ...feed.events import FeedError, HandlerError, Unhandled
from ...session import Backoff, RequestFailed, WeightBudget
from ...session.endpoints import venue_name
from ...trading import (
    Blocked,
    CallbackFailed,
    CancelAllRefused,
    Contradiction,
    Credentials,
    Gateway,
    Policy,
    QuestionFailed,
    Reconciled,
    Unreadable,
)
from ...wire.messages import EventStreamTerminated, OrderResponse
from ..api import Api
from ..parts import Run
from .frames import FrameWriter
from .gate import Gate
from .instruments import Instruments
from .link import Link
from .listening import Listening, sink_of
from .milestones import Milestone, Waiters
from .refresher import Refresher
from .rehearsals import Rehearsals

if TYPE_CHECKING:
    from ..client import Client

_log = logging.getLogger("tickwire")

# Numbers that stand for the connections of traders in events; the client's own API connection is -1.
_labels = count(-2, -1)
# What is wrong with a key is not mended by trying again.
HOPELESS = (ApiKeyRejected, BadApiKeyFormat, InvalidSignature)
EVENTS = (
    schema.ExecutionReport,
    schema.OutboundAccountPosition,
    schema.BalanceUpdate,
    schema.ListStatus,
    schema.ExternalLockUpdate,
)
TROUBLES = (Blocked, CallbackFailed, CancelAllRefused, Contradiction, QuestionFailed, Unreadable)


class _Kind(msgspec.Struct):
    e: str


class _AnyEvent(msgspec.Struct):
    event: _Kind


class Desk:
    """A part of the client for one account."""

    def __init__(
        self, client: Client, credentials: Credentials | None, policy: Policy, symbols: tuple[str, ...], name: str
    ) -> None:
        self._credentials, self._policy, self._symbols, self._name = credentials, policy, symbols, name
        self._label = next(_labels)
        self.symbols_to_learn: tuple[str, ...] = ()  # of which the filters of this account are asked for
        self.instruments = Instruments()
        self.waiters = Waiters()
        self.ready: Milestone[None] = Milestone(self.waiters)
        self._obstacle = "the venue does not tell its time"
        self.event_hooks: list[Callable[[Any], object]] = []
        self._connections = count(1)
        self.gate = Gate(self._settle_soon)  # and the numbers of requests
        self._assets: dict[str, tuple[str, str]] = {}
        self._listening: list[Listening] = []
        self._books, self._hooks, self.call = client._books, client._hooks, client._runner.call
        settings = client._settings
        self._is_rehearsing = settings.busy_poll
        url = settings.api_url
        self._gateway = self._new_gateway(None if url is None else settings.venue().weights(venue_name(url)))
        self.dispatch = AccountDispatch(
            on_reply=self._replied,
            on_order_response=self._responded,
            on_error=self._failed,
            on_unhandled=self._unhandled,
        )
        self.dispatch.on_shutdown, self.dispatch.on_late = self._shutting_down, self._hooks.teller("late")
        client._streams.siblings.append(self.dispatch)
        self.dispatch.on_interrupt = client._streams.dispatch.interrupt  # which ends the run, and is raised from it
        for event in EVENTS:
            self.dispatch.listen(event, self._event)
        self.dispatch.listen(EventStreamTerminated, self._terminated)
        self.link: Link | None = None
        self.frames: FrameWriter | None = None
        self._run: Run | None = None
        self._rehearsals: Rehearsals | None = None
        self._refresher: Refresher | None = None
        client._runner.add_part(self)
        if credentials is None:
            client._runner.has_demo_account = True

    def _new_gateway(self, weights: WeightBudget | None) -> Gateway:
        """A gateway with nothing in it; `weights` are those of the address, out of which the client pays as well."""
        if weights is not None:
            weights.watch(self.gate)
        return Gateway(
            self._name,
            tell=self._tell,
            ids=self.gate,
            weights=weights,
            policy=self._policy,
            assets=self._assets,
            symbols=tuple(symbol.upper() for symbol in self._symbols),
        )

    # What is sent from C.

    @property
    def gateway(self) -> Gateway:
        """What keeps the books; they have all that was sent, however it was."""
        if self.gate:
            self.settle()
        return self._gateway

    def settle(self) -> None:
        """Enter what was sent from C."""
        while (sent := self.gate.pop()) is not None:
            sent.placer.enter(sent, self._gateway)
            self.wake()
        self.know()

    def know(self) -> None:
        """Tell the gate what the books say now."""
        if self._run is None:
            return
        now, gateway = time.monotonic_ns(), self._gateway
        offset = self._run.api.venue_ns() - now
        self.gate.know(room=gateway.room(now), clock_offset=offset, open_orders=gateway.account.open_count)
        if self.gate.has_guards:
            self.gate.know_orders(gateway.account.open_orders)

    def books_of(self, symbol: str) -> list[Book]:
        """The books of a symbol that the client keeps, now and later."""
        return self._books.of(symbol)

    @property
    def is_running(self) -> bool:
        """Whether the client runs."""
        return self._run is not None

    def _settle_soon(self) -> None:
        if self._run is not None:
            self._run.loop.call_soon(self.settle)

    # Told by the client.

    def run_began(self, run: Run) -> None:
        """The client runs."""
        if run.is_new_venue:
            self.settle()
            # Orders at a venue that is gone are nothing to this one.
            was_halted = self._gateway.is_halted
            self._gateway = self._new_gateway(run.api.requests.budget)
            if was_halted:
                self._gateway.halt(time.monotonic_ns())
            if self.waiters.has_ended:
                self.waiters = Waiters()
        self._run = run
        self.waiters.began(run.thread_id)
        self.dispatch.is_stopped = False
        if self.ready.is_reached:
            self.ready = Milestone(self.waiters)
        self._opening = run.loop.create_task(self._open(run), name="tickwire trader opens")
        run.shutting.append(self._close)

    def listen(self, key: Any, on: Any, context: Any) -> Listening:
        """Have a handler called after the gateway."""
        listening = Listening(self.dispatch.listen(key, on, context=context))
        self._listening.append(listening)
        return listening

    def unlisten(self, listening: Listening) -> None:
        """Have it called no more; twice does nothing."""
        self.dispatch.remove(sink_of(listening))
        if listening in self._listening:
            self._listening.remove(listening)

    def run_ended(self) -> None:
        """The client stopped running."""
        for listening in self._listening:
            listening._run_ended()
        self.settle()
        self.gate.run_no_more()
        self.ready.fail(TickwireError(f"the client stopped before it was ready to trade: {self.obstacle}"))
        self.waiters.ended(TraderStopped("the trader stopped; what was sent and is open stays at the venue"))
        self._run = self.link = self._refresher = None
        with suppress(BaseException):
            self.dispatch.raise_pending()  # the client's own dispatcher has it

    @property
    def obstacle(self) -> str:
        """What is in the way of being ready, in words."""
        trouble = self._run.api.trouble if self._run is not None else None
        return self._obstacle if trouble is None else str(trouble)

    async def _open(self, run: Run) -> None:
        try:
            credentials = self._credentials or run.demo
            assert credentials is not None
            window_ms = self._policy.recv_window // 1_000_000
            self.frames = FrameWriter(credentials, run.api.venue_ns, window_ms)
            await self._load(run.api, self.frames)
            self._assets.update(self.instruments.assets())
            self.gate.run_in_this_thread()
            self._make_ready()
            if self._symbols:
                self._refresher = Refresher(
                    run,
                    self._symbols,
                    is_needed=lambda: not self.instruments.are_all_traded,
                    learnt=self._learnt,
                    failed=lambda error: self._hooks.tell("error", RequestFailed(self._label, error)),
                )
            if self._is_rehearsing:
                self._rehearsals = Rehearsals(run.loop, self.gate)
                self._rehearsals.begin()
            self._obstacle = "the account is not reconciled yet"
            assert run.api.url is not None
            self.link = Link(
                run,
                run.api.url,
                self,
                self.frames,
                number=self._label,
                numbers=self._connections,
                refused=self._refused,
            )
        except Exception as error:
            self.ready.fail(error)
            _log.warning("no trading: %s", error)

    def learn(self, symbol: str, result: msgspec.Raw) -> None:
        """The venue told the filters of the account on a symbol. Raises DecodeError for what is nothing of the kind."""
        try:
            own = schema.METHODS["myFilters"].decode(result)
        except msgspec.DecodeError as fault:
            raise DecodeError(f"myFilters: {fault}", bytes(result)) from None
        self.instruments.restrict(symbol, own)
        self._make_ready()

    def doubt_instruments(self) -> None:
        """What is known of the instruments may not hold any more: it is asked anew, in the background."""
        if self._refresher is not None:
            self._refresher.doubted()

    def _learnt(self, told: schema.ExchangeInfo) -> None:
        """The venue said what holds of the instruments now."""
        if changes := self.instruments.learn(told):
            self._make_ready()
            self.know()
            for change in changes:
                self._tell(change)

    def _make_ready(self) -> None:
        for prepared in self.gate.kept():
            prepared.make_ready()

    async def _load(self, api: Api, frames: FrameWriter) -> None:
        """Ask what the venue says of the instruments until it answers, or refuses for good."""
        backoff = Backoff()
        while True:
            try:
                told = await self.instruments.load(api, self._symbols, frames)
                if told is not None:
                    self._gateway.limits.learn(told.rate_limits)
                return
            except (RequestTimeout, RequestLost, RequestError, msgspec.DecodeError) as error:
                if isinstance(error, RequestError) and not error.is_passing:
                    raise
                trouble = error if isinstance(error, TickwireError) else DecodeError(f"exchangeInfo: {error}")
                self._obstacle = str(trouble)
                self._hooks.tell("error", RequestFailed(self._label, trouble))
                await asyncio.sleep(backoff.next_delay("slowly"))

    async def _close(self) -> None:
        self._opening.cancel()
        if self._rehearsals is not None:
            self._rehearsals.end()
        self.dispatch.is_stopped = True

    def wake(self) -> None:
        """Look after the gateway at the next turn of the loop."""
        if self.link is not None:
            self.link.wake()

    # What comes in.

    def _replied(self, raw: bytes) -> None:
        if self.link is None:
            return
        try:
            self.link.replied(raw)
        except Exception:  # kept from the dispatcher, which would log the bytes
            _log.exception("a reply could not be taken")
            self._missed()
        self._took()

    def _responded(self, response: OrderResponse) -> bool:
        if self.link is None:
            return False
        try:
            is_taken = self.gateway.on_order_response(response, time.monotonic_ns())
        except Exception:
            _log.exception("a reply to an order could not be taken")
            is_taken = True
            self._missed()
        if is_taken:
            self._took()
        return is_taken

    def _event(self, event: Any) -> None:
        self.gateway.on_event(event, time.monotonic_ns())
        self._took()

    def _took(self) -> None:
        self.settle()
        self.wake()

    def _terminated(self, event: EventStreamTerminated) -> None:
        """The venue ended the user stream: another connection begins anew."""
        number = self.link.number_of(event.line) if self.link is not None else None
        struct = schema.EventStreamTerminated(event_time=event.event_time // 1_000)
        self.gateway.on_event(struct, time.monotonic_ns(), number)
        self._shutting_down(event)

    def _shutting_down(self, event: Any) -> None:
        if self.link is not None:
            self.link.leave(event.line)

    def _failed(self, event: FeedError | HandlerError) -> None:
        if isinstance(event, FeedError):
            event = msgspec.structs.replace(event, raw=self._shown(event.raw))
            self._missed()
        self._hooks.tell("error", event)

    def _unhandled(self, frame: Unhandled) -> None:
        """A frame that is no reply: an event that is new, or of which, as of all in SBE, not even the kind is known."""
        self._hooks.tell("unhandled", msgspec.structs.replace(frame, raw=self._shown(frame.raw)))
        try:
            msgspec.json.decode(frame.raw, type=_AnyEvent)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            self._missed()

    def _missed(self) -> None:
        """What came may have been an event."""
        self.gateway.missed(time.monotonic_ns())
        self.wake()

    def _shown(self, raw: bytes) -> bytes:
        return raw if self.frames is None else self.frames.without_key(raw)

    def _refused(self, error: TickwireError) -> None:
        self._obstacle = str(error)
        if isinstance(error, HOPELESS):
            self.ready.fail(error)

    def _tell(self, event: Any) -> None:
        if isinstance(event, Reconciled):
            self.ready.reach(None)
        elif isinstance(event, QuestionFailed) and not self._gateway.account.is_current:
            self._obstacle = f"the account is not reconciled: {event.error}"
        if not self.event_hooks:
            _log.log(logging.WARNING if isinstance(event, TROUBLES) else logging.INFO, "%s %s", self._name, event)
        for hook in self.event_hooks:
            try:
                hook(event)
            except Exception:
                _log.exception("a hook of the trader failed")
