"""The weight-bearing lunge: how far the shank leans over the foot while the heel stays down."""

import numpy as np

from ..datatypes import SIDES, Assessment, BoolArray, Section, Side, Verdict
from .exercises import (
    Body,
    Error,
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
    means_and_bests,
    name_in_place,
    refused,
    report_sections,
    withheld,
    wrong_side,
)
from .registry import ClinicalTest, Instant, Recording, register

LEAST_DEG = 8.0
"""Less movement of the shank than this is no lunge."""

AHEAD = 0.08
"""How far the front foot stands before the other one, in body heights."""

HELD = 0.95
"""Held is the time above this share of the excursion."""

MEASURES = (
    Measure(
        "peak_shank_to_vertical_deg",
        "Shank to vertical",
        "greatest angle of the line ankle→knee against the vertical while the heel is down",
        "shank vertical; knee ahead of the ankle positive",
        Error(1.2, 0.5),
        "greatest",
    ),
    Measure(
        "peak_dorsiflexion_deg",
        "Dorsiflexion",
        "greatest angle between shank and sole while the heel is down",
        "shank perpendicular to the sole; dorsiflexion positive; the sole's zero is the foot flat at rest",
        Error(1.4, 0.6),
        "greatest",
    ),
    Measure(
        "heel_lift_s", "Heel lifts at", "instant at which the heel leaves the floor", unit="s", decimals=2
    ),
    Measure("hold_s", "Held", "time above 95 % of the excursion of the shank", unit="s", decimals=1),
)


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
    shank = body.shank_deg(side)
    repetitions = find_repetitions(body.time_s, shank, least=LEAST_DEG)
    whole = [one for one in repetitions if one.whole]
    if not whole:
        return refused(recording, HALF if repetitions else NO_LUNGE, MEASURES)
    rest = at_rest(body.time_s, repetitions)
    zeros = {leg: body.flat_zero(leg, rest) for leg in SIDES}
    rows = [_row(body, side, one) for one in repetitions]
    heel = {side: body.heel_height_px(side, rest)}
    found = Found(rows, (), zeros, heel)
    table = assessed(recording, body, found, MEASURES).tables["repetitions"]
    summary = means_and_bests(table, MEASURES[:2], body)
    return assessed(recording, body, Found(rows, summary, zeros, heel), MEASURES)


NO_LUNGE = withheld(
    "No lunge was found: one foot in front, and the knee moving forward over it.",
    "Film from the side, both feet in the picture, from standing to standing.",
)
HALF = withheld(
    "No lunge was seen from its beginning to its end.",
    "Start filming before the first lunge and stop after the person stands again.",
)


def _front_leg(body: Body) -> Side | None:
    """Return the leg whose foot stands in front, the whole time."""
    ahead = (body.of("left", "heel") - body.of("right", "heel"))[:, 0] / body.height_px
    usual = float(np.nanmedian(ahead))
    if abs(usual) < AHEAD or np.nanpercentile(np.abs(ahead - usual), 90) > AHEAD:
        return None
    return "left" if usual > 0 else "right"


def _row(body: Body, side: Side, one: Repetition) -> dict[str, object]:
    rows = one.rows(body.time_s)
    shank = np.where(rows, body.shank_deg(side), np.nan)
    peak = float(np.nanmax(shank))
    held: BoolArray = np.asarray(shank >= one.rest_before + HELD * (peak - one.rest_before))
    return {
        "side": side,
        "start_s": one.start_s,
        "peak_s": one.peak_s,
        "end_s": one.end_s,
        "reject_reason": "" if one.whole else "It was not seen from its beginning to its end.",
        "peak_shank_to_vertical_deg": peak,
        "peak_dorsiflexion_deg": peak,
        "heel_lift_s": np.nan,
        "hold_s": body.seconds(held),
    }


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the shank over time, and the repetitions."""
    return report_sections(
        assessment,
        heading="Weight-bearing lunge",
        sentences=("Each angle with half its 95 % interval.",),
        curves=(both_sides("Shank to vertical (°)", "shank_to_vertical_deg"),),
        measures=MEASURES,
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the best repetition at its peak."""
    table = assessment.tables["repetitions"]
    valid = table[table["valid"].astype(bool)]
    if not len(valid):
        return ()
    best = valid.iloc[int(valid["peak_shank_to_vertical_deg"].to_numpy(dtype=float).argmax())]
    return (("peak", best["side"], float(best["peak_s"])),)


TEST = register(
    ClinicalTest(
        name="lunge",
        title="Weight-bearing lunge",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Repetitions",
            "best_peak_shank_to_vertical_deg": "Best shank to vertical (°)",
            "peak_shank_to_vertical_deg": "Mean shank to vertical (°)",
            "peak_dorsiflexion_deg": "Mean dorsiflexion (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        curve=VideoCurve("Shank to vertical (°)", "shank_to_vertical_deg", "↑ knee forward", -10.0, 45.0),
        instants=instants,
    )
)
