"""Sit to stand: how fast somebody rises from a chair, five times or in 30 seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..datatypes import SIDES, Assessment, FloatArray, Section, Verdict
from .exercises import (
    Body,
    Curve,
    Error,
    Found,
    Measure,
    Repetition,
    VideoCurve,
    assessed,
    body_of,
    both_sides,
    choose_in_place,
    find_repetitions,
    means_and_bests,
    name_in_place,
    refused,
    repetitions_table,
    report_sections,
    summary_row,
    withheld,
)
from .registry import ClinicalTest, Instant, Recording, register

LEAST = 0.08
"""Hips that rise by less, in body heights, do not come up from a chair."""

SHARE = 0.5
"""Least rise as a share of the highest; less is no attempt to stand."""

UP = 0.95
"""The rise ends at this share of its height."""

BEFORE_S = 0.6
"""The trunk leans forward this long before the hips leave the seat."""

TRUNK_GAIN, TRUNK_AT_0_DEG = 2.0, 1.8
"""Lean of the trunk against the one seen: the hips' landmarks slide forward as the hips bend, and half of the
lean is lost.  Read off one rendered person (42° seen as 20°); on another it is 3° too small.  The line learnt
for squats (`models/bending.toml`) does not hold for somebody who sits: it is 10° too large."""

FULLY_UP = 0.9
"""A rise of less than this share of the best one is not fully up."""

MOST_KNEE_DEG = 25.0
"""Standing with knees bent more is not fully up."""

STANDS_AT_ENDS = 0.7
"""Hips above this share of the rise at both ends of the recording: it begins and ends standing."""

TRAVELS = 0.5
"""Hips that travel farther, in body heights, walk; onto and off the seat they go up to 0.3."""

FIVE, LASTS_S = 5, 30.0

MEASURES = (
    Measure(
        "rise_time_s",
        "Time to rise",
        "from the hips leaving the seat (5 % of their rise) to 95 % of it",
        error=Error(0.08, 0.05),
        best="least",
        unit="s",
        decimals=2,
    ),
    Measure(
        "peak_trunk_lean_rising_deg",
        "Trunk lean",
        "greatest lean of the line hips→shoulders from 0.6 s before the hips leave the seat until upright",
        "vertical; shoulders ahead of the hips positive",
        Error(3.5, 1.5),
    ),
    Measure(
        "peak_dorsiflexion_rising_deg",
        "Dorsiflexion",
        "greatest angle between shank and sole in the same time, mean of both legs",
        "shank perpendicular to the sole; the sole's zero is the foot flat on the floor",
        Error(1.3, 0.8),
    ),
)

NO_RISE = withheld(
    "Nobody was seen to stand up from a seat and sit down again.",
    "Film from the side, the chair and both feet in the picture, beginning and ending seated.",
)
SQUATS = withheld(
    "The recording begins and ends with the person standing: this looks like squats, not like a chair.",
    "Begin and end seated, or choose --test squat.",
)
MOVES = withheld(
    "The person does not stay in one place: this is no sit-to-stand test.",
    "To measure walking, leave out --test or choose --test walk.",
)


@dataclass(frozen=True, eq=False)
class Curves:
    """What is read off (N,): the hips' height in body heights, mean dorsiflexion, lean of the trunk."""

    height: FloatArray
    dorsiflexion_deg: FloatArray
    trunk_deg: FloatArray


