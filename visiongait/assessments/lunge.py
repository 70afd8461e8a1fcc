"""The weight-bearing lunge: how far the shank leans over the foot while the heel stays down."""

import numpy as np

from ..cleaning import low_pass
from ..datatypes import SIDES, Assessment, FloatArray, Section, Side, Verdict
from .exercises import (
    Body,
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
    heel_lifts_s,
    means_and_bests,
    name_in_place,
    peak_of,
    planted_shank_deg,
    refused,
    repetitions_table,
    report_sections,
    standing_foot,
    why_not,
    withheld,
    wrong_side,
)
from .registry import ClinicalTest, Instant, Recording, register

LEAST_DEG = 8.0
"""Less movement of the shank than this is no lunge."""

AHEAD = 0.08
"""How far the front foot stands before the other one, in body heights."""

STANDS = 0.03
"""How far the front foot may move along the floor, in body heights."""

HELD = 0.95
"""Held is the time above this share of the excursion."""

PEAK_HZ = 1.5
"""The peak of a lunge that is held is looked for in the shank without faster movement."""

SHANK, DORSIFLEXION, LIFT, HOLD = MEASURES = (
    Measure(
        "peak_shank_to_vertical_deg",
        "Shank to vertical",
        "greatest angle of the line ankle→knee against the vertical while the heel is down",
        "shank vertical; knee ahead of the ankle positive",
        Error(2.0, 0.6),
        "greatest",
    ),
    Measure(
        "peak_dorsiflexion_deg",
        "Dorsiflexion",
        "greatest angle between shank and sole while the heel is down",
        "shank perpendicular to the sole, which lies flat while the person stands at first; positive",
        Error(2.3, 0.8),
        "greatest",
    ),
    Measure(
        "heel_lift_s", "Heel lifts at", "instant at which the heel leaves the floor", unit="s", decimals=2
    ),
    Measure("hold_s", "Held", "time above 95 % of the excursion of the shank", unit="s"),
)

NO_LUNGE = withheld(
    "No lunge was found: one foot in front that stays in place, and the knee moving forward over it.",
    "Film from the side, both feet in the picture, from standing to standing.",
)
HALF = withheld(
    "No lunge was seen from its beginning to its end.",
    "Start filming before the first lunge and stop after the person stands again.",
)
UNSEEN = "Whether the heel stayed down could not be seen: check it in the video."


