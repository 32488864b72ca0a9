"""The simulated venue: a server on loopback that speaks the real venue's protocol."""

from __future__ import annotations

import asyncio
import copy
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from ..errors import ConfigError, TickwireError
from ..schema.enums import SymbolStatus
from . import certificate
from .accounts import Account, ApiKey
from .accounts.registry import units_of
from .exchange import Account as TradingAccount
from .exchange import Exchange
from .faults.kinds import AnyFault, Fault
from .faults.script import Injection, Script
from .feeds import Feed, Synthetic
from .frames import GOING_AWAY
from .instruments import INSTRUMENTS, Instrument
from .limits import Limits
from .live import Live
from .market import Market
from .replay import Replay
from .server import Ports, Server
from .stats import Counters
from .target import API_PATH

_T = TypeVar("_T")


class Venue:
    """A venue on loopback. Use it as a context manager, by `start()` and `stop()`, or in a loop of yours by `serve()`.

    `feed` is "synthetic", the market that `seed`, `symbols` and `rate` describe, a `Replay` or `Live`. `rate` is orders
    a second over all symbols; None sends as fast as each client reads. `depth` is the levels a side of each book,
    `history` the trades of each symbol that the WebSocket API remembers, `api` whether that is served. `accounts` are
    open from the beginning. `faults` begin when the venue does. `flat_errors` answers bad requests in the form the
    documentation shows instead of the one the venue uses. Port 0 picks a free one; `sbe_port` is for streams in SBE.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        sbe_port: int = 0,
        seed: int = 1,
        symbols: Sequence[str | Instrument] = INSTRUMENTS,
        rate: float | None = 500.0,
        tls: bool = False,
        feed: str | Replay | Live = "synthetic",
        depth: int = 200,
        history: int = 50_000,
        api: bool = True,
        limits: Limits | None = None,
        accounts: Sequence[Account] = (),
        faults: Script | None = None,
        flat_errors: bool = False,
    ) -> None:
        if isinstance(feed, str) and feed != "synthetic":
            raise ConfigError(f'feed: "synthetic", a Replay or a Live, not {feed!r}')
        self.host, self.port, self.sbe_port, self.tls = host, port, sbe_port, tls
        self.limits = limits or Limits()
        self.counters = Counters(lines_skipped=feed.skipped if isinstance(feed, Replay) else 0)
        source: Feed = feed if isinstance(feed, Replay | Live) else Synthetic(seed, symbols, rate, depth, history)
        self._server = Server(source, self.limits, self.counters, tls=tls, api=api, flat_errors=flat_errors)
        for account in accounts:
            self._server.open_account(account)
        self._faults = faults
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None
        self._started = threading.Event()
        self._failure: BaseException | None = None

    @property
    def url(self) -> str:
        """Where the venue listens, without a path."""
        return self._url(self.port)

    @property
    def sbe_url(self) -> str:
        """Where the streams are served in SBE, for those who name an Ed25519 key of an account."""
        return self._url(self.sbe_port)

    def _url(self, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.tls else 'ws'}://{host}:{port}"

    @property
    def api_url(self) -> str:
        """Where the WebSocket API is served."""
        return self.url + API_PATH

    @property
    def ca_file(self) -> str | None:
        """The certificate a client must trust; None without TLS."""
        return str(certificate.CA_FILE) if self.tls else None

    @property
    def market(self) -> Market:
        """The synthetic market, which stands still when `rate` is None.

        Raises ConfigError when the venue replays a recording.
        """
        if (market := self._server.traded_market) is None:
            raise ConfigError("market: a venue that replays a recording has none")
        return market

    def client_ssl_context(self) -> ssl.SSLContext:
        """A context that trusts this venue alone."""
        return certificate.client_context()

    def stats(self) -> Counters:
        """A copy of the counters."""
        return copy.deepcopy(self.counters)

    # Running.

    def start(self) -> Venue:
        """Run in a thread with an event loop of its own; returns when the venue listens."""
        if self._thread is not None:
            raise TickwireError("the venue runs already")
        self._started.clear()
        self._failure = None
        self._thread = threading.Thread(target=self._run, name="tickwire-sim", daemon=True)
        self._thread.start()
        self._started.wait()
        self._raise_failure()
        return self

    def stop(self) -> None:
        """Close every connection and end the thread; nothing happens when it does not run."""
        thread, self._thread = self._thread, None
        if self._loop is not None and self._stopping is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
        if thread is not None:
            thread.join()

    def __enter__(self) -> Venue:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _raise_failure(self) -> None:
        if self._failure is not None:
            self.stop()
            raise self._failure

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self.serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._started.set()

    async def serve(self) -> None:
        """Serve in the running loop until `stop()` is called, from any thread, or the task is cancelled."""

        def ready(ports: Ports) -> asyncio.Event:
            self.port, self.sbe_port = ports
            self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
            if self._faults is not None:
                self._server.faults.play(self._faults)
            self._started.set()
            return self._stopping

        try:
            await self._server.serve(self.host, Ports(self.port, self.sbe_port), ready)
        finally:
            self._loop = self._stopping = None

    # Accounts, from any thread.

    def open_account(
        self, name: str, *, balances: Mapping[str, str] | None = None, key: ApiKey | Sequence[ApiKey] = ()
    ) -> Account:
        """Open an account with a key, or several; without balances it gets plenty of the common assets.

        Raises ConfigError when there is one of the name.
        """
        keys = (key,) if isinstance(key, ApiKey) else tuple(key)
        account = Account(name=name, keys=keys)
        if balances is not None:
            account = Account(name=name, balances=dict(balances), keys=keys)
        self._at_once(lambda: self._server.open_account(account))
        return account

    def add_key(self, name: str, key: ApiKey) -> None:
        """Give an account one more key."""
        self._at_once(lambda: self._server.accounts.add_key(name, key))

    def revoke(self, key: ApiKey | str) -> None:
        """Let a key be valid no more. Sessions that were logged on with it notice at their next request."""
        api_key = key.api_key if isinstance(key, ApiKey) else key
        self._at_once(lambda: self._server.accounts.revoke(api_key))

    def deposit(self, name: str, asset: str, amount: str) -> None:
        """Add to a balance, or with a negative amount withdraw; the account is told by `balanceUpdate`.

        Raises ValueError when there is not so much free.
        """
        units = units_of(asset, amount)
        self._on_exchange(name, lambda exchange, account, now: exchange.deposit(account, asset, units, now))

    def lock(self, name: str, asset: str, amount: str) -> None:
        """Let another system lock a part of a balance, or with a negative amount unlock it (`externalLockUpdate`)."""
        units = units_of(asset, amount)
        self._on_exchange(name, lambda exchange, account, now: exchange.lock_externally(account, asset, units, now))

    def close_account(self, name: str) -> None:
        """Cancel all orders of an account, which may not trade any more."""
        self._on_exchange(name, lambda exchange, account, now: exchange.close_account(account, now))

    def set_status(self, symbol: str, status: str) -> None:
        """Halt a symbol ("HALT"), or let it trade again ("TRADING"). Raises ConfigError for a status that none has."""
        if status not in SymbolStatus.__members__:
            raise ConfigError(f"status: one of {', '.join(SymbolStatus.__members__)}, not {status!r}")
        self._at_once(lambda: self._server.open_exchange.set_status(symbol, SymbolStatus(status)))

    def _on_exchange(self, name: str, call: Callable[[Exchange, TradingAccount, int], None]) -> None:
        def carry_out() -> None:
            exchange = self._server.open_exchange
            if name not in exchange.accounts:
                raise ConfigError(f"account: there is no {name!r}")
            call(exchange, exchange.accounts[name], self._server.now())

        self._command(carry_out)

    def _at_once(self, call: Callable[[], object]) -> None:
        if self._loop is None:
            call()
        else:
            self._command(call)

    # Commands, from any thread.

    def shutdown_notice(self) -> None:
        """Send `serverShutdown` to every connection."""

        def notify() -> None:
            for endpoint in self._server.endpoints:
                endpoint.shutdown_notice(self._server.now())

        self._command(notify)

    def disconnect_all(self, *, abort: bool = True) -> None:
        """Cut every connection; without `abort` by a closing handshake."""

        def disconnect() -> None:
            for endpoint in self._server.endpoints:
                if abort:
                    endpoint.abort("disconnected by command")
                else:
                    endpoint.close(GOING_AWAY, "", "disconnected by command")

        self._command(disconnect)

    def send_raw(self, data: bytes) -> None:
        """Put bytes on the wire of every connection as they are: a frame of any kind, or no frame at all."""

        def send() -> None:
            for endpoint in self._server.endpoints:
                endpoint.write(data)

        self._command(send)

    def inject(
        self,
        fault: Fault,
        *,
        at: float = 0.0,
        every: float | None = None,
        after: int | None = None,
        seconds: float | None = None,
        connection: int | None = None,
        line: int | None = None,
        stream: str | None = None,
        api: bool = False,
        share: float = 1.0,
    ) -> None:
        """Let a fault happen, now or later, to all connections or some; what the arguments mean, `Injection` says.

        Raises ConfigError when it cannot happen here.
        """
        injection = Injection(
            fault=cast("AnyFault", fault),
            at=at,
            every=every,
            after=after,
            seconds=seconds,
            connection=connection,
            line=line,
            stream=stream,
            api=api,
            share=share,
        )
        self._command(lambda: self._server.faults.inject(injection))

    def play(self, script: Script) -> None:
        """Begin a script of faults."""
        self._command(lambda: self._server.faults.play(script))

    def heal(self) -> None:
        """End all faults, and those to come."""
        self._command(self._server.faults.heal)

    def _command(self, call: Callable[[], _T]) -> _T:
        loop = self._loop
        if loop is None:
            raise TickwireError("the venue does not run")

        async def carry_out() -> _T:
            return call()

        try:
            if asyncio.get_running_loop() is loop:
                return call()
        except RuntimeError:
            pass
        return asyncio.run_coroutine_threadsafe(carry_out(), loop).result()
