"""What leads the simulated venue to each error of its table, and what only a fault brings it to."""

import itertools
from collections.abc import Callable
from typing import Any

from websockets.sync.client import connect

from tickwire.client.trading import Leg, Milestone, Trader
from tickwire.client.trading.questions import ask
from tickwire.schema import METHODS
from tickwire.session import RequestFailed
from tickwire.sim import Limits, Venue, demo_account, faults
from tickwire.sim.error_words import STATUS
from tickwire.trading import Policy, load_credentials

from .told import Told

MILLISECOND = 1_000_000
PLENTY = 1_000_000
LIMITS = Limits(weight=PLENTY, orders=PLENTY, orders_of_a_day=PLENTY)
# Their status says that the venue does not know itself what became of the request; or it has no words for the reply.
DOUBTFUL = {code for code, status in STATUS.items() if status >= 500} | {-1161}
# The venue's own troubles.
TROUBLES = DOUBTFUL | {-1010, -1034}
# For SBE, which is not spoken here, or for what is gone, or is answered by another code, or for a book without orders,
# which the exchange has a code for and the synthetic market never comes to.
ELSEWHERE = {-1103, -1104, -1112, -1114, -1125, -1152, -1153, -1155, -1161, -1194, -1221, -2016}
# Nothing is sent that the venue would refuse by these.
UNSENT = {-1020, -1131, -1135}
# In JSON what is asked is asked again after these, unless the trader is to speak SBE alone.
OF_SBE = {-1155}
# They are of cancelReplace alone.
OF_HALVES = {-2021, -2022}
# After these the venue, or the account's orders, are let alone for a while.
LASTING = {-1003, -1015}

FAR = {"price": "50000", "qty": "0.01"}
ORDER = {
    "symbol": "BTCUSDT",
    "side": "BUY",
    "type": "LIMIT",
    "timeInForce": "GTC",
    "price": "50000",
    "quantity": "0.01",
}
OPO = {
    "symbol": "BTCUSDT", "workingType": "LIMIT_MAKER", "workingSide": "BUY", "workingPrice": "50000",
    "workingQuantity": "0.01", "pendingType": "LIMIT_MAKER", "pendingSide": "SELL", "pendingPrice": "200000",
}  # fmt: skip
DAY_MS = 86_400_000
# Legs of lists: limits and take profits on the side that gains, stops on the side that loses.
HIGH, LOW = {"price": "200000"}, {"price": "50000"}
STOP_HIGH, STOP_LOW = {"stop_price": "200000"}, {"stop_price": "50000"}


class Desk:
    """Traders at a venue, and what brings either to an error."""

    def __init__(self, venue: Venue, credentials_of: Any) -> None:
        self.venue, self._credentials_of = venue, credentials_of
        self._names = itertools.count()
        self._made: list[Any] = []

    def trader(self, kind: Any = "ed25519", *, is_known: bool = True, balances: Any = None, **options: Any) -> Any:
        """A trader of an account of its own, started; `is_known` to the venue, or not."""
        demo = demo_account(kind)
        if is_known:
            self.venue.open_account(f"of-{next(self._names)}", key=demo.account.keys, balances=balances)
        return self.start(demo, **options)

    def start(self, demo: Any, **options: Any) -> Any:
        """A trader with a key, started."""
        return self.new(demo, **options).start()

    def new(self, demo: Any, **options: Any) -> Any:
        """A trader with a key."""
        known = {"credentials": self._credentials_of(demo), "symbols": ["BTCUSDT"], "check_filters": False}
        trader: Any = Trader(api_url=self.venue.api_url, **(known | options))
        self._made.append(trader)
        return trader

    def close(self) -> None:
        for trader in self._made:
            trader.stop()


def raw(trader: Any, method: str, **params: Any) -> Any:
    """A request that `Trader` would not make, on its connection; waits for the answer."""
    answer: Milestone[Any] = Milestone()
    trader._do(lambda: ask(trader._desk, METHODS[method], params, answer))
    return answer.wait(10)


def order(**changed: Any) -> Callable[[Any], Any]:
    """An order whose parameters `Trader` would not write."""
    params = {name: value for name, value in (ORDER | changed).items() if value is not None}
    return lambda trader: raw(trader, "order.place", **params)


def placed(*kind: str, **how: Any) -> Callable[[Any], Any]:
    """An order, by default far below the market, as users place it."""
    return lambda trader: trader.place("BTCUSDT", "BUY", *kind, **how).ack.wait(10)


def market(method: str, **params: Any) -> Callable[[Any], Any]:
    """A question about the market, as users ask it."""
    return lambda trader: trader.client.request(method, params).wait()


def asked(method: str, **params: Any) -> Callable[[Any], Any]:
    """A question about the account, as users ask it."""
    return lambda trader: trader.request(method, params).wait(10)


