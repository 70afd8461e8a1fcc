"""Spread and comparison of strides, and how certain a mean is: 95 % intervals by stride bootstrap.

The bootstrap is the studentised one (Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 12):
where strides are skewed it covers more than Student's, and unlike BCa it does not fall short with ten of them
(docs/decisions/0012).  All of these take strides for independent; where one resembles the next, a 95 %
interval covers less.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import chdtri, ndtri, stdtrit

from ..datatypes import FloatArray

CONFIDENCE = 0.95
UPPER = 0.5 + 0.5 * CONFIDENCE
FEWEST, MOST = 8, 100
"""Strides of a leg for which the bootstrap pays: below it is far wider than Student's, above no different."""
TYPICAL_WEIGHT = 10
"""Degrees of freedom that the typical scatter of strides counts for."""
RESAMPLES = 1999
SEED = 20_260_101

Method = Literal["bootstrap", "t", "usual", "chi2", "wilson", ""]
"""`usual`: Student's, with the typical scatter of strides beside the observed one; `chi2`: of a
coefficient of variation; `wilson`: of a share of the strides; empty: no interval."""


@dataclass(frozen=True)
class Interval:
    """A 95 % interval and how it came about; NaN and no method where it is not known."""

    low: float = np.nan
    high: float = np.nan
    method: Method = ""


@dataclass(frozen=True)
class _Legs:
    """Per leg, the mean of its strides, the mean's variance, and the number of strides.

    Numbers for the strides as they are; arrays (B,) for resamples of them.
    """

    mean: Sequence[FloatArray]
    variance: Sequence[FloatArray]
    n: Sequence[int]


_Value = tuple[FloatArray, FloatArray]
"""Value and standard error."""


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


def mean_interval(*legs: FloatArray, systematic_sd: float = 0.0, stride_sd: float = float("nan")) -> Interval:
    """Return the 95 % interval of the mean of all strides of one leg, or of both.

    Parameters
    ----------
    legs
        The values of each leg's strides.  Both legs are resampled each for itself, so that a difference
        between them does not count as uncertainty of their mean.
    systematic_sd
        Standard uncertainty, in the unit of the values, of what all strides share (landmarks, view, zero,
        scale); more strides do not lessen it.  It is added to the strides' own in quadrature, on each side of
        the mean (JCGM 100:2008, 5.1).
    stride_sd
        Typical SD of single strides.  Where strides are few it counts as much as `TYPICAL_WEIGHT` of them:
        two or three strides say little about their scatter (Gelman et al. 2013, Bayesian Data Analysis, 2.6).

    Returns
    -------
    Interval
        By `bootstrap` with `FEWEST` to `MOST` strides a leg, else by Student's `t` (two legs: Welch's degrees
        of freedom), `usual` if the typical SD is known.  Not known without strides; with one, only if it is.
    """
    if any(len(values) < 2 for values in legs):
        legs = (np.concatenate(legs),)
    n = [len(values) for values in legs]
    if min(n) == 0 or (min(n) == 1 and np.isnan(stride_sd)):
        return Interval()
    few = min(n) < FEWEST and np.isfinite(stride_sd)
    interval = _of_few(legs, stride_sd) if few else _interval(_mean, legs)
    return _widened(interval, float(np.mean(np.concatenate(legs))), systematic_sd)


def asymmetry_interval(
    left: FloatArray, right: FloatArray, systematic_sds: tuple[float, float] = (0.0, 0.0)
) -> Interval:
    """Return the 95 % interval of the symmetry index of two legs' means (see `asymmetry_percent`).

    It is that of 100 · (L − R) / ½ (L + R), with its sign taken off: where that may be 0, the low end is 0.
    `systematic_sds` is what each leg's strides share (see `mean_interval`), NaN counting as 0; the legs' are
    taken to be independent.  Not known with fewer than two strides of either leg, or where the index is not.
    """
    if min(len(left), len(right)) < 2 or not np.mean(left) + np.mean(right) > 0:
        return Interval()
    means = [np.asarray(np.mean(values)) for values in (left, right)]
    shared = [np.asarray(np.nan_to_num(sd) ** 2) for sd in systematic_sds]
    value, error = (float(part) for part in _asymmetry(_Legs(means, shared, [1, 1])))
    signed = _widened(_interval(_asymmetry, (left, right)), value, error)
    ends = sorted((abs(signed.low), abs(signed.high)))
    return Interval(0.0 if signed.low <= 0 <= signed.high else ends[0], ends[1], signed.method)


def variation_interval(cv_percent: float, freedom: int) -> Interval:
    """Return the 95 % interval of a coefficient of variation with `freedom` degrees of freedom.

    That of the SD of normal values; the mean's own error is small beside it.  Not known where the
    coefficient is not.
    """
    if not np.isfinite(cv_percent) or freedom < 1:
        return Interval()
    low, high = cv_percent * np.sqrt(freedom / chdtri(freedom, [1 - UPPER, UPPER]))
    return Interval(float(low), float(high), "chi2")


