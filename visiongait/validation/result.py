"""What a program says about a clip: the product's own assessment, or tables that anyone wrote."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from ..datatypes import SIDES, AngleSeries, Assessment, EventKind, FloatArray, Side, other
from ..errors import InputError
from .truth import ANGLE_KEYS

TABLES = ("frames", "events", "strides", "summary")


@dataclass(frozen=True, eq=False)
class Result:
    """Tables with the columns of a result folder; those that a program does not make are empty."""

    frames: pd.DataFrame
    events: pd.DataFrame
    strides: pd.DataFrame
    summary: pd.DataFrame

    def event_times(self, side: Side, kind: EventKind) -> FloatArray:
        """(N,) sorted times of one kind of event of one side."""
        if not len(self.events):
            return np.empty(0)
        mine = self.events[(self.events["side"] == side) & (self.events["event"] == kind)]
        return np.sort(mine["time_s"].to_numpy(float))

    def angles_at(self, time_s: FloatArray) -> AngleSeries:
        """Return the angles of the nearest frames; NaN where none is within three quarters of a frame."""
        nearest, near = _nearest(self.frames["time_s"].to_numpy(float), time_s)

        def column(name: str) -> FloatArray:
            if name not in self.frames:
                return np.full(len(time_s), np.nan)
            return np.where(near, self.frames[name].to_numpy(float)[nearest], np.nan)

        values = {side: {name: column(f"{side}_{name}") for name in ANGLE_KEYS} for side in SIDES}
        return AngleSeries(time_s, values, {})


def legs_swapped(result: Result) -> Result:
    """Return the result as it would be had the program called the left leg right and the right leg left."""
    frames = result.frames.rename(columns=_other_side_first)
    events, strides, summary = (
        table.assign(side=table["side"].replace({"left": "right", "right": "left"})) if len(table) else table
        for table in (result.events, result.strides, result.summary)
    )
    return Result(frames, events, strides, summary)


def _other_side_first(column: str) -> str:
    for side in SIDES:
        if column.startswith(f"{side}_"):
            return f"{other(side)}_{column.removeprefix(f'{side}_')}"
    return column


def result_of(assessment: Assessment) -> Result:
    """Return the tables of an assessment."""
    return Result(assessment.frames, assessment.events, assessment.strides, assessment.summary)


def read_result(folder: Path) -> Result:
    """Read the tables of a result folder; all but `frames.csv` may be missing.

    Raises
    ------
    InputError
        If there is no `frames.csv`.
    """
    if not (folder / "frames.csv").is_file():
        raise InputError(f"{folder} is not a result folder: frames.csv is missing.")
    found = {name: folder / f"{name}.csv" for name in TABLES}
    return Result(**{name: _table(path) for name, path in found.items()})


def _table(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path) if path.is_file() else pd.DataFrame()
    except pd.errors.EmptyDataError:
        return pd.DataFrame()


def _nearest(
    have_s: FloatArray, wanted_s: FloatArray
) -> "tuple[np.ndarray[tuple[int], np.dtype[np.intp]], np.ndarray[tuple[int], np.dtype[np.bool_]]]":
    """Return the index of the nearest frame to each instant, and whether it is near enough."""
    index = np.searchsorted(0.5 * (have_s[1:] + have_s[:-1]), wanted_s)
    tolerance_s = 0.75 * float(np.median(np.diff(wanted_s)))
    return index, np.abs(have_s[index] - wanted_s) <= tolerance_s