def oco(side: str, above: Leg, below: Leg) -> Callable[[Any], Any]:
    return lambda trader: trader.oco("BTCUSDT", side, qty="0.01", above=above, below=below).wait(10)


def opo(working: Leg, pending: Leg) -> Callable[[Any], Any]:
    return lambda trader: trader.opo("BTCUSDT", working=working, pending=pending).wait(10)


def resting(trader: Any) -> Any:
    return trader.place("BTCUSDT", "BUY", **FAR).ack.wait(10)


def renamed(trader: Any) -> Any:
    number = resting(trader).order_id
    return asked("order.status", symbol="BTCUSDT", orderId=number, origClientOrderId="another")(trader)


def changed(trader: Any, method: str, **params: Any) -> Any:
    """A change of an order that `Trader` would not ask for."""
    return raw(trader, method, symbol="BTCUSDT", orderId=resting(trader).order_id, **params)


def replaced(trader: Any, **changed: Any) -> Any:
    """An order in place of another. Where users replace one, each of the two orders has the error of its own half."""
    return raw(trader, "order.cancelReplace", cancelReplaceMode="STOP_ON_FAILURE", **(ORDER | changed))


def unpriced(given: dict[str, Any]) -> dict[str, Any]:
    """A list without the price of its working order."""
    return {name: value for name, value in given.items() if name != "workingPrice"}


# By a trader of an account with plenty of everything, whose key has logged on.
SITUATIONS: dict[int, Callable[[Any], Any]] = {
    -1013: placed(price="50000", qty="0.00001"),
    -1014: placed(time_in_force="IOC", peg_price_type="PRIMARY_PEG", **FAR),
    -1100: order(price="fifty"),
    -1101: market("time", hurry=1),
    -1102: market("depth"),
    -1105: order(price=""),
    -1106: placed("MARKET", qty="0.01", stop_price="60000"),
    -1108: order(strategyId=1 << 63),
    -1111: order(price="50000.000000001"),
    -1115: order(timeInForce="SOON"),
    -1116: order(type="GUESS"),
    -1117: order(side="HOLD"),
    -1118: order(newClientOrderId=""),
    -1119: asked("order.status", symbol="BTCUSDT", origClientOrderId=""),
    -1120: market("klines", symbol="BTCUSDT", interval="7m"),
    -1121: market("depth", symbol="NOSUCH"),
    -1122: market("depth", symbol="BTCUSDT", symbolStatus="SLEEPING"),
    -1127: asked("myTrades", symbol="BTCUSDT", startTime=0, endTime=2 * DAY_MS),
    -1128: market("trades.aggregate", symbol="BTCUSDT", fromId=1, startTime=1),
    -1130: market("depth", symbol="BTCUSDT", limit=0),
    -1134: placed(strategy_type=7, **FAR),
    -1139: market("ticker.24hr", symbol="BTCUSDT", type="LONG"),
    -1145: lambda trader: changed(trader, "order.cancel", cancelRestrictions="ONLY_OLD"),
    -1151: market("ticker.price", symbols=["BTCUSDT", "BTCUSDT"]),
    -1158: oco("SELL", Leg("LIMIT", **HIGH), Leg("STOP_LOSS", **STOP_LOW)),
    -1160: oco(
        "SELL",
        Leg("LIMIT_MAKER", **HIGH),
        Leg("STOP_LOSS_LIMIT", iceberg_qty="0.001", time_in_force="IOC", **LOW, **STOP_LOW),
    ),
    -1165: oco("BUY", Leg("LIMIT_MAKER", **HIGH), Leg("STOP_LOSS", **STOP_LOW)),
    -1166: oco("SELL", Leg("STOP_LOSS", **STOP_HIGH), Leg("LIMIT_MAKER", **LOW)),
    -1168: oco("SELL", Leg("LIMIT_MAKER", **HIGH), Leg("LIMIT_MAKER", **LOW)),
    -1196: oco("BUY", Leg("STOP_LOSS", **STOP_HIGH), Leg("STOP_LOSS", **STOP_LOW)),
    -1197: oco("SELL", Leg("STOP_LOSS", **STOP_HIGH), Leg("TAKE_PROFIT", **STOP_LOW)),
    -1198: oco("BUY", Leg("TAKE_PROFIT", **STOP_HIGH), Leg("LIMIT_MAKER", **LOW)),
    -1199: oco("SELL", Leg("LIMIT_MAKER", **HIGH), Leg("TAKE_PROFIT", **STOP_LOW)),
    -1210: order(price=None, pegPriceType="SECONDARY"),
    -1211: order(price=None, pegPriceType="PRIMARY_PEG", pegOffsetType="MILES", pegOffsetValue=1),
    -1220: market("depth", symbol="BTCUSDT", symbolStatus="HALT"),
    -1222: opo(Leg("LIMIT", "SELL", qty="0.01", **HIGH), Leg("LIMIT", "SELL", **HIGH)),
    -1223: opo(Leg("LIMIT", "BUY", qty="0.01", **LOW), Leg("LIMIT", "BUY", **HIGH)),
    -1224: lambda trader: raw(trader, "orderList.place.opo", **unpriced(OPO)),
    -1225: lambda trader: raw(trader, "orderList.place.opo", **OPO, pendingQuantity="0.01"),
    -2010: placed(price="50000", qty="30"),
    -2011: lambda trader: trader.cancel(resting(trader), restrictions="ONLY_PARTIALLY_FILLED").wait(10),
    -2013: asked("order.status", symbol="BTCUSDT", orderId=1 << 40),
    -2021: lambda trader: replaced(trader, cancelOrderId=resting(trader).order_id, quantity="30"),
    -2022: lambda trader: replaced(trader, cancelOrderId=1 << 40),
    -2035: lambda trader: raw(trader, "userDataStream.subscribe"),
    -2036: lambda trader: raw(trader, "userDataStream.unsubscribe", subscriptionId=77),
    -2038: lambda trader: changed(trader, "order.amend.keepPriority", newQty="0.02"),
    -2039: renamed,
}


