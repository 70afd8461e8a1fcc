"""Two results beside each other, and a person's course: what workers gather for the pages."""

import math
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..change import Change, compare, follow_in_order
from ..datatypes import Assessment, Conditions, Session
from ..errors import UsageError
from ..metrics import decimals_of, title_of
from ..pages import render_progress
from ..results import read_assessment
from ..system import number

SHOWN_ANGLES = (
    "ankle_dorsiflexion_deg",
    "shank_to_vertical_deg",
    "foot_to_floor_deg",
    "knee_flexion_deg",
    "hip_flexion_deg",
)


def comparison(first: Path, second: Path) -> dict[str, Any]:
    """Return mean curves over the gait cycle and what changed; why not, where that cannot be compared."""
    before, after = read_assessment(first), read_assessment(second)
    changes, why_not = [], ""
    try:
        changes = [_shown(one) for one in compare(before, after) if math.isfinite(one.difference.value)]
    except UsageError as refusal:
        why_not = refusal.message
    return {
        "cycles": {angle: both for angle in SHOWN_ANGLES if (both := _cycles(angle, before, after))},
        "changes": changes,
        "why_not": why_not,
    }


def _cycles(angle: str, before: Assessment, after: Assessment) -> dict[str, list[list[float | None]]]:
    """Return for each leg the mean course of an angle in both results, at 0, 1 … 100 % of the stride."""
    means = [_means(angle, one) for one in (before, after)]
    return {side: [one.get(side, []) for one in means] for side in ("left", "right") if all(means)}


def _means(angle: str, assessment: Assessment) -> dict[str, list[float | None]]:
    cycles = assessment.all_tables.get("cycles")
    if cycles is None or angle not in cycles.columns:
        return {}
    used = cycles[cycles["valid"].astype(bool)]
    means = used.groupby(["side", "percent"])[angle].mean().unstack("percent")
    return {str(side): [_plain(value) for value in means.loc[side]] for side in means.index}


def _plain(value: float) -> float | None:
    return round(float(value), 2) if math.isfinite(value) else None


def _shown(change: Change) -> dict[str, Any]:
    metric = change.before.metric
    decimals = decimals_of(metric)

    def text(value: float) -> str:
        return number(value, decimals) if math.isfinite(value) else ""

    return {
        "title": title_of(metric),
        "unit": change.before.unit,
        "side": change.before.side,
        "before": text(change.before.value),
        "after": text(change.after.value),
        "difference": text(change.difference.value),
        "low": text(change.difference.low),
        "high": text(change.difference.high),
        "detectable": text(change.detectable.value),
        "outcome": change.outcome,
        "quality": change.quality,
        "reason": change.reason,
    }


def progress_page(pseudonym: str, sessions: Sequence[Mapping[str, Any]]) -> str:
    """Return the progress page of somebody's sessions, the first of which is the baseline.

    Parameters
    ----------
    pseudonym
        Whose they are.
    sessions
        `folder`, `day`, `shoes`, `aid` and `scores` of each.
    """
    made = [
        Session(
            f"{place}",
            date.fromisoformat(one["day"]),
            read_assessment(one["folder"]),
            Conditions(shoes=one["shoes"], aid=one["aid"]),
            one["scores"],
        )
        for place, one in enumerate(sessions, 1)
    ]
    return render_progress(follow_in_order(pseudonym, made))
