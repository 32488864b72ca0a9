"""Replies that are no success become the exception of their code, with nothing secret in it."""

import msgspec
import pytest

from tickwire.errors import (
    ApiKeyRejected,
    CancelReplaceFailed,
    CancelReplacePartlyFailed,
    NoReferencePrice,
    RequestError,
    RequestsBanned,
    TooManyOrders,
    TooManyRequests,
)
from tickwire.schema import ApiError, ApiReply, CancelReplaceReply
from tickwire.session.refusals import refusal

NOW_NS = 1_700_000_000 * 10**9


def read(text: str) -> ApiReply:
    return msgspec.json.decode(text.encode(), type=ApiReply)


def refused(text: str, **params: object) -> RequestError:
    error = refusal(read(text), "order.place", params, NOW_NS)
    assert error is not None
    return error


@pytest.mark.parametrize("text", ['{"id":1,"status":200,"result":{}}', '{"id":1,"status":200,"result":null}'])
def test_a_success_is_no_refusal(text: str) -> None:
    assert refusal(read(text), "ping", {}, NOW_NS) is None


def test_an_error_in_place_of_a_result_is_a_refusal() -> None:
    error = refused('{"id":1,"status":200,"result":{"code":-2043,"msg":"none"}}')
    assert (type(error), error.status, error.msg) == (NoReferencePrice, 200, "none")


def test_a_status_without_words_is_a_refusal_in_doubt() -> None:
    error = refused('{"id":1,"status":502}')
    assert (type(error), error.msg, error.is_in_doubt) == (RequestError, "status 502", True)


def test_keys_and_signatures_are_no_part_of_it() -> None:
    error = refused(
        '{"id":null,"status":401,"error":{"code":-2015,"msg":"Invalid API-key."}}',
        symbol="BTCUSDT",
        apiKey="KEEPOUT",
        signature="KEEPOUT",
    )
    assert type(error) is ApiKeyRejected
    assert "KEEPOUT" not in f"{error} {error!r} {vars(error)}"
    assert error.params == ("symbol=BTCUSDT", "apiKey=…", "signature=…")


@pytest.mark.parametrize(("status", "kind"), [(429, TooManyRequests), (418, RequestsBanned)])
def test_until_when_to_wait_is_reckoned_by_the_venues_clock(status: int, kind: type[TooManyRequests]) -> None:
    data = '{"serverTime":1659142907531,"retryAfter":1659142910031}'
    error = refused(f'{{"id":1,"status":{status},"error":{{"code":-1003,"msg":"m","data":{data}}}}}')
    assert isinstance(error, kind)
    assert error.retry_after == pytest.approx(2.5)


@pytest.mark.parametrize("data", ["null", "{}", '{"retryAfter":"soon"}', '{"retryAfter":null,"serverTime":[]}'])
def test_a_wait_that_is_not_told_is_taken_to_be_a_minute(data: str) -> None:
    error = refused(f'{{"id":1,"status":429,"error":{{"code":-1003,"msg":"m","data":{data}}}}}')
    assert isinstance(error, TooManyRequests)
    assert error.retry_after == 60.0


def test_an_order_too_many_is_no_request_too_many() -> None:
    error = refused('{"id":1,"status":429,"error":{"code":-1015,"msg":"Too many new orders."}}')
    assert type(error) is TooManyOrders
    assert not isinstance(error, TooManyRequests)


def test_a_cancel_replace_tells_what_became_of_either_half() -> None:
    halves = (
        '{"cancelResult":"FAILURE","newOrderResult":"NOT_ATTEMPTED",'
        '"cancelResponse":{"code":-2011,"msg":"Unknown order sent."},"newOrderResponse":null}'
    )
    error = refused(f'{{"id":1,"status":400,"error":{{"code":-2022,"msg":"failed","data":{halves}}}}}')
    assert type(error) is CancelReplaceFailed
    assert isinstance(error.data, CancelReplaceReply)
    assert error.data.cancel_response == ApiError(-2011, "Unknown order sent.")
    partly = refused(f'{{"id":1,"status":409,"error":{{"code":-2021,"msg":"partly","data":{halves}}}}}')
    assert type(partly) is CancelReplacePartlyFailed


def test_data_that_nobody_knows_is_kept_as_it_came() -> None:
    error = refused('{"id":1,"status":400,"error":{"code":-2022,"msg":"m","data":{"mood":"bad"}}}')
    assert error.data == {"mood": "bad"}
