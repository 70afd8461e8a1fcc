"""Differences in a cohort: within subjects and between groups, with intervals and effect sizes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from ..datatypes import FloatArray
from ..metrics import METRICS
from .statistics import EVERYBODY, factors_of

MIN_N = 3
"""Fewest subjects, of each group or measured twice, from whom a difference is calculated."""

LEG = "leg"
LEGS = (("unaffected", "affected"), ("left", "right"))
"""Legs that are compared within each subject: the first pair that is known."""

COLUMNS = (
    "factor", "metric", "side", "unit", "group_a", "group_b", "kind", "n_a", "n_b", "difference", "ci95_low",
    "ci95_high", "effect_size", "p", "p_holm", "comparisons",
)  # fmt: skip

Kind = Literal["paired", "groups"]


@dataclass(frozen=True)
class Difference:
    """Group b minus group a.

    difference, low, high: mean and its 95 % interval; effect_size: standardised mean difference with Hedges'
    correction for few subjects, by the SD of the differences (paired) or the pooled SD (groups); p: two-sided
    t test, paired or Welch's.
    """

    kind: Kind
    n_a: int
    n_b: int
    difference: float
    low: float
    high: float
    effect_size: float
    p: float


def difference_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return every difference that can be calculated, a row each.

    Groups are those of `factors_of`, each pair of them, and the legs.  A subject with several recordings in a
    group counts once, with their mean.  Where at least three subjects are in both groups, the difference is
    theirs (`paired`); where nobody is in both, it is that of the groups; otherwise there is none.  `p_holm`
    is corrected for all comparisons of one factor (Holm 1979, Scand J Stat 6:65), `comparisons` many.

    Parameters
    ----------
    values
        What `measured_values` returned.
    """
    numbers = values[values["metric"].isin(METRICS.names())]
    sides = [side for side in ("both", "affected", "unaffected") if (numbers["side"] == side).any()]
    of_sides = numbers[numbers["side"].isin(sides)]
    parts = [
        _of_factor(factor, of_sides.assign(group=groups, of=of_sides["side"]))
        for factor, groups in factors_of(of_sides).items()
        if factor != EVERYBODY
    ]
    parts += [_of_factor(LEG, legs)] if (legs := _legs(numbers)) is not None else []
    tables = [pd.DataFrame(part, columns=list(COLUMNS)) for part in parts if part]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _legs(numbers: pd.DataFrame) -> pd.DataFrame | None:
    """Return the rows of two legs, with the leg as their group; None where no leg is known."""
    for legs in LEGS:
        rows = numbers[numbers["side"].isin(legs)]
        if len(rows):
            group = pd.Categorical(rows["side"], categories=legs, ordered=True)
            return rows.assign(group=group.astype(str), of="")
    return None


def _of_factor(factor: str, rows: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return the rows of one factor, the last two columns Holm's."""
    rows = rows[rows["group"] != ""]
    found = list(_differences(factor, rows))
    holm = holm_adjusted(np.array([one.p for _, one in found]))
    return [
        (*head, *vars(one).values(), adjusted, len(found))
        for (head, one), adjusted in zip(found, holm.tolist(), strict=True)
    ]


def _differences(factor: str, rows: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], Difference]]:
    order = {name: place for place, name in enumerate(METRICS.names())}
    means = rows.groupby(["metric", "of", "group", "who"])["value"].mean()
    units = rows.groupby("metric")["unit"].first()
    baselines = [pair[0] for pair in LEGS] if factor == LEG else []
    measures = means.reset_index()[["metric", "of"]].drop_duplicates().to_numpy().tolist()
    for metric, side in sorted(measures, key=lambda pair: (order[pair[0]], pair[1])):
        groups = {str(name): part.droplevel("group") for name, part in means[metric, side].groupby("group")}
        for a, b in combinations(sorted(groups, key=lambda name: (name not in baselines, name)), 2):
            if one := difference_of(groups[a], groups[b]):
                yield (factor, metric, side or "both", str(units[metric]), a, b), one


def difference_of(a: "pd.Series[float]", b: "pd.Series[float]") -> Difference | None:
    """Return the difference of two groups' values by subject; None where it cannot be calculated."""
    shared = a.index.intersection(b.index)
    if len(shared) >= MIN_N:
        return _paired(np.asarray(b[shared] - a[shared], dtype=float))
    if len(shared) or min(len(a), len(b)) < MIN_N:
        return None
    return _between(np.asarray(a, dtype=float), np.asarray(b, dtype=float))


def _paired(differences: FloatArray) -> Difference:
    n = len(differences)
    mean, sd = float(differences.mean()), float(differences.std(ddof=1))
    low, high, p = _t_interval(mean, sd / np.sqrt(n), n - 1)
    return Difference("paired", n, n, mean, low, high, _hedges(mean, sd, n - 1), p)


def _between(a: FloatArray, b: FloatArray) -> Difference:
    share_a, share_b = a.var(ddof=1) / len(a), b.var(ddof=1) / len(b)
    scatter = share_a**2 / (len(a) - 1) + share_b**2 / (len(b) - 1)
    freedom = (share_a + share_b) ** 2 / scatter if scatter else np.nan
    mean = float(b.mean() - a.mean())
    low, high, p = _t_interval(mean, float(np.sqrt(share_a + share_b)), float(freedom))
    within = len(a) + len(b) - 2
    pooled = np.sqrt(((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1)) / within)
    return Difference("groups", len(a), len(b), mean, low, high, _hedges(mean, float(pooled), within), p)


def _t_interval(mean: float, error: float, freedom: float) -> tuple[float, float, float]:
    """Return the ends of the 95 % interval and the two-sided p; NaN where nothing scatters."""
    if not error > 0:
        return np.nan, np.nan, np.nan
    half = float(stdtrit(freedom, 0.975)) * error
    return mean - half, mean + half, float(2 * stdtr(freedom, -abs(mean) / error))


def _hedges(mean: float, sd: float, freedom: int) -> float:
    """Return a standardised mean difference, corrected for few subjects (Hedges 1981, J Educ Stat 6:107)."""
    return mean / sd * (1 - 3 / (4 * freedom - 1)) if sd > 0 else np.nan


def holm_adjusted(p: FloatArray) -> FloatArray:
    """Return Holm's step-down adjusted p values; NaN stays NaN and counts as no comparison."""
    adjusted = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * factors))
    return adjusted
