"""The latency histogram against sorted lists."""

import math
import random

import pytest

from tickwire.cli.latency import LatencyHistogram


def filled(latencies: list[int]) -> LatencyHistogram:
    histogram = LatencyHistogram()
    for ns in latencies:
        histogram.record(ns)
    return histogram


def nearest_rank(latencies: list[int], percent: float) -> int:
    return sorted(latencies)[max(1, math.ceil(len(latencies) * percent / 100)) - 1]


@pytest.mark.parametrize("percent", [0, 1, 50, 90, 99, 99.9, 100])
@pytest.mark.parametrize("seed", range(5))
def test_percentiles_are_at_most_one_part_in_32_above_the_true_ones(percent: float, seed: int) -> None:
    rng = random.Random(seed)
    latencies = [int(rng.lognormvariate(9, 2)) for _ in range(rng.randint(1, 3000))]
    found, true = filled(latencies).percentile(percent), nearest_rank(latencies, percent)
    assert true <= found <= true * (1 + 1 / 32)


def test_latencies_below_64_ns_and_the_maximum_are_exact() -> None:
    histogram = filled([*range(64), 1_234_567])
    assert [histogram.percentile(100 * (n + 1) / 65) for n in range(64)] == list(range(64))
    assert histogram.summary() == (32, 1_234_567, 1_234_567)


def test_a_clock_set_back_counts_as_no_time_at_all() -> None:
    histogram = filled([-5_000_000, 0])
    assert (histogram.count, histogram.summary()) == (2, (0, 0, 0))


def test_an_empty_histogram_has_no_latencies() -> None:
    assert LatencyHistogram().summary() == (0, 0, 0)


def test_merged_histograms_are_the_histogram_of_everything() -> None:
    rng = random.Random(1)
    parts = [[rng.randint(0, 10**9) for _ in range(100)] for _ in range(4)]
    merged, whole = LatencyHistogram.merged(map(filled, parts)), filled([ns for part in parts for ns in part])
    assert merged.count == 400
    assert [merged.percentile(p) for p in range(101)] == [whole.percentile(p) for p in range(101)]
