"""Angles of real people read off the pictures by eye, and how the measured ones differ from them.

A reading counts foot and ankle from the leg's own flat foot, because where the sole lies in a picture from a
raised camera is the reader's judgement; the shank counts from the picture's vertical.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

PHASES = (
    "strike",
    "loading",
    "midstance",
    "late_stance",
    "pushoff",
    "early_swing",
    "mid_swing",
    "late_swing",
)
READ_AS = {
    "ankle_dorsiflexion_deg": "ankle_from_flat_deg",
    "foot_to_floor_deg": "foot_from_flat_deg",
    "shank_to_vertical_deg": "shank_to_vertical_deg",
}
"""Which column of the readings an angle of `frames.csv` is held against."""


def read_angles(path: Path) -> pd.DataFrame:
    """Return the readings: `clip` (its stem), `frame`, `side`, `near_far`, `phase`, columns of `READ_AS`."""
    table = pd.read_csv(path)
    kept = table[["clip", "frame", "side", "near_far", "phase", *READ_AS.values()]].copy()
    kept["clip"] = [Path(name).stem for name in kept["clip"]]
    return kept


def angle_errors(frames: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Return measured minus read, degrees, of one recording's frames.

    Parameters
    ----------
    frames
        As in frames.csv.
    readings
        Rows of `read_angles` of that recording.

    Returns
    -------
    DataFrame
        `leg` (near, far), `phase`, `angle`, `error_deg`; NaN where nothing was measured.
    """
    at = frames.set_index("frame")
    rows = [
        (row["near_far"], row["phase"], angle, at.at[row["frame"], f"{row['side']}_{angle}"] - row[read_as])
        for row in readings.to_dict("records")
        for angle, read_as in READ_AS.items()
        if np.isfinite(row[read_as])
    ]
    return pd.DataFrame(rows, columns=["leg", "phase", "angle", "error_deg"])


def by_phase(errors: pd.DataFrame, leg: str) -> Iterator[tuple[str, int, Sequence[tuple[float, float]]]]:
    """Yield each phase of a leg, at last `all`: the number read, bias and mean absolute error by angle."""
    mine = errors[errors["leg"] == leg]
    for phase in (*PHASES, "all"):
        rows = mine if phase == "all" else mine[mine["phase"] == phase]
        if len(rows):
            found = [rows.loc[rows["angle"] == angle, "error_deg"] for angle in READ_AS]
            yield phase, len(found[0]), [(float(one.mean()), float(one.abs().mean())) for one in found]