def assess(recording: Recording) -> Assessment:
    """Measure each rise from the chair; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    hips = body.middle("hip")
    if np.ptp(np.nanpercentile(hips[:, 0], (5, 95))) > TRAVELS * body.height_px:
        return refused(recording, MOVES, MEASURES)
    height = hips[:, 1] / body.height_px
    repetitions = find_repetitions(body.time_s, height, least=LEAST, share=SHARE, shortest_s=0.8)
    whole = [one for one in repetitions if one.whole]
    if not whole:
        return refused(recording, NO_RISE, MEASURES)
    low, high = np.nanpercentile(height, (2, 98))
    if min(height[np.isfinite(height)][[0, -1]]) > low + STANDS_AT_ENDS * (high - low):
        return refused(recording, SQUATS, MEASURES)
    everywhere = np.ones(len(height), dtype=np.bool_)
    zeros = {side: body.flat_zero(side, everywhere) for side in SIDES}
    dorsiflexion = np.mean(
        [body.shank_deg(side) + body.foot_deg(side, zeros[side]) for side in SIDES], axis=0
    )
    best = max(one.excursion for one in whole)
    lean = (
        TRUNK_AT_0_DEG + TRUNK_GAIN * body.trunk_lean_deg
        if recording.bends_as_learnt
        else body.trunk_lean_deg
    )
    curves = Curves(height, dorsiflexion, lean)
    rows = [_row(body, curves, one, best) for one in whole]
    table = repetitions_table(rows, MEASURES, body)
    summary = [*means_and_bests(table, MEASURES, body), *_totals(whole, rows, float(body.time_s[-1]))]
    return assessed(
        recording,
        body,
        Found(rows, summary, zeros, reasons=_reasons(rows), curves={"trunk_lean_deg": lean}),
        MEASURES,
    )


def _row(body: Body, curves: Curves, one: Repetition, best: float) -> dict[str, object]:
    time_s = body.time_s
    rising = (time_s >= one.start_s - BEFORE_S) & (time_s <= one.peak_s)
    return {
        "side": "both",
        "start_s": one.start_s,
        "peak_s": one.peak_s,
        "end_s": one.end_s,
        "reject_reason": _reject_reason(body, one, best),
        "rise_time_s": _up_s(time_s, curves.height, one) - one.start_s,
        "peak_trunk_lean_rising_deg": _greatest(curves.trunk_deg[rising]),
        "peak_dorsiflexion_rising_deg": _greatest(curves.dorsiflexion_deg[rising]),
    }


def _greatest(values: np.ndarray) -> float:
    return float(np.nanmax(values)) if np.isfinite(values).any() else np.nan


def _up_s(time_s: np.ndarray, height: np.ndarray, one: Repetition) -> float:
    """Return when the hips have risen by 95 %; NaN if that is not seen."""
    level = one.rest_before + UP * (one.peak - one.rest_before)
    rows = np.flatnonzero((time_s > one.start_s) & (height >= level))
    if not len(rows) or rows[0] == 0:
        return np.nan
    row = int(rows[0])
    below, above = float(height[row - 1]), float(height[row])
    share = (level - below) / (above - below) if above > below else 1.0
    return float(time_s[row - 1] + share * (time_s[row] - time_s[row - 1]))


def _reject_reason(body: Body, one: Repetition, best: float) -> str:
    """Return why a rise does not count; empty where it does."""
    knee_deg = float(np.nanmean([body.at(body.knee_deg(side), one.peak_s) for side in SIDES]))
    if one.excursion < FULLY_UP * best or knee_deg > MOST_KNEE_DEG:
        return "The person does not stand fully up."
    return ""


def _totals(
    repetitions: Sequence[Repetition], rows: Sequence[dict[str, object]], last_s: float
) -> list[dict[str, object]]:
    """Return the time of the whole, of five, and the number in 30 s where the recording lasts so long."""
    valid = [one for one, row in zip(repetitions, rows, strict=True) if not row["reject_reason"]]
    if not valid:
        return []
    first_s = valid[0].start_s

    def span(name: str, end_s: float, n: int) -> dict[str, object]:
        value = end_s - first_s
        half = 1.96 * 0.06
        return summary_row(name, "both", value, unit="s", n=n, interval=(value - half, value + half))

    out = [span("total_time_s", valid[-1].end_s, len(valid))]
    if len(valid) >= FIVE:
        out.append(span("five_times_sit_to_stand_s", valid[FIVE - 1].end_s, FIVE))
    if last_s - first_s >= LASTS_S:
        count = sum(one.start_s <= first_s + LASTS_S and one.peak_s <= first_s + LASTS_S for one in valid)
        out.append(summary_row("stands_in_30_s", "both", float(count), n=count))
    return out


def _reasons(rows: Sequence[dict[str, object]]) -> tuple[str, ...]:
    """Return why the whole is to be read with caution."""
    wrong = sum(bool(row["reject_reason"]) for row in rows)
    return (f"In {wrong} of {len(rows)} rises the person does not stand fully up.",) if wrong else ()


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the trunk and the ankle over time, and the rises."""
    return report_sections(
        assessment,
        heading="Sit to stand",
        sentences=(
            "Each number with half its 95 % interval.",
            "Lean of the trunk: twice what the landmarks show, known from rendered people only.",
            "Whether the hands help is not measured: watch the video.",
        ),
        curves=(
            Curve("Trunk lean (°)", (("trunk_lean_deg", "both"),)),
            both_sides("Knee flexion (°)", "knee_flexion_deg"),
        ),
        measures=MEASURES,
        literature=(
            "Five times: slower than average is more than 11.4 s from 60 to 69 years, 12.6 s from 70 to 79 "
            "and 14.8 s from 80 to 89 (Bohannon 2006, Percept Mot Skills 103:215).",
            "In 30 s the middle half of women stands up 12 to 17 times from 60 to 64 years, 10 to 15 times "
            "from 70 to 79 and 9 to 14 times from 80 to 84; of men 14 to 19 times from 60 to 64, 11 to 17 "
            "from 75 to 79 and 10 to 15 from 80 to 84 (Rikli & Jones 1999, J Aging "
            "Phys Act 7:162; 7183 people).",
        ),
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the quickest rise: the beginning, upright, and seated again."""
    table = assessment.tables["repetitions"]
    valid = table[table["valid"].astype(bool)]
    if not len(valid):
        return ()
    best = valid.iloc[int(np.argmin(valid["rise_time_s"].to_numpy(dtype=float)))]
    near = assessment.passes[0].near_side
    return tuple((name, near, float(best[f"{name}_s"])) for name in ("start", "peak"))


TEST = register(
    ClinicalTest(
        name="sit-to-stand",
        title="Sit to stand",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Times up and down",
            "five_times_sit_to_stand_s": "Five times (s)",
            "stands_in_30_s": "Times in 30 s",
            "rise_time_s": "Mean time to rise (s)",
            "peak_trunk_lean_rising_deg": "Trunk lean while rising (°)",
            "peak_dorsiflexion_rising_deg": "Dorsiflexion while rising (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_in_place,
        reestimate=False,
        curve=VideoCurve("Knee flexion (°)", "knee_flexion_deg", "↑ flexion", 0.0, 100.0, 20.0),
        instants=instants,
        precedence=3,
    )
)
