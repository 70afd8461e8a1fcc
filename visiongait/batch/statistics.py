"""A cohort in numbers: groups by condition, speed, side, age and sex; test-retest reliability."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..change import icc_2_1, minimal_detectable_change, sem_agreement
from ..metrics import METRICS
from .tables import VERDICT

EVERYBODY = "all"
AGE_BAND_YEARS = 10
SPEED_BAND_M_PER_S = 0.4
SPEED = "walking_speed_m_per_s"
SIDES = ("left", "right", "both", "affected", "unaffected")
OF_LEGS = {"left": "right", "right": "left"}
STATISTICS = ("n_subjects", "n_recordings", "n_caution", "mean", "sd", "median", "q1", "q3", "min", "max")
COLUMNS = ("factor", "group", "metric", "side", "unit", *STATISTICS)


def measured_values(summary: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a pooled summary that hold a number, ready for grouping.

    Parameters
    ----------
    summary
        `summary.parquet` of a batch.

    Returns
    -------
    DataFrame
        Those rows and, where the manifest states the affected side, the same again with `affected` and
        `unaffected` as their side; `who` is the subject, or the recording where no subject is known.
        Left out are recordings that are withheld as a whole, and the commonest contact pattern: shares of
        different patterns cannot be averaged.
    """
    words = METRICS.names(lambda metric: metric.is_word)
    usable = (summary[VERDICT] != "withheld") & ~summary["metric"].isin(words)
    known = summary[summary["value"].notna() & usable]
    values: pd.DataFrame = pd.concat([known, *_by_affected_side(known)], ignore_index=True)
    return values.assign(who=values["subject"].where(values["subject"] != "", values["recording"]))


def factors_of(values: pd.DataFrame) -> dict[str, "pd.Series[str]"]:
    """Return, for each way to group, the group of every row; empty where it belongs to none.

    `all`; each condition and the speed stated in the manifest; affected side, sex, age in decades; measured
    walking speed in bands of 0.4 m/s.  Ways that are unknown for everybody are left out.
    """
    conditions = [column for column in values.columns if column.startswith("condition")]
    stated = {name: values[name] for name in (*conditions, "speed", "affected_side", "sex")}
    factors = {
        EVERYBODY: pd.Series(EVERYBODY, index=values.index),
        **stated,
        "age_years": _bands(values["age_years"], AGE_BAND_YEARS),
        SPEED: _bands(_of_recording(values, SPEED), SPEED_BAND_M_PER_S),
    }
    return {name: groups for name, groups in factors.items() if (groups != "").any()}


def group_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return mean, spread and counts of every metric, side and group.

    A subject with several recordings in a group counts once, with their mean; `sd`, quartiles and range are
    over subjects.  `n_caution`: how many subjects' values are interpret with caution.
    """
    parts = [_grouped(values, factor, groups) for factor, groups in factors_of(values).items()]
    return pd.DataFrame(columns=COLUMNS) if not parts else pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def _grouped(values: pd.DataFrame, factor: str, groups: "pd.Series[str]") -> pd.DataFrame:
    rows = values.assign(group=groups, care=values["quality"] != "ok")[groups != ""]
    per_subject = rows.groupby(["group", "metric", "side", "who"], sort=False, as_index=False).agg(
        unit=("unit", "first"),
        value=("value", "mean"),
        recordings=("recording", "nunique"),
        care=("care", "any"),
    )
    table = per_subject.groupby(["group", "metric", "side"], sort=False, as_index=False).agg(
        unit=("unit", "first"),
        n_subjects=("value", "size"),
        n_recordings=("recordings", "sum"),
        n_caution=("care", "sum"),
        mean=("value", "mean"),
        sd=("value", "std"),
        median=("value", "median"),
        q1=("value", lambda column: column.quantile(0.25)),
        q3=("value", lambda column: column.quantile(0.75)),
        min=("value", "min"),
        max=("value", "max"),
    )
    return table.assign(factor=factor).sort_values("group", kind="stable")


def _by_affected_side(known: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for affected, other in OF_LEGS.items():
        of_these = known[known["affected_side"] == affected]
        for side, name in ((affected, "affected"), (other, "unaffected")):
            yield of_these[of_these["side"] == side].assign(side=name)


def _of_recording(values: pd.DataFrame, metric: str) -> "pd.Series[float]":
    """Return, for every row, its recording's value of a metric of both sides."""
    rows = values[(values["metric"] == metric) & (values["side"] == "both")]
    by_recording: Mapping[str, float] = dict(zip(rows["recording"], rows["value"], strict=True))
    return values["recording"].map(by_recording).astype(float)


def _bands(numbers: "pd.Series[float]", width: float) -> "pd.Series[str]":
    """Return numbers as bands `[low, high)` in words that sort like the numbers; empty where unknown."""

    def band(number: float) -> str:
        if np.isnan(number):
            return ""
        low = np.floor(number / width + 1e-9) * width
        return f"{low:g} to {low + width:g}"

    return numbers.astype(float).map(band)


MIN_SUBJECTS = 2
ICC = ("icc_2_1", "icc_ci95_low", "icc_ci95_high")
RETEST_COLUMNS = ("within", "metric", "side", "unit", "n_subjects", *ICC, "sem", "mdc95")


def retest_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return ICC(2,1), SEM and MDC of every metric and side whose subjects were recorded twice or more.

    The first two sessions of each subject count, in the order of their names; recordings of one session are
    averaged.  Where the manifest states no sessions, each recording is one.  Only recordings under the same
    conditions and speed are compared: `within` says which.  `sem` and `mdc95` are in `unit`
    (`visiongait.change.reliability`: agreement, shifts between sessions included).

    Parameters
    ----------
    values
        What `measured_values` returned.
    """
    named = values[values["subject"] != ""]
    by_metric = named.assign(within=_within(named)).groupby(["within", "metric", "side"], sort=False)
    rows = [(*names, *numbers) for names, part in by_metric if (numbers := _numbers(part))]
    return pd.DataFrame(rows, columns=list(RETEST_COLUMNS))


def _within(values: pd.DataFrame) -> "pd.Series[str]":
    """Return under which conditions each row was recorded, in words."""
    columns = [c for c in values.columns if c.startswith("condition")] + ["speed"]

    def words(row: Any) -> str:
        return ", ".join(f"{name} {row[name]}" for name in columns if row[name])

    return values.apply(words, axis=1) if len(values) else pd.Series(dtype=str)


def _numbers(part: pd.DataFrame) -> tuple[Any, ...] | None:
    """Return one metric's columns from `unit` on; None with fewer than two subjects recorded twice."""
    pairs = list(_pairs(part))
    if len(pairs) < MIN_SUBJECTS:
        return None
    icc = icc_2_1(pairs)
    sem = sem_agreement(pairs)
    mdc = minimal_detectable_change(sem)
    return part["unit"].iloc[0], len(pairs), icc.value, icc.low, icc.high, sem, mdc


def _pairs(part: pd.DataFrame) -> Iterator[Sequence[float]]:
    """Yield each subject's means in the first two sessions."""
    session = part["session"].where(part["session"] != "", part["recording"])
    means = part.assign(session=session).groupby(["subject", "session"])["value"].mean()
    for _, of_subject in means.groupby(level="subject"):
        if len(of_subject) >= 2:
            yield of_subject.iloc[:2].tolist()
