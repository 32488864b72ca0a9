"""Templates of requests: every frame parses to exactly its parameters, and what is signed is what is sent."""

import pickle
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickwire import ConfigError
from tickwire.wire.recipes import Slot
from tickwire.wire.request import (
    HEADROOM,
    AmendTemplate,
    CancelTemplate,
    OrderTemplate,
    ReplaceTemplate,
    Template,
    mantissa,
)

MOST = 2**63 - 1
NUMBERS = st.one_of(st.integers(0, MOST), st.sampled_from([0, 1, 9, 10, 99, 100, 10**8 - 1, 10**8, 10**18, MOST]))
EXPONENTS = st.integers(-18, 0)
CLIENT_IDS = st.text("ABCXYZabcxyz0189.:/_-", min_size=1, max_size=36)
PREFIXES = st.text("AZaz09.:/_-", max_size=16)
TIME = 1660801715431
LIMIT: dict[str, Any] = {"price_exponent": -2, "qty_exponent": -5}


def parsed(frame: bytes) -> dict[str, Any]:
    return msgspec.json.decode(frame, type=dict[str, Any])


def number(mantissa: int, exponent: int) -> str:
    return format(Decimal(mantissa).scaleb(exponent) if exponent else Decimal(mantissa), "f")


@given(NUMBERS, NUMBERS, EXPONENTS, EXPONENTS, CLIENT_IDS, NUMBERS, NUMBERS)
def test_a_limit_order_parses_to_exactly_its_parameters(
    price: int, qty: int, price_exponent: int, qty_exponent: int, client: str, time: int, id: int
) -> None:
    template = OrderTemplate("BTCUSDT", "BUY", "LIMIT", price_exponent=price_exponent, qty_exponent=qty_exponent)
    frame = template.frame(price=price, qty=qty, client_order_id=client, timestamp=time, request_id=id)
    params = parsed(frame)["params"]
    assert params["price"] == number(price, price_exponent)
    assert params["quantity"] == number(qty, qty_exponent)
    assert parsed(frame) == {
        "id": id,
        "method": "order.place",
        "params": {
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "LIMIT",
            "timeInForce": "GTC",
            "price": params["price"],
            "quantity": params["quantity"],
            "newClientOrderId": client,
            "timestamp": time,
        },
    }


@pytest.mark.parametrize(
    ("mantissa", "exponent", "text"),
    [
        (0, 0, "0"),
        (0, -2, "0.00"),
        (5, -2, "0.05"),
        (100, -2, "1.00"),
        (2341610, -2, "23416.10"),
        (1, -18, "0.000000000000000001"),
        (MOST, 0, "9223372036854775807"),
        (MOST, -18, "9.223372036854775807"),
    ],
)
def test_numbers_have_all_the_decimals_of_their_exponent(mantissa: int, exponent: int, text: str) -> None:
    template = OrderTemplate("X", "SELL", "LIMIT_MAKER", price_exponent=exponent, qty_exponent=0)
    frame = template.frame(price=mantissa, qty=1, client_order_id="a", timestamp=TIME, request_id=1)
    assert parsed(frame)["params"]["price"] == text


@given(NUMBERS, NUMBERS, PREFIXES, NUMBERS)
def test_client_order_ids_are_a_prefix_and_a_number(price: int, qty: int, prefix: str, count: int) -> None:
    template = OrderTemplate("BTCUSDT", "BUY", "LIMIT", client_id_prefix=prefix, **LIMIT)
    frame = template.frame(price=price, qty=qty, client_number=count, timestamp=TIME, request_id=7)
    client = parsed(frame)["params"]["newClientOrderId"]
    assert client == f"{prefix}{count}"
    assert len(client) <= 36


@pytest.mark.parametrize(
    ("type", "how", "slots"),
    [
        ("LIMIT", {}, ["price", "qty"]),
        ("LIMIT_MAKER", {"iceberg": True}, ["price", "qty", "iceberg_qty"]),
        ("MARKET", {}, ["qty"]),
        ("MARKET", {"by_quote": True}, ["quote_qty"]),
        ("STOP_LOSS", {}, ["qty", "stop_price"]),
        ("STOP_LOSS_LIMIT", {}, ["price", "qty", "stop_price"]),
        ("TAKE_PROFIT", {"trailing_delta": 50}, ["qty"]),
        ("TAKE_PROFIT_LIMIT", {"trailing_delta": 50, "stop": True}, ["price", "qty", "stop_price"]),
        ("LIMIT", {"params": {"pegPriceType": "PRIMARY_PEG"}}, ["qty"]),
    ],
)
def test_each_kind_of_order_has_the_slots_it_needs(type: str, how: dict[str, Any], slots: list[str]) -> None:
    template = OrderTemplate("BTCUSDT", "SELL", type, **LIMIT, **how)
    assert list(template.slots) == [*slots, "client_order_id", "timestamp", "request_id"]
    names = {"qty": "quantity", "quote_qty": "quoteOrderQty", "stop_price": "stopPrice", "iceberg_qty": "icebergQty"}
    values: dict[str, Any] = {name: count for count, name in enumerate(slots, 10)}
    params = parsed(template.frame(**values, client_order_id="a", timestamp=TIME, request_id=1))["params"]
    exponents = {"price": -2, "stop_price": -2, "quote_qty": -8}
    for name, value in values.items():
        assert params[names.get(name, name)] == number(value, exponents.get(name, -5))
    assert params.get("trailingDelta") == how.get("trailing_delta")


