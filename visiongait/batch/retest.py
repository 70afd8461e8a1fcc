"""Test-retest reliability within a cohort: subjects that were recorded in two sessions."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from ..change import reliability

LEAST_SUBJECTS = 2
ICC = ("icc_2_1", "icc_ci95_low", "icc_ci95_high")
COLUMNS = ("within", "metric", "side", "unit", "n_subjects", *ICC, "sem", "mdc95")


def retest_table(values: pd.DataFrame) -> pd.DataFrame:
    """Return ICC(2,1), SEM and MDC of every metric and side whose subjects were recorded twice or more.

    The first two sessions of each subject count, in the order of their names; recordings of one session are
    averaged.  Where the manifest tells no sessions, each recording is one.  Only recordings under the same
    conditions and speed are compared: `within` tells which.  `sem` and `mdc95` are in `unit`
    (`visiongait.change.reliability`: agreement, shifts between sessions included).

    Parameters
    ----------
    values
        What `groups.measured_values` returned.
    """
    named = values[values["subject"] != ""]
    by_metric = named.assign(within=_within(named)).groupby(["within", "metric", "side"], sort=False)
    rows = [(*names, *numbers) for names, part in by_metric if (numbers := _numbers(part))]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _within(values: pd.DataFrame) -> "pd.Series[str]":
    """Return under which conditions each row was recorded, in words."""
    columns = [c for c in values.columns if c.startswith("condition")] + ["speed"]

    def words(row: Any) -> str:
        return ", ".join(f"{name} {row[name]}" for name in columns if row[name])

    return values.apply(words, axis=1) if len(values) else pd.Series(dtype=str)


def _numbers(part: pd.DataFrame) -> tuple[Any, ...] | None:
    """Return one metric's columns from `unit` on; None with fewer than two subjects recorded twice."""
    pairs = list(_pairs(part))
    if len(pairs) < LEAST_SUBJECTS:
        return None
    icc = reliability.icc_2_1(pairs)
    sem = reliability.sem_agreement(pairs)
    mdc = reliability.minimal_detectable_change(sem)
    return part["unit"].iloc[0], len(pairs), icc.value, icc.ci95_low, icc.ci95_high, sem, mdc


def _pairs(part: pd.DataFrame) -> Iterator[Sequence[float]]:
    """Yield each subject's means in the first two sessions."""
    session = part["session"].where(part["session"] != "", part["recording"])
    means = part.assign(session=session).groupby(["subject", "session"])["value"].mean()
    for _, of_subject in means.groupby(level="subject"):
        if len(of_subject) >= 2:
            yield of_subject.iloc[:2].tolist()
