import pytest

from tickwire.errors import ConfigError
from tickwire.session.endpoints import check_api_url, check_stream_url
from tickwire.session.names import check_stream_name
from tickwire.session.redaction import blanked, redacted

KEY = "pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1"


def test_keys_and_passwords_are_left_out():
    assert redacted(f"a {KEY} b") == "a pqia… b"
    assert redacted("wss://me:secret@example.com/ws") == "wss://…@example.com/ws"


def test_names_and_urls_stay_as_they_are():
    for text in ("btcusdt@kline_1m@+08:00", "这是测试币456@trade", "wss://stream.example.com:9443/ws/btcusdt@trade"):
        assert redacted(text) == text


@pytest.mark.parametrize(
    ("check", "given"),
    [
        (check_stream_name, KEY),
        (check_stream_name, f"wss://stream.example.com/ws/{KEY}"),
        (check_stream_name, {"method": "SUBSCRIBE", "params": [KEY]}),
        (check_stream_url, f"wss://stream.example.com/ws/{KEY}"),
        (check_stream_url, "https://me:secret@example.com"),
        (check_stream_url, "wss://me:secret@example.com"),
        (check_api_url, "https://me:secret@example.com"),
    ],
)
def test_errors_about_what_was_given_tell_no_secret(check, given):
    with pytest.raises(ConfigError) as caught:
        check(given)
    assert KEY not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_no_part_of_the_key_is_shown_of_what_the_venue_sent() -> None:
    raw = f'{{"result":{{"apiKey":"{KEY}","note":"{KEY}"}}}}'.encode()
    for end in range(len(raw) + 1):
        assert KEY[:4].encode() not in blanked(raw[:end], KEY)
    assert blanked(raw, KEY) == b'{"result":{"apiKey":"...","note":"..."}}'
