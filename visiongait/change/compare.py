"""What changed between two sessions of one person, metric by metric."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..datatypes.assessment import Assessment, Quality, Verdict
from ..metrics.quality import worst
from .comparability import judge_pairs, refuse_incomparable
from .detectable import NO_DETECTABLE, Detectable, detectable_change
from .level import Level, read_levels

Outcome = Literal["more", "less", "within", "unknown"]


@dataclass(frozen=True)
class Change:
    """How one metric of one side changed.

    change: after − before, in the metric's unit, NaN where either is withheld; low, high: its 95 % interval;
    detectable: the least change that counts; outcome: `more` or `less` beyond that, `within` it, or `unknown`
    where there is no interval, or it holds 0 although the change is beyond.  Whether more is better is the
    clinician's to say.
    quality and reason: the worst of both sessions and of comparing them.
    """

    before: Level
    after: Level
    quality: Quality
    reason: str
    change: float = np.nan
    low: float = np.nan
    high: float = np.nan
    detectable: Detectable = NO_DETECTABLE
    outcome: Outcome = "unknown"


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Return the change of every metric and side (`left`, `right`, `both`) from one assessment to another.

    The 95 % interval of a change puts the intervals of both means together, which hold the product's own
    error (`Level`), each end by itself (MOVER: Zou & Donner 2008, Stat Med 27:1693).

    Raises
    ------
    UsageError
        If they are of two people, or the same recording.
    """
    refuse_incomparable(before, after)
    first, then, verdicts = read_levels(before), read_levels(after), judge_pairs(before, after)
    return tuple(_change(first[key], then[key], verdicts[key]) for key in verdicts)


def _change(first: Level, then: Level, against: Verdict) -> Change:
    verdict = worst([first.verdict, then.verdict, against])
    reason = " ".join(verdict.reasons)
    if verdict.quality == "withheld":
        return Change(first, then, verdict.quality, reason)
    change, detectable = then.value - first.value, detectable_change(first, then)
    interval = change_interval(first, then)
    outcome = _outcome(change, interval, detectable.value)
    return Change(first, then, verdict.quality, reason, change, *interval, detectable, outcome)


def change_interval(before: Level, after: Level) -> tuple[float, float]:
    """Return the 95 % interval of after − before (see `compare`); NaN where a session's mean has none."""
    change = after.value - before.value
    below = np.hypot(after.value - after.low, before.high - before.value)
    above = np.hypot(after.high - after.value, before.value - before.low)
    return change - float(below), change + float(above)


def _outcome(change: float, interval: tuple[float, float], detectable: float) -> Outcome:
    if not np.isfinite([change, *interval, detectable]).all():
        return "unknown"
    if abs(change) <= detectable:
        return "within"
    if interval[0] <= 0 <= interval[1]:
        return "unknown"
    return "more" if change > 0 else "less"
