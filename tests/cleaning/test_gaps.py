import numpy as np
import pytest

from visiongait.cleaning.filtering import on_clock, uniform_clock

T = np.arange(60) / 30.0
PATH = np.stack([100 * T, 40 * np.sin(4 * T)], axis=1)[:, None]


def fill(missing, longest_gap_s=0.12):
    values = PATH.copy()
    values[missing] = np.nan
    return on_clock(T, values, T, longest_gap_s)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_short_gaps_are_filled_and_marked(length):
    placed, filled = fill(slice(20, 20 + length))
    assert np.abs(placed - PATH).max() < 0.6
    assert np.flatnonzero(filled[:, 0]).tolist() == list(range(20, 20 + length))


def test_a_gap_longer_than_allowed_stays_empty():
    placed, filled = fill(slice(20, 24))
    assert np.isnan(placed[20:24]).all()
    assert not filled.any()
    assert np.isfinite(placed[:20]).all()


def test_nothing_is_extrapolated():
    placed, filled = fill(np.r_[0:3, 58:60])
    assert np.isnan(placed[[0, 1, 2, 58, 59]]).all()
    assert not filled.any()


def test_samples_on_the_clock_are_taken_over_exactly():
    placed, filled = fill([])
    np.testing.assert_array_equal(placed, PATH)
    assert not filled.any()


def test_a_point_never_seen_stays_empty():
    placed, filled = fill(slice(None))
    assert np.isnan(placed).all()
    assert not filled.any()


def test_regular_times_keep_their_own_clock():
    jittered = T + np.random.default_rng(0).uniform(-0.0005, 0.0005, len(T))
    assert len(uniform_clock(jittered)) == len(T)
    np.testing.assert_allclose(uniform_clock(jittered), T, atol=1e-3)


def test_dropped_frames_leave_ticks_without_a_sample():
    kept = np.delete(np.arange(60), [10, 11, 40])
    clock_s = uniform_clock(T[kept])
    np.testing.assert_allclose(clock_s, T, atol=1e-9)
    _, filled = on_clock(T[kept], PATH[kept], clock_s, 0.12)
    assert np.flatnonzero(filled[:, 0]).tolist() == [10, 11, 40]


def test_a_variable_rate_is_resampled_at_its_median_interval():
    uneven = np.cumsum(np.random.default_rng(4).choice([0.02, 0.033, 0.05], 80))
    clock_s = uniform_clock(uneven)
    assert np.diff(clock_s) == pytest.approx(np.median(np.diff(uneven)))
    assert clock_s[0] >= uneven[0]
    assert clock_s[-1] <= uneven[-1] + 1e-9
    path = np.stack([np.sin(3 * uneven), np.cos(3 * uneven)], axis=1)[:, None]
    placed, _ = on_clock(uneven, path, clock_s, 0.12)
    np.testing.assert_allclose(placed[:, 0, 0], np.sin(3 * clock_s), atol=0.005)


def test_one_frame_is_a_clock_of_one():
    assert uniform_clock(np.array([0.5])).tolist() == [0.5]
