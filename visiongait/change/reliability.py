"""Test-retest reliability: how far the same people measured again give the same numbers.

Every function takes `values (N, K)`: N subjects (rows) measured in K sessions (columns), any unit.  Rows
with a NaN are left out.  With fewer than two whole rows or two columns nothing can be said: NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri, ndtri

from ..datatypes import Estimate

CONFIDENCE = 0.95


UNKNOWN = Estimate()


@dataclass(frozen=True)
class _MeanSquares:
    """Two-way analysis of variance of N subjects in K sessions, one value each."""

    n: int
    k: int
    subjects: float
    sessions: float
    error: float


def icc_2_1(values: ArrayLike) -> Estimate:
    """Return ICC(2,1): absolute agreement of single measurements, sessions as a random sample.

    Two-way random effects (Shrout & Fleiss 1979, Psychol Bull 86:420); interval by McGraw & Wong 1996
    (Psychol Methods 1:30).  1 = every subject's values are the same in each session; a shift of everybody
    between sessions counts as disagreement.  Without unit; may be below 0.
    """
    if (ms := _mean_squares(values)) is None:
        return UNKNOWN
    n, k = ms.n, ms.k
    icc = _share(ms.subjects - ms.error, ms.subjects + (k - 1) * ms.error + k / n * (ms.sessions - ms.error))
    a = k * icc / (n * (1 - icc)) if icc < 1 else np.inf
    b = 1 + k * icc * (n - 1) / (n * (1 - icc)) if icc < 1 else np.inf
    if not np.isfinite([a, b]).all() or ms.error == 0:
        return Estimate(icc, np.nan, np.nan)
    freedom = (a * ms.sessions + b * ms.error) ** 2 / (
        (a * ms.sessions) ** 2 / (k - 1) + (b * ms.error) ** 2 / ((n - 1) * (k - 1))
    )
    noise = k * ms.sessions + (k * n - k - n) * ms.error
    tail = 0.5 + 0.5 * CONFIDENCE
    low_f = float(fdtri(n - 1, freedom, tail))
    high_f = float(fdtri(freedom, n - 1, tail))
    low = n * (ms.subjects - low_f * ms.error) / (low_f * noise + n * ms.subjects)
    high = n * (high_f * ms.subjects - ms.error) / (noise + n * high_f * ms.subjects)
    return Estimate(icc, low, high)


def icc_3_1(values: ArrayLike) -> Estimate:
    """Return ICC(3,1): consistency of single measurements, these very sessions.

    Two-way mixed effects, with their exact interval (Shrout & Fleiss 1979, Psychol Bull 86:420).  As
    `icc_2_1`, but a shift of everybody between sessions does not count.
    """
    if (ms := _mean_squares(values)) is None:
        return UNKNOWN
    icc = _share(ms.subjects - ms.error, ms.subjects + (ms.k - 1) * ms.error)
    if ms.error == 0:
        return Estimate(icc, np.nan, np.nan)
    ratio, tail = ms.subjects / ms.error, 0.5 + 0.5 * CONFIDENCE
    of_subjects, of_error = ms.n - 1, (ms.n - 1) * (ms.k - 1)
    low_f = ratio / float(fdtri(of_subjects, of_error, tail))
    high_f = ratio * float(fdtri(of_error, of_subjects, tail))
    low, high = ((bound - 1) / (bound + ms.k - 1) for bound in (low_f, high_f))
    return Estimate(icc, low, high)


def sem_agreement(values: ArrayLike) -> float:
    """Return the standard error of measurement in the unit of the values, shifts between sessions included.

    Root of the variance of sessions and of error (de Vet et al. 2006, J Clin Epidemiol 59:1033); it goes with
    ICC(2,1).
    """
    if (ms := _mean_squares(values)) is None:
        return np.nan
    return float(np.sqrt(max(ms.sessions - ms.error, 0.0) / ms.n + ms.error))


def sem_consistency(values: ArrayLike) -> float:
    """Return the standard error of measurement, shifts between sessions left out.

    Root of the error's mean square (Weir 2005, J Strength Cond Res 19:231), in the unit of the values; it
    goes with ICC(3,1).
    """
    ms = _mean_squares(values)
    return np.nan if ms is None else float(np.sqrt(ms.error))


def minimal_detectable_change(sem: float, confidence: float = CONFIDENCE) -> float:
    """Return the smallest change between two measurements of one person that exceeds their error.

    z · √2 · SEM, in its unit (Weir 2005, J Strength Cond Res 19:231): a person who has not changed shows more
    in (1 − confidence) of all pairs of measurements.  NaN gives NaN.
    """
    return float(ndtri(0.5 + 0.5 * confidence) * np.sqrt(2) * sem)


def _mean_squares(values: ArrayLike) -> _MeanSquares | None:
    """Return the mean squares; None where there are too few subjects or sessions."""
    table = np.asarray(values, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"values: expected shape (subjects, sessions), got {table.shape}")
    table = table[np.isfinite(table).all(axis=1)]
    n, k = table.shape
    if n < 2 or k < 2:
        return None
    of_subject, of_session = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    residual = table - of_subject - of_session + table.mean()
    return _MeanSquares(
        n,
        k,
        subjects=float(k * np.var(of_subject, ddof=1)),
        sessions=float(n * np.var(of_session, ddof=1)),
        error=float(np.sum(residual**2) / ((n - 1) * (k - 1))),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else np.nan
