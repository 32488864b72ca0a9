"""The screen of `tickwire top`, drawn from figures that are made up."""

import io

import msgspec
import pytest
from rich.console import Console
from rich.live import Live

import tickwire as tw
from tickwire.cli.dashboard import ROWS_SHOWN, Dashboard
from tickwire.cli.fitting import shares


def flow(stream: str, **changes: object) -> tw.StreamFlow:
    return tw.StreamFlow(
        **{
            "stream": stream, "lines": (0, 1), "messages": 10, "messages_per_second": 1.5, "last_id": 7, "gaps": 0,
            "silence": 0.5, "allowed": 30.0, "stale_on": (), "age_p50_ns": 1_500_000, "age_p99_ns": None, **changes,
        }
    )  # fmt: skip


def line(number: int, **changes: object) -> tw.LineStats:
    return tw.LineStats(
        **{
            "line": number, "shard": 0, "url": "wss://venue:9443", "local_address": None, "state": "open", "streams": 2,
            "active_streams": 2, "messages": 100, "bytes": 10_000, "messages_per_second": 12.0, "connects": 1,
            "connect_failures": 0, "age": 7200.0, "wins": 75, "copies": 25, "win_share": 0.75, "lead_p50_ns": 65_536,
            "lead_p99_ns": None, "stalls": 0, "is_moving": False, "is_silent": False, **changes,
        }
    )  # fmt: skip


def book(symbol: str, *, drifts: int = 0, updates: int = 1000, **changes: object) -> tw.BookStatus:
    counts = tw.BookStats(**dict.fromkeys(tw.BookStats.__struct_fields__, 0) | {"drifts": drifts, "updates": updates})
    return tw.BookStatus(
        **{
            "symbol": symbol, "levels": 5000, "speed": "100ms", "bbo": True, "audit": None, "state": "valid",
            "is_valid": True, "best_bid": 97_307.16, "best_ask": 97_307.17, "last_update_id": 63_657_794_284,
            "counts": counts, **changes,
        }
    )  # fmt: skip


def drawn(
    *, events: tuple[tuple[float, str], ...] = (), width: int = 160, height: int | None = None, **changes: object
) -> list[str]:
    stats = msgspec.structs.replace(tw.Client(env="sim").stats(), **changes)
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(Dashboard(stats, events, "tickwire top  sim"), height=height)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def row(shown: list[str], word: str) -> str:
    (found,) = [text for text in shown if word in text]
    return " ".join(found.split())


def test_a_line_has_its_share_of_the_wins_and_its_leads() -> None:
    shown = drawn(by_line=(line(0), line(1, is_silent=True, url="wss://other"), line(2, state="waiting", url="x")))
    assert row(shown, "wss://venue:9443") == "0 0 open 2/2 12 75.0% 65.5 µs — 0 2 h wss://venue:9443"
    assert "silent" in row(shown, "wss://other")
    assert "waiting" in row(shown, " x")


def test_streams_that_need_attention_stand_first() -> None:
    flows = (
        flow("quick@trade", messages_per_second=99.0),
        flow("gappy@trade", gaps=2),
        flow("mute@trade", stale_on=(0, 1)),
    )
    shown = drawn(by_stream=flows)
    order = [text.split()[1] for text in shown if "@trade" in text]
    assert order == ["mute@trade", "gappy@trade", "quick@trade"]
    assert row(shown, "quick@trade") == "● quick@trade 0 1 99.0 10 1.50 ms — 0.5 s 30.0 s 0"
    assert any("1 stale" in text for text in shown)


def test_of_many_streams_the_others_are_counted() -> None:
    shown = drawn(by_stream=tuple(flow(f"s{number}usdt@trade") for number in range(ROWS_SHOWN + 7)))
    assert any("and 7 more" in text for text in shown)


def test_what_is_not_known_is_a_dash_and_for_ever_has_a_sign() -> None:
    unknown = flow("a@trade", lines=(), silence=None, allowed=float("inf"), age_p50_ns=None)
    assert row(drawn(by_stream=(unknown,)), "a@trade") == "● a@trade — 1.5 10 — — — ∞ 0"


