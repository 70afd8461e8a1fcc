"""OpenSim's text files: `.trc` with markers in metres, `.mot` with angles in degrees."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ..datatypes import SIDES, Assessment, FloatArray
from ..version import NOT_A_DEVICE
from .trial import Trial, trials

AXES = "XYZ"
COORDINATE_OF = {
    "hip_flexion_deg": "hip_flexion",
    "knee_flexion_deg": "knee_angle",
    "ankle_dorsiflexion_deg": "ankle_angle",
    "shank_to_vertical_deg": "shank_to_vertical",
    "foot_to_floor_deg": "foot_to_floor",
}
"""Columns of the `.mot`: coordinates as OpenSim's gait models name them, and two angles that are none."""

MEASURED_SHARE = 0.5

MOT_REMARKS = (
    NOT_A_DEVICE,
    "Side view only. knee_angle: flexion positive, as in Rajagopal 2016; gait2392 counts it negative.",
    "hip_flexion: thigh against trunk, which is the model's own angle where its lumbar joint is locked at 0.",
    "shank_to_vertical: knee ahead of the ankle positive; foot_to_floor: toes up positive; no coordinates.",
    "A sample in which any of these angles was not measured is left out: times may jump.",
)


def write_trc(assessment: Assessment, folder: Path) -> None:
    """Write the markers of each pass as `pass1.trc` and so on."""
    for trial in trials(assessment):
        name = f"pass{trial.number}.trc"
        (folder / name).write_text(trc_text(trial, name), encoding="utf-8", newline="\n")


def write_mot(assessment: Assessment, folder: Path) -> None:
    """Write the angles of each pass as `pass1.mot` and so on."""
    for trial in trials(assessment):
        (folder / f"pass{trial.number}.mot").write_text(mot_text(trial), encoding="utf-8", newline="\n")


def trc_text(trial: Trial, name: str) -> str:
    """Return the markers as a `.trc` file called `name`: metres, X forward, Y up; `nan` = not measured.

    Z, in OpenSim to the walker's right, is not seen from the side and always 0.  OpenSim takes an empty cell
    for missing too, but readers that split at white space then shift the markers behind it, unnoticed.
    """
    tick, rate_hz = trial.tick, trial.rate_hz
    markers = list(trial.position_m)
    titles = "DataRate CameraRate NumFrames NumMarkers Units OrigDataRate OrigDataStartFrame OrigNumFrames"
    first = tick[0] + 1
    facts = (rate_hz, rate_hz, len(tick), len(markers), "m", rate_hz, first, len(tick))
    axes = [f"{axis}{number}" for number in range(1, len(markers) + 1) for axis in AXES]
    head = [
        ("PathFileType", "4", "(X/Y/Z)", name),
        titles.split(),
        facts,
        ("Frame#", "Time", *(cell for marker in markers for cell in (marker, "", ""))),
        ("", "", *axes),
        (),
    ]
    values = np.concatenate([_in_space(trial.position_m[marker]) for marker in markers], axis=1)
    rows = [
        (number + 1, f"{time_s:.6f}", *_cells(row))
        for number, time_s, row in zip(tick, trial.time_s, values, strict=True)
    ]
    return _tab_separated([*head, *rows])


def mot_text(trial: Trial) -> str:
    """Return the angles as a `.mot` file, in degrees; a sample in which any of them is missing is left out.

    OpenSim's `Storage` stops reading at a missing value, so that it must not meet one.  An angle that was
    measured in less than half of the pass is left out instead.
    """
    columns = {
        f"{coordinate}_{side[0]}": curve
        for side in reversed(SIDES)
        for angle, coordinate in COORDINATE_OF.items()
        if np.isfinite(curve := trial.angle_deg[side, angle]).mean() >= MEASURED_SHARE
    }
    values = np.stack([trial.time_s, *columns.values()], axis=1)
    values = values[np.isfinite(values).all(axis=1)]
    head = ["Coordinates", "version=1", f"nRows={len(values)}", f"nColumns={len(columns) + 1}"]
    head += ["inDegrees=yes", "", *MOT_REMARKS, "endheader"]
    return _tab_separated([*((line,) for line in head), ("time", *columns), *map(_cells, values)])


def _in_space(position_m: FloatArray) -> FloatArray:
    """Give points (N, 2) of the sagittal plane a Z of 0 (N, 3); NaN where they were not seen."""
    return np.column_stack([position_m, np.where(np.isnan(position_m).any(axis=1), np.nan, 0.0)])


def _cells(values: FloatArray) -> Iterable[str]:
    return (f"{value:.6f}" for value in values.tolist())


def _tab_separated(rows: Iterable[Iterable[object]]) -> str:
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)
