"""Every method is described, and the descriptions are what the venue's examples say."""

import re
from pathlib import Path

import msgspec
import pytest

from tickwire.schema import METHODS, ApiReply, Security, depth_weight
from tickwire.schema.structs import Params

from .samples import folder, replies, requests

PAGE = "spot-user-and-trading.md"
# The examples differ in these: a key that stands for nothing, and one that is there whatever the example says.
NEVER_USED = {"klines": {"[0][11]"}}
ADDED = {"blockTrades.historical": "isBestMatch"}


def test_every_method_of_the_page_is_described_as_there(captured: Path) -> None:
    page = captured.parent / "binance" / PAGE
    if not page.exists():
        pytest.skip("no page")
    section = page.read_text(encoding="utf-8").split("## 6. Methods")[1].split("### List-order")[0]
    rows = re.findall(r"^\| ([\w.]+)(?: \([^)]*\))? \| ([A-Z_, ]+) \| ([^|]*) \|", section, re.M)
    assert {name for name, _, _ in rows} == set(METHODS)
    for name, security, weight in rows:
        assert METHODS[name].security in security.split(", "), name
        if re.fullmatch(r"\d+", weight.strip()):
            assert METHODS[name].weight_of({}) == int(weight), name
    counts = dict(re.findall(r"^\| ([\w.]+) \|.*order count (\d)", section, re.M))
    assert all(METHODS[name].order_count == int(count) for name, count in counts.items())


def test_there_are_fifty_five_methods_and_each_says_what_it_does() -> None:
    assert len(METHODS) == 55
    assert all(name == method.name and method.does.endswith(".") for name, method in METHODS.items())
    assert all(method.params.__doc__ for method in METHODS.values())


def test_every_result_among_the_examples_decodes_and_encodes_without_loss(captured: Path) -> None:
    seen = set()
    for file, (name, reply) in replies(captured).items():
        method = METHODS[name]
        result = method.decode(reply.result)
        assert set(method.unknown(reply.result)) == NEVER_USED.get(name, set()), file
        back = msgspec.json.decode(msgspec.json.encode(result))
        if name in ADDED:
            back = [{key: value for key, value in row.items() if key != ADDED[name]} for row in back]
        if name not in NEVER_USED:
            assert back == msgspec.json.decode(reply.result), file
        seen.add(name)
    # These have no example of their own; what they answer is another method's result.
    assert set(METHODS) - seen == {"uiKlines", "sor.order.test", "ticker"} - seen


def test_every_request_among_the_examples_is_one_that_the_params_can_make(captured: Path) -> None:
    seen = set()
    for file, (name, said) in requests(captured).items():
        params = msgspec.convert(said, METHODS[name].params, strict=False)
        assert isinstance(params, Params)
        sent = {key: str(value) for key, value in params.to_dict().items()}
        assert sent == {key: str(tuple(v)) if isinstance(v, list) else str(v) for key, v in said.items()}, file
        seen.add(name)
    assert set(METHODS) - seen == {"uiKlines"}


def test_an_error_in_place_of_a_result_is_an_error(captured: Path) -> None:
    path = folder(captured) / "wsapi.referencePrice.response.never-set.json"
    reply = msgspec.json.decode(path.read_bytes(), type=ApiReply)
    assert reply.failure is not None
    assert (reply.status, reply.error, reply.failure.code) == (200, None, -2043)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"status":200,"result":{"code":-2043,"msg":"none"}}', -2043),
        (b'{"status":400,"error":{"code":-1121,"msg":"Invalid symbol."}}', -1121),
        (b'{"status":200,"result":{"code":"abc"}}', None),
        (b'{"status":200,"result":{}}', None),
        (b'{"event":{"e":"serverShutdown","E":1}}', None),
    ],
)
def test_a_reply_tells_why_it_failed_wherever_it_says_so(text: bytes, code: int | None) -> None:
    failure = msgspec.json.decode(text, type=ApiReply).failure
    assert (failure.code if failure is not None else None) == code


@pytest.mark.parametrize(
    ("name", "params", "weight"),
    [
        ("order.place", {}, 1),
        ("order.test", {}, 1),
        ("order.test", {"computeCommissionRates": False}, 1),
        ("order.test", {"computeCommissionRates": True}, 20),
        ("sor.order.test", {"computeCommissionRates": True}, 20),
        ("openOrders.status", {"symbol": "A"}, 6),
        ("openOrders.status", {}, 80),
        ("myTrades", {"symbol": "A"}, 20),
        ("myTrades", {"symbol": "A", "orderId": 0}, 5),
        ("myPreventedMatches", {"preventedMatchId": 1}, 2),
        ("myPreventedMatches", {"orderId": 1}, 20),
        ("ticker.book", {"symbols": ["A"]}, 4),
        ("ticker.24hr", {"symbols": ["A"] * 100}, 40),
        ("ticker.24hr", {"symbols": ["A"] * 101}, 80),
        ("executionRules", {"symbols": ["A"] * 3}, 6),
        ("executionRules", {"symbolStatus": "HALT"}, 40),
    ],
)
def test_weights_follow_from_the_params(name: str, params: dict[str, object], weight: int) -> None:
    assert METHODS[name].weight_of(params) == weight


def test_a_struct_weighs_what_its_keys_weigh() -> None:
    depth = METHODS["depth"]
    assert depth.weight_of(depth.params(symbol="BTCUSDT", limit=5000)) == depth_weight(5000) == 250
    assert depth.weight_of(depth.params(symbol="BTCUSDT")) == 5


def test_what_places_orders_is_never_asked_again_and_costs_nothing_when_it_succeeds() -> None:
    placing = {name for name, method in METHODS.items() if method.order_count}
    assert placing == {"order.place", "order.cancelReplace", "sor.order.place"} | {
        name for name in METHODS if name.startswith("orderList.place")
    }
    assert all(METHODS[name].is_free and not METHODS[name].is_question for name in placing)
    questions = {name for name, method in METHODS.items() if method.is_question}
    assert not [name for name in questions if "cancel" in name or "place" in name or "amend." in name]
    assert all(not method.is_free for method in METHODS.values() if method.is_question)


def test_who_is_asked_for_a_signature() -> None:
    for name, method in METHODS.items():
        needs = method.security not in (Security.NONE, Security.USER_STREAM)
        assert method.is_signed == (needs or name == "userDataStream.subscribe.signature"), name
    assert METHODS["depth"].is_market_data
    assert not METHODS["session.status"].is_market_data
    assert not METHODS["userDataStream.unsubscribe"].is_market_data


def test_what_the_schema_does_not_know_is_told_with_its_place() -> None:
    method = METHODS["order.place"]
    result = (
        b'{"symbol":"A","orderId":1,"orderListId":-1,"clientOrderId":"x","transactTime":1,"mood":{"is":"good"},'
        b'"fills":[{"price":"1","qty":"2","commission":"0","commissionAsset":"A","tradeId":1,"venue":7}],"stopPrice":null}'
    )
    assert method.unknown(result) == {"mood": {"is": "good"}, "fills[0].venue": 7}
    assert method.unknown(b'{"symbol":"A","orderId":1,"orderListId":-1,"clientOrderId":"x"}') == {}
