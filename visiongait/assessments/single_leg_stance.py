"""Single-leg stance: how long one foot is held up, and how much pelvis and trunk sway meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..cleaning import lift_threshold, low_pass, runs
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
    feet_apart,
    foot_px,
    means_and_bests,
    name_on_one_leg,
    refused,
    repetitions_table,
    report_sections,
    withheld,
    wrong_side,
)
from .registry import ClinicalTest, Instant, Recording, register

JOINS_S, SHORTEST_S = 0.4, 0.6
"""Lifts with less between them are one (landmarks failed); shorter ones are steps."""

ON_FLOOR_S = 0.8
"""How long before and after a lift the foot's place on the floor is looked up."""

CLEAR = 0.3
"""The instant that is seen well: the foot at this share of its usual height in the trial."""

LIFTS_BEFORE_S, TOUCHES_AFTER_S = 0.28, 0.30
"""How long before that instant a foot leaves the floor, and after it comes down: on eight rendered lifts
0.28 s (SD 0.03) and six times down 0.31 s (SD 0.04), lifted within 0.8 s.  Landmarks follow a foot that
leaves the floor late.  A foot that is snatched up is told too early, by 0.2 s at most."""

CAP_S = 45.0
"""The test ends there (Springer 2007)."""

TRAVELS = 0.3
"""Hips that travel farther, in body heights, walk."""

FOOT_MOVES = 0.06
"""A standing foot that moves farther, in body heights, has hopped aside or turned."""

HOP_FOOT, HOP_PELVIS = 0.02, 0.012
"""A hop lifts the standing foot and the pelvis at once by at least this, in body heights."""

MEASURES = (
    Measure(
        "duration_s",
        "Time",
        "from the foot leaving the floor to its coming down, to 45 s, or to the end of the recording",
        error=Error(0.0, 0.08),
        best="greatest",
        unit="s",
        decimals=1,
    ),
    Measure(
        "pelvis_sway_rms_m",
        "Sway of the pelvis",
        "standard deviation of the mid-hip's place forward and backward, from lift to touch",
        "its mean",
        Error(0.0012, 0.0012, 0.10),
        unit="m",
        decimals=1,
    ),
    Measure(
        "pelvis_sway_path_m",
        "Path of the pelvis",
        "way of the mid-hip forward and backward, movements faster than 2 Hz left out",
        unit="m",
    ),
    Measure(
        "trunk_sway_rms_deg",
        "Sway of the trunk",
        "standard deviation of the trunk's lean, from lift to touch",
        "its mean",
        Error(0.3, 0.3, 0.25),
    ),
    Measure("hops", "Hops", "how often standing foot and pelvis are off together", unit="", decimals=0),
)

NO_LIFT = withheld(
    "No foot was held up.",
    "Film from the side, both feet in the picture, from before the foot is lifted until it is down again.",
)
MOVES = withheld(
    "The person does not stay in one place: this is no single-leg stance.",
    "Film standing on the spot with a phone that stands still; to measure walking, leave out --test.",
)


@dataclass(frozen=True)
class Trial:
    """One time on one leg; start_s, end_s: NaN where it began before the recording or ends after it."""

    side: Side
    start_s: float
    end_s: float
    rows: BoolArray

    def lasted_s(self, time_s: FloatArray) -> float:
        """Return how long it was seen to last, 45 s at most."""
        start = self.start_s if np.isfinite(self.start_s) else float(time_s[0])
        end = self.end_s if np.isfinite(self.end_s) else float(time_s[-1])
        return min(end - start, CAP_S)

    @property
    def whole(self) -> bool:
        """Whether both ends were seen."""
        return bool(np.isfinite([self.start_s, self.end_s]).all())


