"""Peaks that stand out, against SciPy's."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import find_peaks

from visiongait.kinematics.peaks import prominent_peaks


@given(st.integers(0, 10_000), st.integers(1, 80), st.sampled_from([0.01, 0.5, 3.0]))
def test_the_same_peaks_as_in_scipy(seed, length, prominence):
    curve = np.random.default_rng(seed).normal(size=length).cumsum()
    expected, _ = find_peaks(curve, prominence=prominence)
    assert prominent_peaks(curve, prominence).tolist() == expected.tolist()


def test_a_step_and_an_end_are_no_peaks():
    assert prominent_peaks(np.array([0.0, 1.0, 1.0, 2.0, 0.0, 3.0]), 0.5).tolist() == [3]
