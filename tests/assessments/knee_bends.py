"""A clinical test as another package would add it: how often, and how deep, the knees bend."""

import numpy as np
import pandas as pd
from scipy.signal import find_peaks

from visiongait.assessments import ClinicalTest, Recording, register
from visiongait.datatypes import SIDES, Assessment, Section, Verdict

DEEP_DEG = 40.0
SUMMARY = ["metric", "side", "value", "unit", "n", "sd", "ci95_low", "ci95_high", "quality", "reason"]
HOW_TO_FILM = "Film from the side, with both knees in the picture."


def knee_flexion_deg(recording: Recording, side: str) -> np.ndarray:
    """Flexion of a knee in each frame: thigh against shank."""
    hip, knee, ankle = (recording.track.of(f"{side}_{point}") for point in ("hip", "knee", "ankle"))
    thigh, shank = knee - hip, ankle - knee
    cross = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
    return np.degrees(np.abs(np.arctan2(cross, (thigh * shank).sum(axis=1))))


def assess(recording: Recording) -> Assessment:
    """Find the repetitions of each leg; withheld where there is none."""
    rows, frames = [], {"frame": recording.detected.frame, "time_s": recording.detected.time_s}
    for side in SIDES if recording.track else ():
        angle = frames[f"{side}_knee_flexion_deg"] = knee_flexion_deg(recording, side)
        for peak in find_peaks(np.nan_to_num(angle), height=DEEP_DEG, prominence=15.0)[0]:
            rows.append((len(rows) + 1, side, recording.detected.time_s[peak], 1, "", angle[peak]))
    columns = ["repetition", "side", "peak_s", "valid", "reject_reason", "peak_knee_flexion_deg"]
    repetitions = pd.DataFrame(rows, columns=columns)
    verdict = Verdict("ok") if rows else Verdict("withheld", ("No knee bend was found.", HOW_TO_FILM))
    return recording.assessment(
        verdict,
        summary=summary(repetitions),
        tables={"repetitions": repetitions},
        frames=pd.DataFrame(frames),
    )


def summary(repetitions: pd.DataFrame) -> pd.DataFrame:
    """Return the number of repetitions and their mean depth, for each side."""
    rows = []
    for side, mine in repetitions.groupby("side"):
        depth = mine["peak_knee_flexion_deg"]
        none = [np.nan] * 3
        rows += [
            ("n_repetitions", side, len(mine), "", len(mine), *none, "ok", ""),
            ("peak_knee_flexion_deg", side, depth.mean(), "deg", len(mine), depth.std(), *none[1:], "ok", ""),
        ]
    return pd.DataFrame(rows, columns=SUMMARY)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return what the report says: a table of the repetitions."""
    repetitions = assessment.tables["repetitions"]
    rows = tuple(
        (str(row["side"]), f"{row['peak_s']:.1f} s", f"{row['peak_knee_flexion_deg']:.0f}°")
        for row in repetitions.to_dict("records")
    )
    return (Section("Knee bends", (f"{len(rows)} repetitions.",), columns=("Leg", "At", "Depth"), rows=rows),)


KNEE_BENDS = register(
    ClinicalTest(
        name="knee-bends",
        title="Knee bends",
        assess=assess,
        tables=("repetitions",),
        headline={"n_repetitions": "Repetitions", "peak_knee_flexion_deg": "Depth (°)"},
        sections=sections,
    )
)
