"""How alike: left and right, and one stride and the next."""

import numpy as np

from ..datatypes._arrays import FloatArray


def asymmetry_percent(left: float, right: float) -> float:
    """Return the symmetry index |L − R| / (½ (L + R)) · 100 of two means (Robinson et al. 1987, JMPT 10:172).

    0 = both sides alike.  NaN if either is missing or their sum is not positive, where a share of it means
    nothing.
    """
    mean = 0.5 * (left + right)
    return 100 * abs(left - right) / mean if mean > 0 else np.nan


def cv_percent(*sides: FloatArray) -> float:
    """Return the coefficient of variation, 100 · SD / mean, of one side or of both together.

    With two sides the SD is the root of the mean of their variances and the mean that of their means, so that
    an asymmetry does not count as variability (Galna et al. 2013, Gait Posture 37:580).  NaN with fewer than
    two strides a side.
    """
    if any(len(values) < 2 for values in sides):
        return np.nan
    sd = np.sqrt(np.mean([np.var(values, ddof=1) for values in sides]))
    return float(100 * sd / np.mean([np.mean(values) for values in sides]))
