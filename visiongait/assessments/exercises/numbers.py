"""What a test measures of a repetition, how wrong that may be, and the rows of the summary made of it.

The error of a number has two parts, as standard deviations: one that all repetitions of a recording share
(where the landmarks lie, the view, the zero), which more repetitions do not lessen, and one of each single
repetition.  Both were measured on rendered tests (docs/validity.md) and hold for the near leg; the far leg's
are `FAR` times as large.  An interval tells how far the measurement may be off, not how the person would do
on another day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from ...datatypes import SIDES, SUMMARY, Z95, FloatArray, Quality, Side, Where
from .body import Body

FAR = 1.3
"""The far leg's error against the near one's."""

WHOSE: tuple[Where, ...] = (*SIDES, "both")
"""Whose repetitions there are: of one leg, or of both together."""

METHOD = "measurement error"
"""How intervals are made, in the column `ci95_method`."""


@dataclass(frozen=True)
class Error:
    """SDs of a number's error on the near leg: what all repetitions share, and each one's own.

    relative: of the value, in addition (a scale that is off), as a share of it.
    """

    shared: float
    own: float
    relative: float = 0.0

    def shared_sd(self, value: float, far: bool) -> float:
        """Return the SD of what all repetitions share."""
        return float(np.hypot(self.shared, self.relative * value)) * (FAR if far else 1.0)

    def sd(self, value: float, far: bool, n: int = 1) -> float:
        """Return the SD of the mean of n repetitions."""
        own = self.own * (FAR if far else 1.0)
        return float(np.hypot(self.shared_sd(value, far), own / np.sqrt(n)))


@dataclass(frozen=True)
class Measure:
    """A number of each repetition: a column of repetitions.csv, and its mean in the summary.

    name: of the column, ends in its unit; title: for people; definition, zero: as in docs/numbers.md; error:
    None where nobody measured it; best: which is the best of several; source: a paper for the definition.
    """

    name: str
    title: str
    definition: str
    zero: str = ""
    error: Error | None = None
    best: Literal["greatest", "least", ""] = ""
    unit: str = "deg"
    decimals: int = 1

    def interval(self, value: float, far: bool, n: int = 1) -> tuple[float, float]:
        """Return the 95 % interval of one repetition, or of the mean of n; NaN where it is not known."""
        if self.error is None:
            return np.nan, np.nan
        half = Z95 * self.error.sd(value, far, n)
        return value - half, value + half


def summary_row(
    metric: str,
    side: Side | Literal["both"],
    value: float,
    *,
    unit: str = "",
    n: int = 0,
    sd: float = np.nan,
    interval: tuple[float, float] = (np.nan, np.nan),
    shared_sd: float = np.nan,
    quality: Quality = "ok",
    reason: str = "",
) -> dict[str, object]:
    """Return one row of the summary; a value that is not known is withheld."""
    if not np.isfinite(value):
        quality, reason = "withheld", reason or "It could not be measured."
    known = quality != "withheld"
    return {
        "metric": metric,
        "side": side,
        "value": value if known else np.nan,
        "unit": unit,
        "n": n,
        "sd": sd if known else np.nan,
        "ci95_low": interval[0] if known else np.nan,
        "ci95_high": interval[1] if known else np.nan,
        "quality": quality,
        "reason": reason,
        "ci95_method": METHOD if known and np.isfinite(interval[0]) else "",
        "shared_sd": shared_sd if known else np.nan,
    }


def summary_table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return the rows as a table of the summary."""
    return pd.DataFrame(list(rows), columns=list(SUMMARY.names)) if rows else SUMMARY.empty()


def means_and_bests(
    repetitions: pd.DataFrame,
    measures: Sequence[Measure],
    body: Body,
    caution: Callable[[Where], str] = lambda _: "",
) -> list[dict[str, object]]:
    """Return the number of valid repetitions, and of every measure its mean and best, for each side.

    Parameters
    ----------
    repetitions
        The table; only valid ones count.
    measures
        Its columns.
    body
        Tells which leg is the far one.
    caution
        Why the numbers of a side need caution; empty where they do not.
    """
    valid = repetitions[repetitions["valid"].astype(bool)]
    rows: list[dict[str, object]] = []
    for side in WHOSE:
        if side not in set(repetitions["side"]):
            continue
        mine = valid[valid["side"] == side]
        rows.append(summary_row("n_repetitions", side, float(len(mine)), n=len(mine)))
        for one in measures:
            rows += _of_side(
                one,
                mine[one.name].to_numpy(dtype=float),
                side,
                side != "both" and body.is_far(side),
                caution(side),
            )
    return rows


def side_differences(
    repetitions: pd.DataFrame, measures: Sequence[Measure], body: Body
) -> list[dict[str, object]]:
    """Return left minus right of each measure's mean, where both legs did the test in one recording."""
    valid = repetitions[repetitions["valid"].astype(bool)]
    rows = []
    for one in measures:
        sides = [valid.loc[valid["side"] == side, one.name].dropna().to_numpy(dtype=float) for side in SIDES]
        if min(map(len, sides)) == 0:
            continue
        left, right = (float(values.mean()) for values in sides)
        interval = (np.nan, np.nan)
        if one.error is not None:
            sds = [
                one.error.sd(float(values.mean()), body.is_far(side), len(values))
                for side, values in zip(SIDES, sides, strict=True)
            ]
            half = Z95 * float(np.hypot(sds[0], sds[1]))
            interval = (left - right - half, left - right + half)
        rows.append(
            summary_row(
                f"side_difference_{one.name}",
                "both",
                left - right,
                unit=one.unit,
                n=min(map(len, sides)),
                interval=interval,
            )
        )
    return rows


def _of_side(
    one: Measure, values: FloatArray, side: Where, far: bool, reason: str
) -> list[dict[str, object]]:
    values = values[np.isfinite(values)]
    n = len(values)
    mean = float(values.mean()) if n else np.nan
    quality: Quality = "caution" if reason else "ok"
    shared = one.error.shared_sd(mean, far) if one.error and n else np.nan
    rows = [
        summary_row(
            one.name,
            side,
            mean,
            unit=one.unit,
            n=n,
            sd=float(values.std(ddof=1)) if n > 1 else np.nan,
            interval=one.interval(mean, far, max(n, 1)),
            shared_sd=shared,
            quality=quality,
            reason=reason,
        )
    ]
    if one.best and n:
        best = float(values.max() if one.best == "greatest" else values.min())
        interval = one.interval(best, far)
        rows.append(
            summary_row(
                f"best_{one.name}",
                side,
                best,
                unit=one.unit,
                n=1,
                interval=interval,
                shared_sd=shared,
                quality=quality,
                reason=reason,
            )
        )
    return rows