def test_constants_are_sent_as_they_are() -> None:
    more = {"selfTradePreventionMode": "EXPIRE_BOTH", "strategyId": 3, "newOrderRespType": "ACK", "note": 'a"\\é\n'}
    template = OrderTemplate("１２３", "BUY", "LIMIT", time_in_force="IOC", params=more, method="order.test", **LIMIT)
    request = parsed(template.frame(price=1, qty=2, client_order_id="a", timestamp=TIME, request_id=1))
    assert request["method"] == "order.test"
    assert request["params"] == {
        "symbol": "１２３",
        "side": "BUY",
        "type": "LIMIT",
        **more,
        "timeInForce": "IOC",
        "price": "0.01",
        "quantity": "0.00002",
        "newClientOrderId": "a",
        "timestamp": TIME,
    }


@pytest.mark.parametrize(
    ("template", "values", "params"),
    [
        (CancelTemplate("BTCUSDT"), {"target_order_id": 28}, {"orderId": 28}),
        (
            CancelTemplate("BTCUSDT", by="client_order_id", params={"cancelRestrictions": "ONLY_NEW"}),
            {"target_client_order_id": "mine"},
            {"origClientOrderId": "mine", "cancelRestrictions": "ONLY_NEW"},
        ),
        (
            CancelTemplate("BTCUSDT", by="client_order_id", client_id_prefix="tw-"),
            {"target_number": 5},
            {"origClientOrderId": "tw-5"},
        ),
        (
            AmendTemplate("BTCUSDT", qty_exponent=-5),
            {"target_order_id": 28, "qty": 3, "client_order_id": "mine"},
            {"orderId": 28, "newQty": "0.00003", "newClientOrderId": "mine"},
        ),
        (
            AmendTemplate("BTCUSDT", qty_exponent=-5, by="client_order_id", client_id_prefix="tw-"),
            {"target_number": 4, "qty": 3, "client_number": 5},
            {"origClientOrderId": "tw-4", "newQty": "0.00003", "newClientOrderId": "tw-5"},
        ),
        (
            ReplaceTemplate("BTCUSDT", "SELL", "MARKET", mode="ALLOW_FAILURE", **LIMIT),
            {"target_order_id": 28, "qty": 3, "client_order_id": "mine"},
            {
                "cancelReplaceMode": "ALLOW_FAILURE",
                "cancelOrderId": 28,
                "side": "SELL",
                "type": "MARKET",
                "quantity": "0.00003",
                "newClientOrderId": "mine",
            },
        ),
        (
            ReplaceTemplate("BTCUSDT", "BUY", "LIMIT_MAKER", by="client_order_id", client_id_prefix="tw-", **LIMIT),
            {"target_number": 4, "price": 100, "qty": 3, "client_number": 5},
            {
                "cancelReplaceMode": "STOP_ON_FAILURE",
                "cancelOrigClientOrderId": "tw-4",
                "side": "BUY",
                "type": "LIMIT_MAKER",
                "price": "1.00",
                "quantity": "0.00003",
                "newClientOrderId": "tw-5",
            },
        ),
    ],
    ids=lambda value: repr(value) if isinstance(value, Template) else "",
)
def test_cancelling_amending_and_replacing(template: Template, values: dict[str, Any], params: dict[str, Any]) -> None:
    request = parsed(template.frame(**values, timestamp=TIME, request_id=9))
    assert request == {
        "id": 9,
        "method": template.method,
        "params": {"symbol": "BTCUSDT", "timestamp": TIME} | params,
    }


