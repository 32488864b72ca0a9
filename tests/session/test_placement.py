import itertools

from tickwire.session.placement import LOOKS, PAUSE, Placement


class Board:
    """A placement whose streams bring messages at fixed rates, looked at every ten seconds."""

    def __init__(self, max_rate=1000.0, max_streams=1024):
        self.placement = Placement(max_streams, max_rate)
        self.rates, self.counts, self.now, self.shards = {}, {}, 0.0, 0

    def subscribe(self, stream, rate=0.0):
        shard = self.placement.choose()
        if shard is None:
            shard, self.shards = self.shards, self.shards + 1
            self.placement.add_shard(shard)
        self.placement.put(stream, shard)
        self.rates[stream], self.counts[stream] = rate, 0
        return shard

    def look(self, times=1):
        moves = []
        for _ in range(times):
            self.now += 10.0
            for stream, rate in self.rates.items():
                self.counts[stream] += round(rate * 10)
            self.placement.observe(self.counts, self.now)
            if (move := self.placement.move(self.now)) is not None:
                moves.append(move)
                target = move.target
                if target is None:
                    target, self.shards = self.shards, self.shards + 1
                    self.placement.add_shard(target)
                for stream in move.streams:
                    self.placement.put(stream, target)
        return moves


def test_streams_fill_one_connection_after_the_other():
    board = Board(max_streams=3)
    assert [board.subscribe(str(n)) for n in range(7)] == [0, 0, 0, 1, 1, 1, 2]
    board.placement.remove("1")
    assert board.subscribe("new") == 0


def test_a_busy_connection_is_relieved_of_its_busiest_streams_after_some_looks():
    board = Board()
    for n in range(20):
        board.subscribe(str(n), rate=100.0 if n < 10 else 10.0)
    assert board.look(LOOKS) == []
    (move,) = board.look(1)
    assert (move.source, move.target) == (0, None)
    assert move.streams == ("0", "1", "2", "3")
    rates = board.placement.rates()
    assert rates[0] <= 750.0
    assert board.look(50) == []


def test_a_burst_moves_nothing():
    board = Board()
    board.subscribe("a", 100.0)
    board.subscribe("b", 100.0)
    board.look(3)
    board.rates["a"] = 1500.0
    assert board.look(1) == []
    board.rates["a"] = 100.0
    assert board.look(30) == []


def test_one_stream_too_busy_for_any_connection_stays_where_it_is():
    board = Board()
    board.subscribe("giant", 5000.0)
    assert board.look(20) == []


def test_its_companions_leave_a_giant_when_that_helps():
    board = Board()
    board.subscribe("giant", 900.0)
    for n in range(5):
        board.subscribe(str(n), 100.0)
    moves = board.look(10)
    assert [sorted(move.streams) for move in moves] == [["0", "1", "2", "3", "4"]]


def test_a_connection_with_room_is_preferred_to_a_new_one():
    board = Board(max_streams=10)
    for n in range(20):
        board.subscribe(str(n), rate=150.0 if n < 10 else 5.0)
    board.placement.remove("19")
    board.rates.pop("19")
    (move,) = board.look(LOOKS + 1)
    assert (move.source, move.target, len(move.streams)) == (0, 1, 1)


def test_moves_are_apart_so_that_rates_can_follow():
    board = Board()
    for n in range(40):
        board.subscribe(str(n), rate=100.0)
    moments = []
    for _ in range(60):
        moments += [board.now for _ in board.look(1)]
    assert len(moments) >= 3
    assert all(later - sooner >= PAUSE for sooner, later in itertools.pairwise(moments))
    assert max(board.placement.rates().values()) <= 1000.0


def test_new_streams_avoid_a_busy_connection():
    board = Board()
    for n in range(9):
        board.subscribe(str(n), rate=100.0)
    board.look(2)
    assert board.subscribe("small") == 0
    board.rates["0"] = 400.0
    board.look(2)
    assert board.subscribe("another") != 0


def test_an_empty_shard_is_given_up():
    board = Board(max_streams=1)
    board.subscribe("a")
    board.subscribe("b")
    board.placement.remove("b")
    assert board.placement.size(1) == 0
    board.placement.remove_shard(1)
    assert board.placement.rates().keys() == {0}
