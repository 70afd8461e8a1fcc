"""Tandem walk: heel against toes along a line; its steps, their length and rhythm, and the speed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..cleaning import pinhole_of, runs
from ..datatypes import SIDES, Assessment, BoolArray, FloatArray, Section, Side, Verdict, other
from .exercises import (
    Body,
    Curve,
    Error,
    Found,
    Measure,
    VideoCurve,
    assessed,
    body_of,
    choose_in_place,
    means_and_bests,
    refused,
    repetitions_table,
    report_sections,
    summary_row,
    withheld,
)
from .registry import ClinicalTest, Instant, Recording, register

CUTOFF_HZ = 6.0
"""A step takes half a second: more is needed than for a movement on the spot."""

MOVING_PER_S = 0.10
"""A foot that moves forward faster than this, in body heights a second, is in the air."""

SWINGS_PER_S = 0.25
"""In every step a foot reaches this speed."""

LEAST_STEP = 0.05
"""A foot set forward by less, in body heights, corrects its place."""

LONGEST_STEP = 0.25
"""From heel to heel, in body heights: longer steps are not set heel to toe (a shoe has up to 0.18)."""

FEWEST = 3
ON_LINE = 0.03
"""Half the distance of the legs from each other in walking, in body heights: on a line it is 0."""

MEASURES = (
    Measure(
        "step_length_m",
        "Step length",
        "from the heel of the standing foot to that of the foot set down",
        error=Error(0.010, 0.012, 0.02),
        unit="m",
        decimals=1,
    ),
    Measure(
        "step_length_per_height",
        "Step length",
        "the same in body heights",
        error=Error(0.006, 0.007, 0.02),
        unit="",
        decimals=3,
    ),
    Measure(
        "step_time_s",
        "Step time",
        "from the other foot's coming down to this one's",
        error=Error(0.0, 0.06),
        unit="s",
        decimals=2,
    ),
    Measure(
        "double_step_time_s",
        "Double step time",
        "from this foot's coming down to its coming down before",
        error=Error(0.0, 0.06),
        unit="s",
        decimals=2,
    ),
)

NO_STEPS = withheld(
    "No steps heel to toe were found.",
    "Film from the side, so that at least three steps and the whole person stay in the picture.",
)
WALKS = withheld(
    "The steps are longer than a foot: this is ordinary walking, not heel to toe.",
    "To measure walking, leave out --test or choose --test walk.",
)


@dataclass(frozen=True)
class Step:
    """A foot is off the floor from start_s to end_s; length: from heel to heel, in body heights."""

    side: Side
    start_s: float
    end_s: float
    length: float


def assess(recording: Recording) -> Assessment:
    """Measure the steps; withheld, with what to do, where there are fewer than three."""
    body = body_of(recording, cutoff_hz=CUTOFF_HZ, may_walk=True)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    video = recording.detected.video
    focal_px = pinhole_of(video.width_px, video.height_px, 0.8).focal_px
    steps = find_steps(body, focal_px)
    if len(steps) < FEWEST:
        return refused(recording, NO_STEPS, MEASURES)
    if float(np.median([one.length for one in steps])) > LONGEST_STEP:
        return refused(recording, WALKS, MEASURES)
    rows = [_row(body, steps, number) for number in range(len(steps))]
    standing = {side: ~_moves(body, side) for side in SIDES}
    zeros = {side: body.flat_zero(side, standing[side]) for side in SIDES}
    summary = [
        *means_and_bests(repetitions_table(rows, MEASURES, body), MEASURES, body),
        *_whole(body, steps),
    ]
    made = assessed(recording, body, Found(rows, summary, zeros), MEASURES)
    strides = strides_of(rows)
    return replace(made, strides=strides, tables={**made.tables, "strides": strides})


def _on_line(body: Body, side: Side, focal_px: float) -> FloatArray:
    """Return the heel's place (N,) along the line in body heights: both feet walk on it, not beside it."""
    toward = (1.0 if side == body.near_side else -1.0) * ON_LINE * body.height_px / focal_px
    return np.asarray(body.of(side, "heel")[:, 0] / (1.0 - toward) / body.height_px)


def _speed(body: Body, side: Side) -> FloatArray:
    """Return how fast a foot moves forward (N,), in body heights a second."""
    places = [body.of(side, part)[:, 0] / body.height_px for part in ("ankle", "heel", "toe")]
    return np.gradient(np.mean(places, axis=0), body.time_s)


def _moves(body: Body, side: Side) -> BoolArray:
    """Return in which rows (N,) a foot is in the air."""
    return np.asarray(np.abs(np.nan_to_num(_speed(body, side))) > MOVING_PER_S)


def find_steps(body: Body, focal_px: float) -> list[Step]:
    """Return the steps of both feet in order of time."""
    places = {side: _on_line(body, side, focal_px) for side in SIDES}
    steps = []
    for side in SIDES:
        speed = np.nan_to_num(_speed(body, side))
        for start, end in runs(np.asarray(speed > MOVING_PER_S)):
            inside = start > 0 and end < len(speed)
            if not inside or speed[start:end].max() < SWINGS_PER_S:
                continue
            before, after = (_stands(places[side], row, body) for row in (start, end))
            if after - before < LEAST_STEP:
                continue
            length = after - _stands(places[other(side)], end, body)
            steps.append(Step(side, float(body.time_s[start]), float(body.time_s[end]), length))
    return sorted(steps, key=lambda one: one.end_s)


