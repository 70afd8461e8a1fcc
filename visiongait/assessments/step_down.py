"""The step-down: one leg stands on a step and bends until the other heel taps the floor."""

import numpy as np

from ..datatypes import SIDES, Assessment, BoolArray, FloatArray, Section, Side, Verdict, other
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
    knee_deg,
    means_and_bests,
    name_in_place,
    peak_of,
    planted_shank_deg,
    refused,
    repetitions_table,
    report_sections,
    standing_foot,
    trunk_lean_deg,
    why_not,
    withheld,
    wrong_side,
)
from .registry import ClinicalTest, Instant, Recording, register

LEAST_DEG = 20.0
"""Less bend of the standing knee than this is no step-down."""

STANDS, TAPS = 0.05, 0.05
"""How far the standing foot may move, and how far the other foot goes down at least, in body heights."""

AT_FLOOR = 0.04
"""The free heel is at the floor in the lowest 4 % of its way down."""

KNEE, DORSIFLEXION, TRUNK = MEASURES = (
    Measure(
        "peak_knee_flexion_deg",
        "Knee flexion",
        "greatest flexion of the standing knee",
        "straight leg; flexion positive",
        Error(3.5, 1.2),
        "greatest",
    ),
    Measure(
        "dorsiflexion_at_tap_deg",
        "Dorsiflexion at the tap",
        "angle between shank and sole of the standing foot as the other heel touches the floor",
        "shank perpendicular to the sole, which lies flat while the person stands at first; positive",
        Error(2.0, 0.8),
        "greatest",
    ),
    Measure(
        "trunk_lean_at_tap_deg",
        "Trunk lean at the tap",
        "lean of the trunk as the other heel touches the floor",
        "trunk vertical; shoulders ahead of the hips positive",
        Error(3.5, 1.0),
    ),
)

NO_STEP = withheld(
    "No step-down was found: one foot standing, the other going down to tap the floor and coming back.",
    "Film from the side, step and both feet in the picture, from standing to standing.",
)
HALF = withheld(
    "No step-down was seen from its beginning to its end.",
    "Start filming before the first repetition and stop after the person stands again.",
)


def assess(recording: Recording) -> Assessment:
    """Measure the step-downs of the standing leg; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    side = _standing_leg(body)
    if side is None:
        return refused(recording, NO_STEP, MEASURES)
    if recording.side not in (None, side):
        return refused(recording, wrong_side(str(recording.side), side, "stands on the step"), MEASURES)
    repetitions = _step_downs(body, side)
    rest = at_rest(body.time_s, repetitions)
    if not any(one.whole for one in repetitions) or not rest.any():
        return refused(recording, HALF if repetitions else NO_STEP, MEASURES)
    bending = recording.bending if recording.bends_as_learnt else None
    foot = standing_foot(recording, body, side)
    curves = {
        f"{side}_knee_flexion_deg": knee_deg(body, side, rest, bending),
        f"{side}_shank_to_vertical_deg": planted_shank_deg(body, side, rest),
        f"{side}_foot_to_floor_deg": np.nan_to_num(foot.pitch_deg),
        "trunk_lean_deg": trunk_lean_deg(body, rest, bending),
    }
    curves[f"{side}_ankle_dorsiflexion_deg"] = (
        curves[f"{side}_shank_to_vertical_deg"] + curves[f"{side}_foot_to_floor_deg"]
    )
    rows = [_row(body, side, one, rest, curves) for one in repetitions]
    found = Found(
        rows,
        means_and_bests(repetitions_table(rows, MEASURES, body), MEASURES, body),
        {leg: body.flat_zero(leg, rest) for leg in SIDES},
        heel_height_px={side: foot.heel_px},
        reasons=_reasons(body, repetitions, foot),
        curves=curves,
    )
    return assessed(recording, body, found, MEASURES)


def _standing_leg(body: Body) -> Side | None:
    """Return the leg whose foot stays while the other one goes down and up."""
    tall = body.height_px
    moves = {
        side: float(np.ptp(np.nanpercentile(body.of(side, "heel")[:, 1], [2, 98]))) / tall for side in SIDES
    }
    side = min(SIDES, key=lambda leg: moves[leg])
    return side if moves[side] < STANDS and moves[other(side)] > TAPS else None


def _step_downs(body: Body, side: Side) -> tuple[Repetition, ...]:
    """Return the repetitions of the standing knee in which the free heel goes down."""
    found = find_repetitions(body.time_s, body.knee_deg(side), least=LEAST_DEG)
    free = body.of(other(side), "heel")[:, 1] / body.height_px
    high = float(np.nanmedian(free[at_rest(body.time_s, found)])) if found else np.nan
    return tuple(one for one in found if high - np.nanmin(free[one.rows(body.time_s)]) > TAPS)


def _tap_s(body: Body, side: Side, one: Repetition, rest: BoolArray) -> float:
    """Return when the free heel first reaches the floor."""
    rows = np.flatnonzero(one.rows(body.time_s))
    free = body.of(other(side), "heel")[:, 1]
    high = float(np.nanmedian(free[rest]))
    low = float(np.nanmin(free[rows]))
    down = rows[free[rows] < low + AT_FLOOR * (high - low)]
    return float(body.time_s[down[0]])


def _row(
    body: Body, side: Side, one: Repetition, rest: BoolArray, curves: dict[str, FloatArray]
) -> dict[str, object]:
    tap_s = _tap_s(body, side, one, rest)
    return {
        "side": side,
        "start_s": one.start_s,
        "peak_s": tap_s,
        "end_s": one.end_s,
        "reject_reason": why_not(body, side, one),
        KNEE.name: peak_of(body.time_s, curves[f"{side}_knee_flexion_deg"], one.peak_s),
        DORSIFLEXION.name: peak_of(body.time_s, curves[f"{side}_ankle_dorsiflexion_deg"], tap_s, 0.07),
        TRUNK.name: peak_of(body.time_s, curves["trunk_lean_deg"], tap_s, 0.07),
    }


def _reasons(body: Body, repetitions: tuple[Repetition, ...], foot: Foot) -> tuple[str, ...]:
    if all(foot.seen(one.rows(body.time_s)) for one in repetitions):
        return ()
    return ("Whether the heel of the standing foot stayed down could not be seen: check it in the video.",)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: knee and trunk over time, and the repetitions."""
    return report_sections(
        assessment,
        heading="Step-down",
        sentences=(
            "Each number with half its 95 % interval. How well knee and pelvis are controlled is judged by "
            "eye and not measured here.",
        ),
        curves=(
            both_sides("Knee flexion (°)", "knee_flexion_deg"),
            Curve("Trunk lean (°)", (("trunk_lean_deg", "both"),)),
        ),
        measures=MEASURES,
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the tap of the deepest repetition, and its beginning."""
    table = assessment.tables["repetitions"]
    valid = table[table["valid"].astype(bool)]
    if not len(valid):
        return ()
    best = valid.iloc[int(valid[KNEE.name].to_numpy(dtype=float).argmax())]
    return tuple((name, best["side"], float(best[f"{name}_s"])) for name in ("start", "peak"))


TEST = register(
    ClinicalTest(
        name="step-down",
        title="Step-down",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Repetitions",
            KNEE.name: "Knee flexion (°)",
            DORSIFLEXION.name: "Dorsiflexion at the tap (°)",
            TRUNK.name: "Trunk lean at the tap (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        feet_stand=True,
        curve=VideoCurve("Knee flexion (°)", "knee_flexion_deg", "↑ flexion", 0.0, 90.0, 20.0),
        instants=instants,
        precedence=4,
    )
)
