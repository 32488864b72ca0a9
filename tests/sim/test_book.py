"""The order book."""

from tickwire.sim.book import Book


def book() -> Book:
    made = Book(update_id=100)
    for price, qty in ((10, 1), (12, 3), (11, 2)):
        made.set(True, price, qty)
    for price, qty in ((14, 5), (13, 4)):
        made.set(False, price, qty)
    return made


def test_levels_stand_best_first_on_both_sides() -> None:
    assert book().levels(10) == ([(12, 3), (11, 2), (10, 1)], [(13, 4), (14, 5)])
    assert book().levels(1) == ([(12, 3)], [(13, 4)])
    assert book().top() == ((12, 3), (13, 4))


def test_a_quantity_of_zero_removes_the_level() -> None:
    made = book()
    made.set(True, 12, 0)
    made.set(False, 99, 0)
    assert made.top()[0] == (11, 2)
    assert len(made.asks) == 2


def test_every_change_has_an_update_id_of_its_own() -> None:
    assert book().update_id == 105


def test_changes_hold_the_last_quantity_of_each_price_touched_and_chain() -> None:
    made = book()
    changes = made.follow()
    made.set(True, 12, 7)
    made.set(True, 12, 8)
    made.set(False, 14, 0)
    assert changes.take() == (106, 108, [(12, 8)], [(14, 0)])
    assert changes.take() is None
    made.set(True, 9, 1)
    assert changes.take() == (109, 109, [(9, 1)], [])
