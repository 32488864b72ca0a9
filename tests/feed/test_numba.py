"""Handlers that numba compiles."""

from types import SimpleNamespace

import pytest

import tickwire as tw

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

from tickwire.feed.numba import cfunc, levels, to_float  # noqa: E402


def test_a_compiled_function_counts_and_keeps_its_state(dispatch, frames):
    @cfunc(tw.BookTicker)
    def on_bbo(m, state):
        state[0] += 1
        state[1] = to_float(m.bid_price, m.price_exponent)
        state[2] = to_float(m.ask_qty, m.qty_exponent)
        state[3] = m.book_update_id

    sink = dispatch.add("btcusdt@bookTicker", tw.BookTicker, on_bbo)
    for number in range(1, 4):
        dispatch.on_bytes(frames.book_ticker(number))
    assert list(on_bbo.state[:4]) == [3, 97123.44, 0.75, 3]
    assert len(on_bbo.state) == 16
    assert sink.messages == 3


def test_levels_are_read_within_the_call(dispatch, frames):
    @cfunc(tw.PartialDepth, state=3)
    def imbalance(m, state):
        for level in levels(m.bids, m.num_bids):
            state[0] += to_float(level.qty, m.qty_exponent)
        for level in levels(m.asks, m.num_asks):
            state[1] += to_float(level.qty, m.qty_exponent)
        state[2] = levels(m.bids, m.num_bids)[0].price

    dispatch.add("btcusdt@depth5", tw.PartialDepth, imbalance)
    dispatch.on_bytes(frames.depth())
    assert list(imbalance.state) == [3.25, 0.75, 9712344]


def test_state_may_be_an_array_of_ones_own(dispatch, frames):
    mine = np.zeros(1)

    @cfunc(tw.Trade, state=mine)
    def count(m, state):
        state[0] += 1

    other = np.zeros(1)
    dispatch.add("btcusdt@trade", tw.Trade, count)
    dispatch.add("btcusdt@trade", tw.Trade, count, context=other)
    dispatch.on_bytes(frames.trade())
    assert (mine[0], other[0]) == (1, 1)


@pytest.mark.parametrize("state", [np.zeros((2, 2)), np.zeros(4, np.float32), np.zeros(8)[::2]])
def test_state_of_another_make_is_refused(state):
    with pytest.raises(tw.ConfigError, match="float64"):
        cfunc(tw.Trade, state=state)


def test_a_function_for_another_message_is_refused(dispatch):
    @cfunc(tw.BookTicker)
    def on_bbo(m, state):
        state[0] += 1

    with pytest.raises(tw.ConfigError, match=r"tickwire\.dtype\(Trade\)"):
        dispatch.add("btcusdt@trade", tw.Trade, on_bbo)


def test_what_is_no_message_is_refused():
    with pytest.raises(tw.ConfigError):
        cfunc(int)(lambda m, state: None)


def test_numbas_own_cfunc_is_taken(dispatch, frames):
    import numba
    from numba import types

    record = numba.from_dtype(tw.dtype(tw.Trade))

    @numba.cfunc(types.void(types.CPointer(record), types.CPointer(types.int64)))
    def handler(message, total):
        numba.carray(total, 1)[0] += numba.carray(message, 1)[0].price

    total = np.zeros(1, np.int64)
    dispatch.add("btcusdt@trade", tw.Trade, handler, context=total)
    dispatch.on_bytes(frames.trade())
    assert total[0] == 9712345000000

    @numba.cfunc(types.void(types.int64))
    def other(_):
        pass

    with pytest.raises(tw.ConfigError, match="numba cfunc"):
        dispatch.add("btcusdt@trade", tw.Trade, other)


def test_the_python_function_can_be_called_as_it_is():
    @cfunc(tw.Trade)
    def handler(m, state):
        state[0] = m.price

    state = [0]
    handler(SimpleNamespace(price=7), state)
    assert state == [7]
    assert "handler of Trade" in repr(handler)


@pytest.mark.parametrize(
    ("mantissa", "exponent"), [(9712345000000, -8), (1, -22), (-5, 0), (0, -3), (2**53, -18), (tw_null := -(2**63), -8)]
)
def test_floats_are_those_of_views(mantissa, exponent):
    found = to_float(mantissa, exponent)
    assert found == float(f"{mantissa}E{exponent}") or (mantissa == tw_null and np.isnan(found))
