"""The local quadratic fit and the peaks that stand out, against SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import find_peaks, savgol_filter

from visiongait.kinematics import local_fit, prominent_peaks


@pytest.mark.parametrize("derivative", [0, 1, 2])
@pytest.mark.parametrize(("shape", "rate_hz"), [((40,), 30.0), ((9, 3), 30.0), ((200, 2, 2), 60.0)])
def test_fit_is_savitzky_and_golays_to_the_ends(shape, rate_hz, derivative):
    values = np.random.default_rng(0).normal(size=shape)
    length = 2 * max(2, round(0.07 * rate_hz)) + 1
    expected = savgol_filter(values, length, 2, deriv=derivative, delta=1 / rate_hz, axis=0, mode="interp")
    found = local_fit(values, rate_hz, derivative)
    assert found == pytest.approx(expected, abs=1e-9 * np.abs(expected).max())


@given(st.integers(0, 10_000), st.integers(1, 80), st.sampled_from([0.01, 0.5, 3.0]))
def test_the_same_peaks_as_in_scipy(seed, length, prominence):
    curve = np.random.default_rng(seed).normal(size=length).cumsum()
    expected, _ = find_peaks(curve, prominence=prominence)
    assert prominent_peaks(curve, prominence).tolist() == expected.tolist()


def test_a_step_and_an_end_are_no_peaks():
    assert prominent_peaks(np.array([0.0, 1.0, 1.0, 2.0, 0.0, 3.0]), 0.5).tolist() == [3]
