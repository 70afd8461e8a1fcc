"""The heel rise: how often, how high and with how much work the heels are lifted, on one leg or on both."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ..datatypes import SIDES, Assessment, BoolArray, FloatArray, Section, Side, Verdict, Where
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
    heel_height_px,
    means_and_bests,
    name_on_one_leg,
    refused,
    repetitions_table,
    report_sections,
    standing_leg,
    summary_row,
    withheld,
    wrong_side,
)
from .registry import ClinicalTest, Instant, Recording, register

GRAVITY = 9.81

LEAST = 0.007
"""A rise of less than this, in body heights (12 mm at 1.7 m), is lost in the landmarks' noise."""

SHARE = 0.15
"""Least height as a share of the best: repetitions that fail count as incomplete, not as none."""

HOLD = 0.1
"""The top is held while the heel is within this share of the height below its highest."""

TOP_S = 0.08
"""The height is averaged so long before and after the middle of the hold."""

COMPLETE = 0.5
"""A repetition is complete from this share of the best height on."""

MOST_KNEE_DEG = 15.0
"""A knee that bends more does the calf's work."""

NEARLY_STRAIGHT_DEG = 3.3
"""What the landmarks take off the bend of a nearly straight knee: the mean over eight rendered heel rises."""

MOST_TRUNK_DEG = 15.0
"""A trunk that sways more in one repetition swings the body up."""

DEEP_KNEE_DEG = 50.0
"""Knees that bend this far belong to another movement."""

STRIDE = 0.12
"""Feet farther from each other than this, fore and aft, in body heights, are not a heel rise's."""

MEASURES = (
    Measure(
        "heel_height_m",
        "Heel height",
        "height of the heel at its highest, above the lower one of the rests before and after",
        "foot flat on the floor",
        Error(0.0015, 0.0035, 0.055),
        "greatest",
        unit="m",
    ),
    Measure(
        "heel_height_per_height",
        "Heel height",
        "the same in body heights",
        "foot flat on the floor",
        Error(0.0009, 0.0021, 0.052),
        unit="",
        decimals=3,
    ),
    Measure(
        "complete",
        "Complete",
        "1: at least half as high as the best repetition of this leg; 0: less",
        unit="",
        decimals=0,
    ),
    Measure(
        "knee_flexion_at_peak_deg",
        "Knee flexion at the top",
        "thigh against shank when the heel is highest",
        "straight leg; flexion positive",
        Error(1.8, 1.0),
    ),
)
AVERAGED = tuple(one for one in MEASURES if one.name != "complete")

NO_RISE = withheld(
    "No heel rise was found: the heels going up and down again while the toes stay on the floor.",
    "Film from the side, both feet in the picture, from standing to standing.",
)
HALF = withheld(
    "No heel rise was seen from its beginning to its end.",
    "Start filming before the first rise and stop after the heels are down again.",
)
MOVES = withheld(
    "The person does not stay in one place: this is no heel rise.",
    "To measure walking, leave out --test or choose --test walk.",
)
BENDS = withheld(
    "The knees bend deeply and the heels do not lead: this is no heel rise.",
    "Choose the test that was filmed, for example --test squat or --test sit-to-stand.",
)
APART = withheld(
    "One foot stands well in front of the other: this is no heel rise.",
    "Choose the test that was filmed, for example --test lunge.",
)