def test_the_latest_events_stand_below() -> None:
    shown = drawn(events=tuple((float(number), f"event {number}") for number in range(9)))
    assert [text.split()[-1] for text in shown[-5:]] == ["4", "5", "6", "7", "8"]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_columns_that_a_width_has_no_room_for_are_left_out_and_the_others_are_whole(width: int) -> None:
    shown = drawn(
        width=width,
        by_line=(line(0, url="wss://stream.binance.com:9443"), line(1, lead_p99_ns=1_200_000)),
        by_stream=(flow("btcusdt@depth@100ms", age_p99_ns=22_100_000, messages=1_000_000_000),),
        books=(book("BTCUSDT"), book("1000SATSUSDT", state="buffering", is_valid=False)),
    )
    assert max(map(len, shown)) <= width
    assert not [text for text in shown if "…" in text]
    heads = [text.split() for text in shown if text.startswith(("line", "stream", "book"))]
    for head, wanted in zip(heads, ("state messages/s", "messages/s gaps", "bid ask"), strict=True):
        assert set(wanted.split()) <= set(head)
    if width >= 80:
        assert row(shown, "● btcusdt").split()[-1] == "0"
        assert "22.1 ms" in row(shown, "● btcusdt")
        assert any("65.5 µs" in text for text in shown)


def test_columns_without_a_figure_go_first() -> None:
    shown = drawn(width=80, by_line=(line(0, win_share=None, lead_p50_ns=None, url="wss://stream.binance.com:9443"),))
    (head,) = [text for text in shown if text.startswith("line")]
    assert "wins" not in head
    assert "url" in head


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 30), (200, 50)])
def test_tables_share_the_height_so_that_clock_and_events_are_seen(width: int, height: int) -> None:
    shown = drawn(
        width=width,
        height=height,
        by_line=(line(0), line(1)),
        by_stream=tuple(flow(f"s{number}usdt@trade", messages_per_second=number) for number in range(75)),
        books=tuple(book(f"S{number}USDT", updates=number) for number in range(25)),
        events=tuple((float(number), f"event {number} " + 300 * "x") for number in range(9)),
    )
    assert len(shown) <= height
    assert any("venue's clock" in text for text in shown)
    assert shown[-1].split()[2] == "8"
    rests = [int(text.split()[1]) for text in shown if text.startswith("and ")]
    streams, books = (sum(mark in text for text in shown) for mark in ("usdt@trade", "USDT "))
    assert [streams + rests[0], books + rests[1]] == [75, 25]
    assert min(streams, books) >= 3
    assert shown.index(next(text for text in shown if "s74usdt" in text)) < len(shown) / 2


def test_on_a_terminal_the_height_is_the_terminals() -> None:
    flows = tuple(flow(f"s{number}usdt@trade") for number in range(75))
    stats = msgspec.structs.replace(tw.Client(env="sim").stats(), by_stream=flows)
    file = io.StringIO()
    console = Console(file=file, width=80, height=24, force_terminal=True, color_system=None)
    with Live(console=console, auto_refresh=False, screen=True) as live:
        live.update(Dashboard(stats, ((0.0, "it happened"),), "tickwire top"), refresh=True)
    assert [words for words in (" more", "venue's clock", "it happened") if words not in file.getvalue()] == []


def test_of_many_books_those_that_are_not_right_stand_first_and_then_the_busiest() -> None:
    books = (
        book("QUIETUSDT", updates=1),
        book("BUSYUSDT"),
        book("STALEUSDT", is_valid=False, state="stale", updates=0),
    )
    shown = drawn(height=24, width=80, books=(*books, book("DRIFTUSDT", drifts=1, updates=2)))
    assert [text.split()[1] for text in shown if "USDT" in text] == ["STALEUSDT", "DRIFTUSDT", "BUSYUSDT", "QUIETUSDT"]


def test_a_table_that_wants_little_leaves_its_room_to_the_others() -> None:
    assert shares([1, 75, 25], 20) == [1, 10, 9]
    assert shares([2, 3, 4], 20) == [2, 3, 4]
    assert shares([2, 75], 20) == [2, 18]
    assert shares([16, 75, 25], 0) == [2, 2, 2]