def _stands(place: FloatArray, row: int, body: Body) -> float:
    """Return where a foot stands about a row: the median over 0.3 s."""
    half = round(0.15 * body.path.rate_hz)
    around = place[max(row - half, 0) : row + half + 1]
    return float(np.nanmedian(around))


def _row(body: Body, steps: Sequence[Step], number: int) -> dict[str, object]:
    one = steps[number]
    previous = steps[number - 1] if number else None
    same = next((each for each in reversed(steps[:number]) if each.side == one.side), None)
    in_turn = previous is not None and previous.side != one.side
    return {
        "side": one.side,
        "start_s": one.start_s,
        "peak_s": (one.start_s + one.end_s) / 2,
        "end_s": one.end_s,
        "reject_reason": "The heel is not set against the toes." if one.length > LONGEST_STEP else "",
        "step_length_m": one.length * (body.height_m or np.nan),
        "step_length_per_height": one.length,
        "step_time_s": one.end_s - previous.end_s if in_turn and previous else np.nan,
        "double_step_time_s": one.end_s - same.end_s if same else np.nan,
    }


def strides_of(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return the table of strides: from one coming down of a foot to its next."""
    strides: list[dict[str, object]] = []
    for side in SIDES:
        mine = [row for row in rows if row["side"] == side]
        for before, after in pairwise(mine):
            between = [
                row for row in rows if row["side"] != side and before["end_s"] < row["end_s"] < after["end_s"]
            ]
            time_s = after["end_s"] - before["end_s"]
            strides.append(
                {
                    "stride": 0,
                    "side": side,
                    "start_s": before["end_s"],
                    "end_s": after["end_s"],
                    "valid": True,
                    "reject_reason": "",
                    "stride_time_s": time_s,
                    "step_time_s": after["step_time_s"],
                    "cadence_steps_per_min": 120.0 / time_s,
                    "stride_length_m": after["step_length_m"]
                    + (between[0]["step_length_m"] if between else np.nan),
                    "step_length_m": after["step_length_m"],
                    "step_length_per_height": after["step_length_per_height"],
                    "steady": True,
                }
            )
    strides.sort(key=lambda row: row["end_s"])  # type: ignore[arg-type, return-value]
    for number, row in enumerate(strides, 1):
        row["stride"] = number
    return pd.DataFrame(strides)


def _whole(body: Body, steps: Sequence[Step]) -> list[dict[str, object]]:
    """Return what sums up the walk: way, time, speed, rhythm, sway of the trunk."""
    start_s, end_s = steps[0].start_s, steps[-1].end_s
    hips = body.middle("hip")[:, 0] * body.metres_per_px
    way_m = body.at(hips, end_s) - body.at(hips, start_s)
    time_s = end_s - start_s
    during = (body.time_s >= start_s) & (body.time_s <= end_s)
    n = len(steps)
    rows = [summary_row("n_steps", "both", float(n), n=n)]
    for name, value, unit, sd in (
        ("distance_m", way_m, "m", 0.03 * way_m),
        ("duration_s", time_s, "s", 0.06),
        ("walking_speed_m_per_s", way_m / time_s, "m/s", 0.03 * way_m / time_s),
        ("cadence_steps_per_min", 60 * (n - 1) / (end_s - steps[0].end_s), "steps/min", 0.3),
        ("trunk_sway_rms_deg", float(np.nanstd(body.trunk_lean_deg[during])), "deg", 0.4),
    ):
        half = 1.96 * sd
        rows.append(
            summary_row(
                name, "both", value, unit=unit, n=n, interval=(value - half, value + half), shared_sd=sd
            )
        )
    return rows


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the trunk's lean over time, and the steps."""
    return report_sections(
        assessment,
        heading="Tandem walk",
        sentences=(
            "Each number with half its 95 % interval. A step belongs to the foot that is set down.",
            "Steps beside the line are not measured: one camera at the side does not see them.",
        ),
        curves=(Curve("Trunk lean (°)", (("trunk_lean_deg", "both"),)),),
        measures=MEASURES,
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show a step in the middle of the walk as the foot comes down."""
    table = assessment.tables["repetitions"]
    if not len(table):
        return ()
    middle = table.iloc[len(table) // 2]
    return (("end", middle["side"], float(middle["end_s"])),)


TEST = register(
    ClinicalTest(
        name="tandem",
        title="Tandem walk",
        assess=assess,
        tables=("repetitions", "strides"),
        headline={
            "n_steps": "Steps",
            "step_length_m": "Step length (m)",
            "double_step_time_s": "Double step time (s)",
            "walking_speed_m_per_s": "Speed (m/s)",
        },
        sections=sections,
        choose=choose_in_place,
        reestimate=False,
        curve=VideoCurve("Ankle angle (°)", legend="↑ dorsiflexion"),
        instants=instants,
    )
)
