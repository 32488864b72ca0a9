"""The order book."""

from tickwire.sim.book import NO_LEVEL, Book


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


def test_visitors_are_seen_beside_the_markets_own() -> None:
    book = Book(update_id=10)
    changes = book.follow()
    told: list[tuple[bool, int, int]] = []
    book.on_set = lambda *level: told.append(level)
    book.set(True, 100, 5)
    book.show(True, 101, 3)
    book.show(True, 100, 2)
    assert book.top() == ((101, 3), NO_LEVEL)
    assert book.levels(5) == ([(101, 3), (100, 7)], [])
    assert (list(book.bids), len(book.bids)) == ([(100, 5)], 1)
    assert told == [(True, 100, 5)]
    assert changes.take() == (11, 13, [(101, 3), (100, 7)], [])
    book.show(True, 101, -3)
    assert book.levels(5) == ([(100, 7)], [])
    assert changes.take() == (14, 14, [(101, 0)], [])
