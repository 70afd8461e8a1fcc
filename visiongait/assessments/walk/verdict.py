"""Whether a recording's walk can be relied on, in sentences that say what to do about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ...cleaning import Reason, chain_height_px, point_paths
from ...datatypes import SIDES, CleanWalk, DetectionPass, LeftOut, PoseTrack, SubjectChoice, Verdict, in_means
from ...errors import NoGaitError
from ...metrics import FILMING_ADVICE, TINY_PX, RecordingConditions, judge
from .passage import Evidence, MeasuredPass

DECISIVE = ("stride_time_s", "ankle_rom_deg", "peak_dorsiflexion_stance_deg")
"""Metrics whose quality stands for the recording: one of time, one of movement, one that needs a zero."""

MOST_WALK_RATIO = 0.0056
"""Step length in body heights over cadence in steps per minute: 0.0028 to 0.0047 in 23 real and rendered
walks, foot drop, equinus and slow ones among them."""

JUMP_SHARE, JUMP_GAP_S = 0.5, 0.2
"""Hips that move half a body height within a fifth of a second belong to two people."""

SLOWED = "If the recording plays in slow motion, say how many times slower (--slowmo)."
HOW_TO_FILM = "Film from the side, with the whole body and the feet in the picture, for at least three steps."
ADVICE: Mapping[str, str] = {
    Reason.ABSENT: HOW_TO_FILM,
    Reason.CUT_OFF: "Step back or hold the camera lower, so that both feet stay in the picture.",
    Reason.LEGS_ONLY: "Step back until the whole person stays in the picture, from head to feet.",
    Reason.JUMP: "Use the recording as the phone saved it, without cuts.",
    Reason.FRONT: "Place the camera at the side of the walkway, at a right angle to it.",
    Reason.STANDING: "No steps were found: standing, sitting and balancing are not measured.",
    Reason.TURN: HOW_TO_FILM,
    Reason.SLOW_END: "Let the person walk at an even pace through the whole picture.",
    Reason.BACKWARDS: "Only walking forwards is measured.",
    Reason.SHORT: "Step back from the walkway, so that several steps fit into the picture.",
}
"""What to do about each reason for which a stretch is left out."""


def reach_verdict(
    evidence: Evidence, strides: pd.DataFrame, conditions: RecordingConditions | None
) -> Verdict:
    """Return the verdict on a recording: the first stage at which nothing is left decides.

    `strides` is the table, `conditions` are those of the passes, None without one.
    """
    detected, track, passes = evidence.detected, evidence.track, evidence.passes
    if track is None:
        return no_subject(evidence.subject)
    if (height_px := stature_px(track)) < TINY_PX:
        return too_small(height_px)
    if conditions is None:
        return no_walk(evidence.walk)
    if not any(stride.valid for one in passes for stride in one.strides):
        return no_stride(passes)
    person_change = person_change_warning(detected, track, conditions.height_px)
    slowed = slow_motion_question(strides, detected.video.slowmo_factor)
    return verdict_on(strides, conditions, [*detected.faults.warnings, *person_change, *slowed])


def no_subject(subject: SubjectChoice | NoGaitError) -> Verdict:
    """Return the verdict where nobody could be chosen, or the one chosen could not be followed."""
    if isinstance(subject, NoGaitError):
        return _withheld(subject.message, subject.hint)
    return _withheld("The chosen person could not be tracked.", HOW_TO_FILM)


def stature_px(track: PoseTrack) -> float:
    """Return how tall the person usually is in the picture; NaN if never wholly seen."""
    heights = chain_height_px(point_paths(track)[0])
    seen = heights[np.isfinite(heights)]
    return float(np.median(seen)) if seen.size else np.nan


def too_small(height_px: float) -> Verdict:
    """Return the verdict on a person too small in the picture, walking or not."""
    return _withheld(
        f"The person is only {height_px:.0f} px tall in the picture; at least {TINY_PX:.0f} px are needed.",
        "Film from closer, or at a higher resolution.",
    )


def no_walk(walk: CleanWalk) -> Verdict:
    """Return the verdict where cleaning found no pass: the reason that lasts longest, and what to do."""
    reason = _longest(walk.left_out)
    return _withheld(reason, ADVICE.get(reason, HOW_TO_FILM))


def no_stride(passes: Sequence[MeasuredPass]) -> Verdict:
    """Return the verdict where there were passes but no valid stride."""
    rejected = Counter(stride.reject_reason for one in passes for stride in one.strides)
    strikes = sum(event.kind == "foot_strike" for one in passes for event in one.report.events)
    if rejected:
        reason = f"No stride could be used. {rejected.most_common(1)[0][0]}"
        if "more than" in reason and "lasts" in reason:
            return _withheld(reason, SLOWED)
    else:
        seen = {0: "No initial contact was", 1: "Only one initial contact was"}
        count = seen.get(strikes, f"Only {strikes} initial contacts were")
        reason = f"{count} found; a stride needs two of the same foot."
    return _withheld(reason, ADVICE[Reason.SHORT])


def verdict_on(strides: pd.DataFrame, conditions: RecordingConditions, further: Sequence[str]) -> Verdict:
    """Return the verdict on a measured walk.

    Withheld if every decisive metric is withheld on both sides; caution if any of them is not `ok`, or if
    there are `further` sentences of warning.  That the far leg hides at times is left to its own numbers.
    """
    verdicts = _verdicts(strides, replace(conditions, far_side=None))
    reasons = [reason for verdict in verdicts for reason in verdict.reasons]
    if all(verdict.quality == "withheld" for verdict in verdicts):
        return _withheld(*_reasons_then_advice(reasons))
    reasons += further
    return Verdict("caution" if reasons else "ok", _reasons_then_advice(reasons))


def _reasons_then_advice(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return each sentence once, what to do after all that is wrong."""
    return tuple(sorted(dict.fromkeys(sentences), key=lambda sentence: sentence in FILMING_ADVICE))


