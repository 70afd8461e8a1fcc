"""Short forms of the memory checks: what is large for a moment must not grow with the recording."""

import tracemalloc

import numpy as np

from visiongait.cleaning.jumps import find_jumps


def peak_bytes(frames: int) -> int:
    time_s = np.arange(frames) / 60
    paths_px = np.random.default_rng(0).normal(500, 1, (frames, 4, 2))
    tracemalloc.start()
    try:
        find_jumps(time_s, paths_px, np.full((frames, 4), 1e3))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_judging_points_takes_little_more_memory_for_a_longer_recording():
    assert peak_bytes(8000) < 2 * peak_bytes(2000)