@given(NUMBERS, NUMBERS, CLIENT_IDS)
def test_what_is_signed_is_what_is_sent(price: int, qty: int, client: str) -> None:
    seen: list[bytes] = []
    template = OrderTemplate("１２３", "BUY", "LIMIT", api_key="Key", params={"recvWindow": "5000.5"}, **LIMIT)

    def sign(payload: bytes) -> str:
        seen.append(payload)
        return "c2ln+/bmF0dXJl=="

    values = {"price": price, "qty": qty, "client_order_id": client, "timestamp": TIME, "request_id": 1}
    params = parsed(template.frame(**values, sign=sign))["params"]
    assert params.pop("signature") == "c2ln+/bmF0dXJl=="
    assert params["apiKey"] == "Key"
    assert seen == ["&".join(f"{name}={value}" for name, value in sorted(params.items())).encode()]


def test_the_api_key_is_not_shown() -> None:
    template = CancelTemplate("BTCUSDT", api_key="vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zv")
    assert repr(template) == "CancelTemplate(order.cancel: target_order_id, timestamp, signature, request_id)"
    assert not hasattr(template, "__dict__")
    with pytest.raises(TypeError):
        pickle.dumps(template)


CANCEL: dict[str, Any] = {"target_order_id": 1, "timestamp": TIME, "request_id": 1}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"target_order_id": None}, "target_order_id is missing; there are target_order_id, timestamp, request_id"),
        ({"price": 1}, "price has no slot here"),
        ({"client_order_id": "a"}, "client_order_id has no slot here"),
        ({"sign": str}, "signature has no slot here"),
        ({"timestamp": -1}, "timestamp: an int from 0 to 2.*not -1"),
        ({"timestamp": 2**63}, "timestamp: an int from 0 to 2.*not 9223372036854775808"),
        ({"timestamp": 1.0}, r"timestamp: an int from 0 to 2.*not 1\.0"),
        ({"timestamp": True}, "timestamp: an int from 0 to 2.*not True"),
        ({"timestamp": "1"}, "timestamp: an int from 0 to 2.*not '1'"),
    ],
)
def test_values_that_cannot_be_are_refused(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises(ConfigError, match=reason):
        CancelTemplate("BTCUSDT").frame(**CANCEL | changed)


def test_ticks_are_no_mantissas() -> None:
    class Ticks(int):
        pass

    with pytest.raises(ConfigError, match="price: an int"):
        OrderTemplate("X", "BUY", "LIMIT", **LIMIT).frame(
            price=Ticks(1), qty=1, client_order_id="a", timestamp=1, request_id=1
        )


@pytest.mark.parametrize("id", ["", "a" * 37, 'a"b', "a\\b", "a&side=SELL", "a b", "a\n", "é", "\0"])
def test_client_order_ids_that_would_break_the_frame_are_refused(id: str) -> None:
    template = CancelTemplate("BTCUSDT", by="client_order_id")
    with pytest.raises(ConfigError, match="target_client_order_id: 1 to 36 plain characters"):
        template.frame(target_client_order_id=id, timestamp=TIME, request_id=1)


def test_signatures_that_would_break_the_frame_are_refused() -> None:
    template = CancelTemplate("BTCUSDT", api_key="Key")
    for signature in ("", "x" * 685, 'a"b'):
        with pytest.raises(ConfigError, match="signature: 1 to 684 plain characters"):
            template.frame(**CANCEL, sign=lambda _, signature=signature: signature)
    assert len(parsed(template.frame(**CANCEL, sign=lambda _: "x" * 684))["params"]["signature"]) == 684
    with pytest.raises(ConfigError, match="signature is missing"):
        template.frame(**CANCEL)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"type": "LIMITED"}, "type: one of MARKET, LIMIT"),
        ({"side": "buy"}, "side: 'BUY' or 'SELL', not 'buy'"),
        ({"type": "MARKET", "time_in_force": "IOC"}, "MARKET orders have none"),
        ({"by_quote": True}, "by_quote: MARKET orders alone"),
        ({"type": "MARKET", "iceberg": True}, "iceberg: orders with a price alone"),
        ({"client_id_prefix": "x" * 17}, "client_id_prefix: at most 16"),
        ({"client_id_prefix": 'a"'}, "client_id_prefix: at most 16"),
        ({"price_exponent": 1}, "price: an exponent from -18 to 0, not 1"),
        ({"qty_exponent": -19}, "qty: an exponent from -18 to 0, not -19"),
        ({"params": {"x": 0.5}}, "x: text, an int or a slot, not float"),
        ({"params": {"x": True}}, "x: text, an int or a slot, not bool"),
        ({"params": {"x": "y" * 4000}}, "at most 20 slots and 3072 bytes"),
    ],
)
def test_templates_that_cannot_be_are_refused(how: dict[str, Any], reason: str) -> None:
    kind = {"side": "BUY", "type": "LIMIT", **LIMIT} | how
    with pytest.raises(ConfigError, match=reason):
        OrderTemplate("BTCUSDT", kind.pop("side"), kind.pop("type"), **kind)
    with pytest.raises(ConfigError, match="by: 'order_id' or 'client_order_id'"):
        CancelTemplate("BTCUSDT", by="id")  # type: ignore[arg-type]
    with pytest.raises(ConfigError, match="mode: "):
        ReplaceTemplate("BTCUSDT", "BUY", "LIMIT", mode="X", **LIMIT)  # type: ignore[arg-type]