def assess(recording: Recording) -> Assessment:
    """Measure each trial; withheld, with what to do, where there is none."""
    body = body_of(recording)
    if isinstance(body, Verdict):
        return refused(recording, body, MEASURES)
    hips = body.middle("hip")[:, 0] / body.height_px
    if np.ptp(np.nanpercentile(hips, (5, 95))) > TRAVELS:
        return refused(recording, MOVES, MEASURES)
    trials = find_trials(body)
    if not trials:
        return refused(recording, NO_LIFT, MEASURES)
    named = recording.side
    if named and all(one.side != named for one in trials):
        return refused(recording, wrong_side(named, trials[0].side, "stands"), MEASURES)
    rows = [_row(body, one) for one in trials]
    flat = ~np.any([one.rows for one in trials], axis=0)
    standing = {side: flat | _stands(trials, side, flat) for side in SIDES}
    zeros = {side: body.flat_zero(side, standing[side]) for side in SIDES}
    summary = means_and_bests(repetitions_table(rows, MEASURES, body), MEASURES, body)
    found = Found(rows, summary, zeros, notes=_notes(trials), reasons=_reasons(rows))
    return assessed(recording, body, found, MEASURES)


def find_trials(body: Body) -> list[Trial]:
    """Return each time that one foot is held up, in order of time."""
    apart = np.nan_to_num(feet_apart(body))
    rate_hz = body.path.rate_hz
    trials = []
    for side in SIDES:
        lead = apart if side == "left" else -apart
        up = np.asarray(lead > lift_threshold(apart))
        for start, end in runs(~up):
            if start > 0 and end < len(up) and (end - start) / rate_hz < JOINS_S:
                up[start:end] = True
        for start, end in runs(up):
            if (end - start) / rate_hz >= SHORTEST_S:
                trials.append(_trial(body, side, lead, (start, end)))
    return sorted(trials, key=lambda one: int(np.flatnonzero(one.rows)[0]))


def _trial(body: Body, side: Side, lead: FloatArray, stretch: tuple[int, int]) -> Trial:
    """Return a trial with its instants, from where the foot is clearly higher than beside the lift."""
    start, end = stretch
    around = round(ON_FLOOR_S * body.path.rate_hz)
    beside = np.concatenate([lead[max(start - around, 0) : start], lead[end : end + around]])
    floor = float(np.percentile(beside, 25)) if len(beside) else 0.0
    clear = lead > floor + CLEAR * (float(np.median(lead[start:end])) - floor)
    first, last = start, end - 1
    while first > 0 and clear[first - 1]:
        first -= 1
    while last < len(lead) - 1 and clear[last + 1]:
        last += 1
    start_s = np.nan if first == 0 else float(body.time_s[first]) - LIFTS_BEFORE_S
    end_s = np.nan if last == len(lead) - 1 else float(body.time_s[last]) + TOUCHES_AFTER_S
    low = start_s if np.isfinite(start_s) else -np.inf
    high = end_s if np.isfinite(end_s) else np.inf
    rows = np.asarray((body.time_s >= low) & (body.time_s <= high))
    start_s = np.nan if start_s < body.time_s[0] else start_s
    end_s = np.nan if end_s > body.time_s[-1] else end_s
    return Trial(side, start_s, end_s, rows)


def _row(body: Body, one: Trial) -> dict[str, object]:
    hips = body.middle("hip")[:, 0]
    free = other(one.side)
    height = np.where(one.rows, foot_px(body, free), -np.inf)
    within_cap = one.rows & (body.time_s <= _first_s(body, one) + CAP_S)
    metres = body.metres_per_px
    return {
        "side": one.side,
        "start_s": one.start_s,
        "peak_s": float(body.time_s[int(np.nanargmax(height))]),
        "end_s": one.end_s,
        "reject_reason": _reject_reason(body, one),
        "duration_s": one.lasted_s(body.time_s),
        "pelvis_sway_rms_m": float(np.nanstd(hips[within_cap])) * metres,
        "pelvis_sway_path_m": _path_px(hips[within_cap], body.path.rate_hz) * metres,
        "trunk_sway_rms_deg": float(np.nanstd(body.trunk_lean_deg[within_cap])),
        "hops": float(_hops(body, one)),
    }


def _first_s(body: Body, one: Trial) -> float:
    return one.start_s if np.isfinite(one.start_s) else float(body.time_s[0])


