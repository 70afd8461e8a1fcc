"""Reference values of a metric and of a curve, for somebody of this age and sex at this pace."""

import math
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from ..datatypes import Assessment, Band, FloatArray, Person, Reference
from .tables import PAPERS, PublishedValue, Table, load_table

GRAVITY_M_PER_S2 = 9.81
LEG_PER_HEIGHT = 0.53
"""Height of the hip's centre above the floor in statures (Drillis & Contini 1966, in Winter's textbook)."""
TYPICAL_HEIGHT_M = 1.7
"""Taken where the stature is not known; the pace goes with its root: 10 cm are worth 3 %."""

CURVES = "schwartz2008"
PACES = {"very_slow": 0.227, "slow": 0.363, "free": 0.5, "fast": 0.636, "very_fast": np.inf}
"""Groups of dimensionless speed: up to, but not including."""
PERCENT = np.arange(101)


def pace_of(assessment: Assessment) -> float | None:
    """Return the dimensionless walking speed v / √(g · leg length) (Hof 1996, Gait Posture 4:222).

    From cadence and step length in statures, so that it needs no scale; the leg is 0.53 of the stature.
    About 0.43 in free walking, 0.17 very slow.  None if steps were not measured or are withheld.
    """
    both = assessment.estimates
    cadence, step = (both.get(name, "both") for name in ("cadence_steps_per_min", "step_length_per_height"))
    if not (cadence.known and step.known):
        return None
    height_m = assessment.scale.height_m if assessment.scale else TYPICAL_HEIGHT_M
    speed_m_per_s = cadence.value / 60 * step.value * height_m
    return speed_m_per_s / math.sqrt(GRAVITY_M_PER_S2 * LEG_PER_HEIGHT * height_m)


def reference(
    metric: str, person: Person, pace: float | None = None, language: str = "en"
) -> Reference | None:
    """Return the reference values of a metric for a person of this age and sex at this pace.

    Parameters
    ----------
    metric
        A stride metric, a name of `METRICS`.
    person
        Age and sex where they are known; what is not known leaves only values that hold for everybody.
    pace
        Dimensionless walking speed (`pace_of`); where it is None, free walking is taken.
    language
        Of the sentences in `Reference.origin`.

    Returns
    -------
    Reference or None
        None where no paper gives the metric.  Where only people of another age were measured, their values
        are returned, and `origin.caveat` says so.
    """
    found = next(_answers(metric, person, pace, language), None)
    if found is None:
        return None
    table, row = found
    return Reference(metric, row.mean, row.sd, table.origin(person, row.n, row.caveat))


def _answers(
    metric: str, person: Person, pace: float | None, language: str
) -> Iterator[tuple[Table, PublishedValue]]:
    """Yield the rows that speak of this person, then those of tables that may stand in."""
    tables = [load_table(name, language) for name in PAPERS]
    asked = [
        (table, row, pace if pace is not None else table.free_pace)
        for table in tables
        for row in table.rows
        if row.metric == metric
    ]
    yield from (
        (table, row) for table, row, at in asked if table.measured(person) and row.speaks_of(person, at)
    )
    yield from ((table, row) for table, row, at in asked if table.may_stand_in(person) and row.at(at))


def band(angle: str, person: Person, pace: float | None = None, language: str = "en") -> Band | None:
    """Return the reference course of an angle at a pace.

    Hip, shank and foot are not in the paper as this program counts them; they follow from what is: hip
    flexion less pelvic tilt is the thigh against the vertical (this program's trunk, upright), knee flexion
    less that is the shank against the vertical, and ankle dorsiflexion less the shank is the foot to the
    floor.  The mean of such a difference is the difference of the means; its SD is not, and stays NaN for
    shank and foot.  The hip keeps the SD of the paper's hip.

    Parameters
    ----------
    angle
        A name of `datatypes.ANGLES`.
    person
        Decides what `origin.caveat` says; there are curves of children only.
    pace
        Dimensionless walking speed (`pace_of`); where it is None, free walking is taken.
    language
        Of the sentences in `Band.origin`.

    Returns
    -------
    Band or None
        None for `shin_ankle_deg`, which has no reference course: it depends on where the landmarks sit; and
        at a pace at which nobody was measured, such as the negative one of steps that go backwards.
    """
    table = load_table(CURVES, language)
    at = table.free_pace if pace is None else pace
    people = next((row.n for row in table.rows if row.at(at)), None)
    group = next((name for name, limit in PACES.items() if at is not None and at < limit), None)
    known = _curves()
    rows = known[(known["pace"] == group) & (known["angle"] == angle)]
    if people is None or rows.empty:
        return None
    derived = {"hip_flexion_deg": "hip", "shank_to_vertical_deg": "shank", "foot_to_floor_deg": "foot"}
    caveat = table.words[derived[angle]] if angle in derived else ""
    return Band(
        angle,
        _every_percent(rows, "mean_deg"),
        _every_percent(rows, "sd_deg"),
        table.origin(person, people, caveat),
    )


@cache
def _curves() -> pd.DataFrame:
    with (files(__package__) / "tables" / f"{CURVES}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _every_percent(rows: pd.DataFrame, column: str) -> FloatArray:
    values: FloatArray = np.interp(PERCENT, rows["percent"].to_numpy(float), rows[column].to_numpy(float))
    return values