def test_other_requests_may_be_laid_out_by_hand() -> None:
    template = Template("order.status", {"symbol": "BTCUSDT", "orderId": Slot("target_order_id")})
    assert template.frame(target_order_id=4, request_id=2) == (
        b'{"method":"order.status","params":{"symbol":"BTCUSDT","orderId":4},"id":2}'
    )
    assert Template("ping", {}).frame(request_id=1) == b'{"method":"ping","params":{},"id":1}'


@given(NUMBERS, EXPONENTS, EXPONENTS)
def test_plain_text_has_the_mantissa_that_its_number_has(number_mantissa: int, written: int, exponent: int) -> None:
    text = number(number_mantissa, written)
    exact = Decimal(number_mantissa).scaleb(written - exponent)
    fits = exact == exact.to_integral_value() and exact <= MOST
    found = mantissa(text, exponent)
    assert found == exact if fits and len(text) <= 36 else found == -1  # longer text is left to Decimal


@pytest.mark.parametrize(
    ("text", "exponent", "expected"),
    [
        ("1.5", -2, 150),
        ("1.500", -1, 15),
        ("1.55", -1, -1),
        ("007", 0, 7),
        ("0", -18, 0),
        ("9.223372036854775807", -18, MOST),
        ("9.223372036854775808", -18, -1),
        ("10", -18, -1),
        *(
            (text, -2, -1)
            for text in ("", ".", "1.", ".5", "-1", "+1", "1e2", "1.2.3", "1,5", " 1", "１", "1\0", "\ud800", "0" * 40)
        ),
    ],
)
def test_text_in_other_forms_has_none(text: str, exponent: int, expected: int) -> None:
    assert mantissa(text, exponent) == expected


PATCHING = """
from libc.string cimport memset
from tickwire.wire.request cimport TICKWIRE_HEADROOM, Template, order_t


def frames(Template template, int times):
    "Patched, and then overwritten as by a sender that masks in place, headroom and all."
    cdef order_t order
    cdef char *frame
    cdef int size
    memset(&order, 0, sizeof(order))
    order.price, order.qty, order.timestamp = 2341610, 847, 1660801715431
    taken = []
    for number in range(times):
        order.client_number = order.request_id = number
        size = template.patch(&order, &frame)
        taken.append(frame[:size])
        memset(frame - TICKWIRE_HEADROOM, 0xFF, TICKWIRE_HEADROOM + size)
    return taken


def refused(Template template, **values):
    "What patching returns when a value cannot be."
    cdef order_t order
    cdef char *frame
    memset(&order, 0, sizeof(order))
    order.price = values.get("price", 1)
    order.qty = values.get("qty", 1)
    order.client_order_id.text, order.client_order_id.size = "abc", values.get("size", 3)
    return template.patch(&order, &frame)
"""


@pytest.fixture(scope="module")
def compiled(compile_module: Callable[[str, str], ModuleType]) -> ModuleType:
    return compile_module("patching", PATCHING)


def test_in_cython_orders_are_patched_anew_whatever_the_sender_did_to_the_last(compiled: ModuleType) -> None:
    template = OrderTemplate("BTCUSDT", "BUY", "LIMIT", client_id_prefix="tw-", **LIMIT)
    values = {"price": 2341610, "qty": 847, "timestamp": TIME}
    expected = [template.frame(**values, client_number=number, request_id=number) for number in range(101)]
    assert compiled.frames(template, 101) == expected
    assert HEADROOM >= 14
    assert template.address


def test_in_cython_values_that_cannot_be_are_told_by_a_number_below_zero(compiled: ModuleType) -> None:
    template = OrderTemplate("BTCUSDT", "BUY", "LIMIT", **LIMIT)
    assert compiled.refused(template) > 0
    results = [compiled.refused(template, **wrong) for wrong in ({"price": -1}, {"qty": -1}, {"size": 0}, {"size": 37})]
    assert all(result < 0 for result in results)
    assert len({*results}) == 3
