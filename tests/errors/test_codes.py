"""Each code of the venue is an exception of its own, named and explained."""

import pickle
import re
from pathlib import Path

import pytest

from tickwire import errors, sim
from tickwire.errors import (
    CancelReplaceFailed,
    EngineTimeout,
    InvalidMessage,
    InvalidTimestamp,
    NewOrderRejected,
    RequestError,
    RequestLost,
    RequestsBanned,
    RequestTimeout,
    TickwireError,
    TooManyOrders,
    TooManyRequests,
    request_error,
)
from tickwire.sim.error_words import WORDS

CODES = sorted(RequestError.by_code)
CODE = re.compile(r"(?<![\w.])-(?:1|2|4)\d{3}\b(?!\s*[*/])")
IN_NO_TABLE = {-1131, -4056}


def test_every_code_of_the_page_has_a_class_with_the_venues_name(captured: Path) -> None:
    page = captured.parent / "binance" / "spot-user-and-trading.md"
    if not page.exists():
        pytest.skip("no page")
    section = page.read_text(encoding="utf-8").split("## 8. Error codes")[1].split("Frequent messages")[0]
    listed: dict[int, str] = {}
    for codes, words in re.findall(r"^\| ((?:−\d+[ …−\d]*)) \| ([^|]*) \|", section, re.M):
        numbers = [-int(number) for number in re.findall(r"−(\d+)", codes)]
        if "…" in codes and len(numbers) == 2 and numbers[0] - numbers[1] > 4:
            continue  # the parameter errors, each named in the row's last cell
        if "…" in codes:
            numbers = sorted({*numbers, *range(numbers[-1], numbers[-2])})
        name = re.match(r"[A-Z][A-Z_]+\b", words)
        listed |= {number: name[0] if name and len(numbers) == 1 else "" for number in numbers}
    listed |= {-int(number): "" for number in re.findall(r"−(11\d\d) [a-z]", section)}
    assert set(listed) == set(CODES) - IN_NO_TABLE
    assert all(RequestError.by_code[code].venue_name == name for code, name in listed.items() if name)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_raised_as_its_class_which_says_what_it_means(code: int) -> None:
    error = request_error(code, "words", "order.place", ("symbol=A",), 400)
    assert type(error) is RequestError.by_code[code] is not RequestError
    assert getattr(errors, type(error).__name__) is type(error)
    assert type(error).__name__ in errors.__all__
    assert (error.code, type(error).venue_code) == (code, code)
    assert re.fullmatch(r"[A-Z_]+", type(error).venue_name) or code == -4056
    assert (type(error).__doc__ or "").strip()
    assert str(error) == f"order.place symbol=A refused: words (code {code})"


def test_every_code_that_the_simulated_venue_answers_has_a_class() -> None:
    source = Path(sim.__file__).parent
    answered = {int(code) for path in source.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert len(answered) > 70
    assert answered <= set(CODES)
    assert set(WORDS) | IN_NO_TABLE >= set(CODES)


def test_codes_and_names_stand_for_one_class_each() -> None:
    kinds = list(RequestError.by_code.values())
    assert len(set(kinds)) == len({kind.venue_name for kind in kinds}) == len(CODES)


def test_a_code_that_is_new_is_refused_all_the_same() -> None:
    assert type(request_error(-9999, "new")) is RequestError
    assert not request_error(-9999, "new", status=400).is_in_doubt


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (-1003, 429, TooManyRequests),
        (-1003, 418, RequestsBanned),
        (-9999, 418, RequestsBanned),
        (-9999, 429, TooManyRequests),
        (-1015, 429, TooManyOrders),
    ],
)
def test_the_status_decides_where_the_code_does_not(code: int, status: int, kind: type[RequestError]) -> None:
    assert type(request_error(code, "words", status=status)) is kind


def test_an_order_too_many_stops_no_other_requests() -> None:
    assert not issubclass(TooManyOrders, TooManyRequests)


@pytest.mark.parametrize(("told", "status", "seconds"), [(3.5, 429, 3.5), (None, 429, 60.0), (None, 418, 120.0)])
def test_how_long_to_wait_is_told_or_taken_to_be_long(told: float | None, status: int, seconds: float) -> None:
    error = request_error(-1003, "words", status=status, retry_after=told)
    assert isinstance(error, TooManyRequests)
    assert error.retry_after == seconds


@pytest.mark.parametrize("code", CODES)
def test_only_what_the_venue_does_not_know_itself_is_in_doubt(code: int) -> None:
    assert request_error(code, "words", status=400).is_in_doubt == (code in (-1000, -1001, -1006, -1007, -1161))
    assert request_error(code, "words", status=503).is_in_doubt


def test_an_answer_that_did_not_come_leaves_doubt_once_the_request_was_sent() -> None:
    assert RequestTimeout("not answered").is_in_doubt
    assert not RequestTimeout("never sent", is_in_doubt=False).is_in_doubt
    assert RequestLost("order.place", 1).is_in_doubt
    assert not RequestLost("order.place", 0).is_in_doubt


@pytest.mark.parametrize(
    ("msg", "name"),
    [
        ("Filter failure: LOT_SIZE", "LOT_SIZE"),
        ("Filter failure: PERCENT_PRICE_BY_SIDE", "PERCENT_PRICE_BY_SIDE"),
        ("Filter failure: ", None),
        ("Stop price would trigger.", None),
        ("No Filter failure: LOT_SIZE", None),
    ],
)
def test_a_filter_that_was_not_passed_is_named(msg: str, name: str | None) -> None:
    error = request_error(-1013, msg)
    assert isinstance(error, InvalidMessage)
    assert error.filter == name


@pytest.mark.parametrize(
    "error",
    [
        request_error(-2010, "words", "order.place", ("symbol=A",), 400),
        request_error(-1003, "words", status=418, retry_after=2.5, data={"retryAfter": 1}),
        request_error(-2022, "words", data={"cancelResult": "FAILURE"}),
        RequestLost("order.place", 2),
        RequestTimeout("words", is_in_doubt=False),
    ],
)
def test_exceptions_pickle(error: TickwireError) -> None:
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_classes_can_be_caught_by_what_they_are() -> None:
    with pytest.raises(RequestError):
        raise request_error(-2010, "words")
    assert issubclass(NewOrderRejected, TickwireError)
    assert {InvalidTimestamp.venue_name, EngineTimeout.venue_name} == {"INVALID_TIMESTAMP", "TIMEOUT"}
    assert CancelReplaceFailed.venue_code == -2022
