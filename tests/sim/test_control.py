"""The venue's words in answer to requests."""

import json

import pytest

from tickwire.sim.control import Control

VARIANTS = "`SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`"


def control(*streams: str, combined: bool = False, flat_errors: bool = False) -> Control:
    return Control(streams, combined, max_streams=3, max_bytes=4096, flat_errors=flat_errors)


def refusal(raw: str | bytes) -> dict:
    return json.loads(control("a@trade").answer(raw if isinstance(raw, bytes) else raw.encode()))


def test_subscriptions_are_added_listed_and_removed() -> None:
    state = control("a@trade")
    assert state.answer(b'{"method":"SUBSCRIBE","params":["b@depth","a@trade"],"id":1}') == b'{"result":null,"id":1}'
    assert state.answer(b'{"method":"LIST_SUBSCRIPTIONS","id":3}') == b'{"result":["a@trade","b@depth"],"id":3}'
    assert state.answer(b'{"method":"UNSUBSCRIBE","params":["a@trade"],"id":312}') == b'{"result":null,"id":312}'
    assert list(state.streams) == ["b@depth"]


def test_unknown_streams_are_acknowledged_like_known_ones() -> None:
    assert control().answer(b'{"method":"SUBSCRIBE","params":["no@such"],"id":1}') == b'{"result":null,"id":1}'


def test_the_combined_property_follows_the_path_and_can_be_set() -> None:
    state = control(combined=True)
    assert state.answer(b'{"method":"GET_PROPERTY","params":["combined"],"id":2}') == b'{"result":true,"id":2}'
    assert state.answer(b'{"method":"SET_PROPERTY","params":["combined",false],"id":5}') == b'{"result":null,"id":5}'
    assert state.combined is False


@pytest.mark.parametrize("request_id", ["7", "-9223372036854775808", '"0a-B_c"', '""', "null", f'"{"x" * 36}"'])
def test_ids_come_back_as_they_were(request_id: str) -> None:
    reply = control().answer(f'{{"method":"LIST_SUBSCRIPTIONS","id":{request_id}}}'.encode())
    assert reply == f'{{"result":[],"id":{request_id}}}'.encode()


@pytest.mark.parametrize("request_id", ["1.5", "true", "9223372036854775808", '"a b"', f'"{"x" * 37}"', "[1]"])
def test_other_ids_are_refused(request_id: str) -> None:
    assert refusal(f'{{"method":"LIST_SUBSCRIPTIONS","id":{request_id}}}') == {
        "error": {"code": 2, "msg": "Invalid request: request ID must be an unsigned integer"},
        "id": None,
    }


@pytest.mark.parametrize(
    ("request_text", "code", "msg"),
    [
        ('{"method":"GET_PROPERTY","params":["speed"],"id":1}', 0, "Unknown property"),
        ('{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}', 1, "Invalid value type: expected Boolean"),
        ('{"method":"SET_PROPERTY","params":["combined"],"id":1}', 1, "Invalid value type: expected Boolean"),
        ('{"method":"GET_PROPERTY","id":1}', 2, "Invalid request: property name must be a string"),
        ('{"method":"GET_PROPERTY","params":[1],"id":1}', 2, "Invalid request: property name must be a string"),
        ('{"method":"GET_PROPERTY","params":["combined",1],"id":1}', 2, "Invalid request: too many parameters"),
        ('{"method":"LIST_SUBSCRIPTIONS","params":["a"],"id":1}', 2, "Invalid request: too many parameters"),
        ('{"method":"SUBSCRIBE","params":["a@b","a,b"],"id":1}', 2, "Invalid request: invalid stream"),
        ('{"method":"SUBSCRIBE","params":["a@1","a@2","a@3"],"id":1}', 4, "Too many subscriptions"),
    ],
)
def test_refusals_carry_the_request_id(request_text: str, code: int, msg: str) -> None:
    assert refusal(request_text) == {"error": {"code": code, "msg": msg}, "id": 1}


@pytest.mark.parametrize(
    ("request_text", "code", "msg"),
    [
        ('{"method":"LIST_SUBSCRIPTIONS"}', 2, "Invalid request: request ID must be an unsigned integer"),
        ('{"event":"subscribe"}', 2, "Invalid request: missing field `method` at line 1 column 21"),
        (
            '{"method":"sub","id":1}',
            2,
            f"Invalid request: unknown variant `sub`, expected one of {VARIANTS} at line 1 column 15",
        ),
        (
            '{"id":1,\n "method": "X"}',
            2,
            f"Invalid request: unknown variant `X`, expected one of {VARIANTS} at line 2 column 14",
        ),
        ("hello", 3, "Invalid JSON: expected value at line 1 column 1"),
        ('{"method":SUBSCRIBE}', 3, "Invalid JSON: expected value at line 1 column 11"),
        ("{method:1}", 3, "Invalid JSON: key must be a string at line 1 column 2"),
        ('{"method" 1}', 3, "Invalid JSON: expected `:` at line 1 column 11"),
        ('{"id":1 "method":2}', 3, "Invalid JSON: expected `,` or `}` at line 1 column 9"),
        ('{"params":["a" "b"]}', 3, "Invalid JSON: expected `,` or `]` at line 1 column 16"),
        ('{"id":1} x', 3, "Invalid JSON: trailing characters at line 1 column 10"),
        ("", 3, "Invalid JSON: EOF while parsing a value at line 1 column 0"),
        ('{"params":["a', 3, "Invalid JSON: EOF while parsing a string at line 1 column 13"),
        ('{"params":["a"', 3, "Invalid JSON: EOF while parsing a list at line 1 column 14"),
        ('{"params":["a"]', 3, "Invalid JSON: EOF while parsing an object at line 1 column 15"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_null_id(request_text: str, code: int, msg: str) -> None:
    assert refusal(request_text) == {"error": {"code": code, "msg": msg}, "id": None}


def test_a_refused_request_changes_nothing() -> None:
    state = control("a@trade")
    state.answer(b'{"method":"SUBSCRIBE","params":["b@trade","b,c"],"id":1}')
    assert list(state.streams) == ["a@trade"]
    assert state.refused == 1


def test_a_request_beyond_4096_bytes_is_cut_and_then_no_json() -> None:
    names = json.dumps([f"symbol{index}@trade" for index in range(400)])
    answer = refusal(f'{{"method":"SUBSCRIBE","params":{names},"id":1}}')
    assert answer["error"]["code"] == 3
    assert answer["error"]["msg"].startswith("Invalid JSON: EOF while parsing")
    assert answer["error"]["msg"].endswith("line 1 column 4096")


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refusal(b"\xff\xfe")["error"]["code"] == 3


def test_deeply_nested_requests_are_refused() -> None:
    assert refusal("[" * 4000)["error"]["code"] == 3


def test_errors_can_take_the_documented_flat_form() -> None:
    answer = control(flat_errors=True).answer(b'{"method":"GET_PROPERTY","params":["speed"],"id":1}')
    assert answer == b'{"code":0,"msg":"Unknown property","id":1}'