def assess(recording: Recording) -> Assessment:
    """Measure the heel rises; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    legs = _tested(body)
    if verdict := _other_test(body, legs) or _other_leg(recording.side, legs):
        return refused(recording, verdict, MEASURES)
    height_px, repetitions, rest = _rises(body, legs)
    if not any(one.whole for one in repetitions):
        return refused(recording, HALF if repetitions else NO_RISE, MEASURES)
    rows = _rows(body, legs, height_px, repetitions)
    flat = {side: body.flat_zero(side, rest) for side in legs}
    zeros = {side: flat.get(side) or replace(flat[legs[0]], method="landmark") for side in SIDES}
    knees = {f"{side}_knee_flexion_deg": NEARLY_STRAIGHT_DEG + body.knee_deg(side) for side in legs}
    table = repetitions_table(rows, MEASURES, body)
    found = Found(
        rows,
        [*means_and_bests(table, AVERAGED, body), *_totals(table, body)],
        zeros,
        dict.fromkeys(legs, height_px),
        reasons=_reasons(table),
        curves=knees,
    )
    return assessed(recording, body, found, MEASURES)


def _tested(body: Body) -> tuple[Side, ...]:
    """Return the legs that stand: one whose other foot is held up, or both."""
    side = standing_leg(body, np.ones(len(body.time_s), dtype=np.bool_))
    return SIDES if side is None else (side,)


def _other_test(body: Body, legs: Sequence[Side]) -> Verdict | None:
    """Return why this is another movement; None where it may be a heel rise."""
    toes = np.mean([body.of(side, "toe")[:, 0] for side in legs], axis=0) / body.height_px
    if np.ptp(np.nanpercentile(toes, (20, 80))) > STRIDE:
        return MOVES
    lead = (body.of("left", "heel") - body.of("right", "heel"))[:, 0] / body.height_px
    if len(legs) == 2 and abs(float(np.nanmedian(lead))) > STRIDE:
        return APART
    knee = np.nanmin([body.knee_deg(side) for side in legs], axis=0)
    return BENDS if float(np.nanpercentile(knee, 95)) > DEEP_KNEE_DEG else None


def _other_leg(named: Side | None, legs: Sequence[Side]) -> Verdict | None:
    """Return why the leg that was named is not tested alone; None where it is, or none was named."""
    if named is None or legs == (named,):
        return None
    if len(legs) == 2:
        return withheld(
            f"The {named} leg alone was named, but both feet stay on the floor.",
            "Leave out --side if both heels were to be raised together.",
        )
    return wrong_side(named, legs[0], "stands and rises")


def _rises(body: Body, legs: Sequence[Side]) -> tuple[FloatArray, tuple[Repetition, ...], BoolArray]:
    """Return the heel's height (N,) in pixels, its repetitions, and the rows in which it is down.

    Where the foot is flat is first guessed by the heel's own height, and then known by the repetitions.
    """
    heel = np.mean([body.of(side, "heel")[:, 1] for side in legs], axis=0)
    rest: BoolArray = np.asarray(heel <= np.nanpercentile(heel, 30))
    height_px = heel
    repetitions: tuple[Repetition, ...] = ()
    for _ in range(2):
        height_px = np.mean([heel_height_px(body, side, rest) for side in legs], axis=0)
        repetitions = find_repetitions(
            body.time_s, height_px, least=LEAST * body.height_px, share=SHARE, shortest_s=0.5, plateau=HOLD
        )
        down = at_rest(body.time_s, repetitions) & np.isfinite(height_px)
        rest = down if down.any() else rest
    return np.asarray(height_px), repetitions, rest


def _rows(
    body: Body, legs: Sequence[Side], height_px: FloatArray, repetitions: Sequence[Repetition]
) -> list[dict[str, object]]:
    side: Where = legs[0] if len(legs) == 1 else "both"
    best = max(_gain_px(body, height_px, one) for one in repetitions if one.whole) / body.height_px
    rows: list[dict[str, object]] = []
    for one in repetitions:
        knee_deg = NEARLY_STRAIGHT_DEG + float(
            np.mean([body.at(body.knee_deg(leg), one.peak_s) for leg in legs])
        )
        gain = _gain_px(body, height_px, one) / body.height_px
        rows.append(
            {
                "side": side,
                "start_s": one.start_s,
                "peak_s": one.peak_s,
                "end_s": one.end_s,
                "reject_reason": _reject_reason(body, one, knee_deg),
                "heel_height_m": gain * body.height_m if body.height_m else np.nan,
                "heel_height_per_height": gain,
                "complete": float(gain >= COMPLETE * best),
                "knee_flexion_at_peak_deg": knee_deg,
            }
        )
    return rows


def _gain_px(body: Body, height_px: FloatArray, one: Repetition) -> float:
    """Return how high the heel rises: the mean about its highest place, which noise does not raise."""
    top = np.abs(body.time_s - one.peak_s) <= TOP_S
    return float(np.nanmean(height_px[top])) - min(one.rest_before, one.rest_after)


def _reject_reason(body: Body, one: Repetition, knee_deg: float) -> str:
    """Return why a repetition does not count; empty where it does."""
    if not one.whole:
        return "It was not seen from its beginning to its end."
    if knee_deg > MOST_KNEE_DEG:
        return f"The knee is bent by {knee_deg:.0f}° at the top."
    lean = body.trunk_lean_deg[one.rows(body.time_s)]
    swayed = float(np.ptp(np.nanpercentile(lean, (2, 98)))) if np.isfinite(lean).any() else 0.0
    return f"The trunk sways by {swayed:.0f}°." if swayed > MOST_TRUNK_DEG else ""


def _totals(table: pd.DataFrame, body: Body) -> list[dict[str, object]]:
    """Return what sums up all repetitions: those with a bent knee count, and are counted out beside it."""
    side: Where = table["side"].iloc[0]
    gains = table["heel_height_m"].to_numpy(dtype=float)
    valid = table["valid"].to_numpy(dtype=bool)
    complete = table["complete"].to_numpy(dtype=bool)
    bent = int((~valid).sum())
    reason = f"{bent} of {len(table)} repetitions do not count; this sum holds them too." if bent else ""
    rows = [summary_row("n_complete", side, float(complete.sum()), n=len(table))]
    for name, chosen, why in (("", np.ones(len(gains), dtype=np.bool_), reason), ("valid_", valid, "")):
        rows += _work(f"{name}total_displacement_m", f"{name}work_j_per_kg", gains[chosen], side, body, why)
    times = table["peak_s"].to_numpy(dtype=float)
    per_height = table["heel_height_per_height"].to_numpy(dtype=float)[complete]
    pace_s = float(np.mean(np.diff(times))) if len(times) > 1 else np.nan
    rows.append(summary_row("repetition_time_s", side, pace_s, unit="s", n=len(times) - 1))
    rows.append(
        summary_row("height_loss_percent", side, _loss_percent(per_height), unit="%", n=len(per_height))
    )
    return rows


def _work(
    total: str, work: str, gains: FloatArray, side: Where, body: Body, reason: str
) -> list[dict[str, object]]:
    """Return the sum of heights, and the work of lifting a kilogram of body mass by it, with intervals."""
    error = MEASURES[0].error
    sum_m = float(gains.sum()) if len(gains) else np.nan
    far = side != "both" and body.is_far(side)
    shared = error.shared_sd(1.0, far) * sum_m if error else np.nan
    rows = []
    for name, unit, factor in ((total, "m", 1.0), (work, "J/kg", GRAVITY)):
        half = 1.96 * shared * factor
        value = sum_m * factor
        rows.append(
            summary_row(
                name,
                side,
                value,
                unit=unit,
                n=len(gains),
                interval=(value - half, value + half),
                shared_sd=shared * factor,
                quality="caution" if reason else "ok",
                reason=reason,
            )
        )
    return rows


def _loss_percent(heights: FloatArray) -> float:
    """Return by how much the last three complete repetitions are lower than the first three, in percent."""
    if len(heights) < 6:
        return np.nan
    return float(100.0 * (1.0 - heights[-3:].mean() / heights[:3].mean()))


def _reasons(table: pd.DataFrame) -> tuple[str, ...]:
    """Return why the whole is to be read with caution."""
    invalid = table.loc[~table["valid"].astype(bool), "reject_reason"]
    if not len(invalid):
        return ()
    return (f"{len(invalid)} of {len(table)} repetitions do not count, for example: {invalid.iloc[0]}",)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the heel's height over time, and the repetitions."""
    return report_sections(
        assessment,
        heading="Heel rise",
        sentences=(
            "Each height with half its 95 % interval. A repetition is complete from half the best height on.",
            "Repetitions with the knee bent by more than 15° or a swaying trunk do not count.",
        ),
        curves=(both_sides("Heel height (cm)", "heel_height_m", 100.0),),
        measures=MEASURES,
        literature=(
            "500 healthy adults, single-leg on a 10° incline at 30 a minute: half of the men did 25 and of "
            "the women 24 repetitions or more, with 1374 and 1325 J, a total displacement of 192 and 186 cm "
            "and a peak height of 9.3 and 9.6 cm (Sleeswijk Visser, thesis, ch. 3).",
            "Two counts of one person differ by up to 6 repetitions (Hébert-Losier 2017).",
            "After a torn Achilles tendon both legs may do the same number of repetitions while the injured "
            "one lifts the heel less: compare height and work, not repetitions alone (Silbernagel 2010).",
        ),
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the highest repetition at its peak."""
    table = assessment.tables["repetitions"]
    if not len(table):
        return ()
    best = table.iloc[int(np.argmax(table["heel_height_per_height"].to_numpy(dtype=float)))]
    side = best["side"] if best["side"] in SIDES else assessment.passes[0].near_side
    return (("peak", side, float(best["peak_s"])),)


TEST = register(
    ClinicalTest(
        name="heel-rise",
        title="Heel rise",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Repetitions",
            "n_complete": "Complete",
            "best_heel_height_m": "Best height (m)",
            "total_displacement_m": "Total displacement (m)",
            "work_j_per_kg": "Work (J/kg)",
            "knee_flexion_at_peak_deg": "Mean knee flexion at the top (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_on_one_leg,
        reestimate=False,
        curve=VideoCurve("Heel height (cm)", "heel_height_m", "↑ heel off the floor", 0.0, 10.0, 2.0, 100.0),
        instants=instants,
        precedence=2,
    )
)