# By what a desk has to be set up for.


def by_hmac(method: str) -> Callable[[Desk], Any]:
    """A request for which the key must have logged on, or can be."""
    return lambda desk: raw(desk.trader("hmac"), method)


def held_up(desk: Desk) -> Any:
    trader = desk.trader(policy=Policy(recv_window=200 * MILLISECOND))
    desk.venue.inject(faults.Held(seconds=0.5))
    return placed(**FAR)(trader)


def misspelt(desk: Desk) -> Any:
    return desk.start(demo_account("hmac"), credentials=load_credentials("short", secret="of no matter"))


def signed_by_another(desk: Desk) -> Any:
    known, other = demo_account("hmac"), demo_account("hmac")
    desk.venue.open_account("misused", key=known.account.keys)
    return desk.start(known._replace(private=other.private))


def archived(desk: Desk) -> Any:
    demo = demo_account()
    desk.venue.open_account("patient", key=demo.account.keys)
    trader = desk.start(demo)
    old = resting(trader)
    trader.cancel(old).wait(10)
    trader.stop()
    desk.venue.inject(faults.ClockSkew(seconds=91 * DAY_MS / 1000))
    return asked("order.status", symbol="BTCUSDT", orderId=old.order_id)(desk.start(demo))


def never_referred_to(desk: Desk) -> Any:
    return market("referencePrice", symbol="BTCUSDT")(desk.trader())


def one_too_many_a_day(desk: Desk) -> Any:
    """Two traders of an account, neither of which sees the replies of the other."""
    demo = demo_account()
    desk.venue.open_account("busy", key=demo.account.keys)
    one, other = desk.start(demo), desk.start(demo)
    for trader in (one, other, other):
        resting(trader)
    return resting(one)


def heavier_than_thought(desk: Desk) -> Any:
    """Another program of the address spends all the weight there is, and no reply in between tells of it."""
    trader = desk.trader()
    desk.venue.inject(faults.LostAck(method="time", requests=None))
    with connect(desk.venue.api_url) as elsewhere:
        while True:
            elsewhere.send('{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":5000}}')
            if '"status":429' in str(elsewhere.recv(timeout=10)):
                return asked("account.status")(trader)


def subscribed_too_often(desk: Desk) -> Any:
    """The trader goes on trying, by new connections; it tells why."""
    trader, told = desk.new(demo := demo_account()), Told()
    desk.venue.open_account("curious", key=demo.account.keys)
    trader.client.on_error(told)
    trader.client.start()
    raise told.next(RequestFailed).error


STILL = {"rate": None, "limits": LIMITS}
MOVING = {"rate": 50, "limits": LIMITS}
SET_UPS: dict[int, tuple[Callable[[Desk], Any], dict[str, Any]]] = {
    -1002: (by_hmac("userDataStream.subscribe"), MOVING),
    -1003: (heavier_than_thought, {"limits": Limits(weight=1000)}),
    -1015: (one_too_many_a_day, {"limits": Limits(orders_of_a_day=3)}),
    -1021: (held_up, MOVING),
    -1022: (signed_by_another, MOVING),
    -2014: (misspelt, MOVING),
    -2015: (lambda desk: desk.start(demo_account()), MOVING),
    -2026: (archived, MOVING),
    -2042: (subscribed_too_often, {"limits": Limits(subscription_ids=0)}),
    -2043: (never_referred_to, STILL),
    -4056: (by_hmac("session.logon"), MOVING),
}
