"""The squat: how deep the knees bend, what the ankles give for it, and how far the trunk leans."""

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, FloatArray, Section, Side, Verdict
from .exercises import (
    Body,
    Curve,
    Error,
    Foot,
    Found,
    Measure,
    Repetition,
    VideoCurve,
    assessed,
    at_rest,
    body_of,
    both_sides,
    choose_in_place,
    find_repetitions,
    greatest_heel_px,
    knee_deg,
    means_and_bests,
    name_in_place,
    peak_of,
    planted_shank_deg,
    refused,
    repetitions_table,
    report_sections,
    side_differences,
    standing_foot,
    trunk_lean_deg,
    why_not,
    withheld,
)
from .registry import ClinicalTest, Instant, Recording, register

LEAST_DEG = 25.0
"""Knees that bend less are not squatting."""

STANDS = 0.06
"""How far either foot may move along the floor, in body heights."""

TOGETHER = 0.15
"""How far one foot may stand before the other, in body heights."""

HIPS_SINK = 0.05
"""The hips come down by at least this, in body heights."""

BEGINNING_S = 0.3
"""How much of the beginning tells whether the person stands."""

LIFTED_M = 0.015
"""A heel that comes up by this is worth a word."""

KNEE, DORSIFLEXION, SHANK, TRUNK, HEEL = MEASURES = (
    Measure(
        "peak_knee_flexion_deg",
        "Knee flexion",
        "flexion of the knee at the deepest point",
        "straight leg; flexion positive",
        Error(4.0, 1.0),
        "greatest",
    ),
    Measure(
        "dorsiflexion_at_depth_deg",
        "Dorsiflexion",
        "angle between shank and sole at the deepest point",
        "shank perpendicular to the sole, which lies flat while the person stands at first; positive",
        Error(2.3, 0.8),
        "greatest",
    ),
    Measure(
        "shank_to_vertical_at_depth_deg",
        "Shank to vertical",
        "line ankle→knee against the vertical at the deepest point",
        "shank vertical; knee ahead of the ankle positive",
        Error(1.7, 0.5),
    ),
    Measure(
        "trunk_lean_at_depth_deg",
        "Trunk lean",
        "lean of the trunk at the deepest point",
        "trunk vertical; shoulders ahead of the hips positive",
        Error(5.0, 1.5),
    ),
    Measure(
        "heel_lift_m",
        "Heel lift",
        "how far the heel comes up",
        "the heel while the person stands at first",
        Error(0.003, 0.004),
        unit="m",
    ),
)

NO_SQUAT = withheld(
    "No squat was found: both feet side by side, knees bending and hips coming down together.",
    "Film from the side, the whole person in the picture, from standing to standing.",
)
HALF = withheld(
    "No squat was seen from its beginning to its end.",
    "Start filming before the first squat and stop after the person stands again.",
)