def share_interval(count: int, n: int) -> Interval:
    """Return the 95 % interval, in %, of a share of `count` in `n` strides (Wilson 1927, JASA 22:209)."""
    z = float(ndtri(UPPER))
    middle = (count + z**2 / 2) / (n + z**2)
    half = z / (n + z**2) * np.sqrt(count * (n - count) / n + z**2 / 4)
    return Interval(100 * max(middle - half, 0.0), 100 * min(middle + half, 1.0), "wilson")


def _of_few(legs: Sequence[FloatArray], stride_sd: float) -> Interval:
    """Return the interval of the mean of few strides, whose scatter is weighed against the typical one."""
    n = [len(values) for values in legs]
    squares = [TYPICAL_WEIGHT * stride_sd**2 + float(np.sum((v - np.mean(v)) ** 2)) for v in legs]
    variance = [np.asarray(s / (TYPICAL_WEIGHT + m - 1) / m) for s, m in zip(squares, n, strict=True)]
    value, error = _mean(_Legs([np.asarray(np.mean(values)) for values in legs], variance, n))
    half = stdtrit(sum(TYPICAL_WEIGHT + m - 1 for m in n), UPPER) * error
    return Interval(float(value - half), float(value + half), "usual")


def _interval(estimate: Callable[[_Legs], _Value], legs: Sequence[FloatArray]) -> Interval:
    observed = _moments(legs)
    value, error = (float(part) for part in estimate(observed))
    if min(observed.n) >= FEWEST and max(observed.n) <= MOST:
        low, high = value - error * _tails(estimate, legs, value)
        if np.isfinite(low) and np.isfinite(high):
            return Interval(float(low), float(high), "bootstrap")
    half = float(stdtrit(_freedom(observed), UPPER)) * error
    return Interval(value - half, value + half, "t")


def _tails(estimate: Callable[[_Legs], _Value], legs: Sequence[FloatArray], value: float) -> FloatArray:
    """Return the upper and the lower tail (2,) of (resampled − value) / resampled error."""
    values, errors = estimate(_resampled(legs))
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = np.nan_to_num((values - value) / errors, nan=0.0, posinf=np.inf, neginf=-np.inf)
    tails: FloatArray = np.quantile(distance, (UPPER, 1 - UPPER), method="closest_observation")
    return tails


def _moments(legs: Sequence[FloatArray]) -> _Legs:
    n = [len(values) for values in legs]
    mean = [np.asarray(np.mean(values)) for values in legs]
    variance = [np.asarray(np.var(values, ddof=1) / len(values)) for values in legs]
    return _Legs(mean, variance, n)


def _resampled(legs: Sequence[FloatArray]) -> _Legs:
    """Return the moments of `RESAMPLES` resamples of each leg, drawn with replacement."""
    mean, variance = [], []
    for number, values in enumerate(legs):
        n = len(values)
        shares = _shares(n, number)
        centre = np.mean(values)
        first, second = shares @ (values - centre), shares @ (values - centre) ** 2
        mean.append(centre + first)
        variance.append(np.clip(second - first**2, 0.0, None) / (n - 1))
    return _Legs(mean, variance, [len(values) for values in legs])


@lru_cache(maxsize=16)
def _shares(n: int, leg: int) -> FloatArray:
    """(RESAMPLES, n) the share of each stride in each resample; the same in every run."""
    random = np.random.default_rng((SEED, n, leg))
    return random.multinomial(n, np.full(n, 1 / n), RESAMPLES) / n


def _mean(legs: _Legs) -> _Value:
    weights = np.array(legs.n) / sum(legs.n)
    value = sum(weight * mean for weight, mean in zip(weights, legs.mean, strict=True))
    square = sum(weight**2 * one for weight, one in zip(weights, legs.variance, strict=True))
    return np.asarray(value), np.sqrt(square)


def _asymmetry(legs: _Legs) -> _Value:
    """Return the signed index in per cent, and its error to first order."""
    (left, right), (left_var, right_var) = legs.mean, legs.variance
    both = left + right
    error = 400 * np.sqrt(right**2 * left_var + left**2 * right_var) / both**2
    return 200 * (left - right) / both, error


def _freedom(legs: _Legs) -> float:
    """Welch's degrees of freedom of a sum of means; n − 1 for one leg."""
    weights = np.array(legs.n) / sum(legs.n)
    parts = weights**2 * np.array(legs.variance)
    below = float(np.sum(parts**2 / (np.array(legs.n) - 1)))
    return float(parts.sum() ** 2 / below) if below > 0 else float(sum(legs.n) - len(legs.n))


def _widened(interval: Interval, mean: float, systematic_sd: float) -> Interval:
    shared = float(ndtri(UPPER)) * systematic_sd
    below, above = np.hypot([mean - interval.low, interval.high - mean], shared).tolist()
    return Interval(mean - below, mean + above, interval.method)
