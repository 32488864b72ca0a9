"""What a URL asks for."""

import pytest

from tickwire.sim.target import MICROSECOND, MILLISECOND, ApiTarget, Target, is_stream, parse_target


@pytest.mark.parametrize(
    ("path", "streams", "combined"),
    [
        ("/ws", (), False),
        ("/ws/btcusdt@trade", ("btcusdt@trade",), False),
        ("/ws/btcusdt@trade/ethusdt@depth", ("btcusdt@trade", "ethusdt@depth"), False),
        ("/stream", (), True),
        ("/stream?streams=a@trade/b@trade/a@trade", ("a@trade", "b@trade"), True),
        ("/stream?streams=a@kline_1d@%2B08:00", ("a@kline_1d@+08:00",), True),
        ("/stream?streams=a@kline_1d@+08:00", ("a@kline_1d@+08:00",), True),
        ("/ws/%E6%B5%8B%E8%AF%95%E5%B8%81usdt@trade", ("测试币usdt@trade",), False),
        ("/ws/测试币usdt@trade", ("测试币usdt@trade",), False),
        ("/ws/!miniTicker@arr", ("!miniTicker@arr",), False),
    ],
)
def test_paths_name_streams_and_the_form_of_messages(path: str, streams: tuple[str, ...], combined: bool) -> None:
    assert parse_target(path.encode()) == Target(streams, combined, MILLISECOND)


@pytest.mark.parametrize("value", ["MICROSECOND", "microsecond"])
def test_a_query_asks_for_microseconds(value: str) -> None:
    assert parse_target(f"/ws/a@trade?timeUnit={value}".encode()) == Target(("a@trade",), False, MICROSECOND)
    combined = parse_target(f"/stream?timeUnit={value}&streams=a@trade".encode())
    assert combined == Target(("a@trade",), True, MICROSECOND)


@pytest.mark.parametrize("path", ["/", "/wss", "/streams", "/ws-api", "/ws-api/v2", "/api/v3/depth"])
def test_other_paths_are_not_served(path: str) -> None:
    assert parse_target(path.encode()) is None


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/ws?timeUnit=NANOSECOND", "timeUnit"),
        ("/ws/btcusdt@trade,ethusdt@trade", "btcusdt@trade,ethusdt@trade"),
        ("/stream?streams=btcusdt", "btcusdt"),
    ],
)
def test_bad_parts_of_a_url_are_named(path: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse_target(path.encode())


@pytest.mark.parametrize(
    "name", ["btcusdt@trade", "x@kline_1m@+08:00", "!ticker_1h@arr", "nosuch@nothing", "BTC@trade"]
)
def test_a_stream_need_only_keep_to_the_syntax(name: str) -> None:
    assert is_stream(name)


@pytest.mark.parametrize("name", ["", "btcusdt", "@trade", "a b@trade", "a@trade,b@trade", "a@", "x" * 200 + "@trade"])
def test_what_breaks_the_syntax_is_no_stream(name: str) -> None:
    assert not is_stream(name)


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ws-api/v3", ApiTarget(MILLISECOND, rate_limits=True)),
        ("/ws-api/v3/?timeUnit=microsecond", ApiTarget(MICROSECOND, rate_limits=True)),
        ("/ws-api/v3?returnRateLimits=false", ApiTarget(MILLISECOND, rate_limits=False)),
    ],
)
def test_the_websocket_api_has_a_path_of_its_own(path: str, target: ApiTarget) -> None:
    assert parse_target(path.encode()) == target