def _path_px(x_px: FloatArray, rate_hz: float) -> float:
    """Return the way along x, faster movements than 2 Hz left out: noise has a way of its own."""
    known = x_px[np.isfinite(x_px)]
    return float(np.abs(np.diff(low_pass(known, rate_hz, 2.0))).sum()) if len(known) > 1 else np.nan


def _hops(body: Body, one: Trial) -> int:
    """Return how often the standing foot and the pelvis are off the floor together."""

    def risen(height: FloatArray, least: float) -> BoolArray:
        return np.asarray(height - np.nanmedian(height[one.rows]) > least * body.height_px)

    off = risen(foot_px(body, one.side), HOP_FOOT) & risen(body.middle("hip")[:, 1], HOP_PELVIS)
    return len(runs(np.asarray(off & one.rows)))


def _reject_reason(body: Body, one: Trial) -> str:
    """Return why a trial does not count; empty where it does."""
    ankle = body.of(one.side, "ankle")[one.rows, 0] / body.height_px
    if np.ptp(np.nanpercentile(ankle, (5, 95))) > FOOT_MOVES:
        return "The standing foot moves."
    return ""


def _stands(trials: Sequence[Trial], side: Side, like: BoolArray) -> BoolArray:
    mine = [one.rows for one in trials if one.side == side]
    return np.asarray(np.any(mine, axis=0)) if mine else np.zeros_like(like)


def _notes(trials: Sequence[Trial]) -> tuple[str, ...]:
    """Say which trials lasted longer than the recording shows."""
    return tuple(
        f"Trial {number} {_cut(one)}: it lasted longer than the time given."
        for number, one in enumerate(trials, 1)
        if not one.whole
    )


def _cut(one: Trial) -> str:
    if not np.isfinite(one.start_s):
        return "had begun before the recording"
    return "was still going on when the recording ended"


def _reasons(rows: Sequence[dict[str, object]]) -> tuple[str, ...]:
    """Return why the whole is to be read with caution."""
    wrong = [
        f"Trial {number}: {row['reject_reason']}"
        for number, row in enumerate(rows, 1)
        if row["reject_reason"]
    ]
    return tuple(wrong)


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return the report's part: the trunk's lean over time, and the trials."""
    return report_sections(
        assessment,
        heading="Single-leg stance",
        sentences=(
            "Leg: the one that stands. Each number with half its 95 % interval.",
            "Sway is measured forwards and backwards only: one camera at the side does not see the other.",
        ),
        curves=(Curve("Trunk lean (°)", (("trunk_lean_deg", "both"),)),),
        measures=MEASURES,
        literature=(
            "Mean times with open eyes: 27.0 s from 60 to 69 years, 17.2 s from 70 to 79, 8.5 s from 80 on "
            "(Bohannon 2006, Top Geriatr Rehabil 22:70; 22 studies, 3484 people).",
            "Times fall with age and do not differ between men and women; two raters agree almost wholly on "
            "the best of three trials (Springer 2007, J Geriatr Phys Ther 30:8; 549 healthy adults).",
        ),
    )


def instants(assessment: Assessment) -> tuple[Instant, ...]:
    """Show the longest trial while the foot is up."""
    table = assessment.tables["repetitions"]
    if not len(table):
        return ()
    best = table.iloc[int(np.argmax(table["duration_s"].to_numpy(dtype=float)))]
    return (("peak", best["side"], float(best["peak_s"])),)


TEST = register(
    ClinicalTest(
        name="single-leg-stance",
        title="Single-leg stance",
        assess=assess,
        tables=("repetitions",),
        headline={
            "n_repetitions": "Trials",
            "best_duration_s": "Best time (s)",
            "duration_s": "Mean time (s)",
            "pelvis_sway_rms_m": "Sway of the pelvis (m)",
            "trunk_sway_rms_deg": "Sway of the trunk (°)",
        },
        sections=sections,
        choose=choose_in_place,
        name_legs=name_on_one_leg,
        reestimate=False,
        curve=VideoCurve("Ankle angle (°)", legend="↑ dorsiflexion"),
        instants=instants,
        precedence=1,
    )
)