def assess(recording: Recording) -> Assessment:
    """Measure the squats of both legs; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    repetitions = _squats(body)
    if not any(one.whole for one in repetitions):
        return refused(recording, HALF if repetitions else NO_SQUAT, MEASURES)
    rest = at_rest(body.time_s, repetitions)
    if not rest.any():
        return refused(recording, HALF, MEASURES)
    bending = recording.bending if recording.bends_as_learnt else None
    feet = {side: standing_foot(recording, body, side) for side in SIDES}
    curves = {
        f"{side}_{name}": curve
        for side in SIDES
        for name, curve in (
            ("knee_flexion_deg", knee_deg(body, side, rest, bending)),
            ("shank_to_vertical_deg", planted_shank_deg(body, side, rest)),
        )
    }
    curves["trunk_lean_deg"] = trunk_lean_deg(body, rest, bending)
    rows = [
        _row(body, side, number, one, curves, feet)
        for number, one in enumerate(repetitions, 1)
        for side in SIDES
    ]
    table = repetitions_table(rows, MEASURES, body)
    for side in SIDES:
        pitch = np.nan_to_num(_told_by(feet, side, body).pitch_deg)
        curves[f"{side}_foot_to_floor_deg"] = pitch
        curves[f"{side}_ankle_dorsiflexion_deg"] = curves[f"{side}_shank_to_vertical_deg"] + pitch
    found = Found(
        rows,
        [*means_and_bests(table, MEASURES, body), *side_differences(table, (KNEE, DORSIFLEXION), body)],
        {leg: body.flat_zero(leg, rest) for leg in SIDES},
        heel_height_px={side: feet[side].heel_px for side in SIDES},
        reasons=_reasons(body, repetitions, feet),
        notes=_lift_notes(table),
        curves=curves,
    )
    return assessed(recording, body, found, MEASURES)


def _squats(body: Body) -> tuple[Repetition, ...]:
    """Return the repetitions of both knees together; empty where it is another movement."""
    tall = body.height_px
    apart = np.nanmedian(np.abs((body.of("left", "toe") - body.of("right", "toe"))[:, 0])) / tall
    slides = [float(np.ptp(np.nanpercentile(body.of(side, "toe")[:, 0], [5, 95]))) / tall for side in SIDES]
    if apart > TOGETHER or max(slides) > STANDS:
        return ()
    knees = (body.knee_deg("left") + body.knee_deg("right")) / 2
    found = find_repetitions(body.time_s, knees, least=LEAST_DEG)
    if _begins_bent(body, knees, found):
        return ()
    hips = body.middle("hip")[:, 1] / tall
    upright = float(np.nanpercentile(hips, 90))
    return tuple(one for one in found if upright - body.at(hips, one.peak_s) > HIPS_SINK)


def _begins_bent(body: Body, knees: FloatArray, found: tuple[Repetition, ...]) -> bool:
    """Whether the recording begins with bent knees: somebody who sits and stands up is not squatting."""
    if not found:
        return False
    first = float(np.nanmedian(knees[body.time_s < body.time_s[0] + BEGINNING_S]))
    return first > min(one.rest_after for one in found) + 0.5 * max(one.excursion for one in found)


def _told_by(feet: dict[Side, Foot], side: Side, body: Body) -> Foot:
    """Return the foot that tells of a leg: its own, or, where it is hidden, the nearer one."""
    own, near = feet[side], feet[body.near_side]
    known = [float(np.isfinite(one.heel_px).mean()) for one in (own, near)]
    return own if known[0] >= known[1] else near


def _row(
    body: Body,
    side: Side,
    number: int,
    one: Repetition,
    curves: dict[str, FloatArray],
    feet: dict[Side, Foot],
) -> dict[str, object]:
    foot = _told_by(feet, side, body)

    def at(curve: FloatArray) -> float:
        return peak_of(body.time_s, curve, one.peak_s)

    pitch = at(foot.pitch_deg)
    shank = at(curves[f"{side}_shank_to_vertical_deg"])
    return {
        "repetition": number,
        "side": side,
        "start_s": one.start_s,
        "peak_s": one.peak_s,
        "end_s": one.end_s,
        "reject_reason": why_not(body, side, one),
        KNEE.name: at(curves[f"{side}_knee_flexion_deg"]),
        DORSIFLEXION.name: shank + (pitch if np.isfinite(pitch) else 0.0),
        SHANK.name: shank,
        TRUNK.name: at(curves["trunk_lean_deg"]),
        HEEL.name: greatest_heel_px(foot, one.rows(body.time_s)) * body.metres_per_px,
    }


def _reasons(body: Body, repetitions: tuple[Repetition, ...], feet: dict[Side, Foot]) -> tuple[str, ...]:
    near = feet[body.near_side]
    if all(near.seen(one.rows(body.time_s)) for one in repetitions):
        return ()
    return ("Whether the heels stayed down could not be seen: check it in the video.",)


def _lift_notes(table: pd.DataFrame) -> tuple[str, ...]:
    lifted = table.loc[table[HEEL.name] >= LIFTED_M, "repetition"].nunique()
    return (f"The heels lift in {lifted} of {table['repetition'].nunique()} squats.",) if lifted else ()


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: knees and trunk over time, and the repetitions."""
    return report_sections(
        assessment,
        heading="Squat",
        sentences=(
            "Each number at the deepest point, with half its 95 % interval.",
            "A stiff ankle is paid for with more lean of the trunk, or with a heel that lifts.",
        ),
        curves=(
            both_sides("Knee flexion (°)", "knee_flexion_deg"),
            Curve("Trunk lean (°)", (("trunk_lean_deg", "both"),)),
        ),
        measures=MEASURES,
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the deepest squat, of the nearer leg."""
    table = assessment.tables["repetitions"]
    near = assessment.passes[0].near_side if assessment.passes else "left"
    valid = table[table["valid"].astype(bool) & (table["side"] == near)]
    if not len(valid):
        return ()
    best = valid.iloc[int(valid[KNEE.name].to_numpy(dtype=float).argmax())]
    return (("start", near, float(best["start_s"])), ("peak", near, float(best["peak_s"])))


TEST = register(
    ClinicalTest(
        name="squat",
        title="Squat",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Repetitions",
            KNEE.name: "Knee flexion (°)",
            DORSIFLEXION.name: "Dorsiflexion at depth (°)",
            TRUNK.name: "Trunk lean at depth (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        feet_stand=True,
        curve=VideoCurve("Knee flexion (°)", "knee_flexion_deg", "↑ flexion", 0.0, 100.0, 20.0),
        instants=instants,
        precedence=5,
    )
)
