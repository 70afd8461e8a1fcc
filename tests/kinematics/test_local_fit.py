"""The local quadratic fit against SciPy's."""

import numpy as np
import pytest
from scipy.signal import savgol_filter

from visiongait.kinematics.foot_motion import local_fit


@pytest.mark.parametrize("derivative", [0, 1, 2])
@pytest.mark.parametrize(("shape", "rate_hz"), [((40,), 30.0), ((9, 3), 30.0), ((200, 2, 2), 60.0)])
def test_fit_is_savitzky_and_golays_to_the_ends(shape, rate_hz, derivative):
    values = np.random.default_rng(0).normal(size=shape)
    length = 2 * max(2, round(0.07 * rate_hz)) + 1
    expected = savgol_filter(values, length, 2, deriv=derivative, delta=1 / rate_hz, axis=0, mode="interp")
    found = local_fit(values, rate_hz, derivative)
    assert found == pytest.approx(expected, abs=1e-9 * np.abs(expected).max())
