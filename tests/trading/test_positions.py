"""Positions: average cost, realised profit, commissions; exact, whatever the order of buys and sells."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tickwire.schema.enums import Side
from tickwire.trading import Fill, Position

BUY, SELL = Side.BUY, Side.SELL


def fill(qty: str, price: str, commission: str = "0", asset: str = "BNB") -> Fill:
    return Fill(
        number=1,
        price=Decimal(price),
        qty=Decimal(qty),
        quote_qty=Decimal(qty) * Decimal(price),
        commission=Decimal(commission),
        commission_asset=asset,
        is_maker=True,
        time=0,
    )


def test_a_position_costs_what_was_paid() -> None:
    position = Position("BTCUSDT")
    position.add(BUY, fill("1", "100"))
    position.add(BUY, fill("3", "120"))
    assert (position.base_qty, position.cost, position.average_cost) == (4, 460, 115)
    assert position.unrealised(Decimal(125)) == 40


def test_a_sale_realises_what_it_brings_above_the_average_cost() -> None:
    position = Position("BTCUSDT")
    position.add(BUY, fill("4", "115"))
    position.add(SELL, fill("1", "125"))
    assert (position.base_qty, position.average_cost, position.realised) == (3, 115, 10)


def test_a_short_position_is_closed_by_buying() -> None:
    position = Position("BTCUSDT")
    position.add(SELL, fill("2", "100"))
    assert (position.base_qty, position.average_cost) == (-2, 100)
    position.add(BUY, fill("2", "90"))
    assert (position.base_qty, position.average_cost, position.realised) == (0, None, 20)


def test_a_position_may_turn_round_in_one_execution() -> None:
    position = Position("BTCUSDT")
    position.add(BUY, fill("1", "100"))
    position.add(SELL, fill("3", "110"))
    assert (position.base_qty, position.average_cost, position.realised) == (-2, 110, 10)


def test_a_commission_in_the_base_asset_is_less_to_hold() -> None:
    position = Position("BTCUSDT", "BTC", "USDT")
    position.add(BUY, fill("1", "100", "0.001", "BTC"))
    assert (position.base_qty, position.cost) == (Decimal("0.999"), 100)


def test_a_commission_in_the_quote_asset_is_a_cost() -> None:
    position = Position("BTCUSDT", "BTC", "USDT")
    position.add(BUY, fill("1", "100", "0.1", "USDT"))
    position.add(SELL, fill("1", "100", "0.1", "USDT"))
    assert (position.base_qty, position.realised) == (0, Decimal("-0.2"))


def test_a_commission_in_another_asset_is_only_added_up() -> None:
    position = Position("BTCUSDT", "BTC", "USDT")
    position.add(BUY, fill("1", "100", "0.1", "BNB"))
    position.add(SELL, fill("1", "100", "0.2", "BNB"))
    assert (position.realised, position.commissions) == (0, {"BNB": Decimal("0.3")})


amounts = st.integers(1, 10**12).map(lambda n: Decimal(n).scaleb(-8))
fills = st.lists(st.tuples(st.sampled_from([BUY, SELL]), amounts, amounts), max_size=30)


@given(fills)
def test_money_is_conserved_to_the_last_digit(trades: list[tuple[Side, Decimal, Decimal]]) -> None:
    position = Position("BTCUSDT")
    base = quote = Fraction(0)
    for side, qty, price in trades:
        sign = 1 if side == BUY else -1
        position.add(side, fill(f"{qty:f}", f"{price:f}"))
        base += sign * Fraction(qty)
        quote -= sign * Fraction(qty) * Fraction(price)
    assert Fraction(position.base_qty) == base
    assert Fraction(position.realised) - Fraction(position.cost) == quote
