"""Who was seen in a recording, so that somebody can be pointed at."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..datatypes import SIDES, DetectionPass

if TYPE_CHECKING:
    from ..pipeline import Measurement


def people_table(measurement: "Measurement") -> pd.DataFrame:
    """Return a row per person seen: number, when, where half-way between, and whether measured."""
    detected, subject = measurement.detected, measurement.assessment.subject
    rows = []
    for number, person in enumerate(detected.people, 1):
        seen = np.flatnonzero(person.present)
        if not len(seen):
            continue
        hips = [person.of(f"{side}_hip")[seen[len(seen) // 2]] for side in SIDES]
        x_px, y_px = np.mean(hips, axis=0)
        first_s, last_s = person.time_s[seen[[0, -1]]]
        measured = int(subject is not None and subject.person == number - 1)
        rows.append((number, first_s, last_s, x_px, y_px, measured))
    return pd.DataFrame(rows, columns=["person", "start_s", "end_s", "x_px", "y_px", "measured"])


def boxes_at(detected: DetectionPass, time_s: float) -> dict[int, tuple[float, float, float, float]]:
    """Return a box x0, y0, x1, y1 in pixels about each person seen in the frame nearest to a time."""
    row = int(np.abs(detected.time_s - time_s).argmin())
    boxes = {}
    for number, person in enumerate(detected.people, 1):
        if person.present[row]:
            low, high = np.nanmin(person.xy_px[row], axis=0), np.nanmax(person.xy_px[row], axis=0)
            boxes[number] = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return boxes