def assess(recording: Recording) -> Assessment:
    """Measure the lunges of one leg; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    side = _front_leg(body)
    if side is None:
        return refused(recording, NO_LUNGE, MEASURES)
    if recording.side not in (None, side):
        return refused(recording, wrong_side(str(recording.side), side, "is in front and lunges"), MEASURES)
    repetitions = find_repetitions(body.time_s, body.shank_deg(side), least=LEAST_DEG)
    if not any(one.whole for one in repetitions):
        return refused(recording, HALF if repetitions else NO_LUNGE, MEASURES)
    return _measured(recording, body, side, repetitions)


def _measured(
    recording: Recording, body: Body, side: Side, repetitions: tuple[Repetition, ...]
) -> Assessment:
    rest = at_rest(body.time_s, repetitions)
    foot = standing_foot(recording, body, side)
    shank = planted_shank_deg(body, side, rest)
    rows = [_row(body, side, one, shank, foot) for one in repetitions]
    unseen = not all(foot.seen(one.rows(body.time_s)) for one in repetitions)
    summary = means_and_bests(repetitions_table(rows, MEASURES, body), (SHANK, DORSIFLEXION), body)
    lifted = sum(bool(np.isfinite(float(str(row["heel_lift_s"])))) for row in rows)
    found = Found(
        rows,
        summary,
        {leg: body.flat_zero(leg, rest) for leg in SIDES},
        heel_height_px={side: foot.heel_px},
        reasons=(UNSEEN,) if unseen else (),
        notes=(_lift_note(lifted, len(rows)),) if lifted else (),
        curves={
            f"{side}_shank_to_vertical_deg": shank,
            f"{side}_ankle_dorsiflexion_deg": shank + np.nan_to_num(foot.pitch_deg),
            f"{side}_foot_to_floor_deg": np.nan_to_num(foot.pitch_deg),
        },
    )
    return assessed(recording, body, found, MEASURES)


def _lift_note(lifted: int, count: int) -> str:
    return f"The heel lifts in {lifted} of {count} lunges: their peaks count up to that instant."


def _front_leg(body: Body) -> Side | None:
    """Return the leg whose foot stands in front and in place, the whole time."""
    ahead = (body.of("left", "heel") - body.of("right", "heel"))[:, 0] / body.height_px
    usual = float(np.nanmedian(ahead))
    side: Side = "left" if usual > 0 else "right"
    toe = body.of(side, "toe")[:, 0] / body.height_px
    moves = float(np.nanpercentile(toe, 80) - np.nanpercentile(toe, 20))  # single frames may be wrong
    return None if abs(usual) < AHEAD or moves > STANDS else side


def _row(body: Body, side: Side, one: Repetition, shank: FloatArray, foot: Foot) -> dict[str, object]:
    lift_s = heel_lifts_s(body, foot, one)
    down = one.rows(body.time_s) & ~(body.time_s > lift_s)
    peak_s = _peak_s(body, shank, one)
    valid_s = min(peak_s, lift_s) if np.isfinite(lift_s) else peak_s
    held = down & (shank >= one.rest_before + HELD * (one.peak - one.rest_before))
    angle = float(np.nanmax(np.where(down, _calm(body, shank), np.nan)))
    return {
        "side": side,
        "start_s": one.start_s,
        "peak_s": valid_s,
        "end_s": one.end_s,
        "reject_reason": why_not(body, side, one),
        SHANK.name: angle,
        DORSIFLEXION.name: angle + _pitch_deg(body, foot, valid_s),
        LIFT.name: lift_s,
        HOLD.name: body.seconds(np.asarray(held)),
    }


def _pitch_deg(body: Body, foot: Foot, at_s: float) -> float:
    """Return the foot against the floor at an instant; 0 where it was not followed."""
    pitch = peak_of(body.time_s, foot.pitch_deg, at_s)
    return pitch if np.isfinite(pitch) else 0.0


def _calm(body: Body, shank: FloatArray) -> FloatArray:
    """Return the shank without its noise, gaps bridged by straight lines."""
    known = np.isfinite(shank)
    bridged = np.interp(body.time_s, body.time_s[known], shank[known])
    return low_pass(bridged, body.path.rate_hz, PEAK_HZ)


def _peak_s(body: Body, shank: FloatArray, one: Repetition) -> float:
    """Return when the shank, without its noise, leans farthest."""
    calm = np.where(one.rows(body.time_s), _calm(body, shank), -np.inf)
    return float(body.time_s[int(np.nanargmax(calm))])


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the shank over time, and the repetitions."""
    return report_sections(
        assessment,
        heading="Weight-bearing lunge",
        sentences=(
            "Each angle with half its 95 % interval. Shank to vertical and dorsiflexion are two numbers, not "
            "one: where the heel stays down they are alike, and papers that call either of them dorsiflexion "
            "differ by up to 18°.",
        ),
        curves=(both_sides("Shank to vertical (°)", "shank_to_vertical_deg"),),
        measures=MEASURES,
        literature=LITERATURE,
    )


LITERATURE = (
    "Measured with an inclinometer or a tape, a change of at least 4.6° to 4.7°, or 1.6 to 1.9 cm, is needed "
    "to be beyond the error of a repeated measurement (Powden et al. 2015, Man Ther 20:524).",
)


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the best repetition at its peak."""
    table = assessment.tables["repetitions"]
    valid = table[table["valid"].astype(bool)]
    if not len(valid):
        return ()
    best = valid.iloc[int(valid[SHANK.name].to_numpy(dtype=float).argmax())]
    return (("peak", best["side"], float(best["peak_s"])),)


TEST = register(
    ClinicalTest(
        name="lunge",
        title="Weight-bearing lunge",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Repetitions",
            f"best_{SHANK.name}": "Best shank to vertical (°)",
            SHANK.name: "Mean shank to vertical (°)",
            DORSIFLEXION.name: "Mean dorsiflexion (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        feet_stand=True,
        curve=VideoCurve("Shank to vertical (°)", "shank_to_vertical_deg", "↑ knee forward", -10.0, 45.0),
        instants=instants,
        precedence=6,
    )
)
