"""Quiet standing: posture, and the zero of both ankles for the other recordings of the session."""

import numpy as np

from ..cleaning import lift_threshold, runs
from ..datatypes import SIDES, Assessment, BoolArray, Section, Verdict
from .exercises import (
    Body,
    Error,
    Found,
    Measure,
    VideoCurve,
    assessed,
    body_of,
    both_sides,
    choose_in_place,
    feet_apart,
    means_and_bests,
    name_in_place,
    refused,
    repetitions_table,
    report_sections,
    withheld,
)
from .registry import ClinicalTest, Instant, Recording, register

STILL_S = 1.0
"""Shortest stretch of standing still that gives a zero."""

STILL_PER_S = 0.06
"""Hips and ankles of somebody who stands still move slower than this, in body heights a second."""

MOST_KNEE_DEG = 25.0
"""Knees bent more are no upright stance."""

MEASURES = (
    Measure(
        "shank_to_vertical_deg",
        "Shank to vertical",
        "line ankle→knee against the vertical, mean while standing still",
        "vertical; knee ahead of the ankle positive",
        Error(1.5, 0.3),
    ),
    Measure(
        "ankle_dorsiflexion_deg",
        "Ankle",
        "shank against the sole, mean while standing still",
        "shank perpendicular to the sole; dorsiflexion positive",
        Error(1.5, 0.3),
    ),
    Measure(
        "knee_flexion_deg",
        "Knee flexion",
        "thigh against shank, mean while standing still",
        "straight leg; flexion positive",
        Error(4.0, 0.3),
    ),
    Measure(
        "heel_toe_tilt_deg",
        "Zero of the foot",
        "tilt of the line heel→toe while the sole lies flat: subtracted in the recordings of the session",
        "horizontal; toes higher than the heel positive",
        Error(0.0, 0.5),
    ),
)

NOT_STILL = withheld(
    "Nobody stood still on both feet for a second.",
    "Film from the side, standing upright with both feet flat and side by side, for three seconds.",
)


def assess(recording: Recording) -> Assessment:
    """Measure the longest quiet stance; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    still = max(runs(_still(body)), key=lambda stretch: stretch[1] - stretch[0], default=(0, 0))
    start, end = still
    if (end - start) / body.path.rate_hz < STILL_S:
        return refused(recording, NOT_STILL, MEASURES)
    rows_still = np.zeros(len(body.time_s), dtype=np.bool_)
    rows_still[start:end] = True
    zeros = {side: body.flat_zero(side, rows_still) for side in SIDES}
    rows = []
    for side in SIDES:
        curves = {
            "shank_to_vertical_deg": body.shank_deg(side),
            "ankle_dorsiflexion_deg": body.shank_deg(side) + body.foot_deg(side, zeros[side]),
            "knee_flexion_deg": body.knee_deg(side),
            "heel_toe_tilt_deg": body.line_deg(side),
        }
        rows.append(
            {
                "side": side,
                "start_s": float(body.time_s[start]),
                "peak_s": float((body.time_s[start] + body.time_s[end - 1]) / 2),
                "end_s": float(body.time_s[end - 1]),
                "reject_reason": "",
                **{name: float(np.nanmedian(curve[rows_still])) for name, curve in curves.items()},
            }
        )
    summary = means_and_bests(repetitions_table(rows, MEASURES, body), MEASURES, body)
    note = "The zero of both ankles for other recordings of this session (--zero), in the same shoes."
    return assessed(recording, body, Found(rows, summary, zeros, notes=(note,)), MEASURES)


def _still(body: Body) -> BoolArray:
    """(N,) whether the person stands upright and still, both feet on the floor."""
    still = np.abs(feet_apart(body)) < lift_threshold(np.zeros(1))
    for part in ("hip", "ankle", "shoulder"):
        place = body.middle(part) / body.height_px
        speed = np.linalg.norm(np.gradient(place, body.time_s, axis=0), axis=1)
        still &= np.nan_to_num(speed, nan=np.inf) < STILL_PER_S
    for side in SIDES:
        still &= np.nan_to_num(body.knee_deg(side), nan=np.inf) < MOST_KNEE_DEG
    return np.asarray(still)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the shanks over time, and what was found for each leg."""
    return report_sections(
        assessment,
        heading="Quiet standing",
        sentences=("Each number with half its 95 % interval, from the longest time of standing still.",),
        curves=(both_sides("Shank to vertical (°)", "shank_to_vertical_deg"),),
        measures=MEASURES,
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the middle of the stance."""
    table = assessment.tables["repetitions"]
    if not len(table):
        return ()
    return (("peak", assessment.passes[0].near_side, float(table["peak_s"].iloc[0])),)


TEST = register(
    ClinicalTest(
        name="standing",
        title="Quiet standing",
        assess=assess,
        tables=("repetitions",),
        headline={
            "shank_to_vertical_deg": "Shank to vertical (°)",
            "ankle_dorsiflexion_deg": "Ankle (°)",
            "knee_flexion_deg": "Knee flexion (°)",
            "heel_toe_tilt_deg": "Zero of the foot (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        reestimate=False,
        curve=VideoCurve("Shank to vertical (°)", "shank_to_vertical_deg", "↑ knee forward", -10.0, 20.0),
        instants=instants,
    )
)
