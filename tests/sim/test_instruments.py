"""What is traded."""

from tickwire.sim.instruments import INSTRUMENTS, instrument


def test_symbols_are_looked_up_whatever_their_case() -> None:
    assert instrument("btcusdt") is INSTRUMENTS[0]
    assert instrument(INSTRUMENTS[1]) is INSTRUMENTS[1]


def test_an_unknown_symbol_gets_figures_that_depend_on_its_name_alone() -> None:
    assert instrument("solusdt") == instrument("SOLUSDT")
    assert instrument("SOLUSDT").price != instrument("ADAUSDT").price
    assert instrument("SOLUSDT").price % instrument("SOLUSDT").tick == 0


def test_one_coin_outgrows_an_int64_and_one_has_a_chinese_name() -> None:
    assert any(each.order_size > 2**63 for each in INSTRUMENTS)
    assert any(not each.symbol.isascii() and each.stream_prefix == each.symbol.lower() for each in INSTRUMENTS)