def person_change_warning(detected: DetectionPass, track: PoseTrack, height_px: float) -> list[str]:
    """Return a warning where the person followed may have become another one: hips that leap."""
    if len(detected.people) < 2:
        return []
    hips = 0.5 * (track.of("left_hip") + track.of("right_hip"))
    seen = np.isfinite(hips).all(axis=1)
    time_s = track.time_s[seen]
    leap_px = np.linalg.norm(np.diff(hips[seen], axis=0), axis=1)
    leaps = (leap_px > JUMP_SHARE * height_px) & (np.diff(time_s) < JUMP_GAP_S)
    if not leaps.any():
        return []
    when_s = time_s[1:][leaps][0]
    return [f"Near {when_s:.1f} s tracking may have jumped to another person."]


def slow_motion_question(strides: pd.DataFrame, slowmo: float) -> list[str]:
    """Return a question where the rhythm is too slow for the steps' length: a recording in slow motion.

    Step length over cadence, the walk ratio, hardly changes with speed (Sekiya & Nagasaki 1998, Gait &
    Posture 7:225); played at half speed it doubles.
    """
    used = in_means(strides)
    ratio = (used["step_length_per_height"] / used["cadence_steps_per_min"]).astype(float).median()
    if not ratio > MOST_WALK_RATIO:
        return []
    times = f", beyond the {slowmo:g} times allowed for" if slowmo != 1 else ""
    return [
        f"The steps are long for such a slow cadence: is the recording in slow motion{times}? If so, "
        "analyse it again and give the number of times slower it plays (--slowmo)."
    ]


def _verdicts(strides: pd.DataFrame, conditions: RecordingConditions) -> list[Verdict]:
    valid = in_means(strides)
    counts = {side: valid[valid["side"] == side].count() for side in SIDES}
    return [
        judge(metric, side, int(counts[side][metric]), conditions, of=int(counts[side]["side"]))
        for metric in DECISIVE
        for side in SIDES
    ]


def _longest(left_out: Sequence[LeftOut]) -> str:
    """Return the reason that holds for the longest time in all."""
    lasting_s: dict[str, float] = {}
    for part in left_out:
        lasting_s[part.reason] = lasting_s.get(part.reason, 0.0) + part.end_s - part.start_s
    return max(lasting_s, key=lambda reason: lasting_s[reason], default=Reason.STANDING)


def _withheld(*reasons: str) -> Verdict:
    return Verdict("withheld", tuple(reason for reason in reasons if reason))
