"""Gap filling on a uniform clock, and the low-pass filter."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.cleaning import amplitude_lost
from visiongait.cleaning.filtering import low_pass, on_clock, uniform_clock

T = np.arange(60) / 30.0
PATH = np.stack([100 * T, 40 * np.sin(4 * T)], axis=1)[:, None]

RATE_HZ = 100.0
FILTERED_S = np.arange(400) / RATE_HZ


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


def passed_amplitude(frequency_hz, cutoff_hz):
    wave = np.sin(2 * np.pi * frequency_hz * FILTERED_S)
    smooth = low_pass(wave, RATE_HZ, cutoff_hz)
    middle = slice(100, 300)
    return float(smooth[middle] @ wave[middle] / (wave[middle] @ wave[middle]))


@pytest.mark.parametrize("frequency_hz", [1.0, 3.0, 7.0, 10.0, 15.0])
def test_the_stated_amplitude_lost_is_what_the_filter_does(frequency_hz):
    assert passed_amplitude(frequency_hz, 7.0) == pytest.approx(
        1 - amplitude_lost(7.0, frequency_hz), abs=0.015
    )


def test_the_cutoff_is_where_0707_of_the_amplitude_is_left():
    assert amplitude_lost(6.0, 6.0) == pytest.approx(1 - np.sqrt(0.5))
    assert passed_amplitude(6.0, 6.0) == pytest.approx(np.sqrt(0.5), abs=0.005)


def test_a_straight_trend_passes_untouched_up_to_the_ends():
    line = 3.0 - 12.0 * FILTERED_S
    np.testing.assert_allclose(low_pass(line, RATE_HZ, 5.0), line, atol=1e-6)


def test_an_edge_does_not_ring():
    ramp = np.maximum(0, FILTERED_S - 2.0)
    smooth = low_pass(ramp, RATE_HZ, 6.0)
    assert np.abs(smooth - ramp).max() < 0.03
    assert abs(smooth[-1] - ramp[-1]) < 0.005


def test_nothing_is_shifted_in_time():
    values = np.random.default_rng(1).normal(size=200)
    np.testing.assert_allclose(
        low_pass(values[::-1], RATE_HZ, 8.0), low_pass(values, RATE_HZ, 8.0)[::-1], atol=1e-8
    )


def test_gaps_stay_and_each_stretch_is_smoothed_by_itself():
    values = np.sin(FILTERED_S)[:, None] * np.ones(2)
    values[50:60, 0] = np.nan
    values[60:, 0] += 100
    smooth = low_pass(values, RATE_HZ, 7.0)
    assert np.isnan(smooth[50:60, 0]).all()
    assert np.isfinite(smooth[:, 1]).all()
    np.testing.assert_allclose(smooth[:50, 0], values[:50, 0], atol=0.01)


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5, 9])
def test_short_stretches_are_taken(length):
    line = np.arange(length, dtype=float)
    np.testing.assert_allclose(low_pass(line, 30.0, 7.0), line, atol=1e-6)


def test_a_cutoff_above_half_the_rate_smooths_nothing():
    values = np.random.default_rng(2).normal(size=(20, 2))
    np.testing.assert_array_equal(low_pass(values, 12.0, 7.0), values)


@given(shift=st.floats(-1e4, 1e4), scale=st.floats(-50, 50))
def test_it_is_linear(shift, scale):
    values = np.random.default_rng(3).normal(size=60)
    expected = scale * low_pass(values, 30.0, 7.0) + shift
    np.testing.assert_allclose(low_pass(scale * values + shift, 30.0, 7.0), expected, atol=1e-5)
