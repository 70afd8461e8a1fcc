import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visiongait.cleaning import amplitude_lost
from visiongait.cleaning.filtering import low_pass

RATE_HZ = 100.0
T = np.arange(400) / RATE_HZ


def passed_amplitude(frequency_hz, cutoff_hz):
    wave = np.sin(2 * np.pi * frequency_hz * T)
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
    line = 3.0 - 12.0 * T
    np.testing.assert_allclose(low_pass(line, RATE_HZ, 5.0), line, atol=1e-6)


def test_an_edge_does_not_ring():
    ramp = np.maximum(0, T - 2.0)
    smooth = low_pass(ramp, RATE_HZ, 6.0)
    assert np.abs(smooth - ramp).max() < 0.03
    assert abs(smooth[-1] - ramp[-1]) < 0.005


def test_nothing_is_shifted_in_time():
    values = np.random.default_rng(1).normal(size=200)
    np.testing.assert_allclose(
        low_pass(values[::-1], RATE_HZ, 8.0), low_pass(values, RATE_HZ, 8.0)[::-1], atol=1e-8
    )


def test_gaps_stay_and_each_stretch_is_smoothed_by_itself():
    values = np.sin(T)[:, None] * np.ones(2)
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
