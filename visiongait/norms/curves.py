"""The usual course of an angle over the gait cycle."""

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from ..datatypes._arrays import FloatArray
from ..datatypes.finding import Band
from ..datatypes.options import Person
from .tables import load_table

CURVES = "schwartz2008"
PACES = {"very_slow": 0.227, "slow": 0.363, "free": 0.5, "fast": 0.636, "very_fast": np.inf}
"""Groups of dimensionless speed: up to, but not including."""
PERCENT = np.arange(101)


def band(angle: str, person: Person, pace: float | None = None, language: str = "en") -> Band | None:
    """Return the usual course of an angle at a pace.

    Hip, shank and foot are not in the paper as this program counts them; they follow from what is: hip
    flexion less pelvic tilt is the thigh against the vertical (this program's trunk, upright), knee flexion
    less that is the shank against the vertical, and ankle dorsiflexion less the shank is the foot to the
    floor.  The mean of such a difference is the difference of the means; its SD is not, and stays NaN for
    shank and foot.  The hip keeps the SD of the paper's hip.

    Parameters
    ----------
    angle
        A name of `datatypes.walk.ANGLES`.
    person
        Decides what `origin.caveat` says; there are curves of children only.
    pace
        Dimensionless walking speed (`pace_of`); where it is None, free walking is taken.
    language
        Of the sentences in `Band.origin`.

    Returns
    -------
    Band or None
        None for `shin_ankle_deg`, which has no usual course: it depends on where the landmarks sit.
    """
    table = load_table(CURVES, language)
    at = table.free_pace if pace is None else pace
    group = next(name for name, limit in PACES.items() if at is not None and at < limit)
    known = _curves()
    rows = known[(known["pace"] == group) & (known["angle"] == angle)]
    if rows.empty:
        return None
    n = next(row.n for row in table.rows if row.at(at))
    derived = {"hip_flexion_deg": "hip", "shank_to_vertical_deg": "shank", "foot_to_floor_deg": "foot"}
    caveat = table.words[derived[angle]] if angle in derived else ""
    return Band(
        angle,
        _every_percent(rows, "mean_deg"),
        _every_percent(rows, "sd_deg"),
        table.origin(person, n, caveat),
    )


@cache
def _curves() -> pd.DataFrame:
    with (files(__package__) / "tables" / f"{CURVES}.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)


def _every_percent(rows: pd.DataFrame, column: str) -> FloatArray:
    values: FloatArray = np.interp(PERCENT, rows["percent"].to_numpy(float), rows[column].to_numpy(float))
    return values
